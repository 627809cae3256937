"""Asking whether a process is ready."""

from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import pytest

from tools.platform.answering import answers_http


class OneName(BaseHTTPRequestHandler):
    """Answers to one name, as the gateway does."""

    def do_GET(self) -> None:
        self.send_response(200 if self.headers["Host"] == "clinic.test" else 421)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Silent."""


@pytest.fixture
def address() -> Iterator[str]:
    server = HTTPServer(("127.0.0.1", 0), OneName)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


def test_a_gateway_is_asked_by_its_own_name_at_this_machines_address(address: str) -> None:  # ADR-1
    assert answers_http(address, host="clinic.test")
    assert not answers_http(address)


def test_nobody_there_is_no_answer(address: str) -> None:
    assert not answers_http("http://127.0.0.1:1/")
