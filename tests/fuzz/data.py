"""Data packets, as they come out of a data channel."""

from livekit.protocol import models

from tests.fuzz.case import Case, seeds
from tests.fuzz.target import Target, at_most, must, run
from tests.unit.visit_media_signalling.house import House
from visit_media.signalling.data import KINDS, MOST_DESTINATIONS, MOST_HELD_BYTES, MOST_KEPT_BYTES

BUILT = (
    models.DataPacket(user=models.UserPacket(payload=b"x", topic="t", destination_identities=["a", "b"])),
    models.DataPacket(
        participant_identity="somebody else", participant_sid="PA_else", sequence=9,
        user=models.UserPacket(payload=b"x", participant_sid="PA_else", participant_identity="somebody else"),
    ),
    models.DataPacket(chat_message=models.ChatMessage(id="1", message="hello")),
    models.DataPacket(rpc_request=models.RpcRequest(id="1", method="m", payload="p")),
    models.DataPacket(stream_header=models.DataStream.Header(stream_id="s", topic="t", total_length=3)),
    models.DataPacket(stream_chunk=models.DataStream.Chunk(stream_id="s", chunk_index=1, content=b"abc")),
    models.DataPacket(encrypted_packet=models.EncryptedPacket(encrypted_value=b"1234", iv=b"iv")),
    models.DataPacket(speaker=models.ActiveSpeakerUpdate(speakers=[models.SpeakerInfo(sid="PA_x", level=1)])),
)  # fmt: skip


class Data(Target):
    """Each message is a label, a bar, and a packet."""

    name = "data"
    seeds: Case = (
        *seeds("data"),
        *(label + b"|" + packet.SerializeToString() for packet in BUILT for label in (b"_reliable", b"_lossy")),
    )
    most_messages = 40
    longest = 70_000
    lines_per_message = 3_000
    lines_to_begin = 120_000
    lines_per_byte = 40

    def attempt(self, case: Case) -> None:
        """One of three sends; of the others, one's channel is not open."""
        run(_converse(case))


async def _converse(case: Case) -> None:
    house = House()
    house.server.open()
    try:
        sender, receiver, closed = [await house.client().connect() for _ in range(3)]
        closed.session.member.subscriber.is_open = False
        for message in case:
            label, _, packet = message.partition(b"|")
            sender.session.data(label.decode("utf-8", "replace"), packet)
        who = sender.session.participant
        for kind, raw in receiver.session.member.subscriber.sent:
            heard = models.DataPacket.FromString(raw)
            must(kind in KINDS and heard.kind == KINDS[kind], "a packet changed its kind")
            must((heard.participant_sid, heard.participant_identity) == (who.sid, who.identity), "a false sender")
            is_user = heard.HasField("user")
            must(not is_user or heard.user.participant_identity == who.identity, "a false sender within")
            must(not heard.HasField("speaker"), "what only the server says was passed on")
        must(not sender.session.member.subscriber.sent, "a packet went back to where it came from")
        at_most(closed.session.outlet._held_bytes, MOST_HELD_BYTES, "octets held back")
        relay = house.room._relay
        at_most(relay._kept_bytes, MOST_KEPT_BYTES, "octets kept for whoever resumes")
        at_most(max((len(kept.destinations) for kept in relay._kept), default=0), MOST_DESTINATIONS, "destinations")
    finally:
        await house.server.close()
        for task in house.tasks:
            await task
