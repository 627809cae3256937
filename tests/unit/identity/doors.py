"""The ways in at one provider: BankID in memory, a broker that may lie, and the attempts in a file of their own."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from chassis.store import Database, Place
from identity.adapters.attempts import Attempts
from identity.adapters.broker_names import BrokerNames
from identity.adapters.oidc import Broker
from identity.application.sessions import SignedIn
from identity.application.sign_in.by_bankid import Begun, SignInByBankId
from identity.application.sign_in.by_broker import CameBack, Proves, SignInByBroker
from identity.application.sign_in.entrance import Entrance
from identity.domain.person import Person
from tests.fakes.bankid_in_memory import BankIdInMemory
from tests.fakes.lying_broker import Change, LyingBroker
from tests.unit.identity.people import ANNA, NOW, NUMBERS, PlainNumbers
from tests.unit.identity.signing import Desk, desk

BROWSER, ANOTHER = "b" * 43, "a" * 43
DAVID, DAVIDS_HSA_ID, DAVIDS_NUMBER = UUID(int=4), "SE2321000016-1003", "197010632391"
METHODS = ("bankid", "oidc")
SIGN_IN_PAGE = "https://norrvik.careplatform.se/sign-in"


class StaffIdsInLog:
    """Finds holders in the log itself, which is never late; `late` are what a late index would still say."""

    def __init__(self, care: Desk, person_ids: Iterable[UUID]) -> None:
        self._care, self._person_ids = care, list(person_ids)
        self.late: dict[str, list[UUID]] = {}

    def holders(self, staff_id: str) -> list[UUID]:
        wanted = staff_id.strip().upper()
        people = [self._care.provider.log.find(Person, each) for each in self._person_ids]
        held = [each.id for each in people if each is not None and each.hsa_id == wanted]
        return self.late.get(wanted, held)


@dataclass(frozen=True, slots=True)
class Doors:
    care: Desk
    bank_id: BankIdInMemory
    by_bank_id: SignInByBankId
    broker: LyingBroker
    by_broker: SignInByBroker
    staff_ids: StaffIdsInLog
    attempts: Attempts = field(repr=False)

    def begin(self, browser: str = BROWSER, now: datetime = NOW) -> tuple[UUID, str]:
        """An order for another device, and the name that only BankID and its app know it by."""
        begun = self.begin_bank_id(browser, now=now)
        return begun.attempt_id, self.bank_id.begun[-1].auto_start_token

    def begin_here(self, browser: str = BROWSER, now: datetime = NOW, back: str = "/") -> tuple[UUID, str]:
        """An order for the app on this device, and the token that starts it."""
        begun = self.begin_bank_id(browser, same_device=True, back=back, now=now)
        assert begun.auto_start_token is not None
        return begun.attempt_id, begun.auto_start_token

    def begin_bank_id(
        self, browser: str = BROWSER, *, same_device: bool = False, back: str = "/", now: datetime = NOW
    ) -> Begun:
        return self.by_bank_id.begin(
            browser=browser,
            user_ip="203.0.113.7",
            device=None,
            language="sv",
            same_device=same_device,
            back=back,
            now=now,
        )

    def at_broker(self, browser: str = BROWSER, now: datetime = NOW, back: str = "/") -> str:
        """The address where a browser is sent."""
        return self.by_broker.begin(browser=browser, back=back, device=None, language="sv", now=now)

    def finish(self, answer: dict[str, Any], browser: str = BROWSER, now: datetime = NOW) -> CameBack:
        return self.by_broker.finish(browser=browser, now=now, **answer)

    def identified(
        self, hsa_id: str = DAVIDS_HSA_ID, changed: Change = lambda _: None, now: datetime = NOW
    ) -> CameBack:
        """All the way to the broker and back."""
        return self.finish(self.broker.identify(self.at_broker(now=now), hsa_id, changed), now=now)

    def session_of(self, token: str, now: datetime = NOW) -> SignedIn:
        return self.care.sessions.read(token=token, clicked=False, now=now)


def doors(folder: Path, *, methods: tuple[str, ...] = METHODS, proves: Proves = "hsa_id") -> Doors:
    care = desk(methods)
    care.provider.persons.register(
        person_id=DAVID,
        registered_by=ANNA,
        personnummer=DAVIDS_NUMBER,
        name="David Dahl",
        roles=["staff"],
        hsa_id=DAVIDS_HSA_ID,
        now=NOW,
    )
    database = Database(Place("identity", "sqlite", str(folder)))
    attempts, staff_ids = Attempts(database), StaffIdsInLog(care, [ANNA, DAVID])
    entrance = Entrance(
        care.provider.log,
        sessions=care.sessions,
        numbers=PlainNumbers(),
        staff_ids=staff_ids,
        methods=care.settings.sign_in_methods,
    )
    bank_id, broker = BankIdInMemory(), LyingBroker()
    by_bank_id = SignInByBankId(
        entrance,
        bank_id=bank_id,
        attempts=attempts,
        provider_name=care.settings.name,
        return_page=SIGN_IN_PAGE,
    )
    by_broker = SignInByBroker(
        entrance,
        broker=Broker(broker.settings, broker.client()),
        proves=proves,
        attempts=attempts,
        names=BrokerNames(database, b"k" * 32),
        sessions=care.sessions,
    )
    return Doors(care, bank_id, by_bank_id, broker, by_broker, staff_ids, attempts)


CECILIAS_NUMBER = NUMBERS[2]
