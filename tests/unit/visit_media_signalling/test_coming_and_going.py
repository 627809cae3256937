"""Every way to come in, to come back and to go, as the client is told of it."""

import time
from typing import Any
from uuid import uuid4

import pytest
from livekit.protocol import models, rtc

from tests.unit.visit_media_signalling.house import FakePeer, House, offer, settle
from visit_media.signalling import departures
from visit_media.signalling.admission import LeaveReason
from visit_media.signalling.departures import Action, Departure, Reason
from visit_media.signalling.lifeline import CONNECT_SECONDS, KEPT_UNPLUGGED_SECONDS, SILENCE_SECONDS, why_over
from visit_media.signalling.rooms import MOST_PARTICIPANTS


async def test_the_first_message_is_the_join_and_the_answer_to_its_offer_follows(house: House) -> None:
    client = await house.client().join(offer=offer("chromium_v1_joins", number=7))

    assert client.names() == ["join", "answer"]
    [join] = client.all("join")
    assert not join.subscriber_primary
    assert [server.urls[0] for server in join.ice_servers] == ["turn:192.0.2.9"]
    assert client.all("answer")[0].id == 7


async def test_a_client_of_two_connections_is_offered_data_channels_at_once(house: House) -> None:
    client = await house.client().join(is_single=False)

    assert client.names() == ["join", "offer"]
    assert client.all("join")[0].subscriber_primary
    [first] = client.all("offer")
    assert first.id == 1
    assert "m=application" in first.sdp
    assert "m=audio" not in first.sdp


async def test_those_who_are_here_are_told_of_whoever_connects_and_not_before(house: House) -> None:
    anna = await house.client().connect()
    bo = await house.client().join(offer=offer("chromium_v1_joins"))
    assert not anna.all("update")

    bo.session.connected()
    await settle()

    [update] = anna.all("update")
    assert [one.sid for one in update.participants] == [bo.sid]


async def test_a_broken_line_is_taken_up_again_where_it_broke(house: House) -> None:
    anna, bo = await house.client().connect(), await house.client().connect()
    anna.socket.snap()
    await settle()
    bo.socket.say(leave=rtc.LeaveRequest())
    await settle()

    await anna.join(is_resuming=True, participant_sid=anna.sid)

    assert anna.names()[0] == "reconnect"
    assert anna.all("reconnect")[0].ice_servers[0].username == "u"
    gone, now = anna.all("update")
    assert [(one.sid, one.state) for one in gone.participants] == [(bo.sid, models.ParticipantInfo.State.DISCONNECTED)]
    assert [one.sid for one in now.participants] == [anna.sid]
    assert {"room_update", "speakers_changed", "refresh_token"} <= set(anna.names())
    assert house.attendance.said == ["joined", "joined", "left"]


async def test_whoever_resumes_while_the_old_line_seems_alive_takes_over(house: House) -> None:
    anna = await house.client().connect()
    old = anna.socket

    await anna.join(is_resuming=True, participant_sid=anna.sid)
    old.say(leave=rtc.LeaveRequest())
    await settle()

    assert old.is_closed
    assert anna.names()[0] == "reconnect"
    assert anna.session.unplugged_at is None


async def test_an_offer_with_a_new_path_is_answered_with_a_new_path(house: House) -> None:
    anna = await house.client().connect()
    await anna.join(is_resuming=True, participant_sid=anna.sid)

    await anna.say(offer=offer("chromium_v1_joins", number=2, ufrag="anew"))

    [answer] = anna.all("answer")
    assert answer.id == 2
    assert "a=ice-ufrag:ufrag2" in answer.sdp


async def test_a_resume_by_two_connections_restarts_the_servers_own_path(house: House) -> None:
    anna = await house.client().join(is_single=False)

    await anna.join(is_single=False, is_resuming=True, participant_sid=anna.sid)

    assert anna.names()[0] == "reconnect"
    [again] = anna.all("offer")
    assert again.id == 2
    assert "a=ice-ufrag:ufrag2" in again.sdp


@pytest.mark.parametrize(
    "asked", [{"participant_sid": "PA_unknown"}, {"is_single": False}, {"participant_sid": ""}], ids=str
)
async def test_whoever_resumes_what_is_not_there_must_begin_anew(house: House, asked: dict[str, Any]) -> None:
    anna = await house.client().connect()

    await anna.join(**{"is_resuming": True, "participant_sid": anna.sid, **asked})

    assert anna.names() == ["leave"]
    [leave] = anna.all("leave")
    assert (leave.reason, leave.action) == (Reason.STATE_MISMATCH, Action.RECONNECT)
    assert anna.socket.is_closed


async def test_another_sign_in_of_the_same_person_does_not_resume_the_first_ones_stay(house: House) -> None:  # SES-3
    person = uuid4()
    first = await house.client(person, session_id=uuid4()).connect()
    second = house.client(person, session_id=uuid4())

    await second.join(is_resuming=True, participant_sid=first.sid)

    assert second.names() == ["leave"]


async def test_a_client_that_publishes_what_nobody_knows_must_begin_anew(house: House) -> None:
    anna = await house.client().connect()
    published = rtc.TrackPublishedResponse(cid="c", track=models.TrackInfo(sid="TR_unknown"))

    await anna.say(sync_state=rtc.SyncState(publish_tracks=[published]))

    [leave] = anna.all("leave")
    assert (leave.reason, leave.action) == (Reason.STATE_MISMATCH, Action.RECONNECT)


