"""Rooms, subscriptions and the boards of speakers and quality, without any network."""

from uuid import uuid4

from livekit.protocol import models, rtc

from tests.unit.visit_media.test_negotiation import recorded_offer
from visit_media.sfu.negotiation.sdp import read_offer
from visit_media.sfu.negotiation.terms import Codec, Kind, Reception
from visit_media.sfu.plane.downlink import Downlink
from visit_media.sfu.plane.uplink import Uplink
from visit_media.signalling.quality import QualityBoard
from visit_media.signalling.rooms import MOST_METADATA_BYTES, MOST_PARTICIPANTS, Participant, Publication, Room, new_sid
from visit_media.signalling.speakers import SpeakerBoard
from visit_media.signalling.subscriptions import Subscriptions
from visit_media.signalling.tokens import Grant

VISIT = uuid4()
UPLINKS = {
    Kind.AUDIO: Uplink(Reception("1", Kind.AUDIO, Codec("opus", 111, 48_000), "m")),
    Kind.VIDEO: Uplink(Reception("2", Kind.VIDEO, Codec("VP8", 96, 90_000), "c", rids=("q", "h", "f"))),
}


class FakeMember:
    """Remembers what it was asked to send."""

    def __init__(self) -> None:
        self.started: list[Downlink] = []
        self.ended: list[Downlink] = []

    def subscribe(self, uplink: Uplink, codec: Codec) -> Downlink:
        return Downlink(uplink, FakePeer(), codec)  # type: ignore[arg-type]

    def start(self, downlink: Downlink) -> None:
        self.started.append(downlink)

    def unsubscribe(self, downlink: Downlink) -> None:
        self.ended.append(downlink)


class FakePeer:
    """Sends nothing."""

    is_connected = False


def participant(*, is_active: bool = True) -> Participant:
    grant = Grant(VISIT, uuid4(), 1, is_staff=False)
    return Participant(new_sid("PA_"), grant, 0.0, metadata="", name="", attributes={}, is_active=is_active)


def publication_of(publisher: Participant, kind: Kind = Kind.VIDEO, *, is_agreed: bool = True) -> Publication:
    type_ = models.TrackType.VIDEO if kind is Kind.VIDEO else models.TrackType.AUDIO
    layers = [
        models.VideoLayer(quality=quality, width=320 << quality, height=180 << quality)  # type: ignore[arg-type]
        for quality in range(3)
    ]
    request = rtc.AddTrackRequest(cid="c", type=type_, layers=layers if kind is Kind.VIDEO else [])
    publication = publisher.add_publication(request)
    publication.mid = "7" if is_agreed else ""
    return publication


def subscriptions(member: FakeMember, *, wants_all: bool = True) -> Subscriptions:
    def uplink_of(publication: Publication) -> Uplink:
        return UPLINKS[Kind.VIDEO if publication.is_video else Kind.AUDIO]

    return Subscriptions(member, uplink_of, wants_all=wants_all)  # type: ignore[arg-type]


def test_a_participant_sees_the_others_once_they_are_connected_and_their_tracks_once_agreed() -> None:
    room, anna, bo, cia = Room(VISIT, 0.0), participant(), participant(), participant(is_active=False)
    for one in (anna, bo, cia):
        room.enter(one)
    shown = publication_of(bo)
    publication_of(bo, is_agreed=False)
    publication_of(cia)

    assert room.others(anna) == [bo]
    assert room.offered_to(anna) == [shown]
    assert [track.sid for track in bo.info().tracks] == [shown.sid]


def test_whoever_was_replaced_does_not_take_the_new_one_along() -> None:
    room, first = Room(VISIT, 0.0), participant()
    second = Participant(new_sid("PA_"), first.grant, 0.0, metadata="", name="", attributes={})
    room.enter(first)
    room.enter(second)

    room.leave(first)

    assert room.holds(second.identity)


def test_a_room_is_full_at_fifty() -> None:
    room = Room(VISIT, 0.0)
    for _ in range(MOST_PARTICIPANTS):
        assert not room.is_full
        room.enter(participant())

    assert room.is_full


def test_every_telling_has_a_higher_version_and_a_departure_shows_no_tracks() -> None:
    anna = participant()
    publication_of(anna)

    before, gone = anna.info(), anna.info(is_gone=True)

    assert gone.version > before.version
    assert gone.state == models.ParticipantInfo.State.DISCONNECTED
    assert not gone.tracks
    assert (gone.sid, gone.identity) == (anna.sid, anna.identity)


