"""The UDP socket: many datagrams with one call of the kernel in each direction."""

import ctypes
import errno
import socket
from struct import Struct
from typing import Final

from visit_media.sfu.plane.python.addresses import NAME_BYTES, OF_IPV4, OF_IPV6, OF_MAPPED, address_from
from visit_media.sfu.plane.terms import Address

INCOMING_SLOTS: Final = 64
INCOMING_BYTES: Final = 2048
OUTGOING_SLOTS: Final = 64
OUTGOING_BYTES: Final = 1536
MOST_BYTES: Final = 1500
"""The longest datagram that is sent, sealed: what an Ethernet frame holds."""
SOCKET_BUFFER_BYTES: Final = 4 * 1024 * 1024
SO_TIMESTAMPNS: Final = 35  # Linux; Python does not name it
ANCILLARY_BYTES: Final = 64
HEADER: Final = Struct("@QIxxxxQQQQixxxxIxxxx")  # struct mmsghdr of 64-bit Linux
BLOCK: Final = Struct("@QQ")  # struct iovec
MOMENT: Final = Struct("@qq")
MOMENT_AT: Final = 16
CONTROL: Final = Struct("@QiiH")  # struct cmsghdr with the size of the pieces
CONTROL_SPACE: Final = 24
SOL_UDP: Final = 17
UDP_SEGMENT: Final = 103
MOST_SEGMENTS: Final = 32
FULL: Final = (errno.EAGAIN, errno.ENOBUFS, errno.EBADF)

system: Final = ctypes.CDLL(None, use_errno=True)
system.recvmmsg.argtypes = (ctypes.c_int, ctypes.c_void_p, ctypes.c_uint, ctypes.c_int, ctypes.c_void_p)
system.sendmmsg.argtypes = (ctypes.c_int, ctypes.c_void_p, ctypes.c_uint, ctypes.c_int)


class Buffers:
    """Slots for datagrams, laid out as the kernel takes them: reused for ever, so nothing is allocated per packet."""

    def __init__(self, slots: int, slot_bytes: int) -> None:
        self.data = bytearray(slots * slot_bytes)
        self.names = bytearray(slots * NAME_BYTES)
        self.ancillary = bytearray(slots * ANCILLARY_BYTES)
        self._blocks = bytearray(slots * BLOCK.size)
        self._headers = bytearray(slots * HEADER.size)
        blocks, data, names = address_of(self._blocks), address_of(self.data), address_of(self.names)
        ancillary = address_of(self.ancillary)
        for slot in range(slots):
            BLOCK.pack_into(self._blocks, slot * BLOCK.size, data + slot * slot_bytes, slot_bytes)
            HEADER.pack_into(
                self._headers, slot * HEADER.size, names + slot * NAME_BYTES, NAME_BYTES, blocks + slot * BLOCK.size, 1,
                ancillary + slot * ANCILLARY_BYTES, ANCILLARY_BYTES, 0, 0,
            )  # fmt: skip
        self._fresh = bytearray(self._headers)
        self.header_bytes = self._headers
        self.blocks_address, self.ancillary_address = blocks, ancillary
        self.header_words = memoryview(self._headers).cast("Q")
        """Eight words a slot: address of the name, its length, …, and in the last the octets moved."""
        self.block_words = memoryview(self._blocks).cast("Q")
        """Two words a slot: where the datagram lies, and how long it is."""
        self.headers = address_of(self._headers)

    def renew(self, slots: int) -> None:
        """Give the first slots their full room again."""
        size = slots * HEADER.size
        self._headers[:size] = self._fresh[:size]

    def arrived_at(self, slot: int) -> float | None:
        """When the kernel took the datagram in, by its own clock."""
        if self.header_words[8 * slot + 5] < MOMENT_AT + MOMENT.size:
            return None
        seconds, nanoseconds = MOMENT.unpack_from(self.ancillary, slot * ANCILLARY_BYTES + MOMENT_AT)
        return float(seconds + nanoseconds * 1e-9)


