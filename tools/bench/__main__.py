"""Runs the benchmarks, prints their figures and writes bench/*.json.

`python -m tools.bench told_pages` runs one; `told_pages=200` runs it at another size and writes nothing.
"""

import json
import sys
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

from tools.bench import (
    booking_log,
    booking_seen,
    people_search,
    rebuilding,
    told_pages,
    visit_lists,
    waiting_page,
    whole_stack,
)
from tools.bench.figure import Figure

ROOT = Path(__file__).parents[2]
BENCHMARKS: dict[str, Callable[..., list[Figure]]] = {
    "booking_log": booking_log.measure,
    "booking_seen": booking_seen.measure,
    "people_search": people_search.measure,
    "rebuilding": rebuilding.measure,
    "told_pages": told_pages.measure,
    "visit_lists": visit_lists.measure,
    "waiting_page": waiting_page.measure,
    "whole_stack": whole_stack.measure,
}


def main() -> int:
    folder = ROOT / "bench"
    folder.mkdir(exist_ok=True)
    for asked in sys.argv[1:] or BENCHMARKS:
        name, _, size = asked.partition("=")
        figures = BENCHMARKS[name](int(size)) if size else BENCHMARKS[name]()
        if not size:
            written = json.dumps([asdict(figure) for figure in figures], indent=2) + "\n"
            (folder / f"{name}.json").write_text(written)
        for figure in figures:
            print(_line(figure), flush=True)
    return 0


def _line(figure: Figure) -> str:
    verdict = "within" if figure.is_within_bar else "OUTSIDE"
    return (
        f"{figure.name:<60} {figure.ours:>10.1f} {figure.unit:<12} "
        f"{figure.peer}: {figure.peer_value:.1f}   ratio {figure.ratio:.2f} ({verdict} the bar {figure.bar})"
    )


if __name__ == "__main__":
    sys.exit(main())
