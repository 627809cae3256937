"""Which header extensions go which way (RFC 8285): what we read of publishers, and what we write to subscribers."""

from typing import Final

from visit_media.sfu.negotiation.sdp import Direction, Section
from visit_media.sfu.negotiation.terms import Kind
from visit_media.sfu.packets.rtp import AUDIO_LEVEL, MID, REPAIRED_RID, RID, TRANSPORT_SEQUENCE

ABS_SEND_TIME: Final = "http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time"
ABS_CAPTURE_TIME: Final = "http://www.webrtc.org/experiments/rtp-hdrext/abs-capture-time"
ORIENTATION: Final = "urn:3gpp:video-orientation"
PLAYOUT_DELAY: Final = "http://www.webrtc.org/experiments/rtp-hdrext/playout-delay"

# Publishers estimate their bandwidth by our transport-wide feedback.
RECEIVED: Final = {
    Kind.AUDIO: (MID, AUDIO_LEVEL, TRANSPORT_SEQUENCE, ABS_CAPTURE_TIME),
    Kind.VIDEO: (MID, RID, REPAIRED_RID, TRANSPORT_SEQUENCE, ORIENTATION, PLAYOUT_DELAY, ABS_CAPTURE_TIME),
}
# Subscribers estimate what they can take by themselves, from the times we stamp, and tell us (REMB).
SENT: Final = {
    Kind.AUDIO: (MID, AUDIO_LEVEL, ABS_SEND_TIME, ABS_CAPTURE_TIME),
    Kind.VIDEO: (MID, ABS_SEND_TIME, ORIENTATION, PLAYOUT_DELAY, ABS_CAPTURE_TIME),
}
# The numbers under which we offer ourselves; one number means one thing on all sections of a connection (RFC 8843).
OFFERED: Final = {
    MID: 1,
    AUDIO_LEVEL: 2,
    ABS_SEND_TIME: 3,
    ORIENTATION: 4,
    PLAYOUT_DELAY: 5,
    ABS_CAPTURE_TIME: 6,
}


def agree_received_extensions(section: Section, kind: Kind) -> dict[str, int]:
    """Return what we read of this publisher, by URI under its own numbers."""
    offered = _known(section, (*RECEIVED[kind], ABS_SEND_TIME))
    agreed = {uri: number for uri, number in offered.items() if _direction(section, uri).sends}
    if TRANSPORT_SEQUENCE in agreed:
        agreed.pop(ABS_SEND_TIME, None)
    return agreed


def agree_extensions(section: Section, kind: Kind) -> dict[str, int]:
    """Return what we may write to this subscriber, by URI under its own numbers."""
    offered = _known(section, SENT[kind])
    return {uri: number for uri, number in offered.items() if _direction(section, uri).receives}


def answered_lines(section: Section, kind: Kind) -> list[str]:
    """Accept all that matters either way, whichever way this section goes; what goes one way is mirrored.

    Clients offer on a new section only what no other section of the connection has declined: without transport-wide
    numbers on a section that we send on, they would publish without them.
    """
    agreed = _known(section, tuple(dict.fromkeys((*RECEIVED[kind], *SENT[kind]))))
    mirrored = {Direction.SENDONLY: "/recvonly", Direction.RECVONLY: "/sendonly"}
    return [f"a=extmap:{number}{mirrored.get(_direction(section, uri), '')} {uri}" for uri, number in agreed.items()]


def offered_extensions(kind: Kind) -> dict[str, int]:
    """Return what we offer to write on a section of our own."""
    return {uri: OFFERED[uri] for uri in SENT[kind] if uri in OFFERED}


def _direction(section: Section, uri: str) -> Direction:
    return section.extension_directions.get(uri, Direction.SENDRECV)


def _known(section: Section, uris: tuple[str, ...]) -> dict[str, int]:
    return {uri: section.extensions[uri] for uri in uris if uri in section.extensions}
