"""Runs the benchmarks, prints their figures and writes bench/*.json."""

import json
import sys
from dataclasses import asdict
from pathlib import Path

from tools.bench import booking_log, people_search, waiting_page
from tools.bench.figure import Figure

ROOT = Path(__file__).parents[2]
BENCHMARKS = {
    "booking_log": booking_log.measure,
    "people_search": people_search.measure,
    "waiting_page": waiting_page.measure,
}


def main() -> int:
    folder = ROOT / "bench"
    folder.mkdir(exist_ok=True)
    for name in sys.argv[1:] or BENCHMARKS:
        figures = BENCHMARKS[name]()
        (folder / f"{name}.json").write_text(json.dumps([asdict(figure) for figure in figures], indent=2) + "\n")
        for figure in figures:
            print(_line(figure), flush=True)
    return 0


def _line(figure: Figure) -> str:
    verdict = "within" if figure.is_within_bar else "OUTSIDE"
    return (
        f"{figure.name:<44} {figure.ours:>10.1f} {figure.unit:<12} "
        f"{figure.peer}: {figure.peer_value:.1f}   ratio {figure.ratio:.2f} ({verdict} the bar {figure.bar})"
    )


if __name__ == "__main__":
    sys.exit(main())
