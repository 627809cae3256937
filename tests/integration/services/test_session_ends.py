"""Sign-ins that end by themselves, in the real processes: everyone is told, and a call is never cut."""

from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from eventsourcing.persistence import Mapper

from chassis.aio import Caller
from chassis.sealing import KeyRing, read_secret, sealed_by
from chassis.store import Place, open_application
from contracts.identity.calls import (
    ChangeSettings,
    ChangeStatus,
    CloseOwnSessions,
    CloseSupport,
    IdentityEventsSince,
    ListSessions,
    OpenSession,
    OpenSupport,
    ReadSession,
    ReadSettings,
    RegisterPerson,
)
from contracts.refusals import Refused
from identity.application import Identity
from identity.domain.session import LONGEST, Session
from tests.fixtures.broker import TestBroker
from tests.fixtures.database import STORES, NewDatabase
from tests.integration.services.processes import Services, becomes_true
from visit_media.application import VisitMedia

ANNA, BO, CECILIA, SARA = (UUID(int=number) for number in (1, 2, 3, 4))
PEOPLE = {
    ANNA: ("191212121212", ["administrator", "staff"]),
    BO: ("850709-9805", ["staff"]),
    CECILIA: ("19900101-2385", ["patient"]),
    SARA: ("198507699802", ["support"]),
}
MODULES = ("identity.service", "identity.follower", "visit_media.service", "visit_media.follower")


@pytest.fixture(scope="module", params=STORES)
def services(
    request: pytest.FixtureRequest,
    tmp_path_factory: pytest.TempPathFactory,
    shared_broker: TestBroker,
    new_database: NewDatabase,
) -> Iterator[Services]:
    folder = tmp_path_factory.mktemp(request.param)
    store = {"CARE_STORE": request.param, "CARE_DATA_DIR": str(folder / "data")}
    if request.param == "postgres":
        store["CARE_DATABASE_URL"] = new_database()
    services = Services(folder, store, shared_broker.fresh_vhost())
    try:
        services.start(*MODULES)
        yield services
    finally:
        services.stop()


@pytest.fixture
async def caller(services: Services) -> AsyncIterator[Caller]:
    async with Caller(services.amqp_url, "test") as caller:
        for person_id, (number, roles) in PEOPLE.items():
            await caller.call(
                RegisterPerson,
                person_id=person_id,
                registered_by=ANNA,
                personnummer=number,
                name="Någon Annan",
                roles=roles,
            )
        yield caller


async def sign_in(caller: Caller, person_id: UUID) -> tuple[str, UUID]:
    token = (await caller.call(OpenSession, person_id=person_id, method="demo", device="Firefox"))["token"]
    return token, (await caller.call(ReadSession, token=token))["session_id"]


def signed_in_long_ago(services: Services, person_id: UUID, ago: timedelta) -> UUID:
    """A session that stands in the log as it would if the hours had passed."""
    place = Place.of("identity", services.environment)
    keys = KeyRing(place, read_secret(Path(services.environment["CARE_SECRETS_DIR"]), "master_key"))
    log = open_application(Identity, place, sealed_by(keys))
    opened_at = datetime.now(UTC) - ago
    session = Session(
        id=uuid4(),
        person_id=person_id,
        method="demo",
        strength="none",
        token_hash="ab" * 32,
        device=None,
        broker_session=None,
        is_support=False,
        ends_at=opened_at + LONGEST,
        timestamp=opened_at,
    )
    log.record(session)
    log.close()
    keys.database.close()
    return session.id


def visit_media(services: Services) -> VisitMedia:
    return open_application(VisitMedia, Place.of("visit-media", services.environment), Mapper)


async def ended(caller: Caller, session_id: UUID) -> str | None:
    """The reason that everyone was told for the end of a session."""
    after, head = 0, 1
    while after < head:
        page = await caller.call(IdentityEventsSince, after=after)
        for each in page["events"]:
            if each["event"] == "session_ended" and each["body"]["session_id"] == str(session_id):
                return str(each["body"]["reason"])
        after, head = page["position"], page["head"]
    return None


async def becomes_ended(caller: Caller, session_id: UUID, reason: str) -> None:
    async def is_told() -> bool:
        return await ended(caller, session_id) == reason

    await becomes_true(is_told)


async def refused(asked: Any) -> str:
    with pytest.raises(Refused) as refusal:
        await asked
    return refusal.value.code


async def test_a_session_that_ran_out_is_told_of_though_nobody_asked(caller: Caller, services: Services) -> None:
    # SES-1
    session_id = signed_in_long_ago(services, CECILIA, timedelta(hours=3))

    await becomes_ended(caller, session_id, "idle")


