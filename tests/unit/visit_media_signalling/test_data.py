"""Data packets: who gets which, in whose name, how often, and how much."""

from livekit.protocol import metrics, models, rtc

from tests.unit.visit_media_signalling.house import House
from visit_media.signalling.data import (
    KEPT_SECONDS,
    LOSSY,
    MOST_HELD_BYTES,
    PACKETS_AT_ONCE,
    RELIABLE,
    Outlet,
    Relay,
    Sender,
)

ANNA = Sender("PA_anna", "anna")
BO = Sender("PA_bo", "bo")
ALL: frozenset[str] = frozenset()


def packet(text: str = "hej", **fields: object) -> bytes:
    return models.DataPacket(user=models.UserPacket(payload=text.encode()), **fields).SerializeToString()  # type: ignore[arg-type]


def sender(sid: str = "PA_anna", identity: str = "anna") -> Sender:
    return Sender(sid, identity)


def taken(
    relay: Relay, raw: bytes, *, label: str = RELIABLE, by: Sender | None = None, now: float = 0.0
) -> bytes | None:
    result = relay.take(by or sender(), label, raw, now)
    return result[1] if result is not None else None


def test_a_packet_carries_its_true_sender_whatever_it_says() -> None:
    forged = models.DataPacket(
        participant_identity="bo",
        participant_sid="PA_bo",
        kind=models.DataPacket.Kind.LOSSY,
        user=models.UserPacket(payload=b"x", participant_identity="bo", participant_sid="PA_bo"),
    )

    message = taken(Relay(), forged.SerializeToString())

    assert message is not None
    read = models.DataPacket.FromString(message)
    assert (read.participant_identity, read.participant_sid) == ("anna", "PA_anna")
    assert (read.user.participant_identity, read.user.participant_sid) == ("anna", "PA_anna")
    assert read.kind == models.DataPacket.Kind.RELIABLE


def test_everything_people_say_to_each_other_is_passed_on_and_what_only_a_server_says_is_not() -> None:
    relay = Relay()
    passed = (
        {"chat_message": models.ChatMessage(message="m")},
        {"rpc_request": models.RpcRequest(id="1")},
        {"rpc_ack": models.RpcAck(request_id="1")},
        {"rpc_response": models.RpcResponse(request_id="1")},
        {"stream_header": models.DataStream.Header(stream_id="s")},
        {"stream_chunk": models.DataStream.Chunk(stream_id="s")},
        {"stream_trailer": models.DataStream.Trailer(stream_id="s")},
        {"transcription": models.Transcription()},
        {"encrypted_packet": models.EncryptedPacket(encrypted_value=b"?")},
    )
    withheld = ({"speaker": models.ActiveSpeakerUpdate()}, {"metrics": metrics.MetricsBatch()}, {})

    for fields in passed:
        assert taken(relay, models.DataPacket(**fields).SerializeToString()) is not None  # type: ignore[arg-type]
    for fields in withheld:
        assert taken(relay, models.DataPacket(**fields).SerializeToString()) is None  # type: ignore[arg-type]


def test_what_comes_twice_goes_on_once() -> None:
    relay, anna = Relay(), sender()

    passed = [taken(relay, packet(sequence=number), by=anna) is not None for number in (1, 2, 2, 1, 3)]

    assert passed == [True, True, False, False, True]
    assert anna.last_sequence == 3
    assert taken(relay, packet(sequence=1), label=LOSSY, by=anna) is not None


def test_packets_that_are_too_large_malformed_or_on_a_strange_channel_go_nowhere() -> None:
    relay = Relay()

    assert taken(relay, packet("x" * 70_000)) is None
    assert taken(relay, b"\xff\xff") is None
    assert taken(relay, packet(), label="_data_track") is None


