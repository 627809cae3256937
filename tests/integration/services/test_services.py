import asyncio
import json
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from chassis.aio import Caller
from contracts.booking.calls import (
    BookingEventsSince,
    CancelVisit,
    EndVisit,
    ListVisits,
    ReadVisit,
    ReplayVisit,
    StartVisit,
)
from contracts.identity.calls import (
    ChangeStatus,
    CloseSession,
    DescribePeople,
    IdentityEventsSince,
    ListPeople,
    OpenSession,
    ReadSession,
)
from contracts.readers import EVENTS
from contracts.refusals import Refused
from contracts.visit_media.calls import ListPresent, ReplayAttendance, VisitMediaEventsSince, WaitForVisit
from tests.fixtures.broker import TestBroker
from tests.fixtures.database import STORES, NewDatabase
from tests.integration.services.clinic import ANNA, BO, CECILIA, VISIT_NAME, add, book, refusal
from tests.integration.services.processes import Services, becomes_true


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
        services.start()
        yield services
    finally:
        services.stop()


@pytest.fixture
async def caller(services: Services) -> AsyncIterator[Caller]:
    async with Caller(services.amqp_url, "test") as caller:
        await add(caller, ANNA, "Anna Åkesson", ["administrator", "staff"], by=ANNA)
        await add(caller, BO, "Bo Ek", ["staff"], by=ANNA)
        await add(caller, CECILIA, "Cecilia Öst", ["patient"], by=BO)
        yield caller


async def test_a_visit_is_booked_started_ended_and_replayed(caller: Caller) -> None:  # LIF-1, LIF-7, X-2
    visit = uuid4()

    await book(caller, visit)
    await caller.call(StartVisit, visit_id=visit, started_by=BO)
    ended = await caller.call(EndVisit, visit_id=visit, ended_by=BO)

    listed = await caller.call(ListVisits, person_id=CECILIA, at_least=ended["position"])
    [mine] = [each for each in listed["visits"] if each["id"] == visit]
    read = await caller.call(ReadVisit, visit_id=visit, person_id=CECILIA)
    assert read["visit"] == mine
    assert (mine["state"], mine["name"], mine["ended_by"], mine["version"]) == ("ended", VISIT_NAME, BO, 3)
    replayed = await caller.call(ReplayVisit, visit_id=visit, at=mine["started_at"])
    assert (replayed["state"], len(replayed["timeline"])) == ("started", 2)
    attendance = await caller.call(ReplayAttendance, visit_id=visit)
    assert attendance == {"present": [], "waiting": [], "timeline": []}


async def test_a_command_sent_twice_acts_once(caller: Caller) -> None:
    visit, starts_at = uuid4(), datetime.now(UTC)

    first = await book(caller, visit, starts_at=starts_at)
    again = await book(caller, visit, starts_at=starts_at)
    other = await refusal(book(caller, visit, starts_at=starts_at, length_minutes=45))

    assert first <= again
    assert other == ("conflict", "id_taken")
    assert (await caller.call(ReadVisit, visit_id=visit, person_id=BO))["visit"]["version"] == 1


async def test_many_who_start_at_once_start_it_once(caller: Caller) -> None:  # LIF-1
    visit = uuid4()
    await book(caller, visit)

    await asyncio.gather(*(caller.call(StartVisit, visit_id=visit, started_by=BO) for _ in range(8)))

    assert (await caller.call(ReadVisit, visit_id=visit, person_id=BO))["visit"]["version"] == 2


async def test_bad_input_is_refused_with_its_reason(caller: Caller) -> None:
    now = datetime.now(UTC)
    bad: dict[str, dict[str, Any]] = {
        "starts_in_the_past": {"starts_at": now - timedelta(hours=1)},
        "too_far_ahead": {"starts_at": now + timedelta(days=3000)},
        "length_out_of_range": {"length_minutes": 100_000},
        "person_unknown": {"patient_ids": [uuid4()]},
        "not_a_patient": {"patient_ids": [ANNA]},
        "only_staff": {"booked_by": CECILIA},
        "invalid": {"name": ""},
    }

    codes = [(await refusal(book(caller, uuid4(), **changed)))[1] for changed in bad.values()]

    assert codes == list(bad)


