"""`all` is what CI runs, `quick` what one runs before a commit, `unit` the unit tests alone, `firefox` the matrix."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from pathlib import Path

from tools.checks.steps import ALL, FIREFOX, QUICK, UNIT, Step, batches
from tools.checks.tally import Tally

ROOT = Path(__file__).parents[2]
RESULTS = ROOT / ".run" / "test-results"
NO_TESTS_FOUND = 5
CORES = 2
SELECTIONS = {"all": ALL, "quick": QUICK, "unit": UNIT, "firefox": FIREFOX}


def main() -> int:
    if len(sys.argv) != 2 or sys.argv[1] not in SELECTIONS:
        print(f"usage: python -m tools.checks {'|'.join(SELECTIONS)}", file=sys.stderr)
        return 2
    RESULTS.mkdir(parents=True, exist_ok=True)
    began = time.monotonic()
    tally = Tally()
    # Every step runs, so one look shows all that is wrong.
    ended = [each for together in batches(SELECTIONS[sys.argv[1]]) for each in _run(together, tally)]
    failed = [step.name for step, holds in ended if not holds]
    print()
    for name in failed:
        print(f"FAILED  {name}")
    # The last line reads as one pytest run's, over all of them.
    print(tally.closing_line(time.monotonic() - began, has_other_failures=bool(failed)))
    return 1 if failed else 0


def _run(together: tuple[Step, ...], tally: Tally) -> Iterator[tuple[Step, bool]]:
    """Run one step, told as it goes, or several of which each is told when it has ended; whether each held."""
    if len(together) == 1:
        [step] = together
        print(f"\n── {step.name}", flush=True)
        yield step, _tell(step, *_ended(step), tally)
        return
    with ThreadPoolExecutor(CORES) as pool:
        running = {pool.submit(_ended, step, is_told_after=True): step for step in together}
        for each in as_completed(running):
            print(f"\n── {running[each].name}", flush=True)
            yield running[each], _tell(running[each], *each.result(), tally)


def _ended(step: Step, *, is_told_after: bool = False) -> tuple["subprocess.CompletedProcess[str]", float]:
    """The step when it has ended, and how many seconds it took."""
    began = time.monotonic()
    _report_of(step).unlink(missing_ok=True)
    ended = subprocess.run(
        step.full_command(_report_of(step)),
        cwd=ROOT / step.folder,
        env={**os.environ, "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE if is_told_after else None,
        stderr=subprocess.STDOUT if is_told_after else None,
        text=True,
        check=False,
    )
    return ended, time.monotonic() - began


def _tell(step: Step, ended: "subprocess.CompletedProcess[str]", seconds: float, tally: Tally) -> bool:
    """Say how a step ended and count its tests; whether it held."""
    if ended.stdout:
        print(ended.stdout.rstrip())
    if ended.returncode == NO_TESTS_FOUND and step.is_pytest:
        print(f"No tests were found for «{step.name}»: that is a failure, not a success.")
    tally.add(_report_of(step))
    print(f"── {step.name}: {'held' if ended.returncode == 0 else 'FAILED'} ({seconds:.1f} s)", flush=True)
    return ended.returncode == 0


def _report_of(step: Step) -> Path:
    return RESULTS / f"{step.name.replace(' ', '-')}.xml"


if __name__ == "__main__":
    sys.exit(main())
