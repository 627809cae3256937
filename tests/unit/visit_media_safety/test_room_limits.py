"""How much one participant may publish, say and keep in a room."""

from typing import Any

import pytest
import pytest_asyncio
from livekit.protocol import models, rtc

from tests.unit.visit_media.descriptions import recorded
from tests.unit.visit_media_members.conversation import Conversation
from tests.unit.visit_media_signalling.house import Client, House
from visit_media.sfu.feedback.arrivals import MOST_MESSAGES, Arrivals
from visit_media.sfu.members.member import ASKS_AT_ONCE
from visit_media.sfu.metrics import tally
from visit_media.sfu.negotiation.sdp import (
    MOST_BYTES,
    MOST_CHARACTERS_OF_LINE,
    MOST_FEEDBACK,
    MOST_SECTIONS,
    read_offer,
)
from visit_media.sfu.packets import rtcp
from visit_media.sfu.packets.rtcp import MOST_MISSED
from visit_media.signalling.admission import LeaveReason
from visit_media.signalling.data import (
    BYTES_AT_ONCE,
    MOST_DESTINATIONS,
    PACKETS_AT_ONCE,
    Relay,
    Sender,
)
from visit_media.signalling.limits import MOST_BYTES_OF_TRACK
from visit_media.signalling.permissions import MOST_NAMED
from visit_media.signalling.requests import OCTETS_AT_ONCE, REQUESTS_AT_ONCE
from visit_media.signalling.rooms import MOST_PUBLICATIONS
from visit_media.signalling.subscriptions import MOST_BYTES_OF_SID, MOST_CHOICES

LIMITED = rtc.RequestResponse.Reason.LIMIT_EXCEEDED
OFFER = recorded("python_v1_publishes.offer")
SESSION = OFFER.split("m=")[0]
VIDEO = "m=video 9 UDP/TLS/RTP/SAVPF 96 97\r\na=mid:{}\r\na=rtpmap:96 VP8/90000\r\n"


@pytest_asyncio.fixture
async def anna(house: House) -> Client:
    return await house.client(can_update_own_metadata=True).connect()


def packet(**fields: Any) -> bytes:
    return models.DataPacket(user=models.UserPacket(payload=b"word", **fields)).SerializeToString()


async def test_so_many_tracks_and_no_more_are_announced(anna: Client) -> None:
    for number in range(MOST_PUBLICATIONS + 1):
        await anna.say(add_track=rtc.AddTrackRequest(cid=f"c{number}", type=models.TrackType.AUDIO))

    assert len(anna.all("track_published")) == MOST_PUBLICATIONS
    assert [answer.reason for answer in anna.all("request_response")] == [LIMITED]


async def test_a_track_of_which_too_much_is_said_is_not_announced(anna: Client) -> None:
    await anna.say(add_track=rtc.AddTrackRequest(cid="c", name="n" * MOST_BYTES_OF_TRACK))
    await anna.say(add_track=rtc.AddTrackRequest(cid="c", name="n" * 200))
    sid = anna.all("track_published")[0].track.sid
    await anna.say(update_audio_track=rtc.UpdateLocalAudioTrack(track_sid=sid, features=[1, 2] * 5000))

    [answer] = anna.all("request_response")
    assert (answer.reason, answer.add_track.cid) == (LIMITED, "")
    assert answer.message
    assert list(anna.session.participant.publications[sid].info.audio_features) == [1, 2]


@pytest.mark.parametrize("cheap", [True, False])
async def test_whoever_says_too_much_a_second_has_to_go_and_sooner_if_all_hear_of_it(anna: Client, cheap: bool) -> None:
    session = anna.session
    message = {"ping": 1} if cheap else {"update_metadata": rtc.UpdateParticipantMetadata(name="n")}
    request = rtc.SignalRequest(**message)  # type: ignore[arg-type]
    heard = 0
    while session.left_because is None:
        session.hear(request)
        heard += 1

    assert session.left_because is LeaveReason.REFUSED
    assert heard == pytest.approx(REQUESTS_AT_ONCE / (1 if cheap else 5), rel=0.2)


async def test_whoever_says_too_many_bytes_a_second_has_to_go(anna: Client) -> None:
    session = anna.session
    request = rtc.SignalRequest(trickle=rtc.TrickleRequest(candidateInit="x" * 900_000))

    heard = 0
    while session.left_because is None:
        session.hear(request)
        heard += 1

    assert session.left_because is LeaveReason.REFUSED
    assert heard * 900_000 == pytest.approx(OCTETS_AT_ONCE, rel=0.2)


