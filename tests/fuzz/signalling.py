"""What a client that was let in says on its WebSocket, binary and as JSON, in both forms of the protocol."""

from google.protobuf import json_format
from livekit.protocol import models, rtc
from prometheus_client import REGISTRY

from tests.fuzz.case import Case
from tests.fuzz.target import Target, at_most, must, run
from tests.unit.visit_media.descriptions import recorded
from tests.unit.visit_media_signalling.house import CAMERA_CID, KEY, LAYERS, Client, FakeSocket, House, offer, settle
from visit_media.sfu.members.forwarding import Forwarding
from visit_media.signalling.departures import LEFT, MISMATCHED, REFUSED
from visit_media.signalling.limits import MOST_BYTES_OF_TRACK
from visit_media.signalling.rooms import MOST_METADATA_BYTES, MOST_PUBLICATIONS
from visit_media.signalling.server import MediaServer
from visit_media.signalling.subscriptions import MOST_BYTES_OF_SID, MOST_CHOICES

BINARY, TEXT = range(2)
LARGEST_SETTING = 200
WISHES = (
    rtc.SignalRequest(offer=offer("python_v1_publishes")),
    rtc.SignalRequest(offer=offer("chromium_v1_publishes")),
    rtc.SignalRequest(answer=rtc.SessionDescription(type="answer", sdp=recorded("python_v0_joins.answer"), id=1)),
    rtc.SignalRequest(
        add_track=rtc.AddTrackRequest(
            cid=CAMERA_CID, name="camera", type=models.TrackType.VIDEO, source=models.TrackSource.CAMERA, layers=LAYERS,
            simulcast_codecs=[rtc.SimulcastCodec(codec="vp8", cid=CAMERA_CID)], width=960, height=540,
        )
    ),
    rtc.SignalRequest(add_track=rtc.AddTrackRequest(cid="mic", type=models.TrackType.AUDIO, name="microphone")),
    rtc.SignalRequest(mute=rtc.MuteTrackRequest(sid="TR_a", muted=True)),
    rtc.SignalRequest(subscription=rtc.UpdateSubscription(track_sids=["TR_a", "TR_b"], subscribe=True)),
    rtc.SignalRequest(track_setting=rtc.UpdateTrackSettings(track_sids=["TR_a"], width=320, height=180, fps=7)),
    rtc.SignalRequest(
        subscription_permission=rtc.SubscriptionPermission(
            track_permissions=[rtc.TrackPermission(participant_sid="PA_a", all_tracks=True)]
        )
    ),
    rtc.SignalRequest(
        update_metadata=rtc.UpdateParticipantMetadata(metadata="m", name="n", attributes={"a": "b"}, request_id=3)
    ),
    rtc.SignalRequest(update_audio_track=rtc.UpdateLocalAudioTrack(track_sid="TR_a", features=["TF_STEREO"])),
    rtc.SignalRequest(update_video_track=rtc.UpdateLocalVideoTrack(track_sid="TR_a", width=1, height=2)),
    rtc.SignalRequest(
        sync_state=rtc.SyncState(
            subscription=rtc.UpdateSubscription(track_sids=["TR_a"]), track_sids_disabled=["TR_b"],
            datachannel_receive_states=[rtc.DataChannelReceiveState(publisher_sid="PA_a", last_seq=3)],
        )
    ),
    rtc.SignalRequest(simulate=rtc.SimulateScenario(migration=True)),
    rtc.SignalRequest(ping=7),
    rtc.SignalRequest(ping_req=rtc.Ping(timestamp=5, rtt=1)),
    rtc.SignalRequest(trickle=rtc.TrickleRequest(candidateInit="{}", final=True)),
    rtc.SignalRequest(publish_data_track_request=rtc.PublishDataTrackRequest(pub_handle=1, name="d")),
)  # fmt: skip


class Signalling(Target):
    """The first byte says whether the rest is binary or text."""

    name = "signalling"
    seeds: Case = (
        *(bytes((BINARY,)) + wish.SerializeToString() for wish in WISHES),
        *(bytes((TEXT,)) + json_format.MessageToJson(wish, indent=None).encode() for wish in WISHES[3:]),
    )
    most_messages = 24
    longest = 100_000
    lines_per_message = 60_000
    lines_to_begin = 200_000
    lines_per_byte = 120

    def attempt(self, case: Case) -> None:
        """One of two in a room says all this; the other looks on, and then says something itself."""
        run(_converse(case))


class WholeHouse(House):
    """A server that forwards in earnest."""

    def __init__(self) -> None:
        super().__init__()
        forwarding = Forwarding(host="127.0.0.1", port=0, announced_addresses=("192.0.2.1",))
        self.server = MediaServer(forwarding=forwarding, key=KEY, attendance=self.attendance)


async def _converse(case: Case) -> None:
    house = WholeHouse()
    collectors = len(REGISTRY._collector_to_names)
    house.server.open()
    try:
        speaker = await house.client(can_update_own_metadata=True).join(is_single=len(case) % 3 != 0)
        looker = await house.client().join(offer=offer("chromium_v1_joins"))
        speaker.session.connected()
        looker.session.connected()
        session = speaker.session
        for message in case:
            await _say(speaker.socket, message)
        known = {None, REFUSED.because, MISMATCHED.because, LEFT.because}
        must(session.left_because in known, f"an end that nothing it said explains: {session.left_because}")
        _look_at_what_is_kept(speaker, session)
        looker.forget()
        await looker.say(ping=9)
        must(looker.all("pong") == [9], "somebody else is not answered any more")
    finally:
        await house.server.close()
        for task in house.tasks:
            await task
    must(len(REGISTRY._collector_to_names) == collectors, "the server left something behind")


async def _say(socket: FakeSocket, message: bytes) -> None:
    body = message[1:]
    is_text = bool(message) and message[0] % 2 == TEXT
    socket._said.put_nowait(body.decode("utf-8", "replace") if is_text else body)  # type: ignore[arg-type]
    await settle()


def _look_at_what_is_kept(speaker: Client, session: object) -> None:
    participant, subscriptions = session.participant, session.subscriptions  # type: ignore[attr-defined]
    at_most(len(participant.publications), MOST_PUBLICATIONS, "tracks")
    for publication in participant.publications.values():
        at_most(publication.info.ByteSize(), 3 * MOST_BYTES_OF_TRACK, "octets told of a track")
    said = len(participant.metadata) + len(participant.name) + sum(map(len, participant.attributes.values()))
    at_most(said, 2 * MOST_METADATA_BYTES, "characters a participant says of itself")
    at_most(len(subscriptions._settings), MOST_CHOICES, "settings")
    at_most(len(subscriptions._exceptions), MOST_CHOICES, "choices")
    at_most(sum(map(len, subscriptions._exceptions)), MOST_CHOICES * MOST_BYTES_OF_SID, "characters of choices")
    settings = {id(one): one.ByteSize() for one in subscriptions._settings.values()}
    at_most(max(settings.values(), default=0), LARGEST_SETTING, "octets of a setting")
