"""What comes in: told apart, decrypted, and given to the stream it belongs to."""

import logging
import time
from struct import Struct
from typing import Any, Final

from visit_media.sfu.plane.events import Control, Datagram, Faulty, KeyFrameArrived, UnknownStream
from visit_media.sfu.plane.python.addresses import NAME_BYTES, address_from
from visit_media.sfu.plane.python.extensions import read_extensions
from visit_media.sfu.plane.python.fanout import Fanout
from visit_media.sfu.plane.python.gating import level_of
from visit_media.sfu.plane.python.packet import HEADER_BYTES, PAYLOAD_TYPE, Read
from visit_media.sfu.plane.python.peer import CONTROL_COSTS, MOST_SSRCS, Key, PlanePeer
from visit_media.sfu.plane.python.port import INCOMING_BYTES, UdpPort
from visit_media.sfu.plane.python.sealing import length, pointers_into, unprotect, unprotect_control
from visit_media.sfu.plane.python.stream import Repair, Stream
from visit_media.sfu.plane.python.tally import Happenings, Tally
from visit_media.sfu.plane.terms import Address

SSRC: Final = Struct("!I")
LEAST_BYTES: Final = HEADER_BYTES
QUIETEST_AUDIBLE: Final = 35
log = logging.getLogger(__name__)


