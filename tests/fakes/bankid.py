"""BankID's relying-party API v6 as a process on the loopback, and at another port the hands that hold the app.

`python -m tests.fakes.bankid FOLDER TLS_PORT HANDS_PORT`: the folder holds server.pem, and the authority that
relying parties' certificates come from.
"""

import asyncio
import base64
import binascii
import hashlib
import hmac
import ipaddress
import ssl
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID, uuid4

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

UNSTARTED_LIVES_SECONDS = 30
QR_LIVES_SECONDS = 3
VISIBLE_LENGTH_MAX = 40_000
RETURN_LENGTH_MAX = 512
LOOPBACK = ("localhost", "127.0.0.1")
FIELDS = {
    "endUserIp", "userVisibleData", "userVisibleDataFormat", "userNonVisibleData", "requirement", "returnUrl",
    "returnRisk", "web", "app",
}  # fmt: skip
REQUIREMENTS = {"pinCode", "mrtd", "personalNumber", "certificatePolicies", "cardReader"}


class Wrong(Exception):
    """What the API answers instead."""

    def __init__(self, status: int, error_code: str, details: str = "") -> None:
        super().__init__(error_code)
        self.answer = JSONResponse({"errorCode": error_code, "details": details}, status)


@dataclass
class Order:
    visible_text: str
    policies: list[str]
    user_ip: str
    return_url: str | None = None
    is_here: bool = False
    ref: str = field(default_factory=lambda: str(uuid4()))
    auto_start_token: str = field(default_factory=lambda: str(uuid4()))
    qr_start_token: str = field(default_factory=lambda: str(uuid4()))
    qr_start_secret: str = field(default_factory=lambda: str(uuid4()))
    began_at: float = field(default_factory=time.monotonic)
    status: str = "pending"
    hint: str | None = "outstandingTransaction"
    number: str | None = None
    collects: int = 0

    @property
    def leads_to(self) -> str | None:
        """What the app opens: only when it is complete, and was started by its token."""
        return self.return_url if self.status == "complete" and self.is_here else None

    def fail(self, hint: str) -> None:
        if self.status == "pending":
            self.status, self.hint = "failed", hint


class Orders:
    """Everything BankID knows."""

    def __init__(self) -> None:
        self.begin_anew()

    def begin_anew(self) -> None:
        self.orders: dict[str, Order] = {}
        self.fault: tuple[int, str] | None = None
        self.cancelled: list[str] = []

    def live(self, order_ref: Any) -> Order:
        order = self.orders.get(order_ref) if isinstance(order_ref, str) else None
        if order is None:
            raise Wrong(400, "invalidParameters", "No such order")
        is_unstarted = order.hint in ("outstandingTransaction", "noClient")
        if is_unstarted and time.monotonic() - order.began_at > UNSTARTED_LIVES_SECONDS:
            order.fail("startFailed")
        return order

    def begin(self, body: dict[str, Any]) -> Order:
        if set(body) - FIELDS or set(body.get("requirement", {})) - REQUIREMENTS:
            raise Wrong(400, "invalidParameters", "Unknown field")
        try:
            user_ip = str(ipaddress.ip_address(body["endUserIp"]))
            visible = base64.b64decode(body.get("userVisibleData", ""), validate=True).decode()
        except (KeyError, TypeError, ValueError, binascii.Error):
            raise Wrong(400, "invalidParameters", "Invalid parameter") from None
        if len(body.get("userVisibleData", "")) > VISIBLE_LENGTH_MAX:
            raise Wrong(400, "invalidParameters", "Invalid userVisibleData")
        policies = body.get("requirement", {}).get("certificatePolicies", [])
        order = Order(visible, policies, user_ip, return_url(body))
        self.orders[order.ref] = order
        return order

    def taken_up(self, order: Order, number: str, *, is_here: bool) -> None:
        """The app shows the order; the same person's other one ends, and so does this (alreadyInProgress's cousin)."""
        others = [each for each in self.orders.values() if each.number == number and each.status == "pending"]
        for each in others:
            if each is not order:
                each.fail("cancelled")
                order.fail("cancelled")
        if order.status == "pending":
            order.number, order.hint, order.is_here = number, "userSign", is_here

    def scanned(self, qr: str) -> Order:
        """As the app reads a code: a known token, this moment's second, and the right authentication code."""
        scheme, token, second, code = qr.split(".")
        order = next((each for each in self.orders.values() if each.qr_start_token == token), None)
        if scheme != "bankid" or order is None:
            raise Wrong(400, "invalidParameters", "Unknown code")
        right = hmac.digest(order.qr_start_secret.encode(), second.encode(), hashlib.sha256).hex()
        age = time.monotonic() - order.began_at - int(second)
        if code != right or not -1 <= age <= QR_LIVES_SECONDS:
            raise Wrong(400, "invalidParameters", "Stale code")
        return self.live(order.ref)


