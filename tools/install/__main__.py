"""Says what the machine lacks for running or testing the platform, installs it, and is quick when nothing lacks."""

import argparse
import os
import shlex
import signal
import subprocess
import sys
from pathlib import Path

from tools.install.lacking import Need, lacking_packages
from tools.install.python import Environment
from tools.install.system import CannotInstall, install_packages
from tools.install.web import Web

ROOT = Path(__file__).parents[2]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("purpose", choices=("run", "test"))
    parser.add_argument("--store", choices=("sqlite", "postgres"), default="sqlite")
    arguments = parser.parse_args()
    # TERM ends the installer as Ctrl-C does: with it goes the program it is waiting for.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    if sys.version_info[:2] != (3, 11):
        print("CarePlatform needs Python 3.11: set PYTHON to one, as in `make up PYTHON=/path/to/python3.11`.")
        return 1
    try:
        install(is_for_tests=arguments.purpose == "test", store=arguments.store)
    except CannotInstall as refusal:
        print(refusal, file=sys.stderr)
        return 1
    except subprocess.CalledProcessError as failure:
        print(f"This did not work, see above: {shlex.join(failure.cmd)}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nStopped.", file=sys.stderr)
        return 130
    return 0


def install(*, is_for_tests: bool, store: str) -> None:
    """Announce everything first, then do it; what is already there is left alone."""
    need = Need.of(os.environ, is_for_tests=is_for_tests, store=store)
    packages = lacking_packages(need)
    python = Environment(ROOT, is_for_tests=is_for_tests)
    web = Web(ROOT)
    steps = [f"Debian packages: {' '.join(packages)}"] if packages else []
    steps += python.announcements() + web.announcements()
    if not steps:
        return
    print("To be installed:")
    for step in steps:
        print(f"  - {step}")
    sys.stdout.flush()
    if packages:
        install_packages(packages)
    python.bring_up_to_date()
    web.bring_up_to_date()


if __name__ == "__main__":
    sys.exit(main())
