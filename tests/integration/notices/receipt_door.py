"""The gateway's door for receipts, on the loopback in a thread, with notifications right behind it."""

import threading
from datetime import datetime
from pathlib import Path
from typing import Any

import uvicorn

from chassis.domain import Refusal
from contracts.message import Call
from contracts.refusals import Refused
from gateway.app import served
from gateway.live import Hub
from gateway.routes import receipts
from notifications.application.asked import Receipts
from tests.fixtures.database import START_TIMEOUT_SECONDS
from tests.fixtures.free_ports import free_port
from tests.unit.gateway.conftest import make_house, make_settings
from tools.platform.answering import answers_connections, wait_until


class ReceiptDoor:
    """Runs until `stop`; `url` is the provider's own address."""

    def __init__(self, folder: Path) -> None:
        self.port, self._receipts = free_port(), None
        settings = make_settings(folder, public_url=self.url, port=self.port)
        app = served(make_house(settings, self, Hub()), receipts.ENDPOINTS)  # type: ignore[arg-type]
        config = uvicorn.Config(app, host="127.0.0.1", port=self.port, log_level="warning", lifespan="off")
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(target=self._server.run, name="receipt door", daemon=True)
        self._thread.start()
        wait_until(
            lambda: answers_connections(self.port), what="the receipt door", timeout_seconds=START_TIMEOUT_SECONDS
        )

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def open_to(self, receipts: Receipts, now: datetime) -> None:
        self._receipts, self._now = receipts, now

    def close(self) -> None:
        """Nobody is behind it, as when notifications is away."""
        self._receipts = None

    def stop(self) -> None:
        self._server.should_exit = True
        self._thread.join(timeout=10)

    async def call(self, call: type[Call], **request: Any) -> dict[str, Any]:
        """As the bus brings a call to its service, and the answer back."""
        asked = call.read_request(call.request(request))
        if self._receipts is None:
            raise Refused("busy", "unavailable")
        try:
            return {"position": self._receipts.record(**asked, now=self._now)}
        except Refusal as refusal:
            raise Refused(refusal.kind, refusal.code) from None
