"""SCTP chunks, stream resets and the opening of data channels, inside an authentic DTLS association."""

import asyncio
from struct import pack, pack_into, unpack_from

from aiortc.rtcdatachannel import RTCDataChannelParameters
from aiortc.rtcsctptransport import RTCSctpTransport
from google_crc32c import value as crc32c

from tests.fuzz.case import Case, seeds
from tests.fuzz.target import Target, at_most, must, run
from tests.unit.visit_media.dtls_client import Line
from visit_media.sfu.transport.failures import Failure
from visit_media.sfu.transport.sctp import MOST_CHANNELS, MOST_CHUNKS, MOST_STREAMS

AS_IT_IS, FITTED, WITHOUT_TAG, IN_TURN, OPENING = range(5)
HEADER, CHUNK = 12, 4
DATA, SACK, FORWARD_TSN = 0, 3, 192
DCEP, BINARY = 50, 53
RECORDED = seeds("sctp")
BUILT = (
    pack("!BBHLLHH", SACK, 0, 28, 0, 1 << 20, 3, 0) + pack("!HHHHHH", 0, 1, 2, 3, 5, 5),
    pack("!BBHLHH", FORWARD_TSN, 0, 12, 1, 0, 1),
    pack("!BBH", 130, 0, 24) + pack("!HHLLLHH", 13, 20, 1, 0, 0, 0, 1),
    pack("!BBH", 130, 0, 16) + pack("!HHLHH", 17, 12, 2, 4, 0),
    pack("!BBH", 4, 0, 12) + pack("!HHL", 1, 8, 5),
    pack("!BBHL", 7, 0, 8, 0),
    pack("!BBH", 9, 0, 8) + pack("!HH", 3, 4),
)
OPENINGS = (
    pack("!BBHLHH", 3, 0, 0, 0, 5, 0) + b"_more",
    pack("!BBHLHH", 3, 0x81, 0, 0, 5, 2) + b"_lessab",
    pack("!B", 2),
)


class Sctp(Target):
    """The first byte says how far the packet is made to fit the association: tag, checksum, numbers in turn."""

    name = "sctp"
    seeds: Case = (
        *(bytes((how,)) + packet for packet in RECORDED for how in (FITTED, IN_TURN)),
        *(bytes((AS_IT_IS,)) + packet for packet in RECORDED[:2]),
        *(bytes((WITHOUT_TAG,)) + packet for packet in RECORDED[:1]),
        *(bytes((how,)) + bytes(HEADER) + chunk for chunk in BUILT for how in (FITTED, IN_TURN)),
        *(bytes((OPENING, stream)) + message for stream, message in enumerate(OPENINGS, 4)),
    )
    most_messages = 40
    longest = 1200
    lines_per_message = 15_000
    lines_to_begin = 60_000
    lines_per_byte = 100

    def attempt(self, case: Case) -> None:
        """A client has its channels open; then it sends all this."""
        run(_converse(case))


async def _converse(case: Case) -> None:
    line = Line()
    line.connect()
    parameters = RTCDataChannelParameters(label="_lossy", ordered=False, maxRetransmits=0)
    await line.client.open_data(RTCDataChannelParameters(label="_reliable"), parameters)
    await line.settle()
    for index, message in enumerate(case):
        _bring(line, message)
        if index % 8 == 0:
            line.peer.send_data("_reliable", b"word " * 500)
        await asyncio.sleep(0)
    known = {None, Failure.DATA_REFUSED}
    must(line.peer.failure in known, f"an unforeseen end: {line.peer.failure}")
    must(line.heard.failures.count(str(line.peer.failure)) <= 1, "an end was told twice")
    _look_at_what_is_kept(line)
    line.peer.close()
    if line.client._sctp is not None:
        await line.client._sctp.stop()
    await line.settle()


def _bring(line: Line, message: bytes) -> None:
    channels, client = line.peer._channels, line.client._sctp
    if channels is None or client is None or line.peer.failure is not None:
        return
    sctp = channels._sctp
    how, packet = message[0] % 5 if message else AS_IT_IS, bytearray(message[1:])
    if how == OPENING:
        body = bytes(packet[1:])
        packet = bytearray(HEADER) + pack("!BBHLHHL", DATA, 3, 16 + len(body), 0, packet[0] if packet else 0, 0, DCEP)
        packet += body + bytes(-len(body) % 4)
    if how != AS_IT_IS and len(packet) >= HEADER:
        tag = 0 if how == WITHOUT_TAG else sctp._local_verification_tag
        if how in (IN_TURN, OPENING) and len(packet) >= HEADER + CHUNK + 4:
            _number(packet, sctp)
        pack_into("!L", packet, 4, tag)
        pack_into("<L", packet, 8, 0)
        pack_into("<L", packet, 8, crc32c(bytes(packet)))
    sent_before = sum(len(datagram) for _, datagram in line.sent)
    if packet:
        line.client.say(bytes(packet))
        line.carry_one_way()
    answered = sum(len(datagram) for _, datagram in line.sent) - sent_before
    at_most(answered, 12_000 + 2 * len(packet), "octets in answer to one packet")


def _number(packet: bytearray, sctp: RTCSctpTransport) -> None:
    kind = packet[HEADER]
    place = HEADER + CHUNK
    (said,) = unpack_from("!L", packet, place)
    near = said % 8
    if kind in (DATA, FORWARD_TSN) and sctp._last_received_tsn is not None:
        pack_into("!L", packet, place, sctp._last_received_tsn + 1 + near & 0xFFFFFFFF)
    if kind == SACK:
        pack_into("!L", packet, place, sctp._last_sacked_tsn + near & 0xFFFFFFFF)


def _look_at_what_is_kept(line: Line) -> None:
    if line.peer._channels is None:
        return
    sctp = line.peer._channels._sctp
    at_most(len(line.peer._channels._channels), MOST_CHANNELS, "channels by label")
    at_most(len(sctp._data_channels), 2 * MOST_CHANNELS + 1, "channels")
    at_most(len(sctp._inbound_streams), MOST_STREAMS + 300, "streams")
    pieces = [chunk.user_data for stream in sctp._inbound_streams.values() for chunk in stream.reassembly]
    must(all(pieces), "something is kept that no window counts")
    at_most(len(pieces) + len(sctp._sack_misordered), 2 * MOST_CHUNKS + 100, "chunks")
