"""Signing in by BankID: one live order for each browser, finished once, by the browser that began it.

An order is begun for another device, whose app scans the code, or for this one, whose app is opened by a link. A link
can be sent to somebody else, so such an order opens a session only for the browser that the app has led back.
"""

import secrets
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol
from uuid import UUID, uuid4

from identity.application.sign_in.entrance import Entrance
from identity.domain.refusals import BankIdUnavailable, NoAccess, SignInExpired
from identity.domain.signing_in import (
    NO_ACCESS,
    ORDER_LIVES,
    QR_SHOWN,
    RETURN_AWAITED,
    Attempt,
    Collected,
    Order,
    State,
    nonce_hash,
    visible_text,
)

METHOD, STRENGTH = "bankid", "loa3"


class BankId(Protocol):
    def begin(self, *, user_ip: str, visible_text: str, return_url: str | None) -> Order: ...
    def collect(self, order_ref: str) -> Collected: ...
    def cancel(self, order_ref: str) -> None: ...


class Attempts(Protocol):
    def begin(self, browser: str, attempt: Attempt, now: datetime) -> Attempt | None: ...
    def find(self, browser: str, attempt_id: UUID, now: datetime) -> Attempt | None: ...
    def may_ask(self, browser: str, attempt_id: UUID, now: datetime) -> bool: ...
    def note_hint(self, browser: str, attempt_id: UUID, hint: str | None, now: datetime) -> None: ...
    def keep(self, browser: str, attempt: Attempt, now: datetime) -> None: ...
    def take(self, browser: str, attempt_id: UUID, now: datetime) -> Attempt | None: ...


@dataclass(frozen=True, slots=True)
class Begun:
    """How the app is started: by its token on this device, or by its code on another, never by both."""

    attempt_id: UUID
    auto_start_token: str | None
    qr: str | None


@dataclass(frozen=True, slots=True)
class Progress:
    """How an order stands; the token of the new session comes once, with where to go."""

    state: State
    hint: str | None = None
    qr: str | None = None
    token: str | None = None
    back: str | None = None


class SignInByBankId:
    def __init__(
        self,
        entrance: Entrance,
        *,
        bank_id: BankId | None,
        attempts: Attempts,
        provider_name: Callable[[], str],
        return_page: str,
        new_id: Callable[[], UUID] = uuid4,
        new_nonce: Callable[[], str] = lambda: secrets.token_urlsafe(32),
    ) -> None:
        self._entrance, self._attempts, self._provider_name = entrance, attempts, provider_name
        self._configured, self._return_page = bank_id, return_page
        self._new_id, self._new_nonce = new_id, new_nonce

    @property
    def _bank_id(self) -> BankId:
        self._entrance.check_is_on(METHOD)
        assert self._configured is not None, "a method that is on is configured"
        return self._configured

    def begin(
        self,
        *,
        browser: str,
        user_ip: str,
        device: str | None,
        language: str,
        same_device: bool,
        back: str,
        now: datetime,
    ) -> Begun:
        """Begin an order, and give up the one this browser had."""
        bank_id, attempt_id, nonce = self._bank_id, self._new_id(), self._new_nonce()
        order = bank_id.begin(
            user_ip=user_ip,
            visible_text=visible_text(self._provider_name(), language),
            return_url=f"{self._return_page}?bankid={attempt_id}#{nonce}" if same_device else None,
        )
        order = replace(order, back=back, nonce_hash=nonce_hash(nonce) if same_device else None)
        attempt = Attempt(attempt_id, device, now, now + ORDER_LIVES, "outstandingTransaction", order)
        before = self._attempts.begin(browser, attempt, now)
        if before is not None:
            self._cancel(bank_id, before)
        if same_device:
            return Begun(attempt_id, order.auto_start_token, None)
        return Begun(attempt_id, None, order.qr(now, now))

    def collect(self, *, browser: str, attempt_id: UUID, nonce: str | None, now: datetime) -> Progress:
        """How the order stands: the page asks as often as it likes, BankID is asked every other second."""
        bank_id = self._bank_id
        attempt, order = self._found(browser, attempt_id, now)
        if nonce is not None and not order.fits(nonce):
            self.cancel(browser=browser, attempt_id=attempt_id, now=now)
            raise SignInExpired
        collected = self._collected(bank_id, browser, attempt, order, now)
        if collected.state == "pending":
            return _pending(attempt, order, collected.hint, now)
        if collected.number is not None and order.is_of_same_device and nonce is None:
            return self._awaiting_return(browser, attempt, order, collected.number, now)
        if self._attempts.take(browser, attempt_id, now) is None:
            raise SignInExpired
        if collected.number is None:
            return Progress("failed", hint=collected.hint)
        person = self._entrance.holder_of_number(collected.number)
        try:
            entered = self._entrance.enter(person, method=METHOD, strength=STRENGTH, device=attempt.device, now=now)
        except NoAccess:
            return Progress("failed", hint=NO_ACCESS)
        return Progress("complete", token=entered.token, back=order.back)

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

    def _collected(self, bank_id: BankId, browser: str, attempt: Attempt, order: Order, now: datetime) -> Collected:
        if order.number is not None:
            return Collected("complete", number=order.number)
        if not self._attempts.may_ask(browser, attempt.id, now):
            return Collected("pending", hint=attempt.hint)
        try:
            collected = bank_id.collect(order.order_ref)
        except SignInExpired:
            # BankID tells the end once: it may have told it to another page of this browser a moment ago.
            _, meanwhile = self._found(browser, attempt.id, now)
            if meanwhile.number is None:
                raise
            return Collected("complete", number=meanwhile.number)
        if collected.state == "pending" and collected.hint != attempt.hint:
            self._attempts.note_hint(browser, attempt.id, collected.hint, now)
        return collected

    def _awaiting_return(self, browser: str, attempt: Attempt, order: Order, number: str, now: datetime) -> Progress:
        """BankID tells it once, so it is kept, sealed like the rest, until the app's page comes or the time is up."""
        if order.number is None:
            identified = replace(attempt, hint=RETURN_AWAITED, secrets=replace(order, number=number))
            self._attempts.keep(browser, identified, now)
        return Progress("pending", hint=RETURN_AWAITED)

    def _cancel(self, bank_id: BankId, attempt: Attempt) -> None:
        """A courtesy to the app; an order that nobody collects ends by itself."""
        if not isinstance(attempt.secrets, Order):
            return
        try:
            bank_id.cancel(attempt.secrets.order_ref)
        except BankIdUnavailable:
            pass


def _pending(attempt: Attempt, order: Order, hint: str | None, now: datetime) -> Progress:
    is_shown = hint in QR_SHOWN and not order.is_of_same_device
    return Progress("pending", hint=hint, qr=order.qr(attempt.began_at, now) if is_shown else None)
