"""SMS through 46elks (https://46elks.com/docs): sending, and finding out whether one was sent after all."""

import logging
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import httpx

from chassis.telling import counter, tell
from notifications.adapters.gsm_alphabet import parts
from notifications.adapters.phone_numbers import is_sender, takes_sms
from notifications.domain.outgoing import Accepted, NotTaken, OutcomeUnknown, SmsMessage, TryLater

IN_PRODUCTION = "https://api.46elks.com/a1"
TIMEOUT = httpx.Timeout(8.0, connect=3.0, pool=1.0)
CLOCKS_DIFFER = timedelta(seconds=30)
"""By as much may the operator's clock be wrong against ours."""
PAGE, PAGES_MAX = 100, 10
ID_LENGTH_MAX = 100
NOT_EVEN_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.UnsupportedProtocol)


@dataclass(frozen=True, slots=True, kw_only=True)
class SmsSettings:
    """What 46elks has given the provider; `sender` stands until the provider chooses its own."""

    url: str
    user: str
    password: str = field(repr=False)
    sender: str


def sms_client(settings: SmsSettings) -> httpx.Client:
    """Follows nobody elsewhere and goes through no proxy."""
    return httpx.Client(
        base_url=settings.url.rstrip("/"),
        auth=httpx.BasicAuth(settings.user, settings.password),
        timeout=TIMEOUT,
        trust_env=False,
        follow_redirects=False,
    )


class Sms46elks:
    """`is_known` says whether an operator's id already belongs to a notice: such an SMS was another one.

    `patience` is how long an operator may be about to write down what it took.
    """

    def __init__(
        self,
        client: httpx.Client,
        *,
        sender: str,
        is_known: Callable[[str], bool],
        patience: timedelta,
        clock: Callable[[], datetime],
    ) -> None:
        self._client, self._sender, self._is_known = client, sender, is_known
        self._patience, self._clock = patience, clock
        self._calls = counter("notifications", "sms_calls", "Calls of the SMS operator", ("call", "outcome"))
        self._parts = counter("notifications", "sms_parts", "Parts of the SMS that were taken, as they are paid for")

    def send(self, message: SmsMessage) -> Accepted:
        sender = message.sender or self._sender
        if not takes_sms(message.to):
            raise NotTaken("number_takes_no_sms")
        if not is_sender(sender):
            raise NotTaken("sender_wrong")
        answer = self._taken(
            {
                "from": sender,
                "to": message.to,
                "message": message.text,
                "whendelivered": message.receipt_url,
                "dontlog": "message",  # the text is not kept in the operator's history
            },
            message.notice_id,
        )
        self._parts.inc(parts(message.text))
        return answer

    def find(self, *, notice_id: UUID, to: str, since: datetime) -> Accepted | None:
        """The SMS that this number was sent in one attempt's time, and that no other notice has; None when none was.

        The history keeps no text and no address for receipts, so its time, receiver and sender have to do.
        """
        asked_at, until = self._clock(), since + self._patience + CLOCKS_DIFFER
        found = [
            sms["id"]
            for sms in self._history(to=to, since=since - CLOCKS_DIFFER, until=until, notice_id=notice_id)
            if _is_id(sms.get("id")) and sms.get("to") == to and not self._is_known(sms["id"])
        ]
        if found:
            return Accepted(found[-1])  # the history begins with the latest
        if asked_at < since + self._patience:
            raise self._failed("find", TryLater("answer_awaited"), notice_id)
        return None

    def close(self) -> None:
        self._client.close()

    def _taken(self, form: Mapping[str, str], notice_id: UUID) -> Accepted:
        try:
            response = self._client.post("/sms", data=form)
        except NOT_EVEN_SENT as failure:
            raise self._failed("send", TryLater("operator_unreachable"), notice_id, failure) from None
        except httpx.HTTPError as failure:
            raise self._failed("send", OutcomeUnknown("answer_lost"), notice_id, failure) from None
        if not response.is_success:
            raise self._failed("send", _refusal(response), notice_id)
        answer = _json(response)
        if not _is_id(answer.get("id")):
            raise self._failed("send", OutcomeUnknown("answer_not_understood"), notice_id)
        if answer.get("status") == "failed":
            raise self._failed("send", NotTaken("refused_by_operator"), notice_id)
        self._calls.labels("send", "taken").inc()
        return Accepted(answer["id"])

    def _history(self, *, to: str, since: datetime, until: datetime, notice_id: UUID) -> Iterator[Mapping[str, Any]]:
        """What was sent to a number between two moments, the latest first."""
        query = {"to": to, "end": _stamp(since), "start": _stamp(until), "limit": str(PAGE)}
        for _ in range(PAGES_MAX):
            page = self._read(query, notice_id)
            yield from (sms for sms in page["data"] if isinstance(sms, dict) and sms.get("direction") != "incoming")
            if not isinstance(page.get("next"), str):
                return
            query |= {"start": page["next"]}
        raise self._failed("find", TryLater("history_too_long"), notice_id)

    def _read(self, query: Mapping[str, str], notice_id: UUID) -> Mapping[str, Any]:
        try:
            response = self._client.get("/sms", params=query)
        except httpx.HTTPError as failure:
            raise self._failed("find", TryLater("operator_unreachable"), notice_id, failure) from None
        page = _json(response) if response.is_success else {}
        if not isinstance(page.get("data"), list):
            raise self._failed("find", TryLater("history_not_told"), notice_id)
        self._calls.labels("find", "answered").inc()
        return page

    def _failed(
        self,
        call: str,
        failure: NotTaken | TryLater | OutcomeUnknown,
        notice_id: UUID,
        cause: Exception | None = None,
    ) -> NotTaken | TryLater | OutcomeUnknown:
        """Counted and told; never with the number, the text, or what the operator wrote about them."""
        self._calls.labels(call, failure.what).inc()
        told = {"exception": type(cause).__name__} if cause is not None else {}
        tell("sms_failed", level=logging.WARNING, call=call, code=failure.code, notice_id=notice_id, **told)
        return failure


def _refusal(response: httpx.Response) -> NotTaken | TryLater | OutcomeUnknown:
    """What a refusal means. A fault of the operator's may come before or after it took the SMS."""
    status = response.status_code
    if response.is_server_error or response.is_redirect or status == httpx.codes.REQUEST_TIMEOUT:
        return OutcomeUnknown("operator_fault")
    if status == httpx.codes.TOO_MANY_REQUESTS:
        return TryLater("too_many")
    if status == httpx.codes.UNAUTHORIZED:
        return TryLater("credentials_refused")
    if status == httpx.codes.PAYMENT_REQUIRED or b"credit" in response.content.lower():
        return TryLater("no_credits")
    return NotTaken("refused_by_operator")


def _json(response: httpx.Response) -> Mapping[str, Any]:
    try:
        answer = response.json()
    except ValueError:
        return {}
    return answer if isinstance(answer, dict) else {}


def _is_id(value: Any) -> bool:
    return isinstance(value, str) and 0 < len(value) <= ID_LENGTH_MAX


def _stamp(moment: datetime) -> str:
    """The operator writes its times in UTC, without saying so."""
    return moment.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="microseconds")
