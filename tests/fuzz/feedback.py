"""What is inside authentic RTCP, first packets of streams and arrival numbers, at the members of a room."""

import logging

from tests.fuzz.case import Case, seeds
from tests.fuzz.target import Target, at_most, must
from tests.unit.visit_media_members.conversation import Conversation
from tests.unit.visit_media_members.recording_plane import RecordingPlane
from visit_media.sfu.members.ingress import MOST_STREAMS
from visit_media.sfu.packets import rtcp
from visit_media.sfu.plane import events

OWN, OTHERS, FIRST_PACKET, ARRIVALS = range(4)
MOST_ORDERS_PER_MESSAGE = 60
KINDS = (
    rtcp.nack(1, 1000, [1, 2, 3, 19, 300, 65535]),
    rtcp.picture_loss(1, 1000),
    rtcp.limit(1, 2_500_000, [1000, 1001]),
    rtcp.goodbye(7),
    rtcp.transport_wide(1, 2, bytes(8)),
    rtcp.receiver_report(1, [rtcp.ReportBlock(1000, 3, 9, 70_000, 5, 0x12345678, 99)] * 3),
    bytes.fromhex("84ce0004 00000001 00000000 00000014 01000000".replace(" ", "")),
    bytes.fromhex("81ca0006 0000000101086162636465666768000000000000".replace(" ", "")),
)


class Feedback(Target):
    """The first byte says whose report it is, or that a packet or arrivals are meant."""

    name = "feedback"
    seeds: Case = (
        *(bytes((how,)) + packet for packet in (*seeds("rtcp"), *KINDS) for how in (OWN, OTHERS)),
        *(bytes((FIRST_PACKET,)) + packet for packet in seeds("rtp")),
        bytes((ARRIVALS,)) + bytes(range(64)),
        bytes((ARRIVALS,)) + b"".join((number * 450 & 0xFFFF).to_bytes(2, "big") for number in range(300)),
    )
    most_messages = 40
    longest = 1500
    lines_per_message = 12_000
    lines_to_begin = 60_000
    lines_per_byte = 60

    def attempt(self, case: Case) -> None:
        """One shows itself in three layers, another looks on; both report."""
        logging.getLogger("visit_media").setLevel(logging.ERROR)
        room = Conversation()
        publisher, viewer = room.member(), room.member()
        uplink = room.camera(publisher, "q", "h", "f")
        downlink = room.watches(viewer, uplink)
        for index, message in enumerate(case):
            now = 1.0 + index / 10
            how, body = message[0] % 4 if message else OWN, message[1:]
            before = orders(room.plane)
            whose = publisher if how in (OWN, FIRST_PACKET, ARRIVALS) else viewer
            number = whose._up.number
            assert number is not None
            if how in (OWN, OTHERS):
                if how == OTHERS and len(body) >= 12:
                    body = body[:8] + downlink.ssrc.to_bytes(4, "big") + body[12:]
                room.happens(events.Control(number, body, now), now=now)
            elif how == FIRST_PACKET:
                ssrc = int.from_bytes(body[8:12].ljust(4, b"\0"), "big")
                room.happens(events.UnknownStream(number, ssrc, 96, body, now), now=now)
            else:
                numbers = tuple((int.from_bytes(body[at : at + 2], "big"), now) for at in range(0, len(body) - 1, 2))
                room.happens(events.Arrivals(number, 7, numbers), now=now)
                publisher.ingress.tell_arrivals()
            for member in (publisher, viewer):
                member.ingress.report(now)
                member.measure(now)
                member.tend(now)
            at_most(orders(room.plane) - before, MOST_ORDERS_PER_MESSAGE, "orders to the plane for one message")
        at_most(len(publisher.ingress._by_ssrc) + len(publisher.ingress._repairs), MOST_STREAMS, "streams")
        must(
            publisher.quality(9.0).score >= 1 and viewer.downlink_estimate > 0, "a report made nonsense of the estimate"
        )


def orders(plane: RecordingPlane) -> int:
    """Return how often the plane was told something, each number to be resent for itself."""
    told = len(plane.repairs) + len(plane.routes) + len(plane.padded) + len(plane.clocks) + len(plane.raw_control)
    return told + sum(len(sequences) for _, sequences in plane.resent)
