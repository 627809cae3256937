"""Signing in by BankID: one live order for each browser, finished once, by the browser that began it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID, uuid4

from identity.application.sign_in.entrance import Entrance
from identity.domain.refusals import BankIdUnavailable, NoAccess, SignInExpired
from identity.domain.signing_in import NO_ACCESS, ORDER_LIVES, QR_SHOWN, Attempt, Collected, Order, State, visible_text

METHOD, STRENGTH = "bankid", "loa3"


class BankId(Protocol):
    def begin(self, *, user_ip: str, visible_text: str) -> Order: ...
    def collect(self, order_ref: str) -> Collected: ...
    def cancel(self, order_ref: str) -> None: ...


class Attempts(Protocol):
    def begin(self, browser: str, attempt: Attempt, now: datetime) -> Attempt | None: ...
    def find(self, browser: str, attempt_id: UUID, now: datetime) -> Attempt | None: ...
    def may_ask(self, browser: str, attempt_id: UUID, now: datetime) -> bool: ...
    def note_hint(self, browser: str, attempt_id: UUID, hint: str | None, now: datetime) -> None: ...
    def take(self, browser: str, attempt_id: UUID, now: datetime) -> Attempt | None: ...


@dataclass(frozen=True, slots=True)
class Begun:
    attempt_id: UUID
    auto_start_token: str
    qr: str


@dataclass(frozen=True, slots=True)
class Progress:
    """How an order stands; the token of the new session comes once."""

    state: State
    hint: str | None = None
    qr: str | None = None
    token: str | None = None


class SignInByBankId:
    def __init__(
        self,
        entrance: Entrance,
        *,
        bank_id: BankId | None,
        attempts: Attempts,
        provider_name: Callable[[], str],
        new_id: Callable[[], UUID] = uuid4,
    ) -> None:
        self._entrance, self._attempts, self._provider_name = entrance, attempts, provider_name
        self._configured, self._new_id = bank_id, new_id

    @property
    def _bank_id(self) -> BankId:
        self._entrance.check_is_on(METHOD)
        assert self._configured is not None, "a method that is on is configured"
        return self._configured

    def begin(self, *, browser: str, user_ip: str, device: str | None, language: str, now: datetime) -> Begun:
        """Begin an order, and give up the one this browser had."""
        bank_id = self._bank_id
        order = bank_id.begin(user_ip=user_ip, visible_text=visible_text(self._provider_name(), language))
        attempt = Attempt(self._new_id(), device, now, now + ORDER_LIVES, "outstandingTransaction", order)
        before = self._attempts.begin(browser, attempt, now)
        if before is not None:
            self._cancel(bank_id, before)
        return Begun(attempt.id, order.auto_start_token, order.qr(now, now))

    def collect(self, *, browser: str, attempt_id: UUID, now: datetime) -> Progress:
        """How the order stands: the page asks as often as it likes, BankID is asked every other second."""
        bank_id = self._bank_id
        attempt, order = self._found(browser, attempt_id, now)
        if not self._attempts.may_ask(browser, attempt_id, now):
            return _pending(attempt, order, attempt.hint, now)
        collected = bank_id.collect(order.order_ref)
        if collected.state == "pending":
            if collected.hint != attempt.hint:
                self._attempts.note_hint(browser, attempt_id, collected.hint, now)
            return _pending(attempt, order, collected.hint, now)
        if self._attempts.take(browser, attempt_id, now) is None:
            raise SignInExpired
        if collected.number is None:
            return Progress("failed", hint=collected.hint)
        person = self._entrance.holder_of_number(collected.number)
        try:
            entered = self._entrance.enter(person, method=METHOD, strength=STRENGTH, device=attempt.device, now=now)
        except NoAccess:
            return Progress("failed", hint=NO_ACCESS)
        return Progress("complete", token=entered.token)

    def cancel(self, *, browser: str, attempt_id: UUID, now: datetime) -> None:
        """Give up an order; one that is over already is no error."""
        bank_id = self._bank_id
        attempt = self._attempts.take(browser, attempt_id, now)
        if attempt is not None:
            self._cancel(bank_id, attempt)

    def _found(self, browser: str, attempt_id: UUID, now: datetime) -> tuple[Attempt, Order]:
        attempt = self._attempts.find(browser, attempt_id, now)
        if attempt is None or not isinstance(attempt.secrets, Order):
            raise SignInExpired
        return attempt, attempt.secrets

    def _cancel(self, bank_id: BankId, attempt: Attempt) -> None:
        """A courtesy to the app; an order that nobody collects ends by itself."""
        if not isinstance(attempt.secrets, Order):
            return
        try:
            bank_id.cancel(attempt.secrets.order_ref)
        except BankIdUnavailable:
            pass


def _pending(attempt: Attempt, order: Order, hint: str | None, now: datetime) -> Progress:
    return Progress("pending", hint=hint, qr=order.qr(attempt.began_at, now) if hint in QR_SHOWN else None)
