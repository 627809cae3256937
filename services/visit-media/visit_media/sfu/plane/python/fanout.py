"""Sends an accepted packet to everyone who follows its stream: the part of the server that runs most often."""

import time
from functools import cache
from struct import Struct
from typing import Any, Final

from visit_media.sfu.plane.events import Switched
from visit_media.sfu.plane.python.audience import Group, join, leave, sort_anew
from visit_media.sfu.plane.python.outbox import LONGEST_PACKET, Outbox
from visit_media.sfu.plane.python.packet import EXTENDED, HEADER_BYTES, VERSION, Packet
from visit_media.sfu.plane.python.port import OUTGOING_BYTES, OUTGOING_SLOTS
from visit_media.sfu.plane.python.sealing import length, protect
from visit_media.sfu.plane.python.sink import ALL_TEMPORAL, MASK, Sink
from visit_media.sfu.plane.python.stream import Stream
from visit_media.sfu.plane.python.tally import Happenings, Tally
from visit_media.sfu.plane.python.vp8 import write_counters

write_both: Final = Struct("!HB").pack_into
"""Writes a long picture id and TL0PICIDX, which follow each other."""


@cache
def packet_of(body_bytes: int) -> Any:
    """Return what writes a header and a body of that many octets in one go."""
    return Struct(f"!BBHII{body_bytes}s").pack_into


class Fanout:
    """One packet in, one for each receiver out."""

    def __init__(self, outbox: Outbox, tally: Tally, happenings: Happenings) -> None:
        self._outbox = outbox
        self._tally = tally
        self._happenings = happenings
        self._moved: list[Sink] = []

    def take(self, stream: Stream, packet: Packet) -> None:
        """Send on what was just accepted, in so far as its room's gate lets it through."""
        if stream.gate is None:
            self._publish(stream, packet)
            return
        is_newest = packet.extended == stream.losses.highest
        for admitted in stream.gate.admit(stream, packet, is_newest=is_newest):
            self._publish(stream, admitted)

    def _publish(self, stream: Stream, packet: Packet) -> None:
        numbering = stream.numbering
        if stream.is_interrupted:
            stream.is_interrupted = False
            numbering.resume_at(packet.extended)
        before = numbering.newest
        if not packet.payload and numbering.is_ahead(packet.extended):
            numbering.leave_out(packet.extended)
            return
        number = numbering.number(packet.extended)
        if number is None:
            return
        packet.number = number
        is_newest = number > before
        is_new_picture = packet.picture != stream.newest_picture
        if is_newest:
            stream.advance(packet)
        stream.keep(packet)
        begun = self._begin(stream, packet) if stream.waiting else ()
        for group in stream.groups:
            if is_newest and group.is_plain:
                self._send_plain(group, packet)
            else:
                self._send_looking(group, packet, is_newest=is_newest, is_new_picture=is_new_picture)
        if begun and not is_newest:
            self._catch_up(stream, packet, begun)
        while self._moved:
            sort_anew(self._moved.pop())

    def _begin(self, stream: Stream, packet: Packet) -> tuple[Sink, ...]:
        if stream.is_video and not packet.begins_key_frame:
            return ()
        is_newest = packet.number == stream.numbering.newest
        if not is_newest and not stream.is_video:
            return ()
        begun = tuple(sink for sink in stream.waiting if sink.may_begin(stream, packet))
        stream.waiting = [sink for sink in stream.waiting if sink not in begun]
        for sink in begun:
            if sink.stream is not None:
                leave(sink.stream, sink)
                self._tally.switches += 1
            sink.begin(stream, packet)
            # Behind a late beginning follows what came meanwhile, all of it; layers are left out after that.
            sink.temporal = sink.wanted_temporal if is_newest else ALL_TEMPORAL
            join(stream, sink)
            self._happenings.insist(Switched(sink.id, stream.id, packet.at))
        return begun

    def _catch_up(self, stream: Stream, packet: Packet, sinks: tuple[Sink, ...]) -> None:
        now = time.monotonic()
        for number in range(packet.number + 1, stream.numbering.newest + 1):
            kept = stream.kept(number)
            if kept is not None:
                for sink in sinks:
                    self._outbox.send_looking(sink, kept, now)

    def _send_looking(self, group: Group, packet: Packet, *, is_newest: bool, is_new_picture: bool) -> None:
        now = time.monotonic()
        for sink in group.sinks:
            if is_newest and sink.is_video:
                temporal = sink.temporal
                is_left_out = sink.thin(packet, is_new_picture=is_new_picture)
                if sink.temporal != temporal:
                    self._moved.append(sink)
                if is_left_out:
                    continue
            self._outbox.send_looking(sink, packet, now)

    def _send_plain(self, group: Group, packet: Packet) -> None:
        body, before_payload = group.form.body(packet, time.monotonic())
        if HEADER_BYTES + len(body) > LONGEST_PACKET:
            self._tally.packets_malformed += 1
            return
        head = VERSION | EXTENDED if before_payload else VERSION
        self._write_all(group.sinks, packet, body, head, HEADER_BYTES + before_payload)
        self._tally.packets_forwarded += len(group.sinks)

    def _write_all(self, sinks: list[Sink], packet: Packet, body: bytes, head: int, payload_at: int) -> None:
        """Write, seal and queue one packet for each sink; everything that is the same for all is found out before."""
        outbox = self._outbox
        buffer, pointers, names, blocks = outbox.buffer, outbox.pointers, outbox.header_words, outbox.block_words
        number, timestamp, marker, octets = packet.number, packet.timestamp, packet.marker, len(packet.payload)
        picture, tl0 = packet.picture, packet.tl0
        is_numbered = picture >= 0 or tl0 >= 0
        counters_at = payload_at + packet.picture_at if packet.is_picture_long and tl0 >= 0 else 0
        write, size, slot, sent = packet_of(len(body)), HEADER_BYTES + len(body), outbox.filled, 0
        for sink in sinks:
            at = slot * OUTGOING_BYTES
            outgoing = number + sink.offset
            write(buffer, at, head, marker | sink.payload_type, outgoing & 0xFFFF,
                  timestamp + sink.timestamp_offset & MASK, sink.ssrc, body)  # fmt: skip
            if counters_at:
                write_both(buffer, at + counters_at, 0x8000 | picture + sink.picture_offset & 0x7FFF,
                           tl0 + sink.tl0_offset & 0xFF)  # fmt: skip
            elif is_numbered:
                write_counters(buffer, at + payload_at, packet, picture + sink.picture_offset, tl0 + sink.tl0_offset)
            length[0] = size
            if protect(sink.outbound, pointers[slot], length):
                self._tally.datagrams_unsent += 1
                continue
            names[8 * slot] = sink.name_address
            blocks[2 * slot + 1] = sealed = size + sink.tag_bytes
            if sink.sealed is not None:
                sink.keep_sealed(outgoing, buffer[at : at + sealed])
            sink.packets += 1
            sink.octets += octets
            sent += sealed
            slot += 1
            if slot == OUTGOING_SLOTS:
                outbox.filled = slot
                outbox.flush()
                slot = 0
        outbox.filled = slot
        self._tally.octets_sent += sent
