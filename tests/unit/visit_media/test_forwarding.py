"""Packets find their layer and their subscribers; what is missing is asked for."""

from struct import pack

from tests.unit.visit_media.packets import rtp_bytes, vp8_payload
from visit_media.sfu.negotiation.terms import Codec, Kind, Reception
from visit_media.sfu.packets import rtcp
from visit_media.sfu.packets.rtp import AUDIO_LEVEL, MID, REPAIRED_RID, RID, TRANSPORT_SEQUENCE, RtpPacket
from visit_media.sfu.packets.vp8 import read_descriptor
from visit_media.sfu.plane.downlink import Downlink
from visit_media.sfu.plane.ingress import MOST_STREAMS, Ingress
from visit_media.sfu.plane.loudness import Loudness
from visit_media.sfu.plane.uplink import Uplink

IDS = {MID: 4, RID: 10, REPAIRED_RID: 11, TRANSPORT_SEQUENCE: 3}
VP8 = Codec("VP8", 96, 90_000, feedback=("nack", "nack pli"), rtx_payload_type=97)
OPUS = Codec("opus", 111, 48_000, channels=2)
CAMERA = Reception("7", Kind.VIDEO, VP8, "camera", extensions=IDS, rids=("q", "h", "f"))
MICROPHONE = Reception("8", Kind.AUDIO, OPUS, "microphone", extensions={MID: 4, AUDIO_LEVEL: 1}, ssrcs=(500,))


class FakePeer:
    """Encrypts nothing and keeps what it would have sent."""

    def __init__(self) -> None:
        self.is_connected = True
        self.media: list[RtpPacket] = []
        self.control: list[rtcp.Rtcp] = []
        self.resent: list[bytes] = []

    def send_media(self, packet: bytes) -> bytes:
        self.media.append(RtpPacket(packet))
        return packet

    def send_control(self, packet: bytes) -> None:
        self.control += rtcp.read(packet)

    def resend(self, sealed: bytes) -> None:
        self.resent.append(sealed)


def ingress_of(peer: FakePeer) -> Ingress:
    ingress = Ingress(peer)  # type: ignore[arg-type]
    ingress.agree((CAMERA, MICROPHONE))
    return ingress


def downlink_to(peer: FakePeer, uplink: Uplink) -> Downlink:
    return Downlink(uplink, peer, uplink.terms.codec)  # type: ignore[arg-type]


def camera_packet(rid: str, *, sequence: int, ssrc: int, is_key: bool = False, picture_id: int = 1) -> bytes:
    payload = vp8_payload(picture_id=picture_id, tl0=picture_id & 0xFF, is_key=is_key)
    return rtp_bytes(
        payload, sequence=sequence, ssrc=ssrc, timestamp=sequence * 3000, extensions={4: b"7", 10: rid.encode()}
    )


def test_layers_are_told_apart_by_rid_and_later_by_ssrc_alone() -> None:
    ingress = ingress_of(FakePeer())

    ingress.receive(camera_packet("h", sequence=1, ssrc=22), 1.0)
    ingress.receive(rtp_bytes(vp8_payload(picture_id=2, tl0=2), sequence=2, ssrc=22), 1.1)

    low, middle, high = ingress.uplinks["7"].layers
    assert (low.ssrc, middle.ssrc, high.ssrc) == (None, 22, None)
    assert middle.losses.highest & 0xFFFF == 2


def test_a_probe_that_comes_first_binds_the_repair_stream_and_is_dropped() -> None:
    ingress = ingress_of(FakePeer())
    extensions = {4: b"7", 11: b"q"}

    ingress.receive(rtp_bytes(b"", sequence=1, ssrc=33, payload_type=97, extensions=extensions, padding=200), 1.0)
    ingress.receive(camera_packet("q", sequence=10, ssrc=22), 1.0)
    ingress.receive(camera_packet("q", sequence=12, ssrc=22), 1.0)
    repaired = pack("!H", 11) + vp8_payload(picture_id=2, tl0=2)
    ingress.receive(rtp_bytes(repaired, sequence=2, ssrc=33, payload_type=97), 1.1)

    low = ingress.uplinks["7"].layers[0]
    assert low.ssrc == 22
    assert low.losses.due(2.0, 0.0) == []


def test_a_publisher_is_asked_for_what_is_missing() -> None:
    peer = FakePeer()
    ingress = ingress_of(peer)
    ingress.receive(camera_packet("q", sequence=65534, ssrc=22), 1.0)
    ingress.receive(camera_packet("q", sequence=1, ssrc=22), 1.0)

    ingress.ask(1.02, 0.0)

    assert rtcp.Nack(22, (65535, 0)) in peer.control


