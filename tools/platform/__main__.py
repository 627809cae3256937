"""`up` runs the platform in the foreground until it is told to stop; `down` tells it; `status` says what runs."""

import argparse
import os
import sys
from pathlib import Path

from tools.platform import status
from tools.platform.down import down
from tools.platform.plan import ROOT, Plan, given_environment
from tools.platform.ports import PortInvalid, chosen_ports
from tools.platform.up import up


def main() -> int:
    arguments = _parser().parse_args()
    folder = ROOT / ".run"
    if arguments.command == "down":
        return down(folder)
    if arguments.command == "status":
        return status.show(folder)
    try:
        ports = chosen_ports(os.environ)
    except PortInvalid as problem:
        print(problem, file=sys.stderr)
        return 1
    return up(_plan(folder, ports, arguments.store))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tools.platform", description=__doc__)
    parser.add_argument("command", choices=("up", "down", "status"))
    parser.add_argument("--store", choices=("sqlite", "postgres"), default="sqlite")
    return parser


def _plan(folder: Path, ports: dict[str, int], store: str) -> Plan:
    return Plan(folder=folder, ports=ports, store=store, given=given_environment())


if __name__ == "__main__":
    sys.exit(main())
