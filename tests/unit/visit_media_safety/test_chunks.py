"""SCTP packets that aiortc could not bear are refused before it sees them."""

from collections.abc import Iterator
from struct import pack

import pytest
from aiortc.rtcdatachannel import RTCDataChannelParameters
from google_crc32c import value as crc32c

from tests.unit.visit_media.dtls_client import Line
from visit_media.sfu.transport.chunks import MOST_AHEAD, check_acknowledged, check_number, chunks_of
from visit_media.sfu.transport.failures import Failure
from visit_media.sfu.transport.sctp import MOST_CHUNKS, MOST_STREAMS

HEADER = bytes(12)


def chunk(kind: int, body: bytes, length: int | None = None) -> bytes:
    return pack("!BBH", kind, 0, len(body) + 4 if length is None else length) + body + bytes(-len(body) % 4)


def sack(cumulative: int, *gaps: tuple[int, int], told: int | None = None) -> bytes:
    count = len(gaps) if told is None else told
    return pack("!LLHH", cumulative, 9, count, 0) + b"".join(pack("!HH", *gap) for gap in gaps)


DATA, INIT = pack("!LHHL", 1, 0, 0, 53), pack("!LLHHL", 1, 9, 4, 4, 1)
PARAMETER = pack("!HH", 7, 8) + b"name"


def test_what_real_clients_send_is_told_apart_by_kind() -> None:
    packet = HEADER + chunk(3, sack(5, (2, 3))) + chunk(0, DATA + b"x") + chunk(4, PARAMETER) + chunk(11, b"")

    assert [kind for kind, _ in chunks_of(packet)] == [3, 0, 4, 11]
    assert chunks_of(HEADER + chunk(1, INIT + PARAMETER)) == [(1, INIT + PARAMETER)]
    assert chunks_of(HEADER + chunk(130, pack("!HHLL", 16, 12, 1, 1)))
    assert chunks_of(HEADER) == []


@pytest.mark.parametrize(
    "chunks",
    [
        chunk(0, DATA),
        chunk(0, DATA[:5]),
        chunk(0, DATA + b"x", length=3),
        chunk(0, DATA + b"x", length=99),
        chunk(1, INIT[:9]),
        chunk(1, INIT + pack("!HH", 7, 0)),
        chunk(1, INIT + pack("!HH", 7, 9)),
        chunk(3, sack(5)[:11]),
        chunk(4, pack("!HH", 1, 0) + b"info"),
        chunk(6, pack("!HH", 1, 3) + b"info"),
        chunk(9, pack("!HH", 1, 60) + b"info"),
        chunk(7, b"ab"),
        chunk(130, pack("!HHL", 13, 8, 1)),
        chunk(130, pack("!HHLB", 17, 9, 1, 1)),
        chunk(192, b"abc"),
        chunk(192, b"abcdef"),
    ],
)
def test_a_chunk_that_is_cut_off_empty_or_longer_than_its_packet_is_refused(chunks: bytes) -> None:
    with pytest.raises(ValueError, match=r"chunk|parameter"):
        chunks_of(HEADER + chunks)


def test_what_was_sent_may_be_acknowledged_in_order_and_once() -> None:
    check_acknowledged(sack(99), next_tsn=100)
    check_acknowledged(sack(90, (2, 3), (5, 9)), next_tsn=100)
    check_acknowledged(sack(0xFFFFFFFE, (2, 2)), next_tsn=1)


@pytest.mark.parametrize(
    "body",
    [
        sack(100),
        sack(90, (2, 10)),
        sack(90, (3, 2)),
        sack(90, (0, 2)),
        sack(90, (2, 5), (5, 6)),
        sack(90, (5, 6), (2, 3)),
        sack(90, *[(1, 9)] * 200),
        sack(90, told=3),
    ],
)
def test_what_was_never_sent_or_is_told_again_is_refused(body: bytes) -> None:
    with pytest.raises(ValueError, match=r"acknowledged|cut off"):
        check_acknowledged(body, next_tsn=100)


def test_numbers_may_lie_behind_and_a_little_ahead_but_no_further_than_an_answer_can_tell() -> None:
    for tsn in (5, 90, 100, 100 + MOST_AHEAD):
        check_number(pack("!L", tsn) + DATA[4:], last_tsn=100)

    with pytest.raises(ValueError, match="window"):
        check_number(pack("!L", 101 + MOST_AHEAD) + DATA[4:], last_tsn=100)


async def connected() -> Line:
    line = Line()
    line.connect()
    await line.client.open_data(RTCDataChannelParameters(label="_reliable"))
    await line.settle()
    return line


def pieces(line: Line, count: int, *, streams: int = 1, flags: int = 2) -> Iterator[bytes]:
    """Packets of pieces of one octet each, the first of many or the last."""
    sctp = line.peer._channels._sctp  # type: ignore[union-attr]
    last = sctp._last_received_tsn or 0
    for at in range(0, count, 40):
        numbers = range(at, min(count, at + 40))
        chunks = b"".join(
            pack("!BBHLHHL", 0, flags, 17, last + 1 + number & 0xFFFFFFFF, number % streams, 0, 53) + b"x\0\0\0"
            for number in numbers
        )
        head = pack("!HHLL", 5000, 5000, sctp._local_verification_tag, 0)
        checksum = pack("<L", crc32c(head + chunks))
        yield head[:8] + checksum + chunks


async def test_messages_without_an_end_and_streams_without_number_end_the_transport() -> None:
    for count, streams in ((MOST_CHUNKS + 100, 1), (3 * MOST_STREAMS, 2 * MOST_STREAMS)):
        line = await connected()

        for packet in pieces(line, count, streams=streams):
            line.client.say(packet)
            line.carry_one_way()

        assert line.peer.failure == Failure.DATA_REFUSED


async def test_as_many_pieces_as_a_large_message_has_are_borne() -> None:
    line = await connected()

    for packet in pieces(line, 900):
        line.client.say(packet)
        line.carry_one_way()

    assert line.peer.failure is None
