"""BankID's relying-party API v6: beginning, collecting and cancelling orders over mutual TLS."""

import logging
import ssl
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import httpx

from chassis.telling import counter, tell
from identity.domain.refusals import BankIdInProgress, BankIdUnavailable, SignInExpired
from identity.domain.signing_in import NUMBER, Collected, Order

Call = Literal["auth", "collect", "cancel"]

TIMEOUT = httpx.Timeout(4.0, connect=2.0)
# BankID's certificate policies in production: on file, on card, mobile. All three are Swedish e-ID of level 3.
STRONG_POLICIES = ("1.2.752.78.1.1", "1.2.752.78.1.2", "1.2.752.78.1.5")
HINT_LENGTH_MAX = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class BankIdSettings:
    """What BankID and the bank have given the provider, as files, and where the app leads back to."""

    url: str
    return_page: str
    certificate: Path
    key: Path
    authority: Path
    policies: Sequence[str] = STRONG_POLICIES


def bank_id_client(settings: BankIdSettings) -> httpx.Client:
    """Trusts BankID's own authority and no other, shows the provider's certificate, and goes through no proxy."""
    trust = ssl.create_default_context(cafile=settings.authority)
    trust.minimum_version = ssl.TLSVersion.TLSv1_2
    trust.load_cert_chain(settings.certificate, settings.key)
    return httpx.Client(base_url=settings.url.rstrip("/"), verify=trust, timeout=TIMEOUT, trust_env=False)


class BankId:
    def __init__(self, client: httpx.Client, policies: Sequence[str] = STRONG_POLICIES) -> None:
        self._client, self._policies = client, list(policies)
        self._calls = counter("identity", "bankid_calls", "Calls of BankID's API", ("call", "outcome"))

    def begin(self, *, user_ip: str, visible_text: str, return_url: str | None = None) -> Order:
        """An order that is started by its token leads to `return_url` when it is complete, whatever its link says."""
        asked = {
            "endUserIp": user_ip,
            "userVisibleData": visible_text,
            "requirement": {"certificatePolicies": self._policies},
        }
        answer = self._asked("auth", asked if return_url is None else asked | {"returnUrl": return_url})
        return Order(
            order_ref=self._text(answer, "orderRef"),
            auto_start_token=self._text(answer, "autoStartToken"),
            qr_start_token=self._text(answer, "qrStartToken"),
            qr_start_secret=self._text(answer, "qrStartSecret"),
        )

    def collect(self, order_ref: str) -> Collected:
        """How the order stands. An order that BankID no longer knows is over: `SignInExpired`."""
        answer = self._asked("collect", {"orderRef": order_ref})
        status = answer.get("status")
        if status == "complete":
            return Collected("complete", number=self._number(answer))
        if status not in ("pending", "failed"):
            raise self._not_understood("collect")
        hint = answer.get("hintCode")
        known_form = isinstance(hint, str) and hint.isascii() and hint.isalnum() and len(hint) <= HINT_LENGTH_MAX
        return Collected("failed" if status == "failed" else "pending", hint=hint if known_form else None)

    def cancel(self, order_ref: str) -> None:
        """An order that is over already needs no cancelling."""
        try:
            self._asked("cancel", {"orderRef": order_ref})
        except SignInExpired:
            pass

    def close(self) -> None:
        self._client.close()

    def _asked(self, call: Call, body: Mapping[str, Any]) -> Mapping[str, Any]:
        try:
            response = self._client.post(f"/{call}", json=body)
        except httpx.HTTPError as failure:
            self._calls.labels(call, "unanswered").inc()
            tell("bankid_unanswered", level=logging.WARNING, call=call, exception=type(failure).__name__)
            raise BankIdUnavailable from None
        answer = _json(response)
        if response.status_code == httpx.codes.OK:
            self._calls.labels(call, "answered").inc()
            return answer
        raise self._refusal(call, response.status_code, answer.get("errorCode"))

    def _refusal(self, call: Call, status: int, error_code: Any) -> Exception:
        self._calls.labels(call, "refused").inc()
        if status == httpx.codes.BAD_REQUEST and error_code == "alreadyInProgress":
            return BankIdInProgress()
        if status == httpx.codes.BAD_REQUEST and error_code == "invalidParameters" and call != "auth":
            return SignInExpired()  # "No such order"
        # Maintenance and faults pass; anything else is ours to mend: certificate, address or request.
        is_ours = status < httpx.codes.INTERNAL_SERVER_ERROR and status != httpx.codes.REQUEST_TIMEOUT
        tell("bankid_refused", level=logging.ERROR if is_ours else logging.WARNING, call=call, status=status)
        return BankIdUnavailable()

    def _number(self, answer: Mapping[str, Any]) -> str:
        completion = answer.get("completionData")
        user = completion.get("user") if isinstance(completion, dict) else None
        number = user.get("personalNumber") if isinstance(user, dict) else None
        if not isinstance(number, str) or not NUMBER.fullmatch(number):
            raise self._not_understood("collect")
        return number

    def _text(self, answer: Mapping[str, Any], name: str) -> str:
        value = answer.get(name)
        if not isinstance(value, str) or not value:
            raise self._not_understood("auth")
        return value

    def _not_understood(self, call: Call) -> BankIdUnavailable:
        tell("bankid_not_understood", level=logging.ERROR, call=call)
        return BankIdUnavailable()


def _json(response: httpx.Response) -> Mapping[str, Any]:
    try:
        answer = response.json()
    except ValueError:
        return {}
    return answer if isinstance(answer, dict) else {}
