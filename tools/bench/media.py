"""The figures of the media server: `python -m tools.bench.media [--janus DIRECTORY]` writes bench/media.json."""

import argparse
import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Final

from tools.bench import media_bad_network, media_forwarding, media_joins, media_rooms
from tools.bench.media_janus import JanusMissing

PAGE: Final = Path(__file__).parents[2] / "bench" / "media.json"


def main() -> int:
    """Measure, print, and write down."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--janus", help="where the packages of Janus are unpacked, if they are not installed")
    asked = parser.parse_args()
    try:
        figures = [
            *media_forwarding.measure(asked.janus),
            *media_bad_network.measure(asked.janus),
            *media_rooms.measure(),
            *media_joins.measure(),
        ]
    except JanusMissing as missing:
        print(missing)
        return 1
    PAGE.parent.mkdir(exist_ok=True)
    PAGE.write_text(json.dumps([asdict(figure) for figure in figures], indent=2) + "\n")
    for figure in figures:
        verdict = "within" if figure.is_within_bar else "OUTSIDE"
        print(f"{figure.name:<60} {figure.ours:>8.2f} {figure.unit} {figure.peer}: {figure.peer_value:.2f}"
              f"   ratio {figure.ratio:.2f} ({verdict} the bar {figure.bar})")  # fmt: skip
    return 0


if __name__ == "__main__":
    sys.exit(main())