async def test_a_visit_is_nobody_elses_business(caller: Caller) -> None:  # LIF-6, GRP-6
    visit = uuid4()
    await book(caller, visit)

    refused = [
        await refusal(caller.call(ReadVisit, visit_id=visit, person_id=ANNA)),
        await refusal(caller.call(ReadVisit, visit_id=uuid4(), person_id=BO)),
        await refusal(caller.call(StartVisit, visit_id=visit, started_by=ANNA)),
        await refusal(caller.call(CancelVisit, visit_id=visit, cancelled_by=uuid4())),
        await refusal(caller.call(EndVisit, visit_id=uuid4(), ended_by=BO)),
    ]

    assert set(refused) == {("not_found", "not_found")}
    assert await refusal(caller.call(StartVisit, visit_id=visit, started_by=CECILIA)) == ("forbidden", "only_staff")
    assert await refusal(caller.call(EndVisit, visit_id=visit, ended_by=BO)) == ("conflict", "visit_not_started")


async def test_people_are_listed_and_described(caller: Caller) -> None:  # GRP-2
    patients = (await caller.call(ListPeople, role="patient"))["people"]
    described = (await caller.call(DescribePeople, person_ids=[ANNA, uuid4()], at_least=1))["people"]

    assert [(person["name"], person["personnummer"]) for person in patients] == [("Cecilia Öst", "199001012385")]
    assert [(person["initials"], person["roles"]) for person in described] == [("AÅ", ["staff", "administrator"])]


async def test_a_session_lives_until_it_is_closed(caller: Caller) -> None:  # AUT-1, SES-3
    token = (await caller.call(OpenSession, person_id=CECILIA, method="demo"))["token"]
    session = await caller.call(ReadSession, token=token, clicked=True)
    same = await caller.call(ReadSession, token=token)

    await caller.call(CloseSession, token=token)

    assert (session["person"]["name"], session["csrf_token"]) == ("Cecilia Öst", same["csrf_token"])
    assert await refusal(caller.call(ReadSession, token=token)) == ("unauthenticated", "not_signed_in")


async def test_one_who_is_made_inactive_is_out_at_once_and_cannot_be_booked(caller: Caller) -> None:  # STA-2, BOK-10
    token = (await caller.call(OpenSession, person_id=CECILIA, method="demo"))["token"]

    await caller.call(ChangeStatus, person_id=CECILIA, changed_by=ANNA, status="inactive")

    assert await refusal(caller.call(ReadSession, token=token)) == ("unauthenticated", "not_signed_in")

    async def is_refused() -> bool:
        try:
            await book(caller, uuid4())
        except Refused as refused:
            return refused.code == "person_not_active"
        return False

    await becomes_true(is_refused)
    await caller.call(ChangeStatus, person_id=CECILIA, changed_by=ANNA, status="active")

    async def is_booked() -> bool:
        return not await is_refused()

    await becomes_true(is_booked)


async def test_a_killed_follower_catches_up_with_what_happened_without_it(caller: Caller, services: Services) -> None:
    services.kill("booking.follower")
    visits = [uuid4() for _ in range(3)]
    for visit in visits:
        position = await book(caller, visit)
    late = await caller.call(ListVisits, person_id=BO, at_least=position)

    services.start("booking.follower")

    caught_up = await caller.call(ListVisits, person_id=BO, at_least=position)
    assert late["position"] < position
    assert set(visits) <= {visit["id"] for visit in caught_up["visits"]}


