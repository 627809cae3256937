"""A network namespace that no packet can leave: a loopback, and a cable whose two ends both lie inside.

The cable is there because Janus gathers no candidate on a loopback; packets to its address still go over `lo`.
"""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

NAME: Final = "visit-media-bench"
INTERFACE: Final = "bench0"
ADDRESS: Final = "192.0.2.1"


@contextmanager
def alone() -> Iterator[list[str]]:
    """Yield what runs a command inside; needs root."""
    subprocess.run(["ip", "netns", "delete", NAME], stderr=subprocess.DEVNULL, check=False)
    subprocess.run(["ip", "netns", "add", NAME], check=True)
    inside = ["ip", "netns", "exec", NAME]
    try:
        for words in (
            "link set lo up",
            f"link add {INTERFACE} type veth peer name bench1",
            f"addr add {ADDRESS}/32 dev {INTERFACE}",
            f"link set {INTERFACE} up",
            "link set bench1 up",
        ):
            subprocess.run([*inside, "ip", *words.split()], check=True)
        yield inside
    finally:
        subprocess.run(["ip", "netns", "delete", NAME], check=True)
