"""RTP, RTCP and payload headers are read as they are written, and malformed ones are refused."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.visit_media.packets import rtp_bytes, vp8_payload
from visit_media.sfu.packets import rtcp
from visit_media.sfu.packets.rtp import RtpPacket, is_rtcp
from visit_media.sfu.plane.python.h264 import begins_key_frame
from visit_media.sfu.plane.python.packet import Packet, ahead_by
from visit_media.sfu.plane.python.vp8 import read_vp8, write_counters


def vp8_packet(payload: bytes) -> Packet:
    packet = Packet(1, 0, 0, payload, (), 0.0)
    read_vp8(packet)
    return packet


def with_counters(payload: bytes, *, picture: int, tl0: int) -> bytes:
    """The payload as it leaves, after other packets in the buffer."""
    buffer = bytearray(b"before") + payload
    write_counters(buffer, len(b"before"), vp8_packet(payload), picture, tl0)
    return bytes(buffer.removeprefix(b"before"))


def test_extensions_are_found_by_their_number() -> None:
    packet = RtpPacket(rtp_bytes(b"payload", extensions={4: b"7", 10: b"q", 3: b"\x01\x02"}))

    assert (packet.extension(4), packet.extension(10), packet.extension(3)) == (b"7", b"q", b"\x01\x02")
    assert packet.extension(9) is None
    assert packet.payload == b"payload"


def test_padding_is_no_payload() -> None:
    assert RtpPacket(rtp_bytes(b"", padding=200)).payload == b""


def test_sequence_numbers_are_compared_across_the_wrap() -> None:
    assert ahead_by(3, 0xFFFE) == 5
    assert ahead_by(0xFFFE, 3) == -5


def test_rtcp_is_told_from_rtp() -> None:
    assert is_rtcp(rtcp.picture_loss(1, 2))
    assert not is_rtcp(rtp_bytes())


@given(st.binary(max_size=200))
def test_any_bytes_are_an_rtp_packet_or_refused(raw: bytes) -> None:
    try:
        packet = RtpPacket(raw)
    except ValueError:
        return
    for number in range(16):
        packet.extension(number)


@given(st.binary(max_size=200))
def test_any_bytes_are_rtcp_or_refused(raw: bytes) -> None:
    with suppress(ValueError):
        assert isinstance(rtcp.read(raw), list)


@given(st.integers(200, 206), st.integers(0, 31), st.binary(max_size=120))
def test_any_rtcp_body_is_read_or_refused(kind: int, count: int, body: bytes) -> None:
    body += bytes(-len(body) % 4)
    with suppress(ValueError):
        rtcp.read(bytes((0x80 | count, kind, 0, len(body) // 4)) + body)


def test_reports_survive_being_written_and_read() -> None:
    block = rtcp.ReportBlock(7, 12, -3, 70_000, 5, 0xABCD, 65536)
    report = rtcp.SenderReport(9, 0x0123456789ABCDEF, 90_000, 3, 4)

    assert rtcp.read(rtcp.receiver_report(1, [block] * 40)) == [block] * 40
    assert rtcp.read(rtcp.sender_report(report) + rtcp.goodbye(9)) == [report, rtcp.Bye((9,))]


def test_a_nack_names_every_missing_packet_also_across_the_wrap() -> None:
    missing = (65533, 65535, 2, 14, 100)

    [nack] = rtcp.read(rtcp.nack(1, 7, missing))

    assert nack == rtcp.Nack(7, missing)


def test_both_ways_of_asking_for_a_key_frame_are_understood() -> None:
    fir = bytes.fromhex("84ce0004 00000001 00000000 00000007 05000000".replace(" ", ""))

    assert rtcp.read(rtcp.picture_loss(1, 7)) == rtcp.read(fir) == [rtcp.KeyFrameRequest(7)]


def test_a_vp8_key_frame_is_recognised_only_at_its_first_packet() -> None:
    assert vp8_packet(vp8_payload(picture_id=5, tl0=9, is_key=True)).begins_key_frame
    assert not vp8_packet(vp8_payload(picture_id=5, tl0=9, is_key=True, is_start=False)).begins_key_frame
    assert not vp8_packet(vp8_payload(picture_id=5, tl0=9)).begins_key_frame


def test_vp8_counters_are_replaced_in_place() -> None:
    payload = vp8_payload(picture_id=0x7FFF, tl0=255)

    changed = with_counters(payload, picture=0x1234, tl0=256 + 7)

    packet = vp8_packet(changed)
    assert (packet.picture, packet.tl0, len(changed)) == (0x1234, 7, len(payload))
    assert changed[6:] == payload[6:]


def test_a_short_vp8_picture_id_stays_short() -> None:
    payload = bytes((0x90, 0x80, 0x05)) + b"\x01"

    assert with_counters(payload, picture=0x85, tl0=0) == bytes((0x90, 0x80, 0x05)) + b"\x01"


@given(st.binary(max_size=12))
def test_any_vp8_payload_is_read_or_refused(payload: bytes) -> None:
    with suppress(ValueError):
        vp8_packet(payload)
    begins_key_frame(payload)


@pytest.mark.parametrize(
    ("payload", "is_key"),
    [
        (b"\x67\x42", True),
        (b"\x65\x88", True),
        (b"\x41\x9a", False),
        (b"\x7c\x85", True),
        (b"\x7c\x05", False),
        (b"\x78\x00\x02\x67\x42\x00\x02\x68\xce", True),
        (b"\x78\x00\x02\x41\x9a", False),
    ],
)
def test_an_h264_key_frame_is_recognised_in_every_packing(payload: bytes, is_key: bool) -> None:
    assert begins_key_frame(payload) is is_key
