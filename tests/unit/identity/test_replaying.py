"""What a person was at a provider at a moment: rights, status, sign-ins, from the log."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from chassis.following.projecting import ProjectionLoop
from chassis.store import Database, Place
from contracts.identity.calls import ReplayPersonStanding
from identity.application.replaying import Replays
from identity.domain.refusals import PersonUnknown
from identity.projections.sign_ins import SignIns
from identity.projections.standing import told
from tests.unit.identity.people import ANNA, BO, NOW
from tests.unit.identity.signing import Desk, desk

MINUTE = timedelta(minutes=1)
BEFORE = NOW - MINUTE


class Looking:
    """A provider, and the list of sign-ins that follows its log."""

    def __init__(self, folder: Path) -> None:
        self.care: Desk = desk()
        self.database = Database(Place("identity", "sqlite", str(folder)))
        self.sign_ins = SignIns(self.database)
        self._loop = ProjectionLoop(self.care.provider.log, self.sign_ins)

    def standing(self, person_id: Any, at: Any) -> dict[str, Any]:
        while self._loop.follow_once():
            pass
        found = Replays(self.care.provider.log, self.sign_ins).standing(person_id=person_id, at=at)
        return ReplayPersonStanding.read_reply(ReplayPersonStanding.reply(told(found, person_id)))


@pytest.fixture
def looking(tmp_path: Path) -> Iterator[Looking]:
    looking = Looking(tmp_path)
    yield looking
    looking.database.close()


def test_rights_status_and_sign_ins_are_told_as_they_were(looking: Looking) -> None:  # X-2, ROL-1
    care = looking.care
    token = care.sign_in(BO, NOW + MINUTE)
    care.provider.persons.change_roles(
        person_id=BO, changed_by=ANNA, roles=["administrator", "staff"], now=NOW + 2 * MINUTE
    )
    care.sessions.close(token=token, now=NOW + 3 * MINUTE)
    care.provider.persons.change_status(person_id=BO, changed_by=ANNA, status="inactive", now=NOW + 4 * MINUTE)

    at = [looking.standing(BO, NOW + minutes * MINUTE) for minutes in range(-1, 5)]

    assert [each["status"] for each in at] == ["not_registered", *["active"] * 4, "inactive"]
    assert [each["roles"] for each in at] == [
        [],
        ["staff"],
        ["staff"],
        *[["administrator", "staff"]] * 3,
    ]
    assert [len(each["sign_ins"]) for each in at] == [0, 0, 1, 1, 0, 0]
    assert [entry["what"] for entry in at[-1]["timeline"]] == [
        "registered",
        "signed_in",
        "roles_changed",
        "signed_out",
        "status_changed",
    ]
    assert at[2]["timeline"][-1]["what"] == "signed_in"


def test_a_look_back_names_nobody(looking: Looking) -> None:
    looking.care.sign_in(BO, NOW, device="Firefox, Windows")

    found = str(looking.standing(BO, None))

    assert "Bo Ek" not in found
    assert "198507099805" not in found
    assert "Firefox" not in found


def test_one_who_never_was_registered_is_unknown(looking: Looking) -> None:
    with pytest.raises(PersonUnknown):
        looking.standing(uuid4(), None)


def test_a_clock_that_was_set_back_does_not_tear_a_history_apart(looking: Looking) -> None:
    care = looking.care
    care.provider.persons.change_status(person_id=BO, changed_by=ANNA, status="inactive", now=NOW + 5 * MINUTE)
    care.provider.persons.change_status(person_id=BO, changed_by=ANNA, status="active", now=NOW + MINUTE)

    found = looking.standing(BO, NOW + 2 * MINUTE)

    assert found["status"] == "active"
    assert len(found["timeline"]) == 3
