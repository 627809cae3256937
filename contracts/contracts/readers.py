"""Who hears what: every event type has its readers' queues before the first one is sent."""

from contracts.booking import events as booking
from contracts.identity import events as identity
from contracts.message import Event
from contracts.notifications import events as notifications
from contracts.visit_media import events as visit_media

EVENTS: tuple[type[Event], ...] = (
    identity.UserRegistered,
    identity.UserStatusChanged,
    identity.UserRolesChanged,
    identity.UserProfileChanged,
    identity.SessionEnded,
    identity.ProviderSettingsChanged,
    identity.SupportOpened,
    identity.SupportClosed,
    booking.VisitBooked,
    booking.VisitStarted,
    booking.VisitEnded,
    booking.VisitCancelled,
    booking.VisitChanged,
    booking.VisitMissed,
    booking.VisitMissTakenBack,
    booking.VisitParticipantsChanged,
    visit_media.ParticipantJoined,
    visit_media.ParticipantLeft,
    visit_media.ParticipantWaiting,
    visit_media.ParticipantStoppedWaiting,
    notifications.NoticePosted,
    notifications.NoticeSettled,
)

READERS: dict[str, tuple[type[Event], ...]] = {
    "identity": (visit_media.ParticipantJoined, visit_media.ParticipantLeft),
    "booking": (identity.UserRegistered, identity.UserStatusChanged, identity.UserRolesChanged),
    "visit-media": (
        identity.UserRegistered,
        identity.UserStatusChanged,
        identity.UserRolesChanged,
        identity.SessionEnded,
        booking.VisitBooked,
        booking.VisitStarted,
        booking.VisitEnded,
        booking.VisitCancelled,
        booking.VisitChanged,
        booking.VisitMissed,
        booking.VisitMissTakenBack,
        booking.VisitParticipantsChanged,
    ),
    "notifications": (
        identity.UserRegistered,
        identity.UserStatusChanged,
        identity.UserRolesChanged,
        identity.ProviderSettingsChanged,
        booking.VisitBooked,
        booking.VisitStarted,
        booking.VisitEnded,
        booking.VisitCancelled,
        booking.VisitChanged,
        booking.VisitMissed,
        booking.VisitMissTakenBack,
        booking.VisitParticipantsChanged,
    ),
}
"""Reading service → the events for which it keeps a durable queue (one queue for each source, so that order is kept).
Processes that only follow the present (the gateway's live updates, the media server) use passing queues instead."""


def named(service: str, name: str) -> type[Event] | None:
    """The contract of an event on the bus, or None when this release does not know it."""
    return next(
        (event for event in EVENTS if (service, name) == (event.SERVICE, event.NAME)),
        None,
    )


def readers_of(source: str) -> dict[str, tuple[type[Event], ...]]:
    """Reading service → events it hears from one source."""
    heard = {reader: tuple(e for e in events if source == e.SERVICE) for reader, events in READERS.items()}
    return {reader: events for reader, events in heard.items() if events}
