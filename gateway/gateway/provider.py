"""The provider's settings as this gateway shows them: asked for at most every few seconds, however many pages ask."""

import asyncio
import time
from typing import Any

from chassis.aio import Caller
from contracts.identity.calls import ReadLogo, ReadSettings
from contracts.refusals import Refused

REMEMBERED_SECONDS = 5.0


class ProviderSettings:
    """What is late is shown rather than nothing: a page needs the provider's name also while identity is away."""

    def __init__(self, caller: Caller) -> None:
        self._caller = caller
        self._alone = asyncio.Lock()
        self._settings: dict[str, Any] | None = None
        self._fresh_until = 0.0
        self._logo: tuple[str, dict[str, Any]] | None = None

    async def read(self) -> dict[str, Any]:
        """The settings, as the contract tells them."""
        async with self._alone:
            if self._settings is None or self._fresh_until <= time.monotonic():
                await self._ask()
        assert self._settings is not None
        return self._settings

    async def logo(self, sha256: str) -> dict[str, Any]:
        """The present logo's type and content, `not_found` for every other."""
        if (await self.read())["logo"] != sha256:
            raise Refused("not_found", "not_found")
        if self._logo is None or self._logo[0] != sha256:
            self._logo = (sha256, await self._caller.call(ReadLogo, logo=sha256))
        return self._logo[1]

    def forget(self) -> None:
        """They were changed: ask again at the next occasion."""
        self._fresh_until = 0.0

    async def _ask(self) -> None:
        try:
            self._settings = (await self._caller.call(ReadSettings))["settings"]
        except Refused:
            if self._settings is None:
                raise
        self._fresh_until = time.monotonic() + REMEMBERED_SECONDS