class Intake:
    """Reads datagrams where they lie; only the payload of a packet that is kept is copied."""

    def __init__(self, port: UdpPort, fanout: Fanout, tally: Tally, happenings: Happenings) -> None:
        self.by_key: dict[Key, PlanePeer] = {}
        self._port = port
        self._fanout = fanout
        self._tally = tally
        self._happenings = happenings
        self._view = memoryview(port.incoming.data)
        self._pointers = pointers_into(port.incoming.data, INCOMING_BYTES)
        self._name_bytes = port.name_bytes
        self._scratch = bytearray(INCOMING_BYTES)
        self._scratch_pointer = pointers_into(self._scratch, INCOMING_BYTES)[0]

    def empty(self, most_batches: int) -> None:
        """Take in what the socket holds, up to so many batches."""
        incoming, names, words = self._port.incoming, self._port.incoming.names, self._port.incoming.header_words
        to_monotonic = time.monotonic() - time.time()
        for _ in range(most_batches):
            count = self._port.receive()
            for slot in range(count):
                key = bytes(names[slot * NAME_BYTES : slot * NAME_BYTES + self._name_bytes])
                taken_at = incoming.arrived_at(slot)
                at = taken_at + to_monotonic if taken_at is not None else time.monotonic()
                start = slot * INCOMING_BYTES
                self._take(incoming.data, self._pointers[slot], start, words[8 * slot + 7], key, at)
            if count < len(self._pointers):
                return

    def take(self, key: Key, datagram: bytes, at: float) -> None:
        """Take one datagram that the socket did not bring."""
        size = min(len(datagram), INCOMING_BYTES)
        self._scratch[:size] = datagram[:size]
        self._take(self._scratch, self._scratch_pointer, 0, size, key, at)

    def take_held(self, peer: PlanePeer, ssrc: int) -> None:
        """Take the packets that came before anybody knew what they are."""
        for packet, at in peer.take_held(ssrc):
            self._scratch[: len(packet)] = packet
            try:
                self._read(peer, self._scratch, 0, len(packet), ssrc, at)
            except Exception as failure:  # noqa: BLE001 - as in `_take`
                self._give_up(peer, failure)

    def _take(self, buffer: bytearray, pointer: Any, start: int, size: int, key: Key, at: float) -> None:
        tally = self._tally
        tally.datagrams_received += 1
        tally.octets_received += size
        first = buffer[start] if size else 255
        peer = self.by_key.get(key)
        if 127 < first < 192:
            if peer is None or peer.is_faulty or size < LEAST_BYTES:
                tally.datagrams_refused += 1
                return
            is_control = 192 <= buffer[start + 1] <= 223
            if not peer.allowance.take(CONTROL_COSTS if is_control else 1, at):
                tally.packets_excessive += 1
            else:
                try:
                    if is_control:
                        self._take_control(peer, buffer, pointer, start, size, at)
                    else:
                        self._take_media(peer, buffer, pointer, start, size, at)
                except Exception as failure:  # noqa: BLE001
                    # The outermost loop of the plane: what one peer sent must not silence all others.
                    self._give_up(peer, failure)
        elif not self._is_handshake(first) or not self._happenings.tell(
            Datagram(_address_of(key), bytes(buffer[start : start + size]), at)
        ):
            tally.datagrams_refused += 1

    @staticmethod
    def _is_handshake(first: int) -> bool:
        return first < 4 or 19 < first < 64  # STUN and DTLS (RFC 7983)

    def _give_up(self, peer: PlanePeer, failure: Exception) -> None:
        log.error("packet_failed", exc_info=failure)
        peer.is_faulty = True
        self._happenings.insist(Faulty(peer.id))

    def _take_control(self, peer: PlanePeer, buffer: bytearray, pointer: Any, start: int, size: int, at: float) -> None:
        length[0] = size
        if unprotect_control(peer.sealing.inbound, pointer, length):
            self._tally.packets_unauthentic += 1
        elif not self._happenings.tell(Control(peer.id, bytes(buffer[start : start + length[0]]), at)):
            self._tally.datagrams_refused += 1

    def _take_media(self, peer: PlanePeer, buffer: bytearray, pointer: Any, start: int, size: int, at: float) -> None:
        (ssrc,) = SSRC.unpack_from(buffer, start + 8)
        if ssrc not in peer.ssrcs and len(peer.ssrcs) >= MOST_SSRCS:
            self._tally.datagrams_refused += 1
            return
        length[0] = size
        if unprotect(peer.sealing.inbound, pointer, length):
            self._tally.packets_unauthentic += 1
            return
        peer.ssrcs.add(ssrc)
        self._tally.packets_received += 1
        self._read(peer, buffer, start, length[0], ssrc, at)

    def _read(self, peer: PlanePeer, buffer: bytearray, start: int, size: int, ssrc: int, at: float) -> None:
        entry = peer.streams.get(ssrc)
        try:
            if entry is None:
                self._hold(peer, bytes(buffer[start : start + size]), ssrc, at)
            else:
                self._accept(peer, entry, buffer, Read(buffer, start, size), at)
        except ValueError:
            self._tally.packets_malformed += 1

    def _hold(self, peer: PlanePeer, packet: bytes, ssrc: int, at: float) -> None:
        if peer.hold(ssrc, packet, at):
            self._happenings.tell(UnknownStream(peer.id, ssrc, packet[1] & PAYLOAD_TYPE, packet, at))

    def _accept(self, peer: PlanePeer, entry: Stream | Repair, buffer: bytearray, read: Read, at: float) -> None:
        stream = entry if isinstance(entry, Stream) else entry.stream
        values, transport = read_extensions(buffer, read, stream.wanted)
        if transport is not None:
            peer.note_arrival(transport, at)
            peer.arrivals_ssrc = stream.terms.ssrc
        sequence, payload_at = read.sequence, read.payload_at
        if entry is not stream:
            if read.payload_end - payload_at < 2 or read.payload_type != stream.terms.repair_payload_type:
                return  # it only tried whether more would fit
            sequence = buffer[payload_at] << 8 | buffer[payload_at + 1]
            payload_at += 2
        elif read.payload_type != stream.terms.payload_type:
            payload_at = read.payload_end  # comfort noise, tones, a codec that was not agreed: its number counts
        packet = stream.accept(
            sequence=sequence, timestamp=read.timestamp, marker=read.marker,
            payload=bytes(memoryview(buffer)[payload_at : read.payload_end]), values=values, at=at,
            is_repeated=entry is not stream,
        )  # fmt: skip
        if packet is None:
            return
        if packet.begins_key_frame and packet.timestamp != stream.key_frame_timestamp:
            stream.key_frame_timestamp = packet.timestamp
            self._happenings.insist(KeyFrameArrived(stream.id, at))
        if not stream.is_video:
            _note_level(stream, level_of(packet))
        self._fanout.take(stream, packet)


def _note_level(stream: Stream, level: int | None) -> None:
    if level is None:
        return
    heard = stream.heard_levels
    heard[2] += 1
    if level <= QUIETEST_AUDIBLE:
        heard[0] += 1
    if level < heard[1]:
        heard[1] = level


def _address_of(key: Key) -> Address:
    return address_from(key) if isinstance(key, bytes) else key
