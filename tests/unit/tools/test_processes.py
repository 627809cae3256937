"""What is started is stopped, with everything it started."""

import os
import sys
from pathlib import Path

import pytest

from tools.platform.answering import wait_until
from tools.platform.keys import prepare_secrets
from tools.platform.plan import Plan
from tools.platform.ports import chosen_ports
from tools.platform.record import AlreadyRunning, Record, running_pid
from tools.platform.running import Running
from tools.platform.trees import end_leftovers, family, resident_bytes

STUBBORN = """
import signal, subprocess, sys
signal.signal(signal.SIGTERM, signal.SIG_IGN)
child = subprocess.Popen([sys.executable, "-c", "import signal; signal.pause()"], start_new_session=True)
print("ready", flush=True)
signal.pause()
"""


@pytest.fixture
def stubborn(tmp_path):
    """A process that ignores TERM and has a child in a session of its own."""
    log = tmp_path / "output.log"
    running = Running([sys.executable, "-c", STUBBORN], environment={}, log=log)
    wait_until(lambda: "ready" in log.read_text(), what="the process", timeout_seconds=10)
    everyone = family(running.pid)
    yield running
    running.kill()
    end_leftovers(everyone, patience_seconds=0)


def test_a_child_that_moved_to_its_own_session_is_still_family(stubborn):
    found = family(stubborn.pid)

    assert len(found) == 2
    assert resident_bytes(stubborn.pid) > 0


def test_what_does_not_go_by_itself_is_ended(stubborn):
    everyone = family(stubborn.pid)

    stubborn.kill()
    end_leftovers(everyone, patience_seconds=0)

    wait_until(lambda: not any(_runs(pid) for pid, _ in everyone), what="the end", timeout_seconds=5)


def test_a_second_platform_in_the_same_folder_is_refused_in_a_sentence(tmp_path):
    prepare_secrets(tmp_path / "secrets")
    plan = Plan(folder=tmp_path, ports=chosen_ports({}))

    with Record(plan), pytest.raises(AlreadyRunning, match=rf"process {os.getpid()}.*make down"), Record(plan):
        pass

    assert running_pid(tmp_path) is None


def _runs(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False
