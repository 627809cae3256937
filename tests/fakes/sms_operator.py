"""The API of 46elks on the loopback, in a thread, and the telephones behind it.

Known from its documentation: the fields and answers of /a1/sms, the history and its paging, receipts and how long they
are tried, and the texts «API access requires Basic HTTP authentication…», «Missing key …» and «Not enough credits».
What it writes about a number or a sender that it does not take is not documented; here it is 403 with words of ours.
"""

import base64
import binascii
import threading
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, Literal
from urllib.parse import parse_qs
from uuid import uuid4

import httpx
import uvicorn
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from notifications.adapters.gsm_alphabet import parts
from tests.fixtures.database import START_TIMEOUT_SECONDS
from tests.fixtures.free_ports import free_port
from tools.platform.answering import answers_connections, wait_until

USER, PASSWORD = "u46f1d2c3b4a5968778695a4b3c2d1e0f", "CAFE46ELKS"
COST = 5200  # in 10 000ths of a krona
PAGE_MAX = 100
RECEIPT_TRIES = 40  # really at least five, over at least six hours
RECEIPT_PAUSE_SECONDS = 0.25
HANGS_AT_MOST_SECONDS = 60
NO_AUTHENTICATION = "API access requires Basic HTTP authentication. Read documentation or examples."

Mood = Literal["well", "fault", "fault_after_taking", "hang", "hang_after_taking", "not_json", "busy"]
"""What hangs does so until `release`, or until the one who asked goes; a fault or what only hangs takes nothing."""
Receipts = Literal["sent", "delivered", "failed"]


@dataclass
class Sms:
    """One that was taken: `text` is on the telephone, whether or not the history keeps it."""

    sender: str
    to: str
    text: str
    receipt_url: str | None
    keeps_text: bool
    parts: int
    id: str = field(default_factory=lambda: f"s{uuid4().hex}")
    created: datetime = field(default_factory=lambda: datetime.now(UTC))
    status: str = "created"
    delivered: datetime | None = None

    def told(self) -> dict[str, Any]:
        told: dict[str, Any] = {
            "id": self.id,
            "status": self.status,
            "direction": "outgoing",
            "from": self.sender,
            "to": self.to,
            "created": stamp(self.created),
            "cost": COST * self.parts,
            "parts": self.parts,
        }
        if self.keeps_text:
            told["message"] = self.text
        else:
            told["dontlog"] = "message"
        if self.delivered is not None:
            told["delivered"] = stamp(self.delivered)
        return told


def stamp(moment: datetime) -> str:
    return moment.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="microseconds")


