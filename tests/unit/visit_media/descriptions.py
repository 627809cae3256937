"""Descriptions of real clients, as recorded, and what we write to them.

`python -m tests.unit.visit_media.descriptions` writes the latter. Recorded with livekit-client 2.23 in Chromium 156
and Firefox 153, and with livekit 1.2 from PyPI; addresses, credentials and fingerprints were replaced.
"""

from dataclasses import replace
from pathlib import Path

from visit_media.sfu.negotiation.agreement import agree_receptions
from visit_media.sfu.negotiation.answer import write_answer
from visit_media.sfu.negotiation.offer import OfferedSection, offered_codec, offered_extensions, write_offer
from visit_media.sfu.negotiation.sdp import Direction, read_offer
from visit_media.sfu.negotiation.terms import Candidate, Codec, Kind, Reachability, Sending
from visit_media.sfu.transport.certificate import Fingerprint

FOLDER = Path(__file__).with_name("sdp")
OFFERS = tuple(sorted(path.name.removesuffix(".offer.sdp") for path in FOLDER.glob("*.offer.sdp")))
ANSWERS = tuple(sorted(path.name.removesuffix(".answer.sdp") for path in FOLDER.glob("*.answer.sdp")))
HERE = Reachability(
    "serv",
    "serverpasswordserverpass",
    Fingerprint("sha-256", ":".join(["CD"] * 32)),
    (Candidate("192.0.2.1", 8402), Candidate("2001:db8::1", 8402), Candidate("192.0.2.1", 8403, "tcp")),
)
MICROPHONE = Sending("opus", "PA_a|camera", "TR_a", 1)
CAMERA = Sending("VP8", "PA_a|camera", "TR_v", 2, 3)
SCREEN = Sending("H264", "PA_a|screen_share", "TR_s", 4, 5)


def offered(mid: str, kind: Kind, sending: Sending) -> OfferedSection:
    """A section of our own that brings a track."""
    codec = offered_codec(Codec(sending.codec_name, 0, 0))
    return OfferedSection(mid, kind, codec, offered_extensions(kind), sending)


THREE = (
    offered("1", Kind.AUDIO, MICROPHONE),
    offered("2", Kind.VIDEO, CAMERA),
    offered("3", Kind.VIDEO, SCREEN),
)
STEPS = {
    "joins": (),
    "is_sent_tracks": THREE,
    "loses_one": (THREE[0], replace(THREE[1], sending=None, is_gone=True), THREE[2]),
    "is_sent_another": (
        THREE[0],
        offered("4", Kind.VIDEO, replace(CAMERA, track="TR_w", ssrc=7, repair_ssrc=8)),
        THREE[2],
    ),
}


def recorded(name: str) -> str:
    """Return what a client said, by file name without its ending."""
    with (FOLDER / f"{name}.sdp").open(newline="") as file:
        return file.read()


def answer_to(name: str) -> str:
    """Return our answer: all that is published is taken, and three tracks are sent where there is a place for them."""
    offer = read_offer(recorded(f"{name}.offer"))
    places = [section for section in offer.sections if section.direction is Direction.RECVONLY]
    sendings: dict[str, Sending] = {}
    for kind, sending in (("audio", MICROPHONE), ("video", CAMERA), ("video", SCREEN)):
        free = [section.mid for section in places if section.kind == kind and section.mid not in sendings]
        if free:
            sendings[free[0]] = sending
    return write_answer(offer, HERE, agree_receptions(offer, {}), sendings)


def offer_at(step: str) -> str:
    """Return our offer at one step of a visit."""
    return write_offer(HERE, STEPS[step], version=list(STEPS).index(step) + 1)


def main() -> None:
    """Write down what we write."""
    for name in OFFERS:
        (FOLDER / f"{name}.written.sdp").write_text(answer_to(name), newline="")
    for step in STEPS:
        (FOLDER / f"subscriber_{step}.written.sdp").write_text(offer_at(step), newline="")


if __name__ == "__main__":
    main()
