"""DTLS records and handshake messages: whatever comes in the midst of a real handshake."""

from random import Random

from tests.fuzz.case import Case, seeds
from tests.fuzz.mutation import Mutator
from tests.fuzz.target import Target, at_most, must
from tests.unit.visit_media.dtls_client import HOME, Line
from visit_media.sfu.transport.dtls import MOST_BYTES, MOST_BYTES_OF_HANDSHAKE
from visit_media.sfu.transport.failures import Failure
from visit_media.sfu.transport.switchboard import DTLS

RAW, CHANGED, LOST, TWICE, TICK = range(5)
RECORDED = seeds("dtls")
LONGEST_RECORD = 1500


class Handshake(Target):
    """The first byte says whether this is a record of its own or a change to the client's next datagram."""

    name = "dtls"
    seeds: Case = (
        *(bytes((RAW,)) + record for record in RECORDED),
        *(bytes((CHANGED, number, 7)) for number in range(6)),
        bytes((LOST,)),
        bytes((TWICE,)),
        bytes((TICK,)),
        bytes((RAW,)) + bytes.fromhex("16fefd0000000000000000000c"),
    )
    most_messages = 24
    longest = LONGEST_RECORD
    lines_per_message = 1_500
    lines_per_byte = 60

    def attempt(self, case: Case) -> None:
        """A client shakes hands while the messages are brought to the server as if they were its own."""
        line = Line()
        line.peer.expect((line.client.identity.fingerprint,), None)
        line.peer.receive_dtls(RECORDED[0], 0.0)
        must(not line.sent, "something was sent before any check proved an address")
        line.check()
        line.client.begin()
        for message in case:
            self._bring(line, message)
            _carry_one(line)
        line.carry()
        at_most(sum(len(datagram) for _, datagram in line.sent), 2 * MOST_BYTES_OF_HANDSHAKE, "octets of a handshake")
        must({address for address, _ in line.sent} <= {HOME}, "something was sent elsewhere")
        longest = max((len(datagram) for _, datagram in line.sent), default=0)
        at_most(longest, MOST_BYTES + 100, "octets of a datagram")
        must(line.peer.failure is None or isinstance(line.peer.failure, Failure), "a failure without a name")
        must(len(line.heard.keys) == line.peer.is_connected, "keys were told without a handshake, or more than once")
        must(not line.heard.keys or line.client.is_done, "keys were told though the client is not done")

    @staticmethod
    def _bring(line: Line, message: bytes) -> None:
        how = message[0] % 5 if message else RAW
        under_way = line._under_way
        if how == RAW:
            _receive(line, message[1:])
        elif how == TICK:
            line.peer.tend(1.0)
        elif under_way and how == LOST:
            under_way.popleft()
        elif under_way and how == TWICE:
            under_way.append(under_way[0])
        elif under_way and under_way[0][0] == line.peer_receives:
            _, datagram = under_way.popleft()
            changed = Mutator(message.hex(), (datagram,), longest=LONGEST_RECORD).changed(datagram)
            place = Random(message.hex()).randrange(len(under_way) + 1)
            under_way.insert(place, (lambda brought: _receive(line, brought), changed))


def _receive(line: Line, datagram: bytes) -> None:
    if datagram and datagram[0] in DTLS:  # the switchboard hands on nothing else
        line.peer.receive_dtls(datagram, 0.0)


def _carry_one(line: Line) -> None:
    if line._under_way:
        receive, datagram = line._under_way.popleft()
        receive(datagram)
