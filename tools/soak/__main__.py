"""`python -m tools.soak [--minutes 30]`: fails with a sentence when something grows at the media server."""

import argparse
import asyncio
import sys

from tools.soak.soaking import long, soak


def main() -> int:
    """Let people come and go, say how it went, and return the exit status."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=30.0)
    asked = parser.parse_args()
    plan = long(asked.minutes)
    outcome = asyncio.run(soak(plan, lambda text: print(text, flush=True)))
    for line in outcome.report():
        print(line)
    for complaint in outcome.complaints():
        print(f"FAILED: {complaint}")
    return 1 if outcome.complaints() else 0


if __name__ == "__main__":
    sys.exit(main())
