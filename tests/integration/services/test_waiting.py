"""Who waits for a visit, on both stores: pages and their leases, and what ends the waiting when it is heard."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from chassis.following.rebuilding import rebuild
from tests.integration.services.waiting_parts import (
    KARL,
    KARLS_SESSION,
    MARIA,
    OTHER_PAGE,
    PAGE,
    STAFF,
    VISIT,
    WaitingParts,
    seconds,
)
from visit_media.domain.refusals import VisitNotFound


@pytest.fixture
def parts(store: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> Iterator[WaitingParts]:
    monkeypatch.setattr("visit_media.application.waiting.PATIENCE_SECONDS", 0)
    parts = WaitingParts(store)
    for person_id in (KARL, MARIA):
        parts.hear_of_person(person_id)
    parts.hear_of_visit("visit_booked")
    yield parts
    parts.close()


def test_a_patient_waits_as_long_as_one_of_their_pages_does(parts: WaitingParts) -> None:  # LIF-2
    assert [parts.wait(), parts.wait(page=OTHER_PAGE), parts.wait(MARIA, at=1)] == ["booked"] * 3
    parts.service.stop_waiting(visit_id=VISIT, person_id=KARL, wait_id=PAGE)
    assert parts.who_waits() == [KARL, MARIA]

    parts.service.stop_waiting(visit_id=VISIT, person_id=KARL, wait_id=OTHER_PAGE)

    assert (parts.who_waits(), parts.reasons()) == ([MARIA], ["left"])


def test_pages_that_nobody_hears_of_are_lost_after_45_seconds(parts: WaitingParts) -> None:
    parts.wait()
    parts.wait(MARIA)
    parts.wait(MARIA, at=20)

    parts.sweep(at=45)
    before = parts.who_waits()
    parts.sweep(at=46)
    parts.sweep(at=66)

    assert (before, parts.who_waits(), parts.reasons()) == ([KARL, MARIA], [], ["lost", "lost"])
    assert parts.leases.waiters() == set()


@pytest.mark.parametrize(
    ("event", "more"), [("visit_ended", {}), ("visit_cancelled", {}), ("visit_missed", {}), ("visit_started", {})]
)
def test_what_is_heard_of_the_visit_ends_the_waiting_or_not(
    parts: WaitingParts, event: str, more: dict[str, Any]
) -> None:  # LIF-2, LIF-7
    parts.wait()
    parts.hear_of_visit(event, **more)

    is_over = event != "visit_started"
    assert (parts.who_waits(), parts.reasons()) == (([], ["visit_over"]) if is_over else ([KARL], []))
    assert (parts.leases.session_of((VISIT, KARL)) is None) is is_over


@pytest.mark.parametrize("event", ["visit_changed", "visit_participants_changed"])
def test_one_who_is_taken_out_waits_no_more(parts: WaitingParts, event: str) -> None:  # BOK-6, Q7
    parts.wait()
    parts.wait(MARIA)
    parts.hear_of_visit(event, (MARIA,), state="booked", taken_out_ids=[KARL], taken_out_id=KARL)

    assert (parts.who_waits(), parts.reasons()) == ([MARIA], ["not_admitted"])
    with pytest.raises(VisitNotFound):
        parts.wait(at=5)


def test_one_who_is_brought_in_waits_as_soon_as_that_is_heard(parts: WaitingParts) -> None:  # BOK-3
    parts.hear_of_visit("visit_changed", (MARIA,), state="booked", taken_out_ids=[KARL])
    parts.hear_of_visit("visit_changed", (KARL, MARIA), state="booked", taken_out_ids=[])

    assert (parts.wait(), parts.who_waits()) == ("booked", [KARL])


@pytest.mark.parametrize("status", ["inactive", "removed"])
def test_one_who_is_no_longer_active_waits_no_more(parts: WaitingParts, status: str) -> None:  # STA-2, STA-3
    parts.wait()
    parts.hear_of_person(KARL, "user_status_changed", status)

    assert (parts.who_waits(), parts.reasons()) == ([], ["not_admitted"])


def test_one_who_signs_out_waits_no_more_and_comes_back_by_no_old_sign_in(parts: WaitingParts) -> None:  # SES-3
    parts.wait()
    session = {"session_id": KARLS_SESSION, "user_id": KARL, "reason": "signed_out", "ended_at": seconds(1)}
    parts.hear("session_ended", KARLS_SESSION, session, source="identity")

    assert (parts.who_waits(), parts.reasons()) == ([], ["not_admitted"])
    with pytest.raises(VisitNotFound):
        parts.wait(at=2)


def test_a_missed_visit_that_was_booked_after_all_is_waited_for_again(parts: WaitingParts) -> None:  # Q2
    parts.hear_of_visit("visit_missed")
    missed = parts.wait()
    parts.hear_of_visit("visit_miss_taken_back")

    assert (missed, parts.wait(at=1), parts.who_waits()) == ("missed", "booked", [KARL])


def test_who_is_there_who_waits_and_who_came_first_is_the_same_made_anew(  # X-2, Q10
    parts: WaitingParts, capsys: pytest.CaptureFixture[str]
) -> None:
    parts.wait()
    parts.wait(MARIA)
    parts.hear_of_visit("visit_started")
    for number, (person_id, connection_id) in enumerate(((MARIA, "m"), (STAFF, "s"), (MARIA, "m2"))):
        parts.visit_media.join(
            visit_id=VISIT, person_id=person_id, connection_id=connection_id, now=seconds(10 + number)
        )
    parts.visit_media.leave(visit_id=VISIT, connection_id="m", reason="replaced", now=seconds(14))
    parts.visit_media.leave(visit_id=VISIT, connection_id="s", reason="left", now=seconds(15))
    parts.follow()

    [room] = parts.service.list_present([VISIT])["present"]
    assert (room["person_ids"], room["waiting_ids"], room["arrival_ids"]) == ([MARIA], [KARL], [MARIA, STAFF])
    assert rebuild(parts.visit_media, [parts.present]) == 0
    told = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert (told["read_model"], told["equal"]) == ("present_v2", True)
