"""What a connection to the broker sends: all frames of one turn of the loop leave in one piece."""

import contextlib
import socket
from typing import Any

import eventlet
from amqp.method_framing import frame_writer


class Gathered:
    """Stands for the transport where frames are written: they leave in their order when the loop turns, for each piece
    is a call of the system, and wakes the broker.

    When they cannot leave, the connection is lost: whoever reads from it notices, and the broker delivers again what
    was not acknowledged.
    """

    def __init__(self, transport: Any) -> None:
        self._transport = transport
        self._waiting = bytearray()
        self._is_leaving = False

    def write(self, frame: bytes | memoryview) -> None:
        self._waiting += frame
        if not self._is_leaving:
            self._is_leaving = True
            eventlet.spawn_n(self._leave)

    def _leave(self) -> None:
        try:
            while self._waiting:
                piece, self._waiting = bytes(self._waiting), bytearray()
                self._transport.write(piece)
        except OSError:
            self._waiting.clear()
            with contextlib.suppress(OSError, AttributeError):
                self._transport.sock.shutdown(socket.SHUT_RDWR)
        finally:
            self._is_leaving = False


def gathering_writer(connection: Any, transport: Any) -> Any:
    """The library's own writer of frames, before a transport that gathers them."""
    return frame_writer(connection, Gathered(transport))
