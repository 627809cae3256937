"""Stops the platform that runs from a folder, from elsewhere."""

import os
import signal
from pathlib import Path

from tools.platform.answering import wait_until
from tools.platform.record import running_pid

STOP_TIMEOUT_SECONDS = 60


def down(folder: Path) -> int:
    pid = running_pid(folder)
    if pid is None:
        print("CarePlatform does not run from this folder.")
        return 0
    os.kill(pid, signal.SIGTERM)
    wait_until(lambda: running_pid(folder) is None, what="the end", timeout_seconds=STOP_TIMEOUT_SECONDS)
    print("Stopped.")
    return 0
