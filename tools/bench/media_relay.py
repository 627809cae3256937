"""The least that a room can cost: every packet goes on to everybody else as it came, read and sent in batches.

No keys, no numbers to rewrite, no feedback. `python -m tools.bench.media_relay` reads who is there as JSON from its
input, and relays until the input ends.
"""

import json
import select
import socket
import sys
from struct import pack
from typing import Any, Final

from tools.bench.media_room import SERVER_CORE
from tools.callers.server import take_core
from visit_media.sfu.plane.python.addresses import NAME_BYTES
from visit_media.sfu.plane.python.port import INCOMING_BYTES, INCOMING_SLOTS, OUTGOING_SLOTS, UdpPort, address_of

SMALL_BYTES: Final = 400
"""Of sound; pictures are larger."""


class Relay:
    """One socket; whoever sent a packet is told by its port."""

    def __init__(self, host: str, people: dict[int, bool]) -> None:
        """`people` are ports, and whether what is small (sound) is passed on from there, too."""
        self.port = UdpPort(host, 0)
        self._speaks = people
        names = {
            port: bytearray(pack("=HH4s8x", socket.AF_INET, socket.htons(port), socket.inet_aton(host)))
            for port in people
        }
        self._kept = names  # the addresses below point into these
        addresses = {port: address_of(name) for port, name in names.items()}
        self._others = {port: [at for other, at in addresses.items() if other != port] for port in people}

    def run(self, is_over: int) -> None:
        """Relay until something can be read from the other descriptor."""
        poll = select.poll()
        poll.register(self.port.fileno(), select.POLLIN)
        poll.register(is_over, select.POLLIN)
        while not any(descriptor == is_over for descriptor, _ in poll.poll()):
            count = INCOMING_SLOTS
            while count == INCOMING_SLOTS:
                count = self.port.receive()
                for slot in range(count):
                    self._pass_on(slot)

    def _pass_on(self, slot: int) -> None:
        incoming, outgoing = self.port.incoming, self.port.outgoing
        size = incoming.header_words[8 * slot + 7]
        name = slot * NAME_BYTES
        sender = int.from_bytes(incoming.names[name + 2 : name + 4], "big")
        if sender not in self._speaks or (size < SMALL_BYTES and not self._speaks[sender]):
            return
        outgoing.data[:size] = incoming.data[slot * INCOMING_BYTES : slot * INCOMING_BYTES + size]
        outgoing.block_words[1] = size
        for number, address in enumerate(self._others[sender], 1):
            self.port.queue(0, 1, address, size)
            if number % OUTGOING_SLOTS == 0:
                self.port.flush()
        self.port.flush()


def main() -> None:
    """Relay for those whom the first line names."""
    take_core(SERVER_CORE)
    asked: dict[str, Any] = json.loads(sys.stdin.readline())
    relay = Relay(asked["host"], dict(asked["people"]))
    print(json.dumps({"port": relay.port.number}), flush=True)
    relay.run(sys.stdin.fileno())


if __name__ == "__main__":
    main()