class SmsOperator:
    """Runs until `stop`. `mood` is how it answers; `receipts` is what it tells of each SMS, in that order."""

    def __init__(self) -> None:
        self.port = free_port()
        self.begin_anew()
        config = uvicorn.Config(
            self._api(),
            host="127.0.0.1",
            port=self.port,
            log_level="warning",
            lifespan="off",
            timeout_graceful_shutdown=1,
        )
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(target=self._server.run, name="sms operator", daemon=True)
        self._thread.start()
        wait_until(
            lambda: answers_connections(self.port), what="the SMS operator", timeout_seconds=START_TIMEOUT_SECONDS
        )

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/a1"

    def begin_anew(self) -> None:
        """In good health, with credits, knowing no SMS; receipts are held until `tell_receipts`."""
        self.taken: list[Sms] = []
        self.asked: list[dict[str, str]] = []
        self.receipts_told: list[tuple[str, int]] = []
        self.mood: Mood = "well"
        self.credits = 1_000
        self.clock_is_off = timedelta()
        self.receipts: tuple[Receipts, ...] = ()
        self.has_told = threading.Event()
        self._released = threading.Event()

    def release(self) -> None:
        """Whatever hangs goes on."""
        self._released.set()

    def texts_to(self, number: str) -> list[str]:
        return [sms.text for sms in self.taken if sms.to == number]

    def tell_receipts(self, sms: Sms, *statuses: Receipts) -> None:
        """Tell these in this order, each until it is heard, as the real one does for hours."""
        for status in statuses:
            sms.status = status if sms.status != "delivered" else sms.status
            form = {"id": sms.id, "status": status}
            if status == "delivered":
                sms.delivered = sms.delivered or datetime.now(UTC)
                form["delivered"] = stamp(sms.delivered)
            self._tell(sms, form)

    def stop(self) -> None:
        self.release()
        self._server.should_exit = True
        self._thread.join(timeout=10)

    def _tell(self, sms: Sms, form: dict[str, str]) -> None:
        assert sms.receipt_url is not None
        pause = threading.Event()
        for _ in range(RECEIPT_TRIES):
            try:
                heard = httpx.post(sms.receipt_url, data=form, trust_env=False, timeout=5).status_code
            except httpx.HTTPError:
                heard = 0
            self.receipts_told.append((form["status"], heard))
            self.has_told.set()
            if 200 <= heard <= 204:
                return
            pause.wait(RECEIPT_PAUSE_SECONDS)

    def _api(self) -> Starlette:
        return Starlette(
            routes=[
                Route("/a1/sms", self._send, methods=["POST"]),
                Route("/a1/SMS", self._send, methods=["POST"]),
                Route("/a1/sms", self._history, methods=["GET"]),
                Route("/a1/sms/{id}", self._one, methods=["GET"]),
            ]
        )

    async def _send(self, request: Request) -> Response:
        body = (await request.body()).decode()
        form = {name: values[0] for name, values in parse_qs(body, keep_blank_values=True).items()}
        return await run_in_threadpool(self._answer, request, form)

    def _answer(self, request: Request, form: dict[str, str]) -> Response:
        mood = self.mood
        if mood == "fault":
            return PlainTextResponse("Internal Server Error", 500)
        if mood == "busy":
            return PlainTextResponse("Too Many Requests", 429)
        if mood == "hang":
            self._released.wait(HANGS_AT_MOST_SECONDS)
            return PlainTextResponse("Internal Server Error", 500)
        refusal = _unauthorised(request) or self._refusal(form)
        if refusal is not None:
            return refusal
        self.asked.append(form)
        sms = self._made(form)
        if form.get("dryrun") == "yes":
            told = sms.told()
            estimated = {name: told[name] for name in told if name not in ("id", "cost", "created")}
            return JSONResponse(estimated | {"estimated_cost": told["cost"]})
        self.credits -= sms.parts
        self.taken.append(sms)
        if self.receipts:
            threading.Thread(target=self.tell_receipts, args=(sms, *self.receipts), daemon=True).start()
        if mood == "fault_after_taking":
            return PlainTextResponse("Internal Server Error", 500)
        if mood == "hang_after_taking":
            self._released.wait(HANGS_AT_MOST_SECONDS)
        return PlainTextResponse("OK") if mood == "not_json" else JSONResponse(sms.told())

    def _refusal(self, form: dict[str, str]) -> Response | None:
        for name in ("from", "to", "message"):
            if not form.get(name):
                return PlainTextResponse(f"Missing key {name}", 403)
        if not form["to"].startswith("+") or not form["to"][1:].isdecimal() or not 8 <= len(form["to"]) <= 16:
            return PlainTextResponse("The number in to is not in E.164", 403)
        sender = form["from"]
        is_name = sender.isascii() and sender.isalnum() and 3 <= len(sender) <= 11 and not sender[0].isdecimal()
        if not is_name and not (sender.startswith("+") and sender[1:].isdecimal()):
            return PlainTextResponse("The sender in from cannot be used", 403)
        if self.credits <= 0:
            return PlainTextResponse("Not enough credits", 403)
        return None

    def _made(self, form: dict[str, str]) -> Sms:
        return Sms(
            sender=form["from"],
            to=form["to"],
            text=form["message"],
            receipt_url=form.get("whendelivered"),
            keeps_text=form.get("dontlog") != "message",
            parts=parts(form["message"]),
            created=datetime.now(UTC) + self.clock_is_off,
        )

    async def _history(self, request: Request) -> Response:
        if self.mood == "fault":
            return PlainTextResponse("Internal Server Error", 500)
        refusal = _unauthorised(request)
        if refusal is not None:
            return refusal
        query = request.query_params
        limit = min(int(query.get("limit", "10")), PAGE_MAX)
        found = [
            sms
            for sms in sorted(self.taken, key=lambda each: each.created, reverse=True)
            if ("to" not in query or sms.to == query["to"])
            and ("start" not in query or stamp(sms.created) < query["start"])
            and ("end" not in query or stamp(sms.created) > query["end"])
        ]
        page: dict[str, Any] = {"data": [sms.told() for sms in found[:limit]]}
        if len(found) > limit:
            page["next"] = stamp(found[limit - 1].created)
        return JSONResponse(page)

    async def _one(self, request: Request) -> Response:
        refusal = _unauthorised(request)
        sms = next((each for each in self.taken if each.id == request.path_params["id"]), None)
        return refusal or (JSONResponse(sms.told()) if sms is not None else PlainTextResponse("Not found", 404))


def _unauthorised(request: Request) -> Response | None:
    scheme, _, encoded = request.headers.get("Authorization", "").partition(" ")
    try:
        said = base64.b64decode(encoded, validate=True).decode()
    except (binascii.Error, UnicodeDecodeError):
        said = ""
    if scheme.lower() == "basic" and said == f"{USER}:{PASSWORD}":
        return None
    return PlainTextResponse(NO_AUTHENTICATION, 401)
