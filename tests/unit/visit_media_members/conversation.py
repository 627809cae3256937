"""Members over a recording plane: who publishes and who looks on."""

from tests.unit.visit_media.checks import check, read
from tests.unit.visit_media.packets import rtp_bytes, vp8_payload
from tests.unit.visit_media_members.recording_plane import RecordingPlane
from visit_media.sfu.members.board import Board
from visit_media.sfu.members.dispatch import Dispatch
from visit_media.sfu.members.downlink import Downlink
from visit_media.sfu.members.member import Member
from visit_media.sfu.members.uplink import Uplink
from visit_media.sfu.negotiation.terms import Codec, Kind, Reception
from visit_media.sfu.packets import rtcp
from visit_media.sfu.packets.rtp import AUDIO_LEVEL, MID, REPAIRED_RID, RID, TRANSPORT_SEQUENCE
from visit_media.sfu.plane import events
from visit_media.sfu.plane.interface import Plane
from visit_media.sfu.plane.terms import Address
from visit_media.sfu.transport.certificate import Identity
from visit_media.sfu.transport.srtp import SrtpKeys
from visit_media.sfu.transport.switchboard import Switchboard

IDS = {MID: 4, RID: 10, REPAIRED_RID: 11, TRANSPORT_SEQUENCE: 3}
VP8 = Codec("VP8", 96, 90_000, feedback=("nack", "nack pli"), rtx_payload_type=97)
OPUS = Codec("opus", 111, 48_000, channels=2)
CAMERA = Reception("7", Kind.VIDEO, VP8, "camera", extensions=IDS, rids=("q", "h", "f"))
PLAIN_CAMERA = Reception("7", Kind.VIDEO, VP8, "plain", extensions=IDS, ssrcs=(600, 601), repair_ssrcs={600: 601})
MICROPHONE = Reception("8", Kind.AUDIO, OPUS, "microphone", extensions={MID: 4, AUDIO_LEVEL: 1}, ssrcs=(500,))
KEYS = SrtpKeys(7, bytes(28), bytes(28))
SSRCS = {"q": 20, "h": 21, "f": 22}
SERVER = Identity()


class Listener:
    """Remembers what it is told."""

    def __init__(self) -> None:
        self.said: list[object] = []

    def connected(self) -> None:
        self.said.append("connected")

    def data(self, label: str, message: bytes) -> None:
        self.said.append((label, message))

    def stream_paused(self, downlink: Downlink, *, is_paused: bool) -> None:
        self.said.append((downlink, is_paused))

    def failed(self) -> None:
        self.said.append("failed")


class Conversation:
    """A room without a network."""

    def __init__(self) -> None:
        self.plane = RecordingPlane()
        plane: Plane = self.plane
        self.board = Board(plane)
        self.elsewhere: list[tuple[Address, bytes]] = []
        self.switchboard = Switchboard(self.plane.send)
        self.dispatch = Dispatch(self.board, self.switchboard, lambda *sent: self.elsewhere.append(sent))
        self.listeners: dict[Member, Listener] = {}
        self._hosts = 0

    def member(self, *, is_single: bool = True, group: int = 0, is_open: bool = True) -> Member:
        """Somebody comes."""
        listener = Listener()
        member = Member(self.board, SERVER, self.plane.send, listener, is_single=is_single, group=group)
        self.listeners[member] = listener
        if is_open:
            self.open(member)
        return member

    def open(self, member: Member) -> None:
        """The keys of its transports are agreed."""
        for line in (member._up,) if member.is_single else (member._up, member._down):
            self._hosts += 1
            address = (f"192.0.2.{self._hosts}", 5000)
            line.peer.check(read(check(line.peer.ufrag, line.peer.password, nominates=True)), address, 0.0)
            line.secured(line.peer, KEYS)

    def happens(self, *batch: events.Event, now: float = 1.0) -> None:
        """Hand events on."""
        self.dispatch.hand_on(list(batch), now)

    def says(self, member: Member, packet: bytes, now: float = 1.0) -> None:
        """A member's client reports."""
        assert member._down.number is not None
        self.happens(events.Control(member._down.number, packet, now), now=now)

    def packet(
        self, member: Member, ssrc: int, extensions: dict[int, bytes], payload_type: int = 96, now: float = 1.0
    ) -> None:
        """The first packet of an SSRC arrives."""
        payload = vp8_payload(picture_id=1, tl0=1)
        raw = rtp_bytes(payload, ssrc=ssrc, payload_type=payload_type, extensions=extensions)
        assert member._up.number is not None
        self.happens(events.UnknownStream(member._up.number, ssrc, payload_type, raw, now), now=now)

    def camera(self, member: Member, *rids: str, now: float = 1.0) -> Uplink:
        """A member shows itself in these layers."""
        member.agree((), None, (CAMERA, MICROPHONE))
        for rid in rids:
            self.packet(member, SSRCS[rid], {4: b"7", 10: rid.encode()}, now=now)
        return member.ingress.uplinks["7"]

    def watches(self, member: Member, uplink: Uplink, now: float = 1.0) -> Downlink:
        """A member looks at it."""
        downlink = member.subscribe(uplink, uplink.terms.codec, {})
        member.start(downlink)
        member.tend(now)
        return downlink


def block(ssrc: int, *, highest: int = 0, lost: int = 0, fraction: int = 0, last: int = 0, delay: int = 0) -> bytes:
    return rtcp.receiver_report(1, [rtcp.ReportBlock(ssrc, fraction, lost, highest, 0, last, delay)])