def test_whoever_sends_too_much_is_not_passed_on_until_time_has_gone_by() -> None:
    relay, anna, small = Relay(), sender(), packet()

    passed = [taken(relay, small, by=anna) is not None for _ in range(int(PACKETS_AT_ONCE) + 1)]
    assert passed.count(False) == 1
    assert taken(relay, small, by=anna, now=1.0) is not None

    bo, large = sender("PA_bo", "bo"), packet("x" * 60_000)
    assert [taken(relay, large, by=bo) is not None for _ in range(80)].count(True) == 66


def test_whoever_resumes_gets_what_it_has_not_had_and_is_meant_to_have() -> None:
    relay, anna = Relay(), sender()
    for number, destinations in ((1, []), (2, ["bo"]), (3, ["cia"]), (4, [])):
        raw = packet(str(number), sequence=number, destination_identities=destinations)
        taken(relay, raw, by=anna, now=10.0 + number)

    def missed(last: int, *, since: float = 0.0, now: float = 15.0) -> list[int]:
        states = [rtc.DataChannelReceiveState(publisher_sid="PA_anna", last_seq=last)] if last else []
        found = relay.missed(states, BO, since=since, now=now)
        return [models.DataPacket.FromString(message).sequence for message in found]

    assert missed(1) == [2, 4]
    assert missed(0) == [1, 2, 4]
    assert missed(0, since=13.5) == [4]
    assert relay.missed([], ANNA, since=0.0, now=15.0) == []
    assert missed(0, now=14.0 + KEPT_SECONDS) == [4]
    assert missed(0, now=100.0) == []


def test_reliable_packets_wait_in_order_until_the_channel_takes_them_and_lossy_ones_do_not() -> None:
    sent: list[bytes] = []
    is_open = False

    def send(_: str, message: bytes) -> bool:
        if is_open:
            sent.append(message)
        return is_open

    outlet = Outlet(send)
    assert outlet.send(RELIABLE, b"1")
    assert not outlet.send(LOSSY, b"lost")
    is_open = True
    assert outlet.send(RELIABLE, b"2")
    assert sent == [b"1", b"2"]

    is_open = False
    assert outlet.send(RELIABLE, b"x" * MOST_HELD_BYTES)
    assert not outlet.send(RELIABLE, b"too much")


async def test_a_message_reaches_all_others_or_those_it_names(house: House) -> None:
    anna, bo, cia = [await house.client().connect() for _ in range(3)]

    anna.session.data(RELIABLE, packet("to all", sequence=1))
    anna.session.data(RELIABLE, packet("to bo", sequence=2, destination_identities=[str(bo.grant.person_id)]))

    assert [one.user.payload for one in bo.session.member.subscriber.packets()] == [b"to all", b"to bo"]
    assert [one.user.payload for one in cia.session.member.subscriber.packets()] == [b"to all"]
    assert not anna.session.member.subscriber.sent
    assert bo.session.member.subscriber.packets()[0].participant_identity == str(anna.grant.person_id)


async def test_whoever_may_not_send_data_is_not_passed_on(house: House) -> None:
    mute, bo = await house.client(can_publish_data=False).connect(), await house.client().connect()

    mute.session.data(RELIABLE, packet(sequence=1))

    assert not bo.session.member.subscriber.sent


async def test_a_resume_says_what_came_last_and_brings_what_was_missed(house: House) -> None:
    anna, bo = await house.client().connect(), await house.client().connect()
    for number in (1, 2, 3):
        anna.session.data(RELIABLE, packet(str(number), sequence=number))
    bo.session.member.subscriber.sent.clear()

    await anna.join(is_resuming=True, participant_sid=anna.sid)
    await bo.join(is_resuming=True, participant_sid=bo.sid)
    heard = rtc.DataChannelReceiveState(publisher_sid=anna.sid, last_seq=1)
    await bo.say(sync_state=rtc.SyncState(datachannel_receive_states=[heard]))

    assert anna.all("reconnect")[0].last_message_seq == 3
    assert [one.sequence for one in bo.session.member.subscriber.packets()] == [2, 3]
