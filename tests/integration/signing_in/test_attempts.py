"""What is under way while somebody signs in, on both stores."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID, uuid4

import pytest
from cryptography.exceptions import InvalidTag
from sqlalchemy import func, select, update

from chassis.store import Database, Place
from identity.adapters.attempts import Attempts
from identity.adapters.broker_names import BrokerNames
from identity.adapters.swedish_numbers import SwedishNumbers
from identity.domain.signing_in import Attempt, BrokerLogout, BrokerVisit, Order
from identity.projections.staff_ids import StaffIds
from tests.unit.identity.people import ANNA, BO, LATER, NOW, person

BROWSER, ANOTHER = "b" * 43, "a" * 43
HSA_ID = "SE2321000016-1003"


@pytest.fixture
def database(store: dict[str, str]) -> Iterator[Database]:
    database = Database(Place.of("identity", store))
    yield database
    database.close()


@pytest.fixture
def attempts(database: Database) -> Attempts:
    return Attempts(database)


def attempt(secrets: Order | BrokerVisit | None = None, began_at: datetime = NOW) -> Attempt:
    order = secrets or Order("ref", "start", "token", "secret")
    return Attempt(uuid4(), "Safari, iPhone", began_at, began_at + timedelta(minutes=6), "noClient", order)


def test_an_attempt_is_found_by_its_browser_as_it_was_begun(attempts):
    orders, visits = attempt(), attempt(BrokerVisit("nonce", "verifier", "/visits/7"))
    attempts.begin(BROWSER, orders, NOW)
    attempts.begin(ANOTHER, visits, NOW)

    assert attempts.find(BROWSER, orders.id, NOW) == orders
    assert attempts.take(ANOTHER, visits.id, NOW) == visits
    assert attempts.find(BROWSER, visits.id, NOW) is None


def test_a_new_attempt_gives_back_the_one_it_replaces_while_that_could_be_used(attempts):
    first, second, third = attempt(), attempt(), attempt(began_at=NOW + timedelta(hours=1))

    assert attempts.begin(BROWSER, first, NOW) is None
    assert attempts.begin(BROWSER, second, NOW) == first
    assert attempts.begin(BROWSER, third, third.began_at) is None


def test_of_many_who_take_at_once_one_gets_it(attempts):
    begun = attempt()
    attempts.begin(BROWSER, begun, NOW)

    with ThreadPoolExecutor(8) as pool:
        taken = list(pool.map(lambda _: attempts.take(BROWSER, begun.id, NOW), range(8)))

    assert [each for each in taken if each is not None] == [begun]


def test_of_many_who_would_ask_at_once_one_may_and_the_next_two_seconds_later(attempts):
    begun = attempt()
    attempts.begin(BROWSER, begun, NOW)

    def may_ask(now: datetime) -> int:
        with ThreadPoolExecutor(8) as pool:
            return sum(pool.map(lambda _: attempts.may_ask(BROWSER, begun.id, now), range(8)))

    assert [may_ask(NOW + timedelta(seconds=second)) for second in (0, 1, 2, 3, 4)] == [1, 0, 1, 0, 1]


def test_who_identified_himself_is_kept_with_the_attempt_and_never_with_another(attempts, database):
    begun, replaced = attempt(Order("ref", "start", "token", "secret", "/visits/7", "a" * 64)), attempt()
    attempts.begin(ANOTHER, replaced, NOW)
    attempts.begin(ANOTHER, attempt(), NOW)
    attempts.begin(BROWSER, begun, NOW)
    known = replace(begun, hint="return_awaited", secrets=replace(begun.secrets, number="199001012385"))

    attempts.keep(BROWSER, known, NOW)
    attempts.keep(ANOTHER, replaced, NOW)

    assert attempts.find(BROWSER, begun.id, NOW) == known
    assert attempts.find(ANOTHER, replaced.id, NOW) is None
    with database.reading() as connection:
        kept = connection.execute(select(attempts.table.c.sealed)).scalars().all()
    assert len(kept) == 2
    assert not any(b"199001012385" in sealed for sealed in kept)


def test_what_was_never_finished_is_tidied_away(attempts, database):
    for number in range(5):
        attempts.begin(f"{number}" * 43, attempt(), NOW)
    attempts.begin(BROWSER, attempt(began_at=NOW + timedelta(hours=1)), NOW + timedelta(hours=1))

    with database.reading() as connection:
        assert connection.execute(select(func.count()).select_from(attempts.table)).scalar() == 1


def test_what_is_kept_opens_for_its_own_browser_and_attempt_only(attempts, database):
    """Somebody who writes to the table cannot give one browser's order to another."""
    theirs, mine = attempt(), attempt()
    attempts.begin(ANOTHER, theirs, NOW)
    attempts.begin(BROWSER, mine, NOW)
    with database.writing() as connection:
        sealed = select(attempts.table.c.sealed).where(attempts.table.c.attempt_id == theirs.id).scalar_subquery()
        connection.execute(update(attempts.table).where(attempts.table.c.attempt_id == mine.id).values(sealed=sealed))

    with pytest.raises(InvalidTag):
        attempts.find(BROWSER, mine.id, NOW)


def test_the_brokers_names_are_kept_as_keyed_hashes_and_its_logouts_heard_once(database):
    names, elsewhere = BrokerNames(database, b"k" * 32), BrokerNames(database, b"l" * 32)
    logout = BrokerLogout("jti", "subject", None, LATER)

    for person_id in (ANNA, BO):
        names.note_subject("199001012385", person_id, LATER, NOW)
    names.note_heard(logout, NOW)
    names.note_heard(logout, NOW)

    assert (names.person_of("199001012385"), elsewhere.person_of("199001012385")) == (BO, None)
    assert (names.was_heard(logout), elsewhere.was_heard(logout)) == (True, False)
    assert names.of_session("sid") != elsewhere.of_session("sid")


def test_a_colleague_is_found_by_the_id_that_stands_in_the_profile_now(database):
    staff_ids = StaffIds(database, SwedishNumbers(b"k" * 32).index_id)
    bo = person(["staff"], id=BO, hsa_id=HSA_ID)
    registered = type(bo).Registered(
        originator_id=BO,
        originator_version=1,
        timestamp=NOW,
        originator_topic="",
        personnummer="198507099805",
        name="Bo Ek",
        phone=None,
        email=None,
        hsa_id=HSA_ID,
        language="sv",
        roles=["staff"],
        registered_by=ANNA,
    )

    def changed(hsa_id: str | None, version: int):
        profile = {"name": "Bo Ek", "phone": None, "email": None, "hsa_id": hsa_id, "language": "sv"}
        standing = {"roles": ["staff"], "status": "active", "changed_by": ANNA}
        event = type(bo).ProfileChanged
        return event(originator_id=BO, originator_version=version, timestamp=LATER, **profile, **standing)

    def holders_after(event: object, asked: str = HSA_ID) -> list[UUID]:
        with database.writing() as connection:
            staff_ids.apply(connection, event)
        return staff_ids.holders(asked)

    assert holders_after(registered, HSA_ID.lower()) == [BO]
    assert holders_after(changed("SE2321000016-2000", 2)) == []
    assert holders_after(changed("SE2321000016-2000", 2), "SE2321000016-2000") == [BO]
    assert holders_after(changed(None, 3), "SE2321000016-2000") == []
