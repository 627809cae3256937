"""Data channels over a DTLS association, by aiortc's SCTP on a transport of our own (RFC 8831, 8832)."""

from collections.abc import Callable, Coroutine
from typing import Any, Final

from aiortc.rtcdatachannel import RTCDataChannel
from aiortc.rtcsctptransport import RTCSctpCapabilities, RTCSctpTransport

MOST_CHANNELS: Final = 8
MOST_BYTES_OF_MESSAGE: Final = 65536
MOST_BYTES_WAITING: Final = 4 * 1024 * 1024


class DataChannels:
    """The channels a client has opened, by label; aiortc sees this as its DTLS transport."""

    _role = "server"
    state = "connected"

    def __init__(self, send: Callable[[bytes], None], heard: Callable[[str, bytes], None]) -> None:
        self._send_datagram = send
        self._heard = heard
        self._channels: dict[str, RTCDataChannel] = {}
        self._sctp = RTCSctpTransport(self)  # type: ignore[arg-type]
        self._sctp.on("datachannel", self._opened)

    def start(self, port: int) -> None:
        """Begin the association once DTLS is up."""
        capabilities = RTCSctpCapabilities(maxMessageSize=MOST_BYTES_OF_MESSAGE)
        run_now(self._sctp.start(capabilities, port))

    def receive(self, packet: bytes) -> None:
        """Take one SCTP packet; what it completes is told to the listener before this returns."""
        run_now(self._sctp._handle_data(packet))

    def send(self, label: str, message: bytes) -> bool:
        """Send a message; False when the channel is not open or the peer has stopped reading."""
        channel = self._channels.get(label)
        if channel is None or channel.readyState != "open" or channel.bufferedAmount > MOST_BYTES_WAITING:
            return False
        channel.send(message)
        return True

    def close(self) -> None:
        """Abort the association."""
        if self._sctp.state != "new":
            run_now(self._sctp.stop())

    def _opened(self, channel: RTCDataChannel) -> None:
        if len(self._channels) >= MOST_CHANNELS and channel.label not in self._channels:
            return
        label = channel.label
        self._channels[label] = channel
        channel.on("message", lambda message: self._message(label, message))

    def _message(self, label: str, message: bytes | str) -> None:
        if isinstance(message, bytes):
            self._heard(label, message)

    async def _send_data(self, packet: bytes) -> None:
        self._send_datagram(packet)

    def _register_data_receiver(self, receiver: object) -> None:
        """Nothing to note: packets are handed over by `receive`."""

    def _unregister_data_receiver(self, receiver: object) -> None:
        """Nothing to forget."""


def run_now(coroutine: Coroutine[Any, Any, None]) -> None:
    """Run a coroutine that never waits, so that no task is needed for each packet."""
    try:
        coroutine.send(None)
    except StopIteration:
        return
    coroutine.close()
    raise RuntimeError("the SCTP transport waited for something")
