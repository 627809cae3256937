"""Runs the whole platform in the foreground: start, tell where it is, watch, stop on request."""

import signal
import sys
import threading
from types import FrameType

from tools.demo.people import PEOPLE
from tools.platform.answering import NotReady
from tools.platform.plan import Plan
from tools.platform.ports import PortTaken
from tools.platform.record import AlreadyRunning, Record
from tools.platform.whole import Platform, SeedFailed

STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
LOOK_AGAIN_SECONDS = 1.0


class StopAsked(BaseException):
    """Someone pressed Ctrl-C or sent TERM; no `except Exception` on the way may swallow it."""


def up(plan: Plan) -> int:
    """The exit code: 0 when it was asked to stop, 1 when something went wrong."""
    asked = threading.Event()
    try:
        with Record(plan) as record:
            return _run(plan, record, asked)
    except (AlreadyRunning, PortTaken) as refusal:
        print(refusal, file=sys.stderr)
        return 1


def _run(plan: Plan, record: Record, asked: threading.Event) -> int:
    platform: Platform | None = None
    try:
        _listen(asked)
        print(f"CarePlatform starts ({plan.store}, everything under .run/):", flush=True)
        platform = Platform(plan, say=lambda line: print(line, flush=True))
        record.write()
        platform.start()
        platform.seed()
        _tell(platform)
        return _watch(platform)
    except StopAsked:
        print("\nStopping …", flush=True)
        return 0
    except (NotReady, SeedFailed) as failure:
        print(f"\nCarePlatform did not start: {failure}\nThe logs are in {plan.logs}.", file=sys.stderr)
        return 1
    finally:
        asked.set()
        if platform is not None:
            platform.stop()
        print("Stopped.", flush=True)


def _listen(asked: threading.Event) -> None:
    """The first signal stops; those after it must not interrupt the stopping."""

    def stop(_: int, __: FrameType | None) -> None:
        if not asked.is_set():
            asked.set()
            raise StopAsked

    for number in STOP_SIGNALS:
        signal.signal(number, stop)


def _watch(platform: Platform) -> int:
    never = threading.Event()
    while not platform.has_ended:
        never.wait(LOOK_AGAIN_SECONDS)
    print("The process manager ended by itself.", file=sys.stderr)
    return 1


def _tell(platform: Platform) -> None:
    people = "\n".join(f"    {person.name:<18} {', '.join(person.roles)}" for person in PEOPLE)
    print(
        f"\nCarePlatform is ready: {platform.url}\n\n"
        f"  Sign in there as one of the demo people of {platform.environment['CARE_PROVIDER_NAME']}:\n{people}\n\n"
        "  make status   what runs, and how much memory it takes\n"
        "  make logs     what it writes\n"
        "  Ctrl-C        stops all of it (or `make down` elsewhere)\n",
        flush=True,
    )
