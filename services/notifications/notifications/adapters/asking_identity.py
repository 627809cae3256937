"""Identity, asked who somebody is and what the provider has decided, at the moment of sending."""

import threading
import time
from typing import Any, Protocol
from uuid import UUID

from contracts.identity.calls import ReadProfile, ReadSettings
from contracts.message import Call
from contracts.refusals import Refused
from notifications.domain.outgoing import IdentityUnavailable, Provider, Recipient

REMEMBERED_SECONDS = 5.0


class Calls(Protocol):
    def call(self, call: type[Call], **request: Any) -> dict[str, Any]: ...


class AskingIdentity:
    """Asked from several threads; the provider's decisions are remembered for a few seconds, a person's never."""

    def __init__(self, calls: Calls) -> None:
        self._calls = calls
        self._asking = threading.Lock()
        self._remembered: tuple[float, Provider] | None = None

    def find(self, person_id: UUID) -> Recipient | None:
        profile = self._asked(ReadProfile, person_id=person_id)
        if profile is None:
            return None
        told = profile["profile"]
        return Recipient(
            person_id=person_id,
            roles=frozenset(told["roles"]),
            is_active=told["status"] == "active",
            phone=told["phone"] or None,
            email=told["email"] or None,
            language=told["language"],
        )

    def provider(self) -> Provider:
        with self._asking:
            if self._remembered is None or self._remembered[0] <= time.monotonic():
                provider = self._read_provider()
                self._remembered = (time.monotonic() + REMEMBERED_SECONDS, provider)
            return self._remembered[1]

    def _read_provider(self) -> Provider:
        answer = self._asked(ReadSettings)
        if answer is None:
            raise IdentityUnavailable
        told = answer["settings"]
        return Provider(
            name=told["name"], sends_sms=told["sms"], sends_email=told["email"], sms_sender=told["sms_sender"]
        )

    def _asked(self, call: type[Call], **request: Any) -> dict[str, Any] | None:
        """None for one whom identity does not know, or no more."""
        try:
            return self._calls.call(call, **request)
        except Refused as refused:
            if refused.kind == "not_found":
                return None
            raise IdentityUnavailable from None
