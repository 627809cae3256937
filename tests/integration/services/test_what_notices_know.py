"""What notifications knows and lists is the same when it is made anew, in whatever order events came."""

import json
from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from chassis.envelope import Heard
from chassis.following.rebuilding import rebuild
from chassis.store import Delivery
from contracts.readers import named
from tests.unit.notifications.house import ANNA, CECILIA, DAVID, NINE, TOMORROW, House


@pytest.fixture
def house(store: dict[str, str]) -> Iterator[House]:
    house = House(store)
    house.decide()
    yield house
    house.close()


class OthersEvents:
    """Events as their sources would answer them."""

    def __init__(self, heard: list[Heard]) -> None:
        self.heard = heard

    def after(self, positions: Mapping[str, int]) -> tuple[list[Heard], dict[str, int]]:
        found = [each for each in self.heard if each.delivery.position > positions.get(each.delivery.source, 0)]
        heads = {
            source: max((each.delivery.position for each in self.heard if each.delivery.source == source), default=0)
            for source in positions
        }
        return found, heads


def test_every_list_is_equal_to_its_rebuilt_self(
    house: House, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    told: list[Heard] = []
    hear = house.hearing.hear

    def remembered(delivery: Delivery, fields: Mapping[str, Any], *rest: Any) -> None:
        event = named(delivery.source, delivery.event)
        assert event is not None
        told.append(Heard(event, delivery, dict(fields)))
        hear(delivery, fields, *rest)

    monkeypatch.setattr(house.hearing, "hear", remembered)
    visit_id = house.book(patient_ids=[CECILIA, DAVID])
    house.make("inactive", DAVID)
    house.decide(3, reminder_minutes=[60])
    house.change(visit_id, starts_at=TOMORROW + timedelta(hours=2))
    house.reminding.step()
    house.send()
    house.follow()
    notice_id = house.own.of(CECILIA, None, 1)["notices"][0]["id"]
    house.notices.read_up_to(person_id=CECILIA, up_to=notice_id, now=house.now)
    house.follow()
    source = OthersEvents([_first_decision(house), *told])

    rebuilt = rebuild(house.notices, [house.own, house.sent, house.known], source)  # type: ignore[arg-type]

    verdicts = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [(each["read_model"], each["equal"]) for each in verdicts] == [
        ("own_notices", True), ("sent_notices", True), ("known", True),
    ]  # fmt: skip
    assert rebuilt == 0


def _first_decision(house: House) -> Heard:
    """What the fixture told before anything was remembered."""
    decided = {"idle_logout_minutes": 120, "sms": True, "retention_days": 365, "patients_removed_after_months": None}
    decided |= {"languages": ["sv", "en"], "sends_email": True, "reminder_minutes": [1440, 60]}
    event = named("identity", "provider_settings_changed")
    assert event is not None
    delivery = Delivery(uuid4(), "identity", event.NAME, 1, UUID(int=99), 2, NINE)
    return Heard(event, delivery, event.heard(event.of(**decided, changed_by=ANNA, changed_at=NINE).body, 1))


def test_the_newest_event_of_each_kind_counts_in_whatever_order_they_come(house: House) -> None:
    """What was set aside to be tried again comes after what followed it."""
    visit_id = uuid4()
    later = TOMORROW + timedelta(hours=5)
    house.change(visit_id, 4, patient_ids=[CECILIA], starts_at=later)
    house.change(visit_id, 3, patient_ids=[CECILIA, DAVID], starts_at=TOMORROW + timedelta(hours=2))
    house.book(visit_id, patient_ids=[CECILIA, DAVID])
    house.cancel(visit_id, 6)
    house.change(visit_id, 5, is_renamed=True, starts_at=later, previous_starts_at=later)

    known = house.known.visit(visit_id)

    assert known is not None
    assert (known.starts_at, known.state, known.version, known.patient_ids) == (
        later,
        "cancelled",
        6,
        frozenset({CECILIA}),
    )
