"""`all` is what CI runs, `quick` what one runs before a commit, `unit` the unit tests alone."""

import os
import subprocess
import sys
import time
from pathlib import Path

from tools.checks.steps import ALL, QUICK, UNIT, Step
from tools.checks.tally import Tally

ROOT = Path(__file__).parents[2]
RESULTS = ROOT / ".run" / "test-results"
NO_TESTS_FOUND = 5
SELECTIONS = {"all": ALL, "quick": QUICK, "unit": UNIT}


def main() -> int:
    if len(sys.argv) != 2 or sys.argv[1] not in SELECTIONS:
        print(f"usage: python -m tools.checks {'|'.join(SELECTIONS)}", file=sys.stderr)
        return 2
    RESULTS.mkdir(parents=True, exist_ok=True)
    began = time.monotonic()
    tally = Tally()
    failed = [step.name for step in SELECTIONS[sys.argv[1]] if not _holds(step, tally)]
    print()
    for name in failed:
        print(f"FAILED  {name}")
    # The last line reads as one pytest run's, over all of them.
    print(tally.closing_line(time.monotonic() - began, has_other_failures=bool(failed)))
    return 1 if failed else 0


def _holds(step: Step, tally: Tally) -> bool:
    """Run one step; every step runs, so one look shows all that is wrong."""
    print(f"\n── {step.name}", flush=True)
    began = time.monotonic()
    report = RESULTS / f"{step.name.replace(' ', '-')}.xml"
    report.unlink(missing_ok=True)
    ended = subprocess.run(
        step.full_command(report),
        cwd=ROOT / step.folder,
        env={**os.environ, "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"},
        stdin=subprocess.DEVNULL,
        check=False,
    )
    if ended.returncode == NO_TESTS_FOUND and step.is_pytest:
        print(f"No tests were found for «{step.name}»: that is a failure, not a success.")
    tally.add(report)
    print(
        f"── {step.name}: {'held' if ended.returncode == 0 else 'FAILED'} ({time.monotonic() - began:.1f} s)",
        flush=True,
    )
    return ended.returncode == 0


if __name__ == "__main__":
    sys.exit(main())
