"""One soak: life and rest in turn, a sample at each rest, and the judgement at the end."""

import asyncio
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from tools.callers.crowd import Crowd
from tools.callers.process import ServerProcess
from tools.soak.scene import Scene
from tools.soak.trend import QUARTERS, Limit, Trend, trend_of

MEBIBYTE: Final = 1024 * 1024
MOST_FAILED_SHARE: Final = 0.01
CALM_SECONDS: Final = 45.0
"""Whoever vanished without a word is missed after 15 seconds."""
CALM_AGAIN_SECONDS: Final = 0.25
LEFT_OVER: Final = ("members_here", "streams_received", "streams_sent", "participants_connected")


@dataclass(frozen=True, slots=True)
class Plan:
    """How long a soak takes, how lively it is, and what may grow."""

    seconds: float
    life_seconds: float
    pause_seconds: float
    natives: int
    may_vanish: bool
    limits: tuple[Limit, ...]


DESCRIPTORS: Final = Limit("descriptors", "", may_grow_by=1)
TASKS: Final = Limit("asyncio tasks", "", may_grow_by=1)


def long(minutes: float) -> Plan:
    """Return the plan of `make soak`."""
    memory = Limit("memory", "MiB", may_grow_by=1.0, may_grow_by_share=0.02)
    return Plan(60 * minutes, 45.0, 0.8, natives=2, may_vanish=True, limits=(memory, DESCRIPTORS, TASKS))


SHORT: Final = Plan(
    seconds=8.0,
    life_seconds=1.5,
    pause_seconds=0.02,
    natives=1,
    may_vanish=False,
    # A process that is some seconds old has not seen everything yet: only what grows fast is told from that.
    limits=(Limit("memory", "MiB", may_grow_by=15.0), DESCRIPTORS, TASKS),
)


@dataclass(slots=True)
class Outcome:
    """What a soak has found."""

    plan: Plan
    samples: dict[str, list[float]] = field(default_factory=dict)
    done: Counter[str] = field(default_factory=Counter)
    failed: Counter[str] = field(default_factory=Counter)
    left_over: dict[str, float] = field(default_factory=dict)

    def trends(self) -> list[Trend]:
        """Return how each went on."""
        return [trend_of(limit, self.samples[limit.name]) for limit in self.plan.limits]

    def report(self) -> list[str]:
        """Return what was done and how it went on."""
        steps = ", ".join(f"{count} x {name}" for name, count in sorted(self.done.items()))
        failed = ", ".join(f"{count} x {name}" for name, count in sorted(self.failed.items())) or "none"
        return [f"steps: {steps}", f"steps that failed: {failed}", *map(str, self.trends())]

    def complaints(self) -> list[str]:
        """Return what is wrong, in sentences; nothing when all is well."""
        wrong = [f"{trend}" for trend in self.trends() if not trend.is_flat]
        tried = self.done.total() + self.failed.total()
        if self.failed.total() > MOST_FAILED_SHARE * tried:
            wrong.append(f"{self.failed.total()} of {tried} steps failed: {dict(self.failed)}")
        wrong += [f"{count:g} {name} remained when everybody had left" for name, count in self.left_over.items()]
        return wrong


async def soak(plan: Plan, tell: Callable[[str], None]) -> Outcome:
    """Do as planned; raise RuntimeError when the server ends or never comes to rest."""
    outcome = Outcome(plan)
    async with ServerProcess() as server, Crowd() as crowd:
        scene = Scene(server, crowd, natives=plan.natives, may_vanish=plan.may_vanish)
        outcome.done, outcome.failed = scene.done, scene.failed
        await scene.begin()
        ends_at = time.monotonic() + plan.seconds
        while time.monotonic() < ends_at or len(outcome.samples.get("memory", ())) < QUARTERS:
            await scene.live(plan.life_seconds, plan.pause_seconds)
            await scene.rest()
            await _calm(server, scene.lasting)
            await _sample(server, outcome, tell)
        await scene.end()
        await _calm(server, 0)
        now = await server.metrics()
        outcome.left_over = {name: now[f"visit_media_{name}"] for name in LEFT_OVER if now[f"visit_media_{name}"]}
    return outcome


async def _calm(server: ServerProcess, lasting: int) -> None:
    """Wait until the server has noticed that the others are gone."""
    try:
        async with asyncio.timeout(CALM_SECONDS):
            while (await server.metrics())["visit_media_members_here"] > lasting:  # noqa: ASYNC110 - it is another process
                await asyncio.sleep(CALM_AGAIN_SECONDS)
    except TimeoutError:
        raise RuntimeError(f"people who left are still there after {CALM_SECONDS:g} seconds") from None
    await asyncio.sleep(2 * CALM_AGAIN_SECONDS)  # what was said to them last is on its way


async def _sample(server: ServerProcess, outcome: Outcome, tell: Callable[[str], None]) -> None:
    now = await server.metrics()
    values = {
        "memory": server.memory_bytes() / MEBIBYTE,
        "descriptors": server.descriptors(),
        "asyncio tasks": now["visit_media_tasks_running"],
    }
    for name, value in values.items():
        outcome.samples.setdefault(name, []).append(value)
    tell(" ".join(f"{name}={value:.1f}" for name, value in values.items()) + f" steps={outcome.done.total()}")