def return_url(body: dict[str, Any]) -> str | None:
    """An address that the app may open: https, or http on this machine for tests."""
    if "returnUrl" not in body:
        return None
    url = body["returnUrl"]
    split = urlsplit(url) if isinstance(url, str) else urlsplit("")
    is_web = split.scheme == "https" and split.hostname
    if not (is_web or (split.scheme == "http" and split.hostname in LOOPBACK)) or len(url) > RETURN_LENGTH_MAX:
        raise Wrong(400, "invalidParameters", "Invalid returnUrl")
    return str(url)


def api(orders: Orders) -> Starlette:
    """What relying parties reach."""

    async def answered(request: Request) -> JSONResponse:
        try:
            if orders.fault is not None:
                raise Wrong(*orders.fault)
            if request.headers.get("Content-Type") != "application/json":
                raise Wrong(415, "unsupportedMediaType")
            body = await request.json()
            return JSONResponse(CALLS[request.path_params["call"]](orders, body))
        except Wrong as wrong:
            return wrong.answer

    return Starlette(routes=[Route("/rp/v6.0/{call}", answered, methods=["POST"])])


def _auth(orders: Orders, body: dict[str, Any]) -> dict[str, Any]:
    order = orders.begin(body)
    return {
        "orderRef": order.ref,
        "autoStartToken": order.auto_start_token,
        "qrStartToken": order.qr_start_token,
        "qrStartSecret": order.qr_start_secret,
    }


def _collect(orders: Orders, body: dict[str, Any]) -> dict[str, Any]:
    order = orders.live(body.get("orderRef"))
    order.collects += 1
    if order.status != "pending":
        del orders.orders[order.ref]  # told once, then forgotten
    answer: dict[str, Any] = {"orderRef": order.ref, "status": order.status}
    if order.status != "complete":
        return answer | {"hintCode": order.hint}
    user = {"personalNumber": order.number, "name": "Test Testsson", "givenName": "Test", "surname": "Testsson"}
    completion = {"user": user, "device": {"ipAddress": order.user_ip}, "bankIdIssueDate": "2026-01-01"}
    return answer | {"completionData": completion | {"signature": "", "ocspResponse": ""}}


def _cancel(orders: Orders, body: dict[str, Any]) -> dict[str, Any]:
    order = orders.live(body.get("orderRef"))
    orders.cancelled.append(order.ref)
    del orders.orders[order.ref]
    return {}


CALLS = {"auth": _auth, "collect": _collect, "cancel": _cancel}


def hands(orders: Orders) -> Starlette:
    """What a test does with the app in its hand, and to BankID itself."""

    async def done(request: Request) -> JSONResponse:
        asked = await request.json()
        try:
            order = _order(orders, asked)
        except Wrong as wrong:
            return wrong.answer
        deed = request.path_params["deed"]
        if deed == "break":
            orders.fault = (asked["status"], asked["error_code"])
            return JSONResponse({})
        if deed == "begin_anew":
            orders.begin_anew()
            return JSONResponse({})
        if order is None:
            return JSONResponse({"live": len(orders.orders), "cancelled": len(orders.cancelled)})
        if deed == "open":
            orders.taken_up(order, asked["number"], is_here="auto_start_token" in asked)
        elif deed == "sign" and order.status == "pending":
            order.status, order.hint = "complete", None
        elif deed == "fail":
            order.fail(asked["hint"])
        elif deed == "hint":
            order.hint = asked["hint"]
        told = {"ref": order.ref, "status": order.status, "hint": order.hint, "collects": order.collects}
        told |= {"return_url": order.return_url, "leads_to": order.leads_to}
        return JSONResponse(told | {"text": order.visible_text, "policies": order.policies, "user_ip": order.user_ip})

    return Starlette(routes=[Route("/{deed}", done, methods=["POST"])])


def _order(orders: Orders, asked: dict[str, Any]) -> Order | None:
    if "qr" in asked:
        return orders.scanned(asked["qr"])
    if "auto_start_token" in asked:
        wanted = str(UUID(asked["auto_start_token"]))
        return next((each for each in orders.orders.values() if each.auto_start_token == wanted), None)
    if "ref" in asked:
        return orders.live(asked["ref"])
    return None


async def main(folder: Path, tls_port: int, hands_port: int) -> None:
    orders = Orders()
    quiet: dict[str, Any] = {"host": "127.0.0.1", "log_level": "warning", "lifespan": "off"}
    with_certificates = uvicorn.Config(
        api(orders),
        port=tls_port,
        ssl_certfile=folder / "server.pem",
        ssl_ca_certs=str(folder / "relying-parties-ca.pem"),
        ssl_cert_reqs=ssl.CERT_REQUIRED,
        **quiet,
    )
    plain = uvicorn.Config(hands(orders), port=hands_port, **quiet)
    await asyncio.gather(uvicorn.Server(with_certificates).serve(), uvicorn.Server(plain).serve())


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])))
