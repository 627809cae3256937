"""Messages of clients are read within limits; what is none is refused."""

import base64
import gzip
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st
from livekit.protocol import models, rtc

from visit_media.signalling import protocol
from visit_media.signalling.protocol import Unreadable, read_data_packet, read_join_request, read_signal, write_signal

Compression = rtc.WrappedJoinRequest.Compression


def wrapped(inner: bytes, compression: "rtc.WrappedJoinRequest.Compression" = Compression.NONE) -> str:
    message = rtc.WrappedJoinRequest(compression=compression, join_request=inner)
    return base64.urlsafe_b64encode(message.SerializeToString()).decode().rstrip("=")


def test_a_join_request_is_read_plain_and_compressed() -> None:
    join = rtc.JoinRequest(participant_sid="PA_1", publisher_offer=rtc.SessionDescription(sdp="v=0"))
    inner = join.SerializeToString()

    assert read_join_request(wrapped(inner)) == join
    assert read_join_request(wrapped(gzip.compress(inner), Compression.GZIP)) == join


@pytest.mark.parametrize(
    "encoded",
    [
        "!!!",
        "AAAA",
        wrapped(b"\xff\xff\xff"),
        wrapped(b"not gzip", Compression.GZIP),
        wrapped(gzip.compress(b"x" * 2_000_000, mtime=0), Compression.GZIP),
        wrapped(gzip.compress(b"\x0a\x00", mtime=0)[:-6], Compression.GZIP),
        "x" * 60_001,
    ],
)
def test_a_malformed_or_swollen_join_request_is_refused(encoded: str) -> None:
    with pytest.raises(Unreadable):
        read_join_request(encoded)


@given(st.binary(max_size=300), st.text(max_size=100))
def test_any_frame_is_a_message_or_refused(raw: bytes, text: str) -> None:
    for read in (lambda: read_signal(raw), lambda: read_signal(text), lambda: read_data_packet(raw)):
        with suppress(Unreadable):
            protocol.name_of(read())


def test_a_client_that_speaks_json_is_answered_in_json() -> None:
    request = read_signal('{"ping": "12", "somethingNew": 1}')

    answer = write_signal(rtc.SignalResponse(pong=request.ping), as_text=True)

    assert answer == '{"pong": "12"}'


def test_the_join_response_holds_what_clients_insist_on() -> None:
    response = protocol.join_response(
        models.Room(sid="RM_1", name="r"), models.ParticipantInfo(sid="PA_1", identity="i"), []
    ).join

    assert response.ping_interval > 0
    assert response.ping_timeout > response.ping_interval
    assert response.server_info.version
    assert not response.subscriber_primary
    assert response.client_configuration.resume_connection == models.ClientConfigSetting.UNSET


def test_an_unknown_message_has_no_name() -> None:
    assert protocol.name_of(rtc.SignalRequest()) == ""
    assert protocol.name_of(rtc.SignalRequest(ping=1)) == "ping"
