"""Who somebody is, asked of identity at the moment of sending."""

from typing import Any

import pytest

from contracts.identity.calls import ReadProfile
from contracts.message import Call
from contracts.refusals import Refused
from notifications.adapters.asking_identity import AskingIdentity
from notifications.domain.outgoing import IdentityUnavailable
from tests.unit.notifications.house import CECILIA

PROFILE = {"roles": ["patient"], "status": "active", "phone": "+46701740605", "email": None, "language": "en"}
SETTINGS = {"name": "Norrviks vårdcentral", "sms": True, "email": False, "sms_sender": "Norrvik"}


class Calls:
    def __init__(self) -> None:
        self.asked: list[str] = []
        self.refusal: Refused | None = None
        self.profile = dict(PROFILE)

    def call(self, call: type[Call], **request: Any) -> dict[str, Any]:
        self.asked.append(call.NAME)
        if self.refusal is not None:
            raise self.refusal
        return {"profile": self.profile} if call is ReadProfile else {"settings": SETTINGS}


def test_a_person_is_known_as_they_are_now() -> None:
    calls = Calls()
    persons = AskingIdentity(calls)

    first = persons.find(CECILIA)
    calls.profile |= {"status": "removed", "phone": ""}
    second = persons.find(CECILIA)

    assert first is not None
    assert (first.is_active, first.phone, first.email, first.language) == (True, "+46701740605", None, "en")
    assert second is not None
    assert (second.is_active, second.phone) == (False, None)


def test_what_the_provider_decided_is_asked_once_for_many_notices() -> None:
    calls = Calls()
    persons = AskingIdentity(calls)

    told = [persons.provider() for _ in range(5)]

    assert calls.asked == ["read_settings"]
    assert (told[4].sends_sms, told[4].sends_email, told[4].sms_sender) == (True, False, "Norrvik")


def test_one_whom_identity_does_not_know_is_nobody() -> None:
    calls = Calls()
    calls.refusal = Refused("not_found", "person_unknown")

    assert AskingIdentity(calls).find(CECILIA) is None


@pytest.mark.parametrize("code", ["late", "unavailable", "failed"])
def test_an_identity_that_does_not_answer_is_away(code: str) -> None:
    calls = Calls()
    calls.refusal = Refused("busy", code)
    persons = AskingIdentity(calls)

    with pytest.raises(IdentityUnavailable):
        persons.find(CECILIA)
    with pytest.raises(IdentityUnavailable):
        persons.provider()
