"""Translates between the bytes on the WebSocket and LiveKit's messages."""

import base64
import binascii
import zlib
from collections.abc import Sequence
from typing import Final

from google.protobuf import json_format
from google.protobuf.message import DecodeError, Message
from livekit.protocol import models, rtc

MOST_BYTES_OF_JOIN: Final = 1024 * 1024
SERVER_VERSION: Final = "1.9.2"
PROTOCOL: Final = 16
PING_INTERVAL_SECONDS: Final = 5
PING_TIMEOUT_SECONDS: Final = 15
SERVER_INFO: Final = models.ServerInfo(
    edition=models.ServerInfo.Edition.Standard, version=SERVER_VERSION, protocol=PROTOCOL
)
PUBLISH_CODECS: Final = ("audio/opus", "video/VP8", "video/H264")


class Unreadable(ValueError):
    """The bytes are not a message of the protocol."""


def read_join_request(encoded: str) -> rtc.JoinRequest:
    """Unwrap the join request that comes in the address of the WebSocket."""
    try:
        plain = encoded.rstrip("=")
        raw = base64.b64decode(plain + "=" * (-len(plain) % 4), altchars=b"-_", validate=True)
        wrapped = rtc.WrappedJoinRequest.FromString(raw)
        inner = wrapped.join_request
        if wrapped.compression == rtc.WrappedJoinRequest.Compression.GZIP:
            inner = _decompress(inner)
        return rtc.JoinRequest.FromString(inner)
    except (binascii.Error, zlib.error, DecodeError, ValueError):
        raise Unreadable("the join request is malformed") from None


def _decompress(compressed: bytes) -> bytes:
    decompressor = zlib.decompressobj(wbits=zlib.MAX_WBITS | 16)
    opened = decompressor.decompress(compressed, MOST_BYTES_OF_JOIN)
    if decompressor.unconsumed_tail or not decompressor.eof:
        raise Unreadable("the join request is too large or cut off")
    return opened


def read_signal(frame: bytes | str) -> rtc.SignalRequest:
    """Read one message from a client, binary or JSON."""
    request = rtc.SignalRequest()
    try:
        if isinstance(frame, str):
            json_format.Parse(frame, request, ignore_unknown_fields=True)
        else:
            request.ParseFromString(frame)
    except (DecodeError, json_format.ParseError, ValueError, RecursionError):
        raise Unreadable("the message is malformed") from None
    return request


def write_signal(response: rtc.SignalResponse, *, as_text: bool) -> bytes | str:
    """Write one message in the form the client uses."""
    return json_format.MessageToJson(response, indent=None) if as_text else response.SerializeToString()


def read_data_packet(raw: bytes) -> models.DataPacket:
    """Read a packet of a data channel."""
    try:
        return models.DataPacket.FromString(raw)
    except DecodeError:
        raise Unreadable("the data packet is malformed") from None


def join_response(
    room: models.Room,
    participant: models.ParticipantInfo,
    others: list[models.ParticipantInfo],
    *,
    is_single: bool = True,
    ice_servers: Sequence[rtc.ICEServer] = (),
) -> rtc.SignalResponse:
    """Return the first message to a client that was let in."""
    return rtc.SignalResponse(
        join=rtc.JoinResponse(
            room=room,
            participant=participant,
            other_participants=others,
            server_version=SERVER_VERSION,
            server_info=SERVER_INFO,
            subscriber_primary=not is_single,
            ice_servers=ice_servers,
            ping_interval=PING_INTERVAL_SECONDS,
            ping_timeout=PING_TIMEOUT_SECONDS,
            enabled_publish_codecs=[models.Codec(mime=mime) for mime in PUBLISH_CODECS],
        )
    )


def reconnect_response(ice_servers: Sequence[rtc.ICEServer], last_message_seq: int) -> rtc.SignalResponse:
    """Return the first message to a client that goes on; it sends again what came after that data packet."""
    return rtc.SignalResponse(
        reconnect=rtc.ReconnectResponse(
            ice_servers=ice_servers, server_info=SERVER_INFO, last_message_seq=last_message_seq
        )
    )


def update(*participants: models.ParticipantInfo) -> rtc.SignalResponse:
    """Return the news about some participants."""
    return rtc.SignalResponse(update=rtc.ParticipantUpdate(participants=participants))


def track_published(info: models.TrackInfo, cid: str) -> rtc.SignalResponse:
    """Return the answer to an announced track."""
    return rtc.SignalResponse(track_published=rtc.TrackPublishedResponse(cid=cid, track=info))


def track_unpublished(sid: str) -> rtc.SignalResponse:
    """Return the news that a track of the client's own is gone."""
    return rtc.SignalResponse(track_unpublished=rtc.TrackUnpublishedResponse(track_sid=sid))


def stream_state(participant_sid: str, track_sid: str, *, is_paused: bool) -> rtc.SignalResponse:
    """Return the news that a track is held back for a while, or comes again."""
    state = rtc.StreamState.PAUSED if is_paused else rtc.StreamState.ACTIVE
    info = rtc.StreamStateInfo(participant_sid=participant_sid, track_sid=track_sid, state=state)
    return rtc.SignalResponse(stream_state_update=rtc.StreamStateUpdate(stream_states=[info]))


def permission_update(participant_sid: str, track_sid: str, *, is_allowed: bool) -> rtc.SignalResponse:
    """Return the news that a publisher lets the client receive a track, or no longer does."""
    changed = rtc.SubscriptionPermissionUpdate(participant_sid=participant_sid, track_sid=track_sid, allowed=is_allowed)
    return rtc.SignalResponse(subscription_permission_update=changed)


def name_of(message: Message) -> str:
    """Return which message a signal request or data packet carries, or an empty string for one we do not know."""
    oneofs = message.DESCRIPTOR.oneofs
    return (message.WhichOneof(oneofs[0].name) or "") if oneofs else ""
