"""What the gateway hears on the bus, and to whom it is passed on."""

from typing import Any

from chassis.aio import Caller
from chassis.store import Delivery
from contracts.booking.calls import ReadVisit
from contracts.booking.events import (
    VisitBooked,
    VisitCancelled,
    VisitEnded,
    VisitEvent,
    VisitParticipantsChanged,
    VisitStarted,
)
from contracts.identity.events import ProviderSettingsChanged, SessionEnded, UserRolesChanged, UserStatusChanged
from contracts.message import Event
from contracts.refusals import Refused
from contracts.visit_media.events import ParticipantJoined, ParticipantLeft
from gateway.live import Hub
from gateway.provider import ProviderSettings

HEARD: tuple[type[Event], ...] = (
    VisitBooked,
    VisitStarted,
    VisitEnded,
    VisitCancelled,
    VisitParticipantsChanged,
    ParticipantJoined,
    ParticipantLeft,
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
}


class Hearing:
    """Turns events of the services into live events for the persons they concern."""

    def __init__(self, hub: Hub, caller: Caller, provider: ProviderSettings) -> None:
        self._hub = hub
        self._caller = caller
        self._provider = provider

    async def on_event(self, event: type[Event], delivery: Delivery, fields: dict[str, Any]) -> None:
        if issubclass(event, VisitEvent):
            self._visit_changed(event, delivery, fields)
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
        else:
            await self._presence_changed(event, fields)

    async def on_gap(self) -> None:
        """The connection to the broker was away, so events may have been missed: every page refetches."""
        self._provider.forget()
        self._hub.tell("resync", {}, None)

    def _visit_changed(self, event: type[Event], delivery: Delivery, fields: dict[str, Any]) -> None:
        members = [*fields["staff_ids"], *fields["patient_ids"]]
        self._hub.remember_members(fields["visit_id"], members)
        data = {
            "visit_id": str(fields["visit_id"]),
            "version": delivery.aggregate_version,
            "state": STATES.get(event) or fields["state"],
            "position": delivery.position,
        }
        self._hub.tell("visit", data, members)
        if fields.get("taken_out_id") is not None:
            self._hub.tell("visit", data | {"is_taken_out": True}, [fields["taken_out_id"]])

    async def _presence_changed(self, event: type[Event], fields: dict[str, Any]) -> None:
        visit_id, person_id = fields["visit_id"], fields["person_id"]
        members = self._hub.members(visit_id)
        if members is None:
            try:
                visit = (await self._caller.call(ReadVisit, visit_id=visit_id, person_id=person_id))["visit"]
            except Refused:
                return  # pages ask for presence whenever they read the visit; this was only the quick way
            members = frozenset([*visit["staff_ids"], *visit["patient_ids"]])
            self._hub.remember_members(visit_id, members)
        state = "joined" if event is ParticipantJoined else "left"
        self._hub.tell("presence", {"visit_id": str(visit_id), "person_id": str(person_id), "state": state}, members)
