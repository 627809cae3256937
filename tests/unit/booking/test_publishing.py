from typing import Any

import pytest

from booking.publishing import published
from contracts.booking.events import VisitBooked, VisitCancelled, VisitEnded, VisitStarted
from tests.unit.booking.visits import LATER, NOW, PATIENT, STAFF, STARTS_AT, book


def test_every_stored_event_of_a_visit_is_published_under_its_own_name() -> None:
    visit, other = book(), book()
    visit.start(STAFF, STARTS_AT)
    visit.end(STAFF, LATER)
    other.cancel(STAFF, "Sjuk", NOW)
    stored: list[Any] = [*visit.collect_events(), *other.collect_events()[1:]]

    told = [published(event) for event in stored]

    assert [each.contract for each in told if each] == [VisitBooked, VisitStarted, VisitEnded, VisitCancelled]


def test_neither_name_nor_reason_leaves_the_service() -> None:  # BOK-7
    visit = book(name="Hemligt besök")
    visit.cancel(STAFF, "Hemligt skäl", NOW)

    told = [published(event) for event in visit.collect_events()]

    assert "Hemligt" not in str(told)
    assert all(each and each.body["patient_ids"] == [str(PATIENT.id)] for each in told)


@pytest.mark.parametrize("other", [object(), None])
def test_anything_else_stays_at_home(other: object) -> None:
    assert published(other) is None