async def test_the_same_person_from_elsewhere_replaces_the_first_unless_that_one_was_cut_off_already(
    house: House,
) -> None:
    person = uuid4()
    first = await house.client(person).connect()
    second = await house.client(person).connect()
    second.socket.snap()
    await settle()
    await house.client(person).connect()

    [leave] = first.all("leave")
    assert (leave.reason, leave.action) == (Reason.DUPLICATE_IDENTITY, Action.DISCONNECT)
    assert house.attendance.said == ["joined", "replaced", "joined", "lost", "joined"]


async def test_a_visit_that_ended_lets_nobody_in_or_back(house: House) -> None:
    anna = await house.client().connect()
    house.server.close_room(house.visit_id, "ended")
    await settle()

    await anna.join(is_resuming=True, participant_sid=anna.sid)

    [leave] = anna.all("leave")
    assert (leave.reason, leave.action) == (Reason.ROOM_DELETED, Action.DISCONNECT)


GOING: list[tuple[Departure, Any]] = [
    (departures.ENDED, lambda client: client.house.server.close_room(client.house.visit_id, "ended")),
    (departures.REMOVED, lambda client: client.house.server.remove_person(client.grant.person_id)),
    (departures.REFUSED, lambda client: client.socket.say(offer=rtc.SessionDescription(sdp="nonsense"))),
    (departures.REFUSED, lambda client: client.socket.say_raw(b"\xff\xff")),
    (departures.REFUSED, lambda client: [client.socket.say(trickle=rtc.TrickleRequest()) for _ in range(1_200)]),
    (
        departures.MISMATCHED,
        lambda client: client.socket.say(simulate=rtc.SimulateScenario(leave_request_full_reconnect=True)),
    ),
]


@pytest.mark.parametrize(("departure", "act"), GOING)
async def test_whoever_has_to_go_is_told_why_and_what_to_do_next(house: House, departure: Departure, act: Any) -> None:
    client, other = await house.client().connect(), await house.client().connect()

    act(client)
    for _ in range(60):
        await settle()

    [leave] = client.all("leave")
    assert (leave.reason, leave.action) == (departure.reason, departure.action)
    assert leave.can_reconnect is (departure.action != Action.DISCONNECT)
    assert client.socket.is_closed
    assert departure.because.value in house.attendance.said
    if departure is not departures.ENDED:
        gone = [one for update in other.all("update") for one in update.participants if one.sid == client.sid][-1]
        assert (gone.state, gone.disconnect_reason) == (models.ParticipantInfo.State.DISCONNECTED, departure.reason)


async def test_a_client_that_leaves_is_told_nothing_and_is_gone(house: House) -> None:
    client = await house.client().connect()

    await client.say(leave=rtc.LeaveRequest())

    assert not client.all("leave")
    assert not house.server.rooms
    assert house.attendance.said == ["joined", "left"]


async def test_a_server_that_goes_sends_everybody_to_the_next_one(house: House) -> None:
    client = await house.client().connect()

    await house.server.close()
    await settle()

    [leave] = client.all("leave")
    assert (leave.reason, leave.action) == (Reason.SERVER_SHUTDOWN, Action.RECONNECT)


def test_there_is_one_departure_for_every_reason() -> None:
    assert {departure.because for departure in departures.DEPARTURES} == set(LeaveReason)
    assert len(departures.DEPARTURES) == len(LeaveReason)


class Lifeline:
    """A client that came at nought."""

    def __init__(self, **changed: Any) -> None:
        primary, publisher = FakePeer(), FakePeer()
        primary.is_connected, primary.heard_at, publisher.heard_at = True, 100.0, 100.0
        self.paths: Any = (primary, publisher)
        self.connections: Any = self
        self.began_at, self.resumed_at, self.stuck = 0.0, 0.0, False
        self.unplugged_at: float | None = None
        for name, value in changed.items():
            setattr(primary if hasattr(primary, name) else self, name, value)

    def is_stuck(self, now: float) -> bool:
        return self.stuck


@pytest.mark.parametrize(
    ("changed", "after", "departure"),
    [
        ({}, 100 + SILENCE_SECONDS, None),
        ({}, 101 + SILENCE_SECONDS, departures.LOST),
        ({"resumed_at": 110.0}, 101 + SILENCE_SECONDS, None),
        ({"unplugged_at": 100.0}, 99 + KEPT_UNPLUGGED_SECONDS, None),
        ({"unplugged_at": 100.0}, 101 + KEPT_UNPLUGGED_SECONDS, departures.LOST),
        ({"is_connected": False}, CONNECT_SECONDS - 1, None),
        ({"is_connected": False}, CONNECT_SECONDS + 1, departures.NEVER_CAME),
        ({"has_failed": True}, 100, departures.MEDIA_FAILED),
        ({"stuck": True}, 100, departures.MISMATCHED),
    ],
)
def test_a_client_counts_as_gone_when(changed: dict[str, Any], after: float, departure: Departure | None) -> None:
    assert why_over(Lifeline(**changed), after) is departure


async def test_a_client_that_stops_reading_is_cut_off_and_may_come_back(house: House) -> None:
    anna = await house.client().connect()
    session = anna.session

    for _ in range(600):
        session.tell(rtc.SignalResponse(pong=1))

    assert session.line is None
    assert session.left_because is None
    assert session.unplugged_at <= time.monotonic()
    await settle()
    await anna.join(is_resuming=True, participant_sid=anna.sid)
    assert anna.names()[0] == "reconnect"


async def test_a_full_room_takes_in_nobody_more_but_lets_its_own_come_back(house: House) -> None:
    anna = await house.client().connect()
    for _ in range(MOST_PARTICIPANTS - 1):
        await house.client().join()

    late = await house.client().join()
    await anna.join(is_resuming=True, participant_sid=anna.sid)

    assert [(one.reason, one.action) for one in late.all("leave")] == [(Reason.JOIN_FAILURE, Action.DISCONNECT)]
    assert anna.names()[0] == "reconnect"
