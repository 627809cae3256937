"""What the gateway hears on the bus, and to whom it is passed on."""

from collections import OrderedDict
from typing import Any
from uuid import UUID

from chassis.aio import Caller
from chassis.store import Delivery
from contracts.booking.calls import ReadVisit
from contracts.booking.events import (
    VisitBooked,
    VisitCancelled,
    VisitChanged,
    VisitEnded,
    VisitEvent,
    VisitMissed,
    VisitMissTakenBack,
    VisitParticipantsChanged,
    VisitStarted,
)
from contracts.identity.events import ProviderSettingsChanged, SessionEnded, UserRolesChanged, UserStatusChanged
from contracts.message import Event
from contracts.notifications.events import NoticePosted
from contracts.refusals import Refused
from contracts.visit_media.events import (
    ParticipantJoined,
    ParticipantLeft,
    ParticipantStoppedWaiting,
    ParticipantWaiting,
)
from gateway.live import Hub, Members
from gateway.provider import ProviderSettings

HEARD: tuple[type[Event], ...] = (
    VisitBooked,
    VisitStarted,
    VisitEnded,
    VisitCancelled,
    VisitChanged,
    VisitMissed,
    VisitMissTakenBack,
    VisitParticipantsChanged,
    ParticipantJoined,
    ParticipantLeft,
    ParticipantWaiting,
    ParticipantStoppedWaiting,
    NoticePosted,
    UserStatusChanged,
    UserRolesChanged,
    SessionEnded,
    ProviderSettingsChanged,
)
STATES: dict[type[Event], str] = {
    VisitBooked: "booked",
    VisitStarted: "started",
    VisitEnded: "ended",
    VisitCancelled: "cancelled",
    VisitMissed: "missed",
    VisitMissTakenBack: "booked",
}
PRESENCE: dict[type[Event], str] = {
    ParticipantJoined: "joined",
    ParticipantLeft: "left",
    ParticipantWaiting: "waiting",
    ParticipantStoppedWaiting: "stopped_waiting",
}
FOR_STAFF_ONLY = (ParticipantWaiting, ParticipantStoppedWaiting)
REMEMBERED_ORIGINS = 5000


class Hearing:
    """Turns events of the services into live events for the persons they concern."""

    def __init__(self, hub: Hub, caller: Caller, provider: ProviderSettings) -> None:
        self._hub = hub
        self._caller = caller
        self._provider = provider
        self._origins: OrderedDict[UUID, UUID] = OrderedDict()

    async def on_event(self, event: type[Event], delivery: Delivery, fields: dict[str, Any]) -> None:
        if issubclass(event, VisitEvent):
            await self._visit_changed(event, delivery, fields)
        elif event in PRESENCE:
            await self._presence_changed(event, fields)
        elif event is NoticePosted:
            told = {name: str(fields[name]) for name in ("notice_id", "kind", "visit_id")}
            self._hub.tell("notice", told | {"position": delivery.position}, [fields["person_id"]])
        elif event is UserStatusChanged:
            if fields["status"] != "active":
                self._hub.end_person(fields["user_id"])
        elif event is UserRolesChanged:
            self._hub.tell("resync", {}, [fields["user_id"]])  # what one sees and may do has changed everywhere
        elif event is SessionEnded:
            self._hub.end_session(fields["session_id"])
        elif event is ProviderSettingsChanged:
            self._provider.forget()
            self._hub.tell("provider", {"version": delivery.aggregate_version}, None)

    async def on_gap(self) -> None:
        """The connection to the broker was away, so events may have been missed: every page refetches."""
        self._provider.forget()
        self._hub.forget_members()
        self._hub.tell("resync", {}, None)

    async def _visit_changed(self, event: type[Event], delivery: Delivery, fields: dict[str, Any]) -> None:
        """To those who belong to it now, and once more to those who no longer do."""
        state = STATES.get(event) or fields["state"]
        members = Members.of({**fields, "version": delivery.aggregate_version, "state": state})
        self._hub.remember_members(fields["visit_id"], members)
        news = _news(fields["visit_id"], members, delivery)
        origin_id = fields.get("origin_id")
        self._hub.tell("visit", news | ({"origin_id": str(origin_id)} if origin_id else {}), members.everyone)
        taken_out = [*fields.get("taken_out_ids", ()), *filter(None, [fields.get("taken_out_id")])]
        if taken_out:
            self._hub.tell("visit", news | {"is_taken_out": True}, taken_out)
        await self._origin_changed(delivery, fields, members)

    async def _origin_changed(self, delivery: Delivery, fields: dict[str, Any], members: Members) -> None:
        """What becomes of a small group shows in the visit it came out of: to its staff, and at first to those in
        the group, who belong to both then. Nobody else learns that there is one.
        """
        visit_id, told = fields["visit_id"], frozenset[UUID]()
        if fields.get("origin_id") is not None:
            told = members.everyone
            self._origins[visit_id] = fields["origin_id"]
            if len(self._origins) > REMEMBERED_ORIGINS:
                self._origins.popitem(last=False)
        origin_id, asker_id = self._origins.get(visit_id), next(iter([*members.staff, *members.patients]), None)
        if origin_id is None or asker_id is None:
            return
        origin = await self._members(origin_id, asker_id)
        if origin is not None:
            self._hub.tell("visit", _news(origin_id, origin, delivery), told | origin.staff)

    async def _presence_changed(self, event: type[Event], fields: dict[str, Any]) -> None:
        """Who waits is for the staff to know."""
        visit_id, person_id = fields["visit_id"], fields["person_id"]
        members = await self._members(visit_id, person_id)
        if members is None:
            return  # pages ask for presence whenever they read the visit; this was only the quick way
        told = {"visit_id": str(visit_id), "person_id": str(person_id), "state": PRESENCE[event]}
        self._hub.tell("presence", told, members.staff if event in FOR_STAFF_ONLY else members.everyone)

    async def _members(self, visit_id: UUID, person_id: UUID) -> Members | None:
        """Who belongs to a visit, asked for by one who does when it is not known; None when that cannot be said."""
        members = self._hub.members(visit_id)
        if members is None:
            try:
                visit = (await self._caller.call(ReadVisit, visit_id=visit_id, person_id=person_id))["visit"]
            except Refused:
                return None
            members = Members.of(visit)
            self._hub.remember_members(visit_id, members)
        return members


def _news(visit_id: UUID, members: Members, delivery: Delivery) -> dict[str, Any]:
    return {
        "visit_id": str(visit_id),
        "version": members.version,
        "state": members.state,
        "position": delivery.position,
    }
