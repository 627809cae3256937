"""Writes, seals and queues what goes out, in buffers that are reused."""

import time
from collections.abc import Iterable
from struct import Struct
from typing import Final

from visit_media.sfu.plane.events import Outgoing
from visit_media.sfu.plane.python.addresses import PATH_OVER_TCP
from visit_media.sfu.plane.python.packet import EXTENDED, FIXED_HEADER, HEADER_BYTES, PADDED, VERSION, Packet
from visit_media.sfu.plane.python.peer import PlanePeer
from visit_media.sfu.plane.python.port import MOST_BYTES, OUTGOING_BYTES, OUTGOING_SLOTS, UdpPort
from visit_media.sfu.plane.python.resending import PADDING_OCTETS
from visit_media.sfu.plane.python.sealing import MOST_TRAILER_BYTES, length, pointers_into, protect, protect_control
from visit_media.sfu.plane.python.sink import MASK, Run, Sink
from visit_media.sfu.plane.python.tally import Happenings, Tally
from visit_media.sfu.plane.python.vp8 import write_counters
from visit_media.sfu.plane.terms import Address

LONGEST_PACKET: Final = MOST_BYTES - 16
FILLER: Final = b"\x01"
PADDING: Final = bytes(PADDING_OCTETS - HEADER_BYTES - 1) + bytes((PADDING_OCTETS - HEADER_BYTES,))
ORIGINAL: Final = Struct("!H")
CONTROL_BYTES: Final = 2048