async def test_what_is_kept_of_choices_is_small_and_of_a_bounded_number(anna: Client) -> None:
    subscriptions = anna.session.subscriptions
    long_sid = "TR_" + "x" * MOST_BYTES_OF_SID
    sids = [f"TR_{number}" for number in range(MOST_CHOICES + 10)]

    subscriptions.adjust(rtc.UpdateTrackSettings(track_sids=[*sids, long_sid], width=3))
    subscriptions.choose([*sids, long_sid], is_wanted=False)
    anna.session.participant.receivers.choose(
        rtc.SubscriptionPermission(
            track_permissions=[rtc.TrackPermission(participant_sid=sid) for sid in sids]
        )
    )  # fmt: skip

    assert len(subscriptions._settings) == len(subscriptions._exceptions) == MOST_CHOICES
    assert long_sid not in subscriptions._settings
    assert {kept.ByteSize() for kept in subscriptions._settings.values()} == {2}
    assert len(anna.session.participant.receivers._named) == MOST_NAMED


def test_a_sender_has_so_many_packets_and_so_many_octets_at_once() -> None:
    relay, before = Relay(), tally.messages_dropped

    many = [relay.take(Sender("PA_a", "a"), "_lossy", packet(), 1.0) for _ in range(2)]
    sender = Sender("PA_a", "a")
    taken = [relay.take(sender, "_lossy", packet(), 1.0) is not None for _ in range(int(PACKETS_AT_ONCE) + 5)]
    large = packet(topic="t" * 60_000)
    sender = Sender("PA_b", "b")
    octets = sum(len(large) for _ in range(100) if relay.take(sender, "_lossy", large, 1.0) is not None)

    assert all(many)
    assert taken.count(True) == PACKETS_AT_ONCE
    assert BYTES_AT_ONCE - len(large) < octets <= BYTES_AT_ONCE
    assert tally.messages_dropped > before


def test_a_packet_too_long_or_for_too_many_goes_nowhere() -> None:
    relay, sender = Relay(), Sender("PA_a", "a")
    crowd = [str(number) for number in range(MOST_DESTINATIONS + 1)]

    assert relay.take(sender, "_reliable", packet(topic="t" * 66_000), 1.0) is None
    assert relay.take(sender, "_reliable", packet(destination_identities=crowd), 1.0) is None
    assert relay.take(sender, "_reliable", packet(destination_identities=crowd[1:]), 1.0) is not None


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (OFFER + "a=x\r\n" * (MOST_BYTES // 5), "too long"),
        (OFFER + "a=" + "x" * MOST_CHARACTERS_OF_LINE + "\r\n", "line longer"),
        (SESSION + "".join(VIDEO.format(number) for number in range(MOST_SECTIONS + 1)), "media sections"),
        (SESSION + VIDEO.format(0) + "".join(f"a=rtcp-fb:96 x{n}\r\n" for n in range(MOST_FEEDBACK + 1)), "feedback"),
        (SESSION + VIDEO.format(0) + "".join(f"a=rtcp-fb:* x{n}\r\n" for n in range(MOST_FEEDBACK + 1)), "feedback"),
        (SESSION + VIDEO.format(0) + "a=fmtp:* x=1\r\n", "number"),
        (SESSION + VIDEO.format(0) + "".join(f"a=ssrc-group:FID {n} {n + 1}\r\n" for n in range(70)), "sources"),
    ],
    ids=["bytes", "line", "sections", "feedback", "feedback_of_all", "parameters_of_all", "sources"],
)
def test_a_description_beyond_what_anybody_needs_is_refused_with_a_sentence(text: str, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        read_offer(text)


def test_feedback_for_all_formats_is_that_of_each() -> None:
    offer = read_offer(
        SESSION + "a=fingerprint:sha-256 00\r\n" + VIDEO.format(0) + "a=rtcp-fb:* nack\r\na=rtcp-fb:96 x\r\n"
    )

    assert [one.feedback for one in offer.sections[0].formats.values()] == [["x", "nack"], ["nack"]]


def test_a_receiver_may_ask_for_so_many_packets_and_others_are_served_all_the_same(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    room = Conversation()
    greedy, modest = room.member(), room.member()
    served: list[int] = []
    for member in (greedy, modest):
        monkeypatch.setattr(member._egress, "heard", lambda item, _: served.append(len(item.sequences)))

    for at in range(0, 40_960, 512):
        room.says(greedy, rtcp.nack(1, 9, range(at, at + 512)))
    for_greedy = sum(served)
    room.says(modest, rtcp.nack(1, 9, range(9_000)))

    assert ASKS_AT_ONCE - 512 < for_greedy <= ASKS_AT_ONCE
    assert sum(served) - for_greedy == MOST_MISSED


def test_numbers_that_skip_make_a_bounded_number_of_messages() -> None:
    arrivals = Arrivals()
    for number in range(100):
        arrivals.note(number * 399 & 0xFFFF, 1.0)

    assert len(arrivals.pack()) == MOST_MESSAGES
    assert arrivals.pack() == []
    arrivals.note(7, 2.0)
    assert len(arrivals.pack()) == 1
