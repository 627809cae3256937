"""Frames of one turn of the loop leave in one piece; a connection that takes none is given up."""

from types import SimpleNamespace

import eventlet

from chassis.serving.writing import Gathered


class Wire:
    def __init__(self) -> None:
        self.pieces: list[bytes] = []
        self.is_broken = False
        self.is_shut = False
        self.sock = SimpleNamespace(shutdown=self.shut)

    def write(self, piece: bytes) -> None:
        if self.is_broken:
            raise TimeoutError
        self.pieces.append(piece)

    def shut(self, _: int) -> None:
        self.is_shut = True


def test_what_is_written_in_one_turn_leaves_in_one_piece_in_its_order() -> None:
    wire = Wire()
    gathered = Gathered(wire)
    buffer = bytearray(b"reply")

    gathered.write(memoryview(buffer))
    buffer[:] = b"other"
    gathered.write(b"+ack")
    written_at_once = list(wire.pieces)
    eventlet.sleep(0)
    gathered.write(b"later")
    eventlet.sleep(0)

    assert (written_at_once, wire.pieces) == ([], [b"reply+ack", b"later"])


def test_when_the_broker_takes_nothing_the_connection_is_given_up_for_its_reader_to_notice() -> None:
    wire = Wire()
    wire.is_broken = True
    gathered = Gathered(wire)

    gathered.write(b"half a frame may have left")
    eventlet.sleep(0)

    assert (wire.is_shut, wire.pieces) == (True, [])
