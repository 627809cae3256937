"""Sessions, settings and support over identity's log in memory, with clicks and calls that a test sets."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from identity.adapters.pictures import check_picture
from identity.adapters.switchboards import switchboard_number
from identity.application import Identity
from identity.application.sessions import Sessions
from identity.application.settings import Deployment, ProviderSettings
from identity.application.support import Support
from identity.application.sweeping import Sweeper
from identity.domain.session import Session
from tests.unit.identity.people import ANNA, NOW, Provider, RememberedClicks, add, events_of, identity, staffed

SUPPORT, WINDOW = UUID(int=90), UUID(int=91)
SETTINGS: dict[str, Any] = {
    "name": "Norrviks vårdcentral",
    "address": "Storgatan 1",
    "phone": "",
    "brand_colour": "#0b5c6b",
    "sign_in_methods": ["demo"],
    "idle_logout_minutes": 60,
    "sms": False,
    "sms_decision": "",
    "retention_days": 365,
    "patients_removed_after_months": None,
    "languages": ["sv"],
}


class CallsAsSet:
    """Who is in a call, and when each last left one, by session."""

    def __init__(self) -> None:
        self.going_on: set[UUID] = set()
        self.left_at: dict[UUID, datetime] = {}

    def of(self, whose: Mapping[UUID, UUID], now: datetime) -> dict[UUID, tuple[bool, datetime | None]]:
        return {each: (each in self.going_on, self.left_at.get(each)) for each in whose}


class OpenSessionsInLog:
    """Finds sessions in the log itself, which is never late."""

    def __init__(self, log: Identity) -> None:
        self._log = log
        self.asked_to_reach: list[int | None] = []

    def catch_up(self, at_least: int | None) -> int:
        self.asked_to_reach.append(at_least)
        return self._log.head

    def of_person(self, person_id: UUID) -> list[Mapping[str, Any]]:
        names = {"session_id": "id", "method": "method", "device": "device", "opened_at": "opened_at"}
        return [
            {told: getattr(session, name) for told, name in names.items()}
            for session in self._open()
            if session.person_id == person_id
        ]

    def of_broker(self, broker_session: str) -> list[UUID]:
        return [session.id for session in self._open() if session.broker_session == broker_session]

    def perhaps_over(self, now: datetime, longest_idle: timedelta) -> list[UUID]:
        return [session.id for session in self._open()]

    def _open(self) -> list[Session]:
        stored = [self._log.mapper.to_domain_event(each) for each in self._log.recorder.select_notifications(1, 1000)]
        ids = [each.originator_id for each in stored if isinstance(each, Session.Opened)]
        found = [self._log.find(Session, each) for each in ids]
        return [session for session in reversed(found) if session is not None and not session.is_closed]


@dataclass(frozen=True, slots=True)
class Desk:
    """Everything about signing in at one provider."""

    provider: Provider
    sessions: Sessions
    settings: ProviderSettings
    support: Support
    calls: CallsAsSet = field(default_factory=CallsAsSet)

    def sign_in(self, person_id: UUID, now: datetime = NOW, device: str | None = None) -> str:
        return self.sessions.open_demo(person_id=person_id, device=device, now=now)

    def session_id(self, token: str, now: datetime = NOW) -> UUID:
        return self.sessions.read(token=token, clicked=False, now=now).session_id

    def sweeper(self, now: datetime) -> Sweeper:
        return Sweeper(self.sessions, OpenSessionsInLog(self.provider.log), self.settings, clock=lambda: now)

    def endings(self) -> list[tuple[UUID, str]]:
        return [(each.person_id, each.reason) for each in events_of(self.provider, Session.Closed)]


def desk(configured_methods: tuple[str, ...] = ("demo",), *, provider: Provider | None = None) -> Desk:
    """With Anna the administrator, Bo of the staff and Cecilia the patient, and a support person."""
    if provider is None:
        provider = staffed()
        add(provider, SUPPORT, "555", ["support"], by=ANNA, name="Sara Stöd")
    calls = CallsAsSet()
    settings = ProviderSettings(
        provider.log,
        deployment=Deployment("Vårdcentralen", configured_methods),
        check_picture=check_picture,
        normalised_phone=switchboard_number,
    )
    sessions = Sessions(
        provider.log,
        clicks=RememberedClicks(),
        calls=calls,
        settings=settings,
        open_sessions=OpenSessionsInLog(provider.log),
    )
    return Desk(provider, sessions, settings, Support(provider.log), calls)


def empty_desk(configured_methods: tuple[str, ...] = ("demo",)) -> Desk:
    return desk(configured_methods, provider=identity())