def test_what_people_say_of_themselves_is_limited() -> None:
    anna = participant()

    assert anna.update(rtc.UpdateParticipantMetadata(metadata="m", attributes={"hand": "up", "gone": ""}))
    assert anna.attributes == {"hand": "up"}
    assert not anna.update(rtc.UpdateParticipantMetadata(metadata="x" * (MOST_METADATA_BYTES + 1)))
    assert anna.metadata == "m"


def test_the_smallest_layer_that_fills_the_view_is_chosen() -> None:
    publication = publication_of(participant())
    settings = rtc.UpdateTrackSettings

    assert publication.rank_for(settings(width=300, height=169)) == 0
    assert publication.rank_for(settings(width=169, height=300)) == 0
    assert publication.rank_for(settings(width=640, height=360)) == 1
    assert publication.rank_for(settings(width=4000, height=2000)) == 2
    assert publication.rank_for(settings(quality=models.VideoQuality.MEDIUM)) == 1


def test_tracks_take_free_sections_of_their_kind_and_more_are_asked_for() -> None:
    member, offer, bo = FakeMember(), read_offer(recorded_offer("chromium_publishes")), participant()
    wanted = [publication_of(bo) for _ in range(5)] + [publication_of(bo, Kind.AUDIO)]
    mine = subscriptions(member)

    sendings = mine.place(offer, wanted)
    mine.start()

    assert set(sendings) == {"3", "4", "5", "0"}
    assert mine.track_of_section()["0"] == wanted[-1].sid
    assert sendings["3"].stream.startswith(bo.sid + "|")
    assert mine.needs(offer, wanted) == (0, 2)
    assert len(member.started) == 4


def test_a_section_is_empty_for_one_answer_before_it_is_used_again() -> None:
    member, offer, bo = FakeMember(), read_offer(recorded_offer("python_joins")), participant()
    mine = subscriptions(member)
    old, new = publication_of(bo, Kind.AUDIO), publication_of(bo, Kind.AUDIO)
    mine.place(offer, [old])
    assert mine.track_of_section() == {"0": old.sid}

    assert mine.needs(offer, [new]) == (0, 0)
    mine.place(offer, [new])

    assert mine.track_of_section() == {"1": new.sid}
    assert len(member.ended) == 1
    assert mine.needs(offer, [new]) is None


def test_tracks_that_were_declined_are_not_sent_until_asked_for() -> None:
    offer, bo = read_offer(recorded_offer("python_joins")), participant()
    track = publication_of(bo, Kind.AUDIO)
    everything, nothing = subscriptions(FakeMember()), subscriptions(FakeMember(), wants_all=False)

    everything.choose([track.sid], is_wanted=False)
    assert everything.place(offer, [track]) == {}
    everything.choose([track.sid], is_wanted=True)
    assert everything.place(offer, [track]) != {}
    assert nothing.place(offer, [track]) == {}
    nothing.choose([track.sid], is_wanted=True)
    assert nothing.place(offer, [track]) != {}


def test_a_change_of_mind_brings_the_track_anew_on_another_section() -> None:
    member, offer, bo = FakeMember(), read_offer(recorded_offer("python_joins")), participant()
    track = publication_of(bo, Kind.AUDIO)
    mine = subscriptions(member)
    mine.place(offer, [track])

    mine.choose([track.sid], is_wanted=False)
    mine.choose([track.sid], is_wanted=True)

    assert mine.needs(offer, [track]) == (0, 0)
    mine.place(offer, [track])
    assert mine.track_of_section() == {"1": track.sid}
    assert len(member.ended) == 1
    assert mine.needs(offer, [track]) is None


def test_speakers_are_told_when_they_start_change_and_stop() -> None:
    board = SpeakerBoard()

    assert [(one.sid, one.active) for one in board.changes({"PA_a": 0.2, "PA_b": 0.5})] == [
        ("PA_b", True),
        ("PA_a", True),
    ]
    assert board.changes({"PA_a": 0.21, "PA_b": 0.5}) == []
    assert [(one.sid, one.active) for one in board.changes({"PA_b": 0.5})] == [("PA_b", True), ("PA_a", False)]
    assert [one.active for one in board.changes({})] == [False]
    assert board.changes({}) == []


def test_quality_is_told_when_it_changes_and_never_as_lost() -> None:
    board = QualityBoard()
    qualities = models.ConnectionQuality

    assert [one.quality for one in board.changes({"PA_a": 0.0})] == [qualities.EXCELLENT]
    assert board.changes({"PA_a": 0.01}) == []
    assert [one.quality for one in board.changes({"PA_a": 0.05})] == [qualities.GOOD]
    assert [one.quality for one in board.changes({"PA_a": 1.0})] == [qualities.POOR]