class UdpPort:
    """A bound socket. What cannot be sent is counted and lost, as any network may lose it."""

    def __init__(self, host: str, port: int) -> None:
        self.family = socket.AF_INET6 if ":" in host else socket.AF_INET
        self._socket = socket.socket(self.family, socket.SOCK_DGRAM)
        self._socket.setblocking(False)
        for option in (socket.SO_RCVBUF, socket.SO_SNDBUF):
            self._socket.setsockopt(socket.SOL_SOCKET, option, SOCKET_BUFFER_BYTES)
        # The kernel's clock reading, not ours: how busy this process is must not look like a slow network.
        self._socket.setsockopt(socket.SOL_SOCKET, SO_TIMESTAMPNS, 1)
        if self.family == socket.AF_INET6:
            self._socket.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 0)
        self._socket.bind((host, port))
        self._descriptor = self._socket.fileno()
        self.number: int = self._socket.getsockname()[1]
        self.unsent = 0
        self.incoming = Buffers(INCOMING_SLOTS, INCOMING_BYTES)
        self.outgoing = Buffers(OUTGOING_SLOTS, OUTGOING_BYTES)
        self.name_bytes = OF_IPV4.size if self.family == socket.AF_INET else OF_IPV6.size
        self.most_segments = MOST_SEGMENTS
        """How many datagrams may leave as one message: 1 where the kernel or the device cannot cut it up."""
        self._filled = self._queued = 0

    def fileno(self) -> int:
        """The descriptor to wait for."""
        return self._descriptor

    def close(self) -> None:
        """Give the port back."""
        self._descriptor = -1
        self._socket.close()

    def receive(self) -> int:
        """Take in up to all incoming slots; return how many were filled, 0 when nothing waits."""
        self.incoming.renew(self._filled)
        count: int = system.recvmmsg(self._descriptor, self.incoming.headers, INCOMING_SLOTS, socket.MSG_DONTWAIT, None)
        self._filled = max(count, 0)
        return self._filled

    def queue(self, first: int, count: int, name_address: int, size: int) -> None:
        """Let so many outgoing slots, of this size all but the last, leave for one place with the next flush."""
        outgoing, message = self.outgoing, self._queued
        control = control_bytes = 0
        if count > 1:  # the kernel cuts it up again, which costs a fraction of as many calls (UDP_SEGMENT, udp(7))
            CONTROL.pack_into(outgoing.ancillary, message * ANCILLARY_BYTES, CONTROL.size, SOL_UDP, UDP_SEGMENT, size)
            control, control_bytes = outgoing.ancillary_address + message * ANCILLARY_BYTES, CONTROL_SPACE
        HEADER.pack_into(
            outgoing.header_bytes, message * HEADER.size, name_address, self.name_bytes,
            outgoing.blocks_address + first * BLOCK.size, count, control, control_bytes, 0, 0,
        )  # fmt: skip
        self._queued = message + 1

    def flush(self) -> None:
        """Send what is queued."""
        sent, queued = 0, self._queued
        self._queued = 0
        while sent < queued:
            moved: int = system.sendmmsg(
                self._descriptor, self.outgoing.headers + sent * HEADER.size, queued - sent, socket.MSG_DONTWAIT
            )
            if moved > 0:
                sent += moved
                continue
            failure, count = ctypes.get_errno(), self.outgoing.header_words[8 * sent + 3]
            if failure in FULL:
                self.unsent += sum(self.outgoing.header_words[8 * message + 3] for message in range(sent, queued))
                return
            if count > 1:
                self.most_segments = 1 if failure == errno.EIO else self.most_segments
                self._send_singly(sent, count)
            else:
                self.unsent += 1  # this one cannot be delivered: says nothing about the next
            sent += 1

    def send(self, address: Address, datagram: bytes) -> None:
        """Send one datagram."""
        try:
            host = address[0] if self.family == socket.AF_INET or ":" in address[0] else OF_MAPPED + address[0]
            self._socket.sendto(datagram, (host, address[1]))
        except (OSError, OverflowError):
            self.unsent += 1

    def _send_singly(self, message: int, count: int) -> None:
        words, blocks = self.outgoing.header_words, self.outgoing.block_words
        address = address_from(ctypes.string_at(words[8 * message], self.name_bytes))
        first = (words[8 * message + 2] - self.outgoing.blocks_address) // BLOCK.size
        for slot in range(first, first + count):
            start = slot * OUTGOING_BYTES
            self.send(address, bytes(self.outgoing.data[start : start + blocks[2 * slot + 1]]))


def address_of(buffer: bytearray) -> int:
    """Where the bytes lie in memory; they must not be resized from then on."""
    return ctypes.addressof(ctypes.c_char.from_buffer(buffer))
