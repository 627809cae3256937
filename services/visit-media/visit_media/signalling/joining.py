"""What a client asks for as it comes in, the same whichever way it said so."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from livekit.protocol import rtc

from visit_media.signalling.protocol import read_join_request

JOIN_REQUEST: Final = "join_request"
MOST_OF_SID: Final = 64
Query = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Join:
    """A wish to come in, or to go on where a broken line left off."""

    is_single: bool = True
    is_resuming: bool = False
    participant_sid: str = ""
    wants_all: bool = True
    allows_pause: bool = True
    client_protocol: int = 0
    metadata: str = ""
    attributes: Mapping[str, str] = field(default_factory=dict)
    tracks: tuple[rtc.AddTrackRequest, ...] = ()
    offer: rtc.SessionDescription | None = None
    sync_state: rtc.SyncState | None = None


def read_join(query: Query, *, is_single: bool = False) -> Join:
    """Read either form: a join request (always of one connection) or plain parameters (two); Unreadable if neither."""
    if is_single or JOIN_REQUEST in query:
        return _of_request(read_join_request(_word(query, JOIN_REQUEST)))
    return _of_parameters(query)


def _of_request(request: rtc.JoinRequest) -> Join:
    settings = request.connection_settings
    return Join(
        is_single=True,
        is_resuming=request.reconnect,
        participant_sid=request.participant_sid[:MOST_OF_SID],
        wants_all=settings.auto_subscribe or not request.HasField("connection_settings"),
        allows_pause=settings.subscriber_allow_pause or not settings.HasField("subscriber_allow_pause"),
        client_protocol=request.client_info.client_protocol,
        metadata=request.metadata,
        attributes=dict(request.participant_attributes),
        tracks=tuple(request.add_track_requests),
        offer=request.publisher_offer if request.HasField("publisher_offer") else None,
        sync_state=request.sync_state if request.HasField("sync_state") else None,
    )


def _of_parameters(query: Query) -> Join:
    return Join(
        is_single=False,
        is_resuming=_is_on(query, "reconnect", unsaid=False),
        participant_sid=_word(query, "sid")[:MOST_OF_SID],
        wants_all=_is_on(query, "auto_subscribe", unsaid=True),
        allows_pause=_is_on(query, "subscriber_allow_pause", unsaid=True),
        client_protocol=_number(query, "client_protocol"),
    )


def _word(query: Query, name: str) -> str:
    return query.get(name, [""])[0]


def _is_on(query: Query, name: str, *, unsaid: bool) -> bool:
    word = _word(query, name).lower()
    return unsaid if not word else word in ("1", "true")


def _number(query: Query, name: str) -> int:
    word = _word(query, name)
    return int(word) if word.isascii() and word.isdigit() and len(word) < 6 else 0
