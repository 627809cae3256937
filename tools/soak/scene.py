"""What people do in the rooms: they come, go, lose their line, come back, turn things off and on."""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable
from random import Random
from typing import Final
from uuid import UUID, uuid4

from websockets.exceptions import WebSocketException

from tools.callers.caller import Caller
from tools.callers.crowd import Crowd
from tools.callers.process import ServerProcess
from tools.soak.native import NativeCaller
from visit_media.sfu.transport.certificate import Identity

KINDS: Final = ("audio", "video")
LIGHT: Final = 5
LASTING: Final = 2
FAILURES: Final = (TimeoutError, OSError, WebSocketException)


class Scene:
    """Some light callers and some with LiveKit's own client in one room, and a room that is never empty."""

    def __init__(self, server: ServerProcess, crowd: Crowd, *, natives: int, may_vanish: bool, seed: int = 1) -> None:
        self.done: Counter[str] = Counter()
        self.failed: Counter[str] = Counter()
        self._server = server
        self._crowd = crowd
        self._natives_wanted = natives
        self._chance = Random(seed)
        self._identity = Identity()
        self._lasting_room = uuid4()
        self._lasting: list[Caller] = []
        self._light: dict[Caller, UUID] = {}
        self._natives: dict[NativeCaller, UUID] = {}
        self._visit_id = uuid4()
        self._light_steps: tuple[tuple[str, Callable[[Caller], Awaitable[None]]], ...] = (
            ("resumes", self._resume),
            ("begins anew", self._begin_anew),
            ("is muted for a while", self._mute),
            ("takes the camera away and back", self._republish),
            ("says something", self._say),
            ("leaves", self._leave),
            *((("vanishes", self._vanish),) if may_vanish else ()),
        )
        self._native_steps: tuple[tuple[str, Callable[[NativeCaller], Awaitable[None]]], ...] = (
            ("resumes", self._break_line),
            ("begins anew", self._send_away),
            ("leaves", self._leave_native),
        )

    @property
    def lasting(self) -> int:
        """How many are there all the time."""
        return len(self._lasting)

    async def begin(self) -> None:
        """Fill the room that is never empty."""
        await self._look_after_lasting()

    async def live(self, seconds: float, pause_seconds: float) -> None:
        """Let people come and do things for so long, in a new room."""
        self._visit_id = uuid4()
        ends_at = asyncio.get_running_loop().time() + seconds
        while asyncio.get_running_loop().time() < ends_at:
            await self._look_after_lasting()
            await self._step()
            await asyncio.sleep(pause_seconds)

    async def rest(self) -> None:
        """Let everybody leave but those who last."""
        for native in list(self._natives):
            await self._try("leaves (PyPI livekit)", self._leave_native(native))
        for caller in list(self._light):
            await self._try("leaves", self._leave(caller))

    async def end(self) -> None:
        """Let those leave, too."""
        for caller in self._lasting:
            await self._try("leaves", self._crowd.leave(caller))
        self._lasting.clear()

    async def _look_after_lasting(self) -> None:
        """Whoever was lost all the same, as on a machine that is too busy, comes back: the load must stay the same."""
        for lost in [caller for caller in self._lasting if not caller.is_there]:
            self.failed["lasts: lost"] += 1
            self._lasting.remove(lost)
            self._crowd.callers.discard(lost)
            lost.path.close()
        while len(self._lasting) < LASTING:
            self._lasting.append(await self._enter(self._lasting_room))

    async def _step(self) -> None:
        if len(self._natives) < self._natives_wanted:
            await self._try("joins (PyPI livekit)", self._enter_native())
        elif len(self._light) < LIGHT:
            await self._try("joins", self._join())
        elif self._natives and self._chance.random() < 0.2:
            native = self._chance.choice(list(self._natives))
            name, step = self._chance.choice(self._native_steps)
            await self._try(f"{name} (PyPI livekit)", step(native))
        else:
            name, act = self._chance.choice(self._light_steps)
            await self._try(name, act(self._chance.choice(list(self._light))))

    async def _try(self, name: str, step: Awaitable[object]) -> None:
        try:
            await step
        except FAILURES as failure:
            self.failed[f"{name}: {type(failure).__name__}"] += 1
        else:
            self.done[name] += 1

    async def _enter(self, visit_id: UUID, person_id: UUID | None = None) -> Caller:
        token = self._server.token(visit_id, person_id or uuid4())
        caller = Caller(self._server.url, token, self._identity)
        await self._crowd.join(caller, *KINDS)
        return caller

    async def _join(self) -> None:
        person_id = uuid4()
        self._light[await self._enter(self._visit_id, person_id)] = person_id

    async def _resume(self, caller: Caller) -> None:
        await caller.resume()

    async def _begin_anew(self, caller: Caller) -> None:
        await caller.begin_anew(*KINDS)

    async def _mute(self, caller: Caller) -> None:
        await caller.mute("audio", is_muted=True)
        await asyncio.sleep(0.3)
        await caller.mute("audio", is_muted=False)

    async def _republish(self, caller: Caller) -> None:
        await caller.unpublish("video")
        await asyncio.sleep(0.3)
        await caller.publish("video")

    async def _say(self, caller: Caller) -> None:
        caller.say("hej")

    async def _leave(self, caller: Caller) -> None:
        del self._light[caller]
        await self._crowd.leave(caller)

    async def _vanish(self, caller: Caller) -> None:
        del self._light[caller]
        self._crowd.callers.discard(caller)
        await caller.break_line()
        caller.path.port.close()

    async def _enter_native(self) -> None:
        native, person_id = NativeCaller(), uuid4()
        is_single = self._chance.random() < 0.5
        await native.join(self._server.url, self._server.token(self._visit_id, person_id), is_single=is_single)
        self._natives[native] = person_id

    async def _break_line(self, native: NativeCaller) -> None:
        before = native.reconnections
        await self._server.order("break_line", self._natives[native])
        await native.comes_back(before)
        await native.sees(3)

    async def _send_away(self, native: NativeCaller) -> None:
        before = native.reconnections
        await self._server.order("send_away", self._natives[native])
        await native.comes_back(before)
        await native.sees(3)

    async def _leave_native(self, native: NativeCaller) -> None:
        del self._natives[native]
        await native.leave()
