"""The media path of one caller: checks, handshake, keys and data channels over a socket of its own."""

import secrets
import time
from collections.abc import Callable
from typing import Final, Protocol

import numpy as np
from aioice import stun
from numpy.typing import NDArray
from pylibsrtp import Error, Policy, Session

from tools.callers.reception import HEADER_BYTES, Octets, Reception
from visit_media.sfu.plane.python.port import INCOMING_BYTES, INCOMING_SLOTS, UdpPort
from visit_media.sfu.plane.terms import Address
from visit_media.sfu.transport.certificate import Fingerprint, Identity
from visit_media.sfu.transport.dtls import Dtls, DtlsState
from visit_media.sfu.transport.sctp import DataChannels

HOST: Final = "127.0.0.1"
SCTP_PORT: Final = 5000
CHECK_AGAIN_SECONDS: Final = 0.25
CONSENT_SECONDS: Final = 4.0
PRIORITY: Final = 1853693695


class Ear(Protocol):
    """Whoever wants to know of each media packet; without one they are only counted."""

    def note(self, path: "Path", slots: NDArray[np.intp]) -> None:
        """Packets of media lie in these slots of the path's port."""
        ...


class Calling(Dtls):
    """The client's side of a handshake."""

    def __init__(
        self, identity: Identity, fingerprints: tuple[Fingerprint, ...], send: Callable[[bytes], None]
    ) -> None:
        super().__init__(identity, fingerprints, send)
        self._connection.set_connect_state()

    def begin(self) -> None:
        """Send the first flight."""
        self._shake_hands()
        self._flush()


class CallingChannels(DataChannels):
    """The client's side of the data channels."""

    _role = "client"


class Path:
    """One socket; somebody has to poll it every few milliseconds."""

    def __init__(self, identity: Identity, heard: Callable[[str, bytes], None], ear: Ear | None = None) -> None:
        self.port = UdpPort(HOST, 0)
        self.octets: Octets = np.frombuffer(self.port.incoming.data, np.uint8).reshape(INCOMING_SLOTS, INCOMING_BYTES)
        self.packets = 0
        self.reception = Reception()
        self.control: list[bytes] = []
        self.secured_at: float | None = None
        self.ufrag = self.password = ""
        self._identity = identity
        self._heard = heard
        self._ear = ear
        self._server: Address | None = None
        self._username = self._their_password = ""
        self._fingerprints: tuple[Fingerprint, ...] = ()
        self._is_checked = False
        self._check_at = 0.0
        self._dtls: Calling | None = None
        self._channels: CallingChannels | None = None
        self._sealing: Session | None = None
        self.opening: Session | None = None
        self.restart()

    @property
    def fingerprint(self) -> str:
        """What the offer has to say of our certificate."""
        return self._identity.fingerprint.value

    @property
    def is_up(self) -> bool:
        """Whether media can be sent and the server has answered the last round of checks."""
        return self._sealing is not None and self._is_checked

    def restart(self) -> None:
        """Make new credentials for the next offer (RFC 8445 9)."""
        self.ufrag, self.password = secrets.token_hex(4), secrets.token_hex(16)

    def call(self, ufrag: str, password: str, fingerprint: Fingerprint, server: Address) -> None:
        """Use what the answer says; the same as before changes nothing."""
        username = f"{ufrag}:{self.ufrag}"
        if username != self._username:
            self._username, self._their_password, self._server = username, password, server
            self._fingerprints = (fingerprint,)
            self._is_checked, self._check_at = False, 0.0

    def poll(self, now: float) -> None:
        """Take in what has come, and repeat what is due."""
        count = INCOMING_SLOTS
        while count == INCOMING_SLOTS:
            count = self.port.receive()
            if count:
                self._take(count)
        if self._server is not None and now >= self._check_at:
            self._check_at = now + (CONSENT_SECONDS if self._is_checked else CHECK_AGAIN_SECONDS)
            self._check(self._server)
            if self._dtls is not None:
                self._dtls.retransmit()

    def send(self, packet: bytes) -> None:
        """Seal and send a media packet."""
        if self._sealing is not None and self._server is not None:
            self.port.send(self._server, self._sealing.protect(packet))

    def send_control(self, packet: bytes) -> None:
        """Seal and send a compound RTCP packet."""
        if self._sealing is not None and self._server is not None:
            self.port.send(self._server, self._sealing.protect_rtcp(packet))

    def say(self, label: str, message: bytes) -> bool:
        """Send a message on a data channel; False when there is none yet."""
        return self._channels is not None and self._channels.send(label, message)

    def datagram(self, slot: int) -> bytes:
        """Return what lies in a slot of the port."""
        size = self.port.incoming.header_words[8 * slot + 7]
        return self.octets[slot, :size].tobytes()

    def close(self) -> None:
        """Say goodbye and give the port back."""
        if self._channels is not None:
            self._channels.close()
        if self._dtls is not None:
            self._dtls.close()
        self._server = None
        self.port.close()

    def _take(self, count: int) -> None:
        first, second = self.octets[:count, 0], self.octets[:count, 1]
        is_media = (first > 127) & (first < 192) & ((second < 192) | (second > 223))
        slots = np.flatnonzero(is_media)
        if len(slots):
            self.packets += len(slots)
            self.reception.note(self.octets[slots, :HEADER_BYTES])
            if self._ear is not None:
                self._ear.note(self, slots)
        for slot in np.flatnonzero(~is_media):
            self._take_other(self.datagram(int(slot)))

    def _take_other(self, datagram: bytes) -> None:
        if datagram[0] < 4:
            self._checked(datagram)
        elif datagram[0] < 64 and self._dtls is not None:
            for message in self._dtls.receive(datagram):
                if self._channels is not None:
                    self._channels.receive(message)
            self._look_at_dtls(self._dtls)
        elif self.opening is not None:
            try:
                self.control.append(self.opening.unprotect_rtcp(datagram))
            except Error:
                return  # a packet that is not the server's is nobody's here

    def _check(self, server: Address) -> None:
        attributes = {"USERNAME": self._username, "PRIORITY": PRIORITY, "ICE-CONTROLLING": 1, "USE-CANDIDATE": None}
        request = stun.Message(stun.Method.BINDING, stun.Class.REQUEST, attributes=attributes)
        request.add_message_integrity(self._their_password.encode())
        self.port.send(server, bytes(request))

    def _checked(self, datagram: bytes) -> None:
        answer = stun.parse_message(datagram)
        if answer.message_class == stun.Class.RESPONSE and answer.check_message_integrity(
            self._their_password.encode()
        ):
            self._is_checked = True
            if self._dtls is None:
                self._dtls = Calling(self._identity, self._fingerprints, self._send_bare)
                self._dtls.begin()

    def _look_at_dtls(self, dtls: Calling) -> None:
        if dtls.failure is not None and self._sealing is None:
            raise ConnectionError(f"the handshake failed: {dtls.failure}")
        if dtls.state is DtlsState.CONNECTED and self._sealing is None and dtls.keys is not None:
            keys = dtls.keys
            self._sealing = Session(Policy(keys.inbound, Policy.SSRC_ANY_OUTBOUND, 0, keys.profile))
            self.opening = Session(Policy(keys.outbound, Policy.SSRC_ANY_INBOUND, 0, keys.profile))
            self.secured_at = time.monotonic()
            self._channels = CallingChannels(dtls.send, self._heard, opens_channels=True)
            self._channels.start(SCTP_PORT)

    def _send_bare(self, datagram: bytes) -> None:
        if self._server is not None:
            self.port.send(self._server, datagram)