async def test_a_killed_service_answers_again_and_has_lost_nothing(caller: Caller, services: Services) -> None:
    visit = uuid4()
    await book(caller, visit)

    services.kill("booking.service")
    services.start("booking.service")

    read = await caller.call(ReadVisit, visit_id=visit, person_id=BO)
    assert read["visit"]["state"] == "booked"


async def test_published_events_can_be_asked_for_page_by_page(caller: Caller) -> None:
    await book(caller, uuid4())
    pages, after = [], 0
    while True:
        page = await caller.call(BookingEventsSince, after=after, limit=2)
        pages += page["events"]
        after = page["position"]
        if after >= page["head"]:
            break

    registered = (await caller.call(IdentityEventsSince, after=0))["events"]
    assert [each["position"] for each in pages] == sorted(each["position"] for each in pages)
    assert {each["event"] for each in pages} <= {event.NAME for event in EVENTS if event.SERVICE == "booking"}
    assert [each["body"]["user_id"] for each in registered[:3]] == [str(ANNA), str(BO), str(CECILIA)]
    assert (await caller.call(VisitMediaEventsSince, after=0))["events"] == []
    [room] = (await caller.call(ListPresent, visit_ids=[ANNA]))["present"]
    assert room == {"visit_id": ANNA, "person_ids": [], "waiting_ids": [], "arrival_ids": []}


async def test_a_patient_who_waits_is_known_until_the_visit_is_called_off(caller: Caller) -> None:  # LIF-2, X-2
    visit, page = uuid4(), {"person_id": CECILIA, "session_id": uuid4(), "wait_id": uuid4()}
    await book(caller, visit)
    waits = await caller.call(WaitForVisit, visit_id=visit, **page)

    async def waiting_are(*person_ids: UUID) -> bool:
        [room] = (await caller.call(ListPresent, visit_ids=[visit]))["present"]
        return bool(room["waiting_ids"] == list(person_ids))

    await becomes_true(lambda: waiting_are(CECILIA))
    await caller.call(CancelVisit, visit_id=visit, cancelled_by=BO)
    await becomes_true(waiting_are)

    told = await caller.call(ReplayAttendance, visit_id=visit)
    stopped = told["timeline"][-1]
    assert (waits["state"], stopped["what"], stopped["details"]) == (
        "booked",
        "stopped_waiting",
        {"reason": "visit_over"},
    )
    assert (await caller.call(WaitForVisit, visit_id=visit, **page))["state"] == "cancelled"
    assert await refusal(caller.call(WaitForVisit, visit_id=visit, **(page | {"person_id": BO}))) == (
        "not_found",
        "not_found",
    )


async def test_every_read_model_can_be_rebuilt_and_is_equal(caller: Caller, services: Services) -> None:  # X-2
    visit = uuid4()
    await book(caller, visit)
    head = (await caller.call(BookingEventsSince, after=0, limit=1))["head"]
    await caller.call(ListVisits, person_id=BO, at_least=head)

    rebuilt = {owner: services.rebuild(owner) for owner in ("identity", "booking", "visit_media", "audit")}

    told = [json.loads(line) for each in rebuilt.values() for line in each.stdout.splitlines()]
    verdicts = {(line["read_model"], line["equal"]) for line in told if "read_model" in line}
    assert {each.returncode for each in rebuilt.values()} == {0}, rebuilt
    of_identity = {"persons", "open_sessions", "staff_ids", "calls_going_on", "sign_ins"}
    of_booking = {"people", "my_bookings_v3", "visit_index", "running_rearrangements"}
    names = of_identity | of_booking | {"present_v2", "admissions", "accesses"}
    assert verdicts == {(name, True) for name in names}


async def test_no_log_line_tells_a_name_a_number_or_a_token(caller: Caller, services: Services) -> None:
    token = (await caller.call(OpenSession, person_id=CECILIA, method="demo"))["token"]
    await book(caller, uuid4())

    output = services.output()

    for secret in (VISIT_NAME, "Åkesson", "Öst", "9001012385", token):
        assert secret not in output