async def test_a_session_that_ran_out_while_the_follower_was_away_is_told_of_after_it(
    caller: Caller, services: Services
) -> None:  # SES-1
    services.kill("identity.follower")
    session_id = signed_in_long_ago(services, CECILIA, timedelta(hours=3))

    services.start("identity.follower")

    await becomes_ended(caller, session_id, "idle")


async def test_whoever_is_made_inactive_is_signed_out_everywhere(caller: Caller) -> None:  # STA-2
    signed_in = [await sign_in(caller, BO) for _ in range(3)]

    await caller.call(ChangeStatus, person_id=BO, changed_by=ANNA, status="inactive")

    for token, session_id in signed_in:
        assert await refused(caller.call(ReadSession, token=token)) == "not_signed_in"
        await becomes_ended(caller, session_id, "status_changed")
    await caller.call(ChangeStatus, person_id=BO, changed_by=ANNA, status="active")


async def test_a_call_keeps_its_session_open_and_leaving_starts_the_clock(  # SES-1, Q1
    caller: Caller, services: Services
) -> None:
    token, session_id = await sign_in(caller, CECILIA)
    media, visit_id, connection = visit_media(services), uuid4(), "PA_1"
    media.join(
        visit_id=visit_id,
        person_id=CECILIA,
        connection_id=connection,
        session_id=session_id,
        now=datetime.now(UTC),
    )

    async def is_in_call() -> bool:
        return (await caller.call(ReadSession, token=token))["idle_ends_at"] is None

    await becomes_true(is_in_call)
    left_at = datetime.now(UTC)
    media.leave(visit_id=visit_id, connection_id=connection, reason="left", now=left_at)

    async def counts_again() -> bool:
        ends_at = (await caller.call(ReadSession, token=token))["idle_ends_at"]
        return ends_at is not None and ends_at == left_at + timedelta(minutes=120)

    await becomes_true(counts_again)
    media.close()


async def test_a_shorter_idle_time_counts_for_those_who_are_signed_in_already(
    caller: Caller, services: Services
) -> None:  # SES-1
    settings = (await caller.call(ReadSettings))["settings"]
    told = {
        name: value
        for name, value in settings.items()
        if name not in ("logo", "configured_methods", "changed_at", "changed_by")
    }
    session_id = signed_in_long_ago(services, CECILIA, timedelta(minutes=30))

    changed = await caller.call(ChangeSettings, changed_by=ANNA, **told | {"idle_logout_minutes": 5})

    await becomes_ended(caller, session_id, "idle")
    version = changed["settings"]["version"]
    await caller.call(ChangeSettings, changed_by=ANNA, **told | {"idle_logout_minutes": 120, "version": version})


async def test_one_signs_oneself_out_elsewhere(caller: Caller) -> None:  # SES-3
    token, here = await sign_in(caller, CECILIA)
    _, there = await sign_in(caller, CECILIA)

    listed = (await caller.call(ListSessions, person_id=CECILIA))["sessions"]
    await caller.call(CloseOwnSessions, token=token, session_id=None)

    left = (await caller.call(ListSessions, person_id=CECILIA))["sessions"]
    assert {here, there} <= {each["session_id"] for each in listed}
    assert [each["session_id"] for each in left] == [here]
    await becomes_ended(caller, there, "signed_out_elsewhere")


async def test_support_is_out_as_soon_as_the_provider_closes_the_door(caller: Caller) -> None:  # SUP-1
    before = await refused(caller.call(OpenSession, person_id=SARA, method="demo"))
    await caller.call(OpenSupport, window_id=uuid4(), opened_by=ANNA, hours=1, reason="Fel personnummer")
    token, session_id = await sign_in(caller, SARA)

    await caller.call(CloseSupport, closed_by=ANNA)

    assert before == "support_closed"
    assert await refused(caller.call(ReadSession, token=token)) == "not_signed_in"
    await becomes_ended(caller, session_id, "support_closed")


async def test_the_read_models_of_sessions_and_calls_can_be_rebuilt_and_are_equal(
    caller: Caller, services: Services
) -> None:
    await sign_in(caller, ANNA)
    await caller.call(ListSessions, person_id=ANNA)

    rebuilt = services.rebuild("identity")

    assert rebuilt.returncode == 0, rebuilt.stdout
    for read_model in ("open_sessions", "calls_going_on"):
        assert f'"read_model": "{read_model}"' in rebuilt.stdout
