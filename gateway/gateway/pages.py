"""The built web interface: hashed files forever, and the one page for every address of the app."""

from pathlib import Path
from typing import Any

from servestatic import ServeStaticASGI
from starlette.types import ASGIApp, Receive, Scope, Send

HASHED = r"^/assets/.+-[A-Za-z0-9_-]{8,}\.\w+$"


class Pages:
    """Serves the build's files, precompressed where the browser takes it, and one page for the app's own addresses."""

    def __init__(self, api: ASGIApp, folder: Path) -> None:
        self._api = api
        self._files: Any = ServeStaticASGI(
            api, root=folder, index_file=True, max_age=0, allow_all_origins=False, immutable_file_test=HASHED
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"].startswith("/api/"):
            await self._api(scope, receive, send)
            return
        if _is_address_of_the_app(scope) and scope["path"] not in self._files.files:
            scope = dict(scope) | {"path": "/", "raw_path": b"/"}
        await self._files(scope, receive, send)


def _is_address_of_the_app(scope: Scope) -> bool:
    """`/visits/<id>` is an address of the app; `/assets/missing.js` is a file that is not there."""
    last_part = scope["path"].rpartition("/")[2]
    return scope["method"] in ("GET", "HEAD") and "." not in last_part
