"""What a process says of itself: log lines with ids only, metrics, and health."""

import functools
import json
import logging
import sys
import threading
import traceback
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from prometheus_client import (
    CONTENT_TYPE_LATEST,
    Counter,
    Gauge,
    Histogram,
    generate_latest,
)

Ready = Callable[[], dict[str, bool]]

SECONDS_BUCKETS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5)

_OURS = logging.getLogger("care")


def tell(what: str, *, level: int = logging.INFO, **ids: Any) -> None:
    """One log line: what happened, and the ids it happened to. Never names, texts or bodies."""
    _OURS.log(level, what, extra={"told": ids})


def tell_failure(what: str, failure: BaseException, **ids: Any) -> None:
    """A fault, loudly: the exception's type and where it came from, never its text, which may quote the store."""
    tell(what, level=logging.ERROR, **ids, **described(failure))


def described(failure: BaseException) -> dict[str, Any]:
    """The type and place of an exception, without a word of what it says."""
    frames = traceback.extract_tb(failure.__traceback__)[-6:]
    return {
        "exception": f"{type(failure).__module__}.{type(failure).__qualname__}",
        "where": [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames],
    }


def start_telling(process: str, level: int = logging.INFO) -> None:
    """Write every log line of this process as JSON on standard output."""
    handler = logging.StreamHandler(sys.stdout)
    handler.setFormatter(JsonLines(process))
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
    _OURS.setLevel(level)
    sys.excepthook = lambda _, failure, __: tell_failure("process_died", failure)


class JsonLines(logging.Formatter):
    """One JSON object for each line.

    Of other libraries' lines only the unfilled sentence is kept: what they would fill in may be a message's body.
    """

    def __init__(self, process: str) -> None:
        super().__init__()
        self.process = process

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(),
            "level": record.levelname.lower(),
            "process": self.process,
        }
        if record.name != _OURS.name:
            line["logger"] = record.name
        line["what"] = str(record.msg)
        line |= getattr(record, "told", {})
        if record.exc_info and record.exc_info[1] is not None:
            line |= described(record.exc_info[1])
        return json.dumps(line, default=str, ensure_ascii=False)


@functools.cache
def counter(service: str, noun: str, meaning: str, labels: Sequence[str] = ()) -> Counter:
    """The counter `<service>_<noun>_total`; the same one each time it is asked for."""
    return Counter(f"{_prefix(service)}_{noun}_total", meaning, labels)


@functools.cache
def gauge(service: str, noun: str, meaning: str, labels: Sequence[str] = ()) -> Gauge:
    """The gauge `<service>_<noun>`; the same one each time it is asked for."""
    return Gauge(f"{_prefix(service)}_{noun}", meaning, labels)


@functools.cache
def seconds(service: str, noun: str, meaning: str, labels: Sequence[str] = ()) -> Histogram:
    """The histogram `<service>_<noun>_seconds`; the same one each time it is asked for."""
    return Histogram(f"{_prefix(service)}_{noun}_seconds", meaning, labels, buckets=SECONDS_BUCKETS)


def _prefix(service: str) -> str:
    return service.replace("-", "_")


def health_answer(path: str, ready: Ready) -> tuple[int, str, bytes]:
    """Status, content type and body for one of the three health paths; the same for every kind of loop."""
    if path == "/healthz":
        return 200, "application/json", b'{"alive": true}'
    if path == "/readyz":
        parts = ready()
        body = json.dumps({"ready": all(parts.values()), "parts": parts}).encode()
        return (200 if all(parts.values()) else 503), "application/json", body
    if path == "/metrics":
        return 200, CONTENT_TYPE_LATEST, generate_latest()
    return 404, "application/json", b'{"error": "not found"}'


class HealthServer:
    """/healthz, /readyz and /metrics on the loopback; in threads, which eventlet turns green when it has patched."""

    def __init__(self, port: int, ready: Ready) -> None:
        self._server = ThreadingHTTPServer(("127.0.0.1", port), _handler(ready))
        self._server.daemon_threads = True
        self.port: int = self._server.server_address[1]

    def start(self) -> None:
        threading.Thread(target=self._server.serve_forever, name="health", daemon=True).start()

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()


def _handler(ready: Ready) -> type[BaseHTTPRequestHandler]:
    class Health(BaseHTTPRequestHandler):
        timeout = 5

        def do_GET(self) -> None:
            status, content_type, body = health_answer(self.path, ready)
            self.send_response(status)
            self.send_header("Content-Type", content_type)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: Any) -> None:
            """Health is asked for every few seconds; a line for each would drown the log."""

    return Health
