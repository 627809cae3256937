"""What a browser calls itself, in two words that its owner recognises among the sessions he has open."""

import httpagentparser  # type: ignore[import-untyped] # it has no types
from starlette.requests import Request

LENGTH_MAX = 500
NAMES = {"ChromiumEdge": "Edge", "Mac OS": "macOS", "AndroidBrowser": "Android"}


def device(request: Request) -> str | None:
    """As «Safari, iPhone»; the names are the library's own, nothing of the header is kept."""
    written = request.headers.get("User-Agent", "")
    if not 0 < len(written) <= LENGTH_MAX:
        return None
    seen = httpagentparser.detect(written)
    parts = [_name(seen, "browser"), _name(seen, "dist") or _name(seen, "platform")]
    return ", ".join(part for part in parts if part) or None


def _name(seen: dict[str, dict[str, str | None]], part: str) -> str:
    name = (seen.get(part, {}).get("name") or "").strip()
    return NAMES.get(name, name)
