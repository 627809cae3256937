"""Sessions over a provider's real log and tables, with the follower's loops run by hand."""

import threading
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from chassis.envelope import Heard
from chassis.following.projecting import ProjectionLoop
from chassis.store import Delivery
from contracts.visit_media.events import ParticipantJoined, ParticipantLeft
from identity.adapters.clicks import Clicks
from identity.adapters.pictures import check_picture
from identity.adapters.switchboards import switchboard_number
from identity.application.sessions import Sessions
from identity.application.settings import Deployment, ProviderSettings
from identity.application.sweeping import Sweeper
from identity.domain.session import Session
from identity.projections.calls_going_on import CallsGoingOn
from identity.projections.open_sessions import OpenSessions
from tests.integration.services.provider import ANNA, BO, CECILIA, Provider
from tests.unit.identity.people import LATER, NOW

VISIT, SARA = uuid4(), uuid4()
HOUR = timedelta(hours=1)
IDLE = timedelta(minutes=120)


class Desk:
    def __init__(self, store: dict[str, str]) -> None:
        self.provider = provider = Provider(store)
        clicks = Clicks(provider.database)
        self.calls = CallsGoingOn(provider.database)
        self.open_sessions = OpenSessions(provider.database, provider.keys, clicks.table)
        self.settings = ProviderSettings(
            provider.log,
            deployment=Deployment("Vårdcentralen", ("demo", "oidc")),
            check_picture=check_picture,
            normalised_phone=switchboard_number,
        )
        self.sessions = Sessions(
            provider.log,
            clicks=clicks,
            calls=self.calls,
            settings=self.settings,
            open_sessions=self.open_sessions,
        )
        self.loop = ProjectionLoop(provider.log, self.open_sessions)
        for person_id, number, roles in (
            (ANNA, "191212121212", ["administrator", "staff"]),
            (BO, "198507099805", ["staff"]),
            (CECILIA, "198507699802", ["patient"]),
            (SARA, "199001012385", ["support"]),
        ):
            provider.add(person_id, number, "Någon Annan", roles)

    def sign_in(self, person_id: UUID = CECILIA, now: datetime = NOW, **told: Any) -> UUID:
        asked = {"method": "demo", "strength": "none", "device": None} | told
        token = self.sessions.open(person_id=person_id, now=now, **asked)
        return self.sessions.read(token=token, clicked=False, now=now).session_id

    def follow(self) -> None:
        while self.loop.follow_once():
            pass

    def sweep(self, now: datetime) -> None:
        self.follow()
        Sweeper(self.sessions, self.open_sessions, self.settings, clock=lambda: now).sweep(threading.Event())

    def make(self, status: Any, person_id: UUID = CECILIA, now: datetime = LATER) -> None:
        self.provider.persons.change_status(person_id=person_id, changed_by=ANNA, status=status, now=now)

    def endings(self) -> list[tuple[UUID, str]]:
        stored = self.provider.log.recorder.select_notifications(None, 1000)
        events: list[Any] = [self.provider.log.mapper.to_domain_event(each) for each in stored]
        return [(each.originator_id, each.reason) for each in events if isinstance(each, Session.Closed)]

    def connection(
        self, what: str, at: datetime, session_id: UUID | None, *, name: str = "PA_1", version: int = 2
    ) -> Heard:
        event, moment = (ParticipantJoined, "joined_at") if what == "joined" else (ParticipantLeft, "left_at")
        ids = {"visit_id": VISIT, "person_id": CECILIA, "connection_id": name, "session_id": session_id}
        reason = {} if what == "joined" else {"reason": "left", "departure": "left", "quality": None}
        fields = event.heard(event.of(**ids, **reason, **{moment: at}).body, event.VERSION)
        return Heard(event, Delivery(uuid4(), "visit-media", event.NAME, version, VISIT, version, at), fields)

    def call_of(self, session_id: UUID, person_id: UUID, now: datetime) -> tuple[bool, datetime | None]:
        return self.calls.of({session_id: person_id}, now)[session_id]

    def hear(self, *events: Heard) -> None:
        for each in events:
            self.calls.hear(each.delivery, each.fields)
