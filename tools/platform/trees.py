"""Processes and their descendants, read from /proc."""

import os
import signal
import time
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

PROC = Path("/proc")
LEFTOVER_SECONDS = 5

# A process id comes again some day; with its start time it does not.
Identity = tuple[int, str]


def family(pid: int) -> list[Identity]:
    """The process and all its descendants, whatever session or group they moved to."""
    children = defaultdict(list)
    for child, parent, started in _everyone():
        children[parent].append((child, started))
    found = [one for one in (_identity(pid),) if one is not None]
    for ancestor, _ in found:
        found += children[ancestor]
    return found


def resident_bytes(pid: int) -> int:
    """Memory of the process and its descendants; what they share counts once."""
    return sum(_resident(one) for one, _ in family(pid))


def end_leftovers(processes: Iterable[Identity], patience_seconds: float = LEFTOVER_SECONDS) -> None:
    """Wait a little for these to be gone, then end what is left."""
    deadline = time.monotonic() + patience_seconds
    left = [one for one in processes if _is_there(one)]
    while left and time.monotonic() < deadline:
        time.sleep(0.05)
        left = [one for one in left if _is_there(one)]
    for pid, _ in left:
        try:
            os.kill(pid, signal.SIGKILL)
        except ProcessLookupError:
            continue


def _everyone() -> Iterable[tuple[int, int, str]]:
    for folder in PROC.iterdir():
        if folder.name.isdecimal():
            fields = _fields(int(folder.name))
            if fields:
                yield int(folder.name), int(fields[1]), fields[19]


def _identity(pid: int) -> Identity | None:
    fields = _fields(pid)
    return (pid, fields[19]) if fields else None


def _is_there(one: Identity) -> bool:
    fields = _fields(one[0])
    return bool(fields) and fields[19] == one[1] and fields[0] != "Z"


def _resident(pid: int) -> int:
    """Proportional set size: a page that several share is counted once among them (proc(5), smaps_rollup)."""
    try:
        lines = (PROC / str(pid) / "smaps_rollup").read_text().splitlines()
    except OSError:
        return 0  # it has just ended, or belongs to somebody else
    return sum(int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:"))


def _fields(pid: int) -> list[str]:
    """The fields of /proc/PID/stat from the state on: the name before them may hold anything."""
    try:
        return (PROC / str(pid) / "stat").read_text().rpartition(")")[2].split()
    except (OSError, UnicodeDecodeError):
        return []