class Outbox:
    """Slots that fill up and leave with one call of the kernel."""

    def __init__(self, port: UdpPort, tally: Tally, happenings: Happenings) -> None:
        self.port = port
        self._tally = tally
        self._happenings = happenings
        self.filled = 0
        """Slots that wait to be sent."""
        self.buffer = port.outgoing.data
        self.pointers = pointers_into(self.buffer, OUTGOING_BYTES)
        self.block_words = port.outgoing.block_words
        self._view = memoryview(self.buffer)
        self._control = bytearray(CONTROL_BYTES)
        self._control_view = memoryview(self._control)
        self._control_pointer = pointers_into(self._control, CONTROL_BYTES)[0]

    def flush(self) -> None:
        """Send what waits."""
        if self.filled:
            self.port.flush()
            self.filled = 0

    def post(self, sink: Sink, trains: list[tuple[int, int, int]], slots: int, octets: int) -> None:
        """Queue for a sink so many sealed slots from the first free one on, which make these trains."""
        first, tag = self.filled, sink.tag_bytes
        for begin, count, size in trains:
            self.port.queue(first + begin, count, sink.name_address, size + tag)
        self._tally.octets_sent += octets + slots * tag
        self.filled = first + slots

    def sealed_at(self, at: int, size: int) -> bytes:
        """Return a copy of what lies in the buffer."""
        return bytes(self._view[at : at + size])

    def send_looking(self, sink: Sink, packet: Packet, now: float) -> None:
        """Send one packet with the offsets of its place: it comes late, or its sink is not a plain one."""
        run = sink.run_of(packet.number)
        if run is None:
            return
        at = self.filled * OUTGOING_BYTES
        size = self._write(sink, packet, run, at, now)
        if size and self._queue(sink.peer, at, size):
            sink.packets += 1
            sink.octets += len(packet.payload)
            self._tally.packets_forwarded += 1
            sink.keep_sealed(packet.number + run.offset, self._view[at : at + size + sink.peer.sealing.tag_bytes])

    def resend(self, sink: Sink, sequences: Iterable[int], copies: int) -> None:
        """Send outgoing numbers again: as RTX under numbers of their own, or else the very bytes that left."""
        now = time.monotonic()
        for sequence in sequences:
            resent = self._resend(sink, sink.last - ((sink.last - sequence) & 0xFFFF), now, copies)
            sink.resending.resent += resent
            self._tally.packets_resent += resent
        self.flush()

    def pad(self, sink: Sink, packets: int) -> None:
        """Send so many packets of padding, or as many as may be sent now."""
        now = time.monotonic()
        for _ in range(packets if sink.resending.is_rtx else 0):
            if not sink.resending.spend(now):
                break
            at = self.filled * OUTGOING_BYTES
            FIXED_HEADER.pack_into(
                self.buffer, at, VERSION | PADDED, sink.resending.payload_type, sink.resending.next_number(),
                sink.timestamp_now(), sink.resending.ssrc,
            )  # fmt: skip
            self.buffer[at + HEADER_BYTES : at + PADDING_OCTETS] = PADDING
            if self._queue(sink.peer, at, PADDING_OCTETS):
                sink.resending.padded += 1
        self.flush()

    def send_bare(self, address: Address, datagram: bytes) -> None:
        """Send a datagram as it is."""
        if address[0] == PATH_OVER_TCP:
            self._happenings.tell(Outgoing(address, datagram))
        else:
            self._tally.octets_sent += len(datagram)
            self.port.send(address, datagram)

    def send_control(self, peer: PlanePeer, packet: bytes) -> None:
        """Seal and send RTCP at once."""
        size = len(packet)
        if size + MOST_TRAILER_BYTES > MOST_BYTES:
            self._tally.datagrams_unsent += 1
            return
        self._control[:size] = packet
        length[0] = size
        if protect_control(peer.sealing.outbound, self._control_pointer, length):
            self._tally.datagrams_unsent += 1
            return
        self._send_sealed(peer, bytes(self._control_view[: length[0]]))

    def _resend(self, sink: Sink, outgoing: int, now: float, copies: int) -> int:
        if not sink.resending.is_rtx:
            sealed = sink.sealed_before(outgoing)
            if sealed is None or not sink.resending.may(outgoing, now, sink.peer.round_trip):
                return 0
            self._send_sealed(sink.peer, sealed)
            return 1
        run = sink.run_sent_as(outgoing)
        packet = run.stream.kept(outgoing - run.offset) if run is not None else None
        if run is None or packet is None or not sink.resending.may(outgoing, now, sink.peer.round_trip):
            return 0
        more = sum(sink.resending.spend(now) for _ in range(copies - 1))
        return sum(self._repair(sink, packet, run, now) for _ in range(1 + more))

    def _repair(self, sink: Sink, packet: Packet, run: Run, now: float) -> bool:
        at = self.filled * OUTGOING_BYTES
        size = self._write_repair(sink, packet, run, at, now)
        return bool(size) and self._queue(sink.peer, at, size)

    def _write(self, sink: Sink, packet: Packet, run: Run, at: int, now: float) -> int:
        if not packet.payload or packet.temporal > run.temporal:
            # Its number is spoken for and its layer is not wanted: padding keeps the place.
            body, before_payload, first = FILLER, 0, VERSION | PADDED
        else:
            body, before_payload = sink.form.body(packet, now)
            first = VERSION | EXTENDED if before_payload else VERSION
        size = HEADER_BYTES + len(body)
        if size > LONGEST_PACKET:
            self._tally.packets_malformed += 1
            return 0
        FIXED_HEADER.pack_into(
            self.buffer, at, first, packet.marker | sink.payload_type, packet.number + run.offset & 0xFFFF,
            packet.timestamp + run.timestamp_offset & MASK, sink.ssrc,
        )  # fmt: skip
        self.buffer[at + HEADER_BYTES : at + size] = body
        if body is not FILLER:
            self._write_counters(at + HEADER_BYTES + before_payload, packet, run)
        return size

    def _write_repair(self, sink: Sink, packet: Packet, run: Run, at: int, now: float) -> int:
        block = sink.form.block(packet.values, now)
        payload = packet.payload if packet.temporal <= run.temporal else b""
        payload_at = HEADER_BYTES + len(block) + ORIGINAL.size
        size = payload_at + len(payload)
        if size > LONGEST_PACKET:
            return 0
        FIXED_HEADER.pack_into(
            self.buffer, at, VERSION | EXTENDED if block else VERSION, packet.marker | sink.resending.payload_type,
            sink.resending.next_number(), packet.timestamp + run.timestamp_offset & MASK, sink.resending.ssrc,
        )  # fmt: skip
        self.buffer[at + HEADER_BYTES : at + payload_at] = block + ORIGINAL.pack(packet.number + run.offset & 0xFFFF)
        self.buffer[at + payload_at : at + size] = payload
        if payload:
            self._write_counters(at + payload_at, packet, run)
        return size

    def _write_counters(self, at: int, packet: Packet, run: Run) -> None:
        write_counters(self.buffer, at, packet, packet.picture + run.picture_offset, packet.tl0 + run.tl0_offset)

    def _queue(self, peer: PlanePeer, at: int, size: int) -> bool:
        slot = self.filled
        length[0] = size
        if protect(peer.sealing.outbound, self.pointers[slot], length):
            self._tally.datagrams_unsent += 1
            return False
        sealed_size = size + peer.sealing.tag_bytes
        if not peer.name_address:
            self._send_sealed(peer, self.sealed_at(at, sealed_size))
            return True
        self.block_words[2 * slot + 1] = sealed_size
        self.port.queue(slot, 1, peer.name_address, sealed_size)
        self._tally.octets_sent += sealed_size
        self.filled = slot + 1
        if self.filled == OUTGOING_SLOTS:
            self.flush()
        return True

    def _send_sealed(self, peer: PlanePeer, sealed: bytes) -> None:
        self._tally.octets_sent += len(sealed)
        if peer.name is not None:
            self.port.send(peer.send_to, sealed)
        elif not self._happenings.tell(Outgoing(peer.send_to, sealed)):
            self._tally.datagrams_unsent += 1