def test_a_subscriber_starts_and_switches_at_key_frames_only_and_sees_one_stream() -> None:
    peer = FakePeer()
    ingress = ingress_of(FakePeer())
    uplink = ingress.uplinks["7"]
    for rid, ssrc in (("q", 20), ("f", 22)):
        ingress.receive(camera_packet(rid, sequence=1, ssrc=ssrc), 1.0)
    downlink = downlink_to(peer, uplink)
    downlink.wish(is_paused=False, highest_rank=0, now=1.0)

    ingress.receive(camera_packet("q", sequence=2, ssrc=20), 1.1)
    assert peer.media == []
    ingress.receive(camera_packet("q", sequence=3, ssrc=20, is_key=True, picture_id=30), 1.2)
    downlink.wish(is_paused=False, highest_rank=2, now=1.2)
    ingress.receive(camera_packet("f", sequence=2, ssrc=22), 1.3)
    ingress.receive(camera_packet("q", sequence=4, ssrc=20, picture_id=31), 1.3)
    ingress.receive(camera_packet("f", sequence=3, ssrc=22, is_key=True, picture_id=700), 1.4)
    ingress.receive(camera_packet("q", sequence=5, ssrc=20), 1.4)

    first = peer.media[0]
    assert [packet.ssrc for packet in peer.media] == [downlink.ssrc] * 3
    assert [(packet.sequence - first.sequence) & 0xFFFF for packet in peer.media] == [0, 1, 2]
    assert [read_descriptor(packet.payload).picture_id for packet in peer.media] == [30, 31, 32]
    assert downlink.layer is uplink.layers[2]


def test_a_hidden_picture_costs_nothing() -> None:
    peer = FakePeer()
    ingress = ingress_of(FakePeer())
    ingress.receive(camera_packet("q", sequence=1, ssrc=20), 1.0)
    downlink = downlink_to(peer, ingress.uplinks["7"])
    downlink.wish(is_paused=True, highest_rank=2, now=1.0)

    ingress.receive(camera_packet("q", sequence=2, ssrc=20, is_key=True), 1.1)

    assert peer.media == []
    assert ingress.uplinks["7"].layers[0].followers == []


def test_a_subscriber_is_sent_again_what_it_misses_byte_for_byte() -> None:
    peer = FakePeer()
    ingress = ingress_of(FakePeer())
    ingress.receive(rtp_bytes(b"sound", sequence=1, ssrc=500, payload_type=111), 1.0)
    downlink = downlink_to(peer, ingress.uplinks["8"])
    downlink.choose(1.0)
    ingress.receive(rtp_bytes(b"sound", sequence=2, ssrc=500, payload_type=111), 1.1)
    [packet] = peer.media

    downlink.resend([packet.sequence, packet.sequence + 1], 1.2)

    assert peer.resent == [packet.raw]


def test_sender_reports_are_rewritten_for_the_subscriber_in_the_publishers_clock() -> None:
    peer = FakePeer()
    ingress = ingress_of(FakePeer())
    ingress.receive(rtp_bytes(b"sound", sequence=1, ssrc=500, timestamp=1000, payload_type=111), 1.0)
    downlink = downlink_to(peer, ingress.uplinks["8"])
    downlink.choose(1.0)
    ingress.receive(rtp_bytes(b"sound", sequence=2, ssrc=500, timestamp=1960, payload_type=111), 1.02)

    ingress.hear(rtcp.SenderReport(500, 77 << 32, 1960, 2, 10), 1.02)

    [packet] = peer.media
    [report] = peer.control
    assert report == rtcp.SenderReport(downlink.ssrc, 77 << 32, packet.timestamp, 1, 5)


def test_a_track_that_ends_ends_for_its_subscribers_too() -> None:
    peer = FakePeer()
    ingress = ingress_of(FakePeer())
    downlink = downlink_to(peer, ingress.uplinks["8"])

    ingress.agree((CAMERA,))

    assert "8" not in ingress.uplinks
    assert rtcp.Bye((downlink.ssrc,)) in peer.control
    ingress.receive(rtp_bytes(b"sound", sequence=3, ssrc=500, payload_type=111), 2.0)
    assert peer.media == []


def test_strangers_streams_are_not_collected() -> None:
    ingress = ingress_of(FakePeer())

    for ssrc in range(1000, 1000 + 3 * MOST_STREAMS):
        ingress.receive(camera_packet("q", sequence=1, ssrc=ssrc), 1.0)

    assert len(ingress._streams) == MOST_STREAMS


def test_a_key_frame_is_asked_for_when_somebody_waits_for_one() -> None:
    publisher = FakePeer()
    ingress = ingress_of(publisher)
    ingress.receive(camera_packet("q", sequence=1, ssrc=20), 1.0)
    downlink_to(FakePeer(), ingress.uplinks["7"]).choose(1.0)

    ingress.ask(1.0, 0.0)
    ingress.ask(1.1, 0.0)

    assert publisher.control == [rtcp.KeyFrameRequest(20)]


def test_speech_is_loud_and_lasts() -> None:
    loudness = Loudness()
    for _ in range(20):
        loudness.note(10)
    assert loudness.take(0.4) > 0.1

    loudness.note(10)
    levels = [loudness.take(0.4) for _ in range(8)]

    assert levels[-1] == 0.0
    assert levels == sorted(levels, reverse=True)
