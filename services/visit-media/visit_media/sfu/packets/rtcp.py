"""RTCP as the media server reads and writes it (RFC 3550, 4585, 5104)."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from struct import error, pack, unpack_from
from typing import Final

SENDER_REPORT: Final = 200
RECEIVER_REPORT: Final = 201
BYE: Final = 203
TRANSPORT_FEEDBACK: Final = 205
PAYLOAD_FEEDBACK: Final = 206
NACK: Final = 1
TRANSPORT_WIDE: Final = 15
PLI: Final = 1
FIR: Final = 4
APPLICATION: Final = 15
REMB: Final = b"REMB"
MOST_REPORTS: Final = 31
MOST_MISSED: Final = 512
"""Of one NACK; whoever misses more needs a key frame."""


@dataclass(frozen=True, slots=True)
class ReportBlock:
    """What a receiver says about one stream it receives."""

    ssrc: int
    fraction_lost: int
    packets_lost: int
    highest_sequence: int
    jitter: int
    last_report: int
    delay: int


@dataclass(frozen=True, slots=True)
class SenderReport:
    """Which moment of the sender's clock a media timestamp stands for."""

    ssrc: int
    ntp: int
    rtp: int
    packets: int
    octets: int


@dataclass(frozen=True, slots=True)
class Nack:
    """The sequence numbers a receiver misses."""

    ssrc: int
    sequences: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class KeyFrameRequest:
    """A receiver cannot go on decoding without a new key frame (PLI or FIR)."""

    ssrc: int


@dataclass(frozen=True, slots=True)
class Bye:
    """These streams have ended."""

    ssrcs: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Limit:
    """What a receiver believes its network takes in all, in bits per second (REMB, draft-alvestrand-rmcat-remb)."""

    bits_per_second: int


Rtcp = SenderReport | ReportBlock | Nack | KeyFrameRequest | Limit | Bye


def read(compound: bytes) -> list[Rtcp]:
    """Return what the packet says that we act on; raise ValueError when it is malformed."""
    try:
        return list(_read_all(compound))
    except (error, IndexError):
        raise ValueError("the RTCP packet is cut off") from None


def _read_all(compound: bytes) -> Iterator[Rtcp]:
    at = 0
    while at < len(compound):
        first, kind, words = unpack_from("!BBH", compound, at)
        end = at + 4 + 4 * words
        if first & 0xC0 != 0x80 or end > len(compound):
            raise ValueError("not an RTCP packet")
        yield from _read_one(first & 0x1F, kind, compound[at + 4 : end])
        at = end


def _read_one(count: int, kind: int, body: bytes) -> Iterator[Rtcp]:
    if kind == SENDER_REPORT:
        yield SenderReport(*unpack_from("!IQIII", body))
        yield from _blocks(body, 24, count)
    elif kind == RECEIVER_REPORT:
        yield from _blocks(body, 4, count)
    elif kind == BYE:
        yield Bye(unpack_from(f"!{count}I", body))
    elif kind == TRANSPORT_FEEDBACK and count == NACK:
        (ssrc,) = unpack_from("!I", body, 4)
        yield Nack(ssrc, tuple(islice(_missing(body), MOST_MISSED)))
    elif kind == PAYLOAD_FEEDBACK and count == PLI:
        yield KeyFrameRequest(unpack_from("!I", body, 4)[0])
    elif kind == PAYLOAD_FEEDBACK and count == FIR:
        for at in range(8, len(body) - 7, 8):
            yield KeyFrameRequest(unpack_from("!I", body, at)[0])
    elif kind == PAYLOAD_FEEDBACK and count == APPLICATION and body[8:12] == REMB:
        (packed,) = unpack_from("!I", body, 12)
        yield Limit((packed & 0x3FFFF) << (packed >> 18 & 0x3F))


def _blocks(body: bytes, at: int, count: int) -> Iterator[ReportBlock]:
    for index in range(count):
        ssrc, lost, highest, jitter, last, delay = unpack_from("!IIIIII", body, at + 24 * index)
        cumulative = lost & 0xFFFFFF
        if cumulative & 0x800000:
            cumulative -= 0x1000000
        yield ReportBlock(ssrc, lost >> 24, cumulative, highest, jitter, last, delay)


def _missing(body: bytes) -> Iterator[int]:
    for at in range(8, len(body) - 3, 4):
        first, mask = unpack_from("!HH", body, at)
        yield first
        for bit in range(16):
            if mask >> bit & 1:
                yield (first + bit + 1) & 0xFFFF


def _packet(count: int, kind: int, body: bytes) -> bytes:
    return pack("!BBH", 0x80 | count, kind, len(body) // 4) + body


def receiver_report(own_ssrc: int, blocks: Iterable[ReportBlock]) -> bytes:
    """Return receiver reports about every block, as many packets as they need."""
    rest = list(blocks)
    written = b""
    while rest:
        some, rest = rest[:MOST_REPORTS], rest[MOST_REPORTS:]
        body = pack("!I", own_ssrc)
        for block in some:
            lost = max(-0x800000, min(0x7FFFFF, block.packets_lost)) & 0xFFFFFF
            body += pack("!IIIIII", block.ssrc, block.fraction_lost << 24 | lost, block.highest_sequence & 0xFFFFFFFF,
                         block.jitter, block.last_report, block.delay)  # fmt: skip
        written += _packet(len(some), RECEIVER_REPORT, body)
    return written


def sender_report(report: SenderReport) -> bytes:
    """Return a sender report without report blocks."""
    return _packet(0, SENDER_REPORT, pack("!IQIII", report.ssrc, report.ntp, report.rtp, report.packets, report.octets))


def nack(own_ssrc: int, ssrc: int, sequences: Iterable[int]) -> bytes:
    """Ask for packets again; the sequence numbers come in ascending order."""
    pairs: list[tuple[int, int]] = []
    for sequence in sequences:
        if pairs and 0 < (distance := (sequence - pairs[-1][0]) & 0xFFFF) <= 16:
            pairs[-1] = (pairs[-1][0], pairs[-1][1] | 1 << (distance - 1))
        else:
            pairs.append((sequence, 0))
    return _packet(
        NACK, TRANSPORT_FEEDBACK, pack("!II", own_ssrc, ssrc) + b"".join(pack("!HH", *pair) for pair in pairs)
    )


def picture_loss(own_ssrc: int, ssrc: int) -> bytes:
    """Ask for a key frame."""
    return _packet(PLI, PAYLOAD_FEEDBACK, pack("!II", own_ssrc, ssrc))


def limit(own_ssrc: int, bits_per_second: float, ssrcs: Iterable[int]) -> bytes:
    """Tell a sender what all it sends under these SSRCs may take (REMB)."""
    told = list(ssrcs)[:255]
    mantissa, exponent = int(bits_per_second), 0
    while mantissa > 0x3FFFF:
        mantissa, exponent = mantissa >> 1, exponent + 1
    packed = len(told) << 24 | exponent << 18 | mantissa
    return _packet(APPLICATION, PAYLOAD_FEEDBACK, pack(f"!II4sI{len(told)}I", own_ssrc, 0, REMB, packed, *told))


def transport_wide(own_ssrc: int, ssrc: int, control: bytes) -> bytes:
    """Wrap transport-wide feedback, whose length is a whole number of words."""
    return _packet(TRANSPORT_WIDE, TRANSPORT_FEEDBACK, pack("!II", own_ssrc, ssrc) + control)


def goodbye(ssrc: int) -> bytes:
    """Say that a stream has ended."""
    return _packet(1, BYE, pack("!I", ssrc))
