"""Tries cases on a target until the time or the number is up, and keeps the first that breaks it."""

import signal
import time
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

from tests.fuzz.case import Case, write_case
from tests.fuzz.mutation import Mutator
from tests.fuzz.target import Faults, Target
from tests.fuzz.work import TooMuchWork, Work

LONGEST_SECONDS = 20
"""Nothing takes that long: a loop without end is broken off where no work is counted."""
COUNTED_EACH = 4


@dataclass(frozen=True)
class Finding:
    """A case that breaks its target, and how."""

    target: Target
    case: Case
    why: str

    def keep(self, folder: Path, name: str) -> Path:
        """Write it down, so that it can be tried again."""
        path = folder / f"{self.target.name}-{name}.case"
        write_case(path, self.case, f"python -m tests.fuzz {self.target.name} --replay THIS_FILE", self.why)
        return path


@dataclass
class Report:
    """What a run has done."""

    cases: int = 0
    messages: int = 0
    most_lines: int = 0
    finding: Finding | None = None


def run_for(target: Target, seed: int, *, seconds: float | None = None, cases: int | None = None) -> Report:
    """Try changed cases, the seeds as they are first, and stop at the first finding."""
    report = Report()
    until = None if seconds is None else time.monotonic() + seconds
    while (until is None or time.monotonic() < until) and (cases is None or report.cases < cases):
        case = case_of(target, seed, report.cases)
        lines, why = attempt(target, case, is_counted=report.cases % COUNTED_EACH == 0)
        report.cases += 1
        report.messages += len(case)
        report.most_lines = max(report.most_lines, lines)
        if why is not None:
            report.finding = Finding(target, smaller(target, case), why)
            break
    return report


def case_of(target: Target, seed: int, number: int) -> Case:
    """Return the case with this number; the first is all seeds in order, as real clients sent them."""
    if number == 0:
        return target.seeds[: target.most_messages]
    mutator = Mutator(f"{seed} {target.name} {number}", target.seeds, longest=target.longest)
    return mutator.case(target.most_messages)


def attempt(target: Target, case: Case, *, is_counted: bool = True) -> tuple[int, str | None]:
    """Return how many lines ran, and why the case breaks the target, if it does."""
    work = Work(target.most_lines(case))
    try:
        with Faults() as faults, _broken_off_after(LONGEST_SECONDS):
            if is_counted:
                with work:
                    target.attempt(case)
            else:
                target.attempt(case)
            faults.check()
    except (Exception, TooMuchWork):  # noqa: BLE001 - whatever escapes is what is looked for
        return work.lines, traceback.format_exc()
    return work.lines, None


def smaller(target: Target, case: Case) -> Case:
    """Leave out messages one by one as long as the target still breaks."""
    at = 0
    while at < len(case) > 1:
        without = (*case[:at], *case[at + 1 :])
        if attempt(target, without)[1] is not None:
            case = without
        else:
            at += 1
    return case


@contextmanager
def _broken_off_after(seconds: int) -> Iterator[None]:
    def too_long(_: int, __: FrameType | None) -> None:
        raise TooMuchWork(f"more than {seconds} seconds")

    before = signal.signal(signal.SIGALRM, too_long)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)
