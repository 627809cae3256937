"""Changes of a visit that meet what others do to it in the same moment."""

from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest

from booking.application import Booking
from booking.domain.refusals import PersonUnknown, VisitNotFound
from booking.domain.visit import Visit
from chassis.domain import ChangedMeanwhile
from tests.unit.booking.visits import ADMINISTRATOR, COLLEAGUE, NOW, PATIENT, STAFF, STARTS_AT, asked, booking


def changed_in(application: Booking, wanted: dict[str, Any], by: UUID = STAFF.id, read: int = 1, **changed: Any) -> int:
    asked_for = {name: value for name, value in wanted.items() if name != "booked_by"}
    return application.change_visit(**(asked_for | changed), changed_by=by, details_version=read)


def booked() -> tuple[Booking, dict[str, Any]]:
    application, wanted = booking(), asked()
    application.book_visit(**wanted)
    return application, wanted


def test_of_two_who_change_the_same_visit_the_second_hears_of_it() -> None:  # BOK-3
    application, wanted = booked()

    changed_in(application, wanted, length_minutes=45)

    with pytest.raises(ChangedMeanwhile):
        changed_in(application, wanted, by=ADMINISTRATOR.id, name="Nybesök")
    assert application.existing(wanted["visit_id"]).length_minutes == 45


@pytest.mark.parametrize("times", [1, 2])
def test_one_who_leaves_while_a_change_is_saved_is_not_brought_back(
    times: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    application, wanted = booked()  # Q7
    gone, record, left = replace(PATIENT, status="inactive"), application.record, iter(range(times))

    def interrupted(*visits: Visit) -> int:
        for _ in left:
            visit = application.existing(wanted["visit_id"])
            visit.take_out(gone, ADMINISTRATOR.id, NOW)
            record(visit)
        return record(*visits)

    monkeypatch.setattr(application, "record", interrupted)

    with pytest.raises(ChangedMeanwhile):
        changed_in(application, wanted, length_minutes=45)

    visit = application.existing(wanted["visit_id"])
    assert (visit.patient_ids, visit.length_minutes, visit.needs_action) == ([], 30, True)


def test_a_start_while_a_change_is_saved_does_not_stop_it(monkeypatch: pytest.MonkeyPatch) -> None:  # BOK-3, LIF-1
    application, wanted = booked()
    record, starts = application.record, iter([1])

    def interrupted(*visits: Visit) -> int:
        for _ in starts:
            visit = application.existing(wanted["visit_id"])
            visit.start(STAFF, STARTS_AT)
            record(visit)
        return record(*visits)

    monkeypatch.setattr(application, "record", interrupted)

    changed_in(application, wanted, length_minutes=45)

    visit = application.existing(wanted["visit_id"])
    assert (visit.state, visit.length_minutes) == ("started", 45)


def test_only_newcomers_are_looked_up_and_strangers_learn_nothing() -> None:  # GRP-6
    application, wanted = booked()

    with pytest.raises(PersonUnknown):
        changed_in(application, wanted, patient_ids=[PATIENT.id, UUID(int=999)])
    with pytest.raises(VisitNotFound):
        changed_in(application, wanted, by=COLLEAGUE.id, patient_ids=[UUID(int=999)])
    with pytest.raises(VisitNotFound):
        changed_in(application, wanted, by=UUID(int=998))
