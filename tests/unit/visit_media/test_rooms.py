"""Rooms, subscriptions and the boards of speakers and quality, without any network."""

from uuid import uuid4

from livekit.protocol import models, rtc

from visit_media.sfu.negotiation.terms import Kind
from visit_media.signalling.quality import QualityBoard
from visit_media.signalling.rooms import MOST_METADATA_BYTES, MOST_PARTICIPANTS, Participant, Publication, Room, new_sid
from visit_media.signalling.speakers import SpeakerBoard
from visit_media.signalling.tokens import Grant

VISIT = uuid4()


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

    assert anna.change(metadata="m", attributes={"hand": "up", "gone": ""})
    assert anna.attributes == {"hand": "up"}
    assert not anna.change(metadata="x" * (MOST_METADATA_BYTES + 1))
    assert anna.metadata == "m"


def test_the_smallest_layer_that_fills_the_view_is_chosen() -> None:
    publication = publication_of(participant())
    settings = rtc.UpdateTrackSettings

    assert publication.rank_for(settings(width=300, height=169)) == 0
    assert publication.rank_for(settings(width=169, height=300)) == 0
    assert publication.rank_for(settings(width=640, height=360)) == 1
    assert publication.rank_for(settings(width=4000, height=2000)) == 2
    assert publication.rank_for(settings(quality=models.VideoQuality.MEDIUM)) == 1


def test_frame_rates_choose_how_many_temporal_layers_come() -> None:
    publication = publication_of(participant())

    rates = [publication.temporal_for(rtc.UpdateTrackSettings(fps=fps)) for fps in (0, 30, 15, 7)]

    assert rates == [7, 7, 1, 0]


def test_departures_are_remembered_for_a_while_but_not_of_those_who_are_back() -> None:
    room, anna, bo = Room(VISIT, 0.0), participant(), participant()
    room.remember(anna.info(is_gone=True), now=100.0)
    room.remember(bo.info(is_gone=True), now=130.0)
    assert [gone.sid for gone in room.lately_gone(140.0)] == [anna.sid, bo.sid]

    room.enter(bo)

    assert [gone.sid for gone in room.lately_gone(140.0)] == [anna.sid]
    assert room.lately_gone(170.0) == []


def test_a_publisher_names_who_may_receive_which_tracks() -> None:
    room, anna, bo, cia = Room(VISIT, 0.0), participant(), participant(), participant()
    for one in (anna, bo, cia):
        room.enter(one)
    first, second = publication_of(anna), publication_of(anna)
    permissions = [
        rtc.TrackPermission(participant_identity=bo.identity, track_sids=[first.sid]),
        rtc.TrackPermission(participant_sid=cia.sid, all_tracks=True),
    ]

    anna.receivers.choose(rtc.SubscriptionPermission(track_permissions=permissions))

    assert room.offered_to(bo) == [first]
    assert room.offered_to(cia) == [first, second]
    anna.receivers.choose(rtc.SubscriptionPermission(all_participants=True))
    assert room.offered_to(bo) == [first, second]


def test_a_hidden_participant_is_seen_by_nobody() -> None:
    room, anna = Room(VISIT, 0.0), participant()
    hidden = Participant(
        new_sid("PA_"), Grant(VISIT, uuid4(), 1, is_staff=True, is_hidden=True), 0.0, "", "", {}, is_active=True
    )
    room.enter(anna)
    room.enter(hidden)

    assert room.others(anna) == []
    assert room.others(hidden) == [anna]


def test_speakers_are_told_when_they_start_change_and_stop_without_jumping_about() -> None:
    board = SpeakerBoard()

    assert [(one.sid, one.active) for one in board.changes({"PA_a": 0.2, "PA_b": 0.5})] == [
        ("PA_b", True),
        ("PA_a", True),
    ]
    assert [round(one.level, 2) for one in board.changes({"PA_a": 0.12, "PA_b": 0.5})] == [0.42, 0.12]
    assert board.changes({"PA_a": 0.12, "PA_b": 0.45}) == []
    assert [one.active for one in board.changes({"PA_a": 0.12, "PA_b": 0.0})] == [True, True]  # a pause for breath
    told = [board.changes({}) for _ in range(3)]
    assert [[one.active for one in changed] for changed in told] == [[False, False], [], []]


def test_quality_is_told_when_it_changes_and_never_as_lost() -> None:
    board = QualityBoard()
    qualities = models.ConnectionQuality

    assert [one.quality for one in board.changes({"PA_a": 4.5})] == [qualities.EXCELLENT]
    assert board.changes({"PA_a": 4.2}) == []
    assert [one.quality for one in board.changes({"PA_a": 3.5})] == [qualities.GOOD]
    assert [one.quality for one in board.changes({"PA_a": 1.0})] == [qualities.POOR]
