"""Asking a port whether the process behind it is ready."""

import socket
import time
import urllib.error
import urllib.request
from collections.abc import Callable

AMQP_HEADER = b"AMQP\x00\x00\x09\x01"
FIRST_PAUSE_SECONDS = 0.02
LONGEST_PAUSE_SECONDS = 0.2


class NotReady(Exception):
    """Something did not answer within the time it was given."""


def wait_until(is_ready: Callable[[], bool], *, what: str, timeout_seconds: float) -> None:
    """Return as soon as `is_ready` says so; raise NotReady when the time is over."""
    deadline = time.monotonic() + timeout_seconds
    pause = FIRST_PAUSE_SECONDS
    while not is_ready():
        if time.monotonic() > deadline:
            raise NotReady(f"{what} did not answer within {timeout_seconds:.0f} seconds")
        time.sleep(pause)
        pause = min(pause * 1.5, LONGEST_PAUSE_SECONDS)


def answers_amqp(port: int, host: str = "127.0.0.1") -> bool:
    """A broker that is still starting accepts connections but says nothing yet."""
    try:
        with socket.create_connection((host, port), timeout=1) as connection:
            connection.sendall(AMQP_HEADER)
            return connection.recv(1) != b""
    except OSError:
        return False


def answers_connections(port: int, host: str = "127.0.0.1") -> bool:
    """Whether anything listens there."""
    try:
        with socket.create_connection((host, port), timeout=1):
            return True
    except OSError:
        return False


def answers_http(url: str, timeout_seconds: float = 2, host: str = "") -> bool:
    """Whether the address answers 200, when it is asked by the name `host`."""
    request = urllib.request.Request(url, headers={"Host": host} if host else {})
    try:
        with urllib.request.urlopen(request, timeout=timeout_seconds) as response:
            return bool(response.status == 200)
    except (urllib.error.URLError, OSError, ValueError):
        return False
