"""Fuzzes the media server: `python -m tests.fuzz [TARGET…] --seconds N --seed S`, or one case again by --replay."""

import argparse
import logging
import secrets
import sys
from pathlib import Path

from tests.fuzz.case import read_case
from tests.fuzz.running import Report, attempt, run_for
from tests.fuzz.target import Target
from tests.fuzz.targets import TARGETS

KEPT = Path(__file__).parents[2] / ".run" / "fuzz"


def main(arguments: list[str] | None = None) -> int:
    """Return 0 when nothing was found."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("targets", nargs="*", metavar="TARGET", help=", ".join(TARGETS))
    parser.add_argument("--seconds", type=float, default=30.0, help="for each target")
    parser.add_argument("--seed", type=int, default=secrets.randbelow(1 << 32), help="the same seed, the same cases")
    parser.add_argument("--replay", type=Path, metavar="FILE", help="try this case alone")
    asked = parser.parse_args(arguments)
    unknown = set(asked.targets) - set(TARGETS)
    if unknown or (asked.replay and len(asked.targets) != 1):
        parser.error(f"no such target: {', '.join(sorted(unknown))}" if unknown else "name the target of the case")
    logging.basicConfig(level=logging.CRITICAL)
    chosen = [TARGETS[name]() for name in asked.targets or TARGETS]
    if asked.replay:
        return _replay(chosen[0], asked.replay)
    tell(f"seed {asked.seed}, {asked.seconds:g} seconds for each of {len(chosen)} targets")
    found = [not _run(target, asked.seed, asked.seconds) for target in chosen]
    return int(any(found))


def tell(text: str) -> None:
    """Write a line at once."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def _run(target: Target, seed: int, seconds: float) -> bool:
    report = run_for(target, seed, seconds=seconds)
    tell(
        f"{target.name:<12} {report.cases:>7} cases {report.messages:>8} messages"
        f"   at most {report.most_lines:>8} lines for one   {'BROKEN' if report.finding else 'holds'}",
    )
    return report.finding is None or _tell(report, seed)


def _tell(report: Report, seed: int) -> bool:
    assert report.finding is not None
    path = report.finding.keep(KEPT, f"{seed}-{report.cases}")
    tell(report.finding.why)
    tell(f"again: {sys.executable} -m tests.fuzz {report.finding.target.name} --replay {path}")
    return False


def _replay(target: Target, path: Path) -> int:
    lines, why = attempt(target, read_case(path))
    tell(why or f"{target.name} holds ({lines} lines)")
    return int(why is not None)


if __name__ == "__main__":
    sys.exit(main())
