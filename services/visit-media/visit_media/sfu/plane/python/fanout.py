"""Sends an accepted packet to everyone who follows its stream: the part of the server that runs most often."""

import time
from functools import cache
from struct import Struct
from typing import Any, Final

from visit_media.sfu.plane.events import Switched
from visit_media.sfu.plane.python.audience import Group, Letter, join, leave, sort_anew
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
        self._due: list[Group] = []

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
        self.send_due()
        for sink in begun:
            if sink.stream is not None:
                leave(sink.stream, sink)
                self._tally.switches += 1
            sink.begin(stream, packet)
            # Behind a late beginning follows what came meanwhile, all of it; layers are left out after that.
            sink.temporal = sink.wanted_temporal if is_newest else ALL_TEMPORAL
            join(stream, sink)
            self._happenings.insist(Switched(sink.id, stream.id, packet.at, packet.number + sink.offset & 0xFFFF))
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
        size, payload_at = HEADER_BYTES + len(body), HEADER_BYTES + before_payload
        if size > LONGEST_PACKET:
            self._tally.packets_malformed += 1
            return
        head = VERSION | EXTENDED if before_payload else VERSION
        counters_at = payload_at + packet.picture_at if packet.is_picture_long and packet.tl0 >= 0 else 0
        if not group.due:
            self._due.append(group)
        group.due.append((packet, packet_of(len(body)), body, size, head, payload_at, counters_at))
        self._tally.packets_forwarded += len(group.sinks)
        if len(group.due) >= self._outbox.port.most_segments:
            self.send_due()

    def send_due(self) -> None:
        """Send what was gathered: to each sink all that is for it at once."""
        for group in self._due:
            letters, group.due = group.due, []
            trains = trains_of(letters)
            octets = sum(letter[3] for letter in letters)
            payload_octets = sum(len(letter[0].payload) for letter in letters)
            for sink in group.sinks:
                if self._seal_letters(sink, letters):
                    self._outbox.post(sink, trains, len(letters), octets)
                    sink.packets += len(letters)
                    sink.octets += payload_octets
        self._due.clear()

    def _seal_letters(self, sink: Sink, letters: list[Letter]) -> bool:
        outbox = self._outbox
        if outbox.filled + len(letters) > OUTGOING_SLOTS:
            outbox.flush()
        buffer, pointers, blocks, slot = outbox.buffer, outbox.pointers, outbox.block_words, outbox.filled
        offset, timestamp_offset, ssrc, tag, outbound, payload_type = (
            sink.offset, sink.timestamp_offset, sink.ssrc, sink.tag_bytes, sink.outbound, sink.payload_type,
        )  # fmt: skip
        for packet, write, body, size, head, payload_at, counters_at in letters:
            at = slot * OUTGOING_BYTES
            outgoing = packet.number + offset
            write(buffer, at, head, packet.marker | payload_type, outgoing & 0xFFFF,
                  packet.timestamp + timestamp_offset & MASK, ssrc, body)  # fmt: skip
            if counters_at:
                write_both(buffer, at + counters_at, 0x8000 | packet.picture + sink.picture_offset & 0x7FFF,
                           packet.tl0 + sink.tl0_offset & 0xFF)  # fmt: skip
            elif sink.is_video:
                write_counters(buffer, at + payload_at, packet, packet.picture + sink.picture_offset,
                               packet.tl0 + sink.tl0_offset)  # fmt: skip
            length[0] = size
            if protect(outbound, pointers[slot], length):
                # Only a key that is used up gets here: what follows would be refused as well.
                self._tally.datagrams_unsent += len(letters)
                return False
            blocks[2 * slot + 1] = size + tag
            if sink.sealed is not None:
                sink.keep_sealed(outgoing, buffer[at : at + size + tag])
            slot += 1
        return True


def trains_of(letters: list[Letter]) -> list[tuple[int, int, int]]:
    """Cut into runs of one size, of which the last may be smaller: where each begins, how many, how large."""
    trains: list[tuple[int, int, int]] = []
    is_open = False
    for index, letter in enumerate(letters):
        size = letter[3]
        if is_open and size <= trains[-1][2]:
            begin, count, whole = trains[-1]
            trains[-1] = (begin, count + 1, whole)
            is_open = size == whole
        else:
            trains.append((index, 1, size))
            is_open = True
    return trains
