"""What happens in the services reaches the pages it concerns, and no others."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

import pytest

from chassis.store import Delivery
from contracts.booking.events import VisitParticipantsChanged
from contracts.identity.events import ProviderSettingsChanged, SessionEnded, UserRolesChanged, UserStatusChanged
from gateway.hearing import Hearing
from gateway.live import Hub, Members, Told
from gateway.provider import ProviderSettings
from tests.unit.gateway.conftest import FakeServices

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
ANNA, KARL, MARIA, VISIT = (UUID(int=number) for number in (1, 2, 3, 7))
THIS_SESSION, OTHER_SESSION = UUID(int=20), UUID(int=21)


@pytest.fixture
def hearing(hub: Hub, services: FakeServices) -> Hearing:
    return Hearing(hub, services, ProviderSettings(services))  # type: ignore[arg-type]


def delivery(version: int = 3) -> Delivery:
    return Delivery(uuid4(), "identity", "event", 30, uuid4(), version, NOW)


def kept(hub: Hub) -> list[Told]:
    return list(hub._kept)


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
