"""What happens in the services reaches the pages it concerns, and no others."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

import pytest

from chassis.store import Delivery
from contracts.booking.calls import ReadVisit
from contracts.booking.events import (
    VisitBooked,
    VisitChanged,
    VisitEnded,
    VisitEvent,
    VisitMissed,
    VisitMissTakenBack,
    VisitParticipantsChanged,
    VisitStarted,
)
from contracts.identity.events import ProviderSettingsChanged, SessionEnded, UserRolesChanged, UserStatusChanged
from contracts.notifications.events import NoticePosted
from contracts.readers import EVENTS
from contracts.refusals import Refused
from contracts.visit_media.events import (
    ParticipantJoined,
    ParticipantLeft,
    ParticipantStoppedWaiting,
    ParticipantWaiting,
)
from gateway.hearing import HEARD, Hearing
from gateway.live import Hub, Members, Told
from gateway.provider import ProviderSettings
from tests.unit.gateway.conftest import FakeServices

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
ANNA, KARL, MARIA, KARIN, VISIT, GROUP = (UUID(int=number) for number in (1, 2, 3, 4, 7, 8))
THIS_SESSION, OTHER_SESSION = UUID(int=20), UUID(int=21)


@pytest.fixture
def hearing(hub: Hub, services: FakeServices) -> Hearing:
    return Hearing(hub, services, ProviderSettings(services))  # type: ignore[arg-type]


def delivery(version: int = 3) -> Delivery:
    return Delivery(uuid4(), "identity", "event", 30, uuid4(), version, NOW)


def kept(hub: Hub) -> list[Told]:
    return list(hub._kept)


def visit_of(staff_ids: list[UUID], patient_ids: list[UUID], visit_id: UUID = VISIT, **more: Any) -> dict[str, Any]:
    return {"visit_id": visit_id, "staff_ids": staff_ids, "patient_ids": patient_ids, "is_group": True, **more}


def told(hub: Hub) -> list[tuple[str, dict[str, Any], frozenset[UUID] | None]]:
    return [(each.name, each.data, each.person_ids) for each in kept(hub)]


def participants_changed(taken_out_id: UUID | None) -> dict[str, Any]:
    return {
        "visit_id": VISIT,
        "staff_ids": [ANNA],
        "patient_ids": [MARIA],
        "state": "started",
        "taken_out_id": taken_out_id,
        "needs_action": False,
        "changed_by": ANNA,
        "changed_at": NOW,
    }


async def test_one_who_was_taken_out_of_a_visit_learns_it_and_the_others_refetch(hub, hearing):  # Q7
    await hearing.on_event(VisitParticipantsChanged, delivery(), participants_changed(KARL))

    others, taken_out = kept(hub)
    visit = {"visit_id": str(VISIT), "version": 3, "state": "started", "position": 30}
    assert (others.name, others.data, others.person_ids) == ("visit", visit, {ANNA, MARIA})
    assert (taken_out.name, taken_out.person_ids) == ("visit", {KARL})
    assert taken_out.data == visit | {"is_taken_out": True}
    assert hub.members(VISIT) == Members(3, "started", frozenset({ANNA}), frozenset({MARIA}))


async def test_a_change_by_which_nobody_left_is_told_to_the_members_only(hub, hearing):
    await hearing.on_event(VisitParticipantsChanged, delivery(), participants_changed(None))

    assert [told.person_ids for told in kept(hub)] == [{ANNA, MARIA}]


async def test_a_sign_in_that_ended_ends_its_pages_in_every_tab_and_no_others(hub, hearing):  # SES-3
    with (
        hub._listening(KARL, THIS_SESSION) as tab,
        hub._listening(KARL, THIS_SESSION) as other_tab,
        hub._listening(KARL, OTHER_SESSION) as other_device,
    ):
        fields = {"session_id": THIS_SESSION, "user_id": KARL, "reason": "signed_out", "ended_at": NOW}
        await hearing.on_event(SessionEnded, delivery(), fields)

        assert [page.over for page in (tab, other_tab, other_device)] == [True, True, False]


@pytest.mark.parametrize(("status", "is_over"), [("inactive", True), ("removed", True), ("active", False)])
async def test_one_who_is_not_active_is_signed_out_on_every_page_and_device(hub, hearing, status, is_over):  # STA-2
    with hub._listening(KARL, THIS_SESSION) as page, hub._listening(KARL, OTHER_SESSION) as other_device:
        await hearing.on_event(UserStatusChanged, delivery(), {"user_id": KARL, "status": status})

        assert [page.over, other_device.over] == [is_over, is_over]


async def test_one_who_was_given_or_lost_a_right_has_their_pages_refetch_everything(hub, hearing):  # ROL-1, NAV-1
    fields = {"user_id": ANNA, "status": "active", "roles": ["staff", "administrator"]}

    await hearing.on_event(UserRolesChanged, delivery(), fields)

    assert [(told.name, told.person_ids) for told in kept(hub)] == [("resync", {ANNA})]


async def test_changed_settings_of_the_provider_reach_every_page(hub, hearing):
    await hearing.on_event(ProviderSettingsChanged, delivery(5), {})

    [told] = kept(hub)
    assert (told.name, told.data, told.person_ids) == ("provider", {"version": 5}, None)


async def test_a_page_that_asks_again_when_the_settings_changed_gets_the_new_ones(hub, services):
    provider = ProviderSettings(services)
    await provider.read()
    services.provider.settings = services.provider.settings | {"name": "Söder"}

    await Hearing(hub, services, provider).on_event(ProviderSettingsChanged, delivery(5), {})

    assert (await provider.read())["name"] == "Söder"


async def test_a_change_reaches_those_brought_in_and_those_taken_out(hub, hearing):  # BOK-3, BOK-6
    await hearing.on_event(VisitBooked, delivery(1), visit_of([ANNA], [KARL]))
    changed = visit_of([KARIN], [KARL, MARIA], state="started", taken_out_ids=[ANNA], brought_in_ids=[KARIN, MARIA])
    await hearing.on_event(VisitChanged, delivery(3), changed)

    news = {"visit_id": str(VISIT), "version": 3, "state": "started", "position": 30}
    assert told(hub)[1:] == [
        ("visit", news, {KARIN, KARL, MARIA}),
        ("visit", news | {"is_taken_out": True}, {ANNA}),
    ]
    assert hub.members(VISIT) == Members(3, "started", frozenset({KARIN}), frozenset({KARL, MARIA}))


@pytest.mark.parametrize(("event", "state"), [(VisitMissed, "missed"), (VisitMissTakenBack, "booked")])
async def test_a_visit_that_was_missed_or_not_after_all_is_told_to_its_people(hub, hearing, event, state):  # Q2
    await hearing.on_event(event, delivery(), visit_of([ANNA], [KARL]))

    [(name, data, people)] = told(hub)
    assert (name, data["state"], people) == ("visit", state, {ANNA, KARL})


@pytest.mark.parametrize(
    ("event", "state", "people"),
    [
        (ParticipantJoined, "joined", {ANNA, KARL, MARIA}),
        (ParticipantLeft, "left", {ANNA, KARL, MARIA}),
        (ParticipantWaiting, "waiting", {ANNA}),
        (ParticipantStoppedWaiting, "stopped_waiting", {ANNA}),
    ],
)
async def test_who_waits_is_told_to_staff_and_who_is_there_to_everyone(hub, hearing, event, state, people):  # LIF-2
    hub.remember_members(VISIT, Members(2, "booked", frozenset({ANNA}), frozenset({KARL, MARIA})))

    await hearing.on_event(event, delivery(), {"visit_id": VISIT, "person_id": KARL})

    assert told(hub) == [("presence", {"visit_id": str(VISIT), "person_id": str(KARL), "state": state}, people)]


async def test_who_belongs_to_a_visit_is_asked_for_when_it_is_not_known(hub, hearing, services):
    visit = services.visit
    anna, karl = services.anna["id"], services.karl["id"]

    for event in (ParticipantWaiting, ParticipantJoined):
        await hearing.on_event(event, delivery(), {"visit_id": visit["id"], "person_id": karl})

    assert [people for _, _, people in told(hub)] == [{anna}, {anna, karl}]
    assert [call for call, _ in services.asked] == [ReadVisit]


async def test_presence_of_a_visit_that_cannot_be_read_is_not_told(hub, hearing, services):
    services.refusing[ReadVisit] = Refused("busy", "unavailable")

    await hearing.on_event(ParticipantWaiting, delivery(), {"visit_id": VISIT, "person_id": KARL})

    assert kept(hub) == []


async def test_a_small_group_is_told_to_those_in_it_and_shows_in_the_visit_for_its_staff(hub, hearing):  # GRP-6, GRP-4
    hub.remember_members(VISIT, Members(4, "started", frozenset({ANNA, KARIN}), frozenset({KARL, MARIA})))
    origin = {"origin_id": VISIT, "origin_cause": "small_group"}

    await hearing.on_event(VisitBooked, delivery(1), visit_of([ANNA], [KARL], GROUP, **origin))
    await hearing.on_event(VisitEnded, delivery(3), visit_of([ANNA], [KARL], GROUP))

    group = {"visit_id": str(GROUP), "version": 1, "state": "booked", "position": 30}
    beside = {"visit_id": str(VISIT), "version": 4, "state": "started", "position": 30}
    assert told(hub) == [
        ("visit", group | {"origin_id": str(VISIT)}, {ANNA, KARL}),
        ("visit", beside, {ANNA, KARIN, KARL}),
        ("visit", group | {"version": 3, "state": "ended"}, {ANNA, KARL}),
        ("visit", beside, {ANNA, KARIN}),
    ]


async def test_one_brought_into_a_small_group_from_elsewhere_is_told_of_no_visit_beside_it(hub, hearing):  # GRP-6
    hub.remember_members(VISIT, Members(4, "started", frozenset({ANNA}), frozenset({KARL})))
    await hearing.on_event(VisitBooked, delivery(1), visit_of([ANNA], [KARL], GROUP, origin_id=VISIT))
    changed = visit_of([ANNA], [KARL, MARIA], GROUP, state="started", taken_out_ids=[], brought_in_ids=[MARIA])
    await hearing.on_event(VisitChanged, delivery(3), changed)

    marias = [each for each in kept(hub) if each.concerns(MARIA)]
    assert [each.data["visit_id"] for each in marias] == [str(GROUP)]
    assert "origin_id" not in marias[0].data


async def test_after_a_gap_nobody_is_taken_for_who_they_were(hub, hearing):
    hub.remember_members(VISIT, Members(4, "started", frozenset({ANNA}), frozenset({KARL})))

    await hearing.on_gap()

    assert hub.members(VISIT) is None


async def test_an_older_answer_does_not_undo_a_newer_event(hub, hearing):
    await hearing.on_event(VisitStarted, delivery(3), visit_of([ANNA], [MARIA]))

    hub.remember_members(VISIT, Members(2, "booked", frozenset({ANNA}), frozenset({KARL})))

    assert hub.members(VISIT) == Members(3, "started", frozenset({ANNA}), frozenset({MARIA}))


async def test_a_notice_is_told_to_its_person_alone(hub, hearing):  # NOT-3
    notice = UUID(int=40)
    fields = {"notice_id": notice, "person_id": KARL, "visit_id": VISIT, "kind": "changed", "posted_at": NOW}

    await hearing.on_event(NoticePosted, delivery(), fields)

    data = {"notice_id": str(notice), "kind": "changed", "visit_id": str(VISIT), "position": 30}
    assert told(hub) == [("notice", data, {KARL})]


def test_everything_that_becomes_of_a_visit_is_heard() -> None:
    told_of_visits = {event for event in EVENTS if issubclass(event, VisitEvent)}

    assert told_of_visits <= set(HEARD)
