"""What a client is sent when its network takes less than it asked for, and when it takes more again."""

from collections.abc import Iterator

from tests.unit.visit_media_members.conversation import SSRCS, Conversation, block
from visit_media.sfu.members.downlink import Downlink
from visit_media.sfu.members.member import Member
from visit_media.sfu.members.uplink import Uplink
from visit_media.sfu.packets import rtcp
from visit_media.sfu.plane import events
from visit_media.sfu.plane.terms import StreamId

NTP = 77 << 32


def is_shown(room: Conversation, downlink: Downlink, stream: StreamId | None) -> None:
    """The key frame of a layer has come and is sent on."""
    assert downlink.sink is not None
    room.happens(events.Switched(downlink.sink, stream, 1.0))
    room.plane.has_sent(downlink.sink, stream=stream)


def answers(room: Conversation, member: Member, downlink: Downlink, now: float) -> None:
    """The subscriber has everything it was sent, and says when it had the last sender report."""
    assert member._down.number is not None
    reports = [one for one in room.plane.control[member._down.number] if isinstance(one, rtcp.SenderReport)]
    padded = sum(packets for _, packets in room.plane.padded)
    last = reports[-1].ntp >> 16 & 0xFFFFFFFF
    assert downlink.repair_ssrc is not None
    room.says(member, block(downlink.repair_ssrc, highest=1000 + padded), now=now)
    room.says(member, block(downlink.ssrc, highest=1000, last=last), now=now)


def flows(room: Conversation, publisher: Member, uplink: Uplink, *, ticks: int) -> Iterator[tuple[int, float]]:
    """All three layers flow at their usual rates; yields each tick of the clock and the moment, from the second on."""
    for tick in range(ticks):
        now = 2.0 + tick * 0.02
        for layer, octets in zip(uplink.layers, (375, 1125, 4250), strict=True):
            room.plane.has_come(layer.stream, octets * tick, now)
        publisher.measure(now)
        yield tick, now


def shown_finest(
    room: Conversation, publisher: Member, viewer: Member, downlink: Downlink, *, ticks: int
) -> Iterator[bool]:
    """Whether the finest layer is shown, at each tick while all of them flow."""
    for _, now in flows(room, publisher, downlink.uplink, ticks=ticks):
        viewer.tend(now)
        yield room.plane.routed(downlink.sink) == downlink.uplink.layers[2].stream


def loses(room: Conversation, member: Member, downlink: Downlink, now: float) -> None:
    """Half of what it was sent in the last second did not come."""
    at = int(now * 1000)
    room.says(member, block(downlink.ssrc, highest=at, lost=at // 2, fraction=128), now=now)


def sends(room: Conversation, uplink: Uplink, downlink: Downlink, seconds: range) -> None:
    """Layers of the usual rates flow, and the subscriber is sent the finest."""
    for second in seconds:
        for layer, rate in zip(uplink.layers, (150_000, 450_000, 1_700_000), strict=True):
            room.plane.has_come(layer.stream, rate * second // 8, float(second))
        room.plane.has_sent(downlink.sink, octets=1_700_000 * second // 8, packets=150 * second)


def test_when_the_network_takes_less_the_picture_is_coarser_and_the_sound_goes_on() -> None:
    room = Conversation()
    anna, karl = room.member(), room.member()
    uplink = room.camera(anna, "q", "h", "f")
    downlink, sound = room.watches(karl, uplink), room.watches(karl, anna.ingress.uplinks["8"])

    for second in range(2, 8):
        sends(room, uplink, downlink, range(second, second + 1))
        anna.measure(second)
        karl.measure(second)
        if second > 4:
            loses(room, karl, downlink, float(second))
        karl.tend(second)

    assert room.plane.routed(downlink.sink) in (uplink.layers[0].stream, uplink.layers[1].stream)
    assert room.plane.routed(sound.sink) is not None
    assert karl.worst_loss(8.0) == 0.5
    assert karl.quality(8.0).score < 3


def test_the_client_is_told_when_its_picture_is_paused_and_when_it_is_back() -> None:
    room = Conversation()
    anna, karl = room.member(), room.member()
    uplink = room.camera(anna, "q", "h", "f")
    downlink = room.watches(karl, uplink)

    karl._egress.budget.estimate.fall(0.0, 2.0)
    karl._egress.budget.is_stale = True
    karl.tend(2.0)
    karl._egress.budget.estimate.reached(3_000_000)
    karl._egress.budget.is_stale = True
    karl.tend(2.1)

    assert room.listeners[karl].said == ["connected", (downlink, True), (downlink, False)]
    assert [stream is None for _, stream, _ in room.plane.routes] == [False, True, False]


def test_before_a_finer_layer_is_sent_padding_shows_whether_it_would_fit() -> None:
    room = Conversation()
    anna, karl = room.member(), room.member()
    uplink = room.camera(anna, "q", "h", "f")
    downlink = room.watches(karl, uplink)
    is_shown(room, downlink, uplink.layers[0].stream)
    room.says(anna, rtcp.sender_report(rtcp.SenderReport(SSRCS["q"], NTP, 5000, 1, 1)), now=1.9)
    karl._egress.budget.estimate.fall(500_000, 2.0)
    karl._egress.budget.is_stale = True
    for tick, now in flows(room, anna, uplink, ticks=250):
        karl.tend(now)
        if tick % 10 == 9:
            answers(room, karl, downlink, now)

    assert {sink for sink, _ in room.plane.padded} == {downlink.sink}
    assert room.plane.routed(downlink.sink) == uplink.layers[2].stream


def test_behind_a_train_no_other_report_is_sent_until_that_one_is_answered() -> None:
    room = Conversation()
    anna, karl = room.member(), room.member()
    uplink = room.camera(anna, "q", "h", "f")
    downlink = room.watches(karl, uplink)
    is_shown(room, downlink, uplink.layers[2].stream)
    room.says(anna, rtcp.sender_report(rtcp.SenderReport(SSRCS["f"], NTP, 5000, 1, 1)), now=1.9)

    assert downlink.report(2.0)
    assert downlink.report(2.1, is_awaited=True)
    assert not downlink.report(2.2)
    answers(room, karl, downlink, 2.3)
    assert downlink.report(2.4)
    assert downlink.sink is not None
    room.happens(events.Switched(downlink.sink, None, 2.4), now=2.4)
    room.plane.has_sent(downlink.sink, stream=None)
    assert downlink.report(2.5, is_awaited=True)
    assert downlink.report(4.1)


def fallen(to: float) -> tuple[Conversation, Member, Downlink]:
    """Somebody was shown the finest of three layers and has heard of congestion: only so much gets through."""
    room = Conversation()
    anna, karl = room.member(), room.member()
    uplink = room.camera(anna, "q", "h", "f")
    downlink = room.watches(karl, uplink)
    is_shown(room, downlink, uplink.layers[2].stream)
    for tick, now in flows(room, anna, uplink, ticks=101):
        room.plane.has_sent(downlink.sink, octets=4250 * tick, packets=4 * tick)
        karl.measure(now)
    karl._egress.budget._react(to, 4.0)
    karl.tend(4.0)
    return room, karl, downlink


def test_into_an_overfull_network_nothing_is_sent_for_a_moment_before_the_coarser_key_frame_is_asked_for() -> None:
    room, karl, downlink = fallen(to=250_000)
    coarsest = downlink.uplink.layers[0].stream

    assert room.plane.routed(downlink.sink) is None
    room.says(karl, rtcp.nack(1, downlink.ssrc, [1, 2]), now=4.05)
    karl.tend(4.05)
    assert room.plane.routed(downlink.sink) is None
    karl.tend(4.11)

    assert room.plane.routed(downlink.sink) == coarsest
    assert room.plane.resent == []
    is_shown(room, downlink, coarsest)
    room.says(karl, rtcp.nack(1, downlink.ssrc, [3]), now=4.5)
    assert room.plane.resent == [(downlink.sink, (3,))]


def test_a_picture_that_is_paused_after_all_waits_for_no_room() -> None:
    _, karl, downlink = fallen(to=250_000)
    assert downlink.waits_for_room

    karl._egress.budget._react(0.0, 4.05)
    karl.tend(4.05)

    assert downlink.is_starved
    assert not downlink.waits_for_room


def test_when_it_is_a_little_too_much_the_finer_layer_goes_on_until_the_coarser_begins() -> None:
    room, karl, downlink = fallen(to=1_000_000)

    room.says(karl, rtcp.nack(1, downlink.ssrc, [1, 2]), now=4.05)

    assert room.plane.routed(downlink.sink) == downlink.uplink.layers[1].stream
    assert room.plane.resent == [(downlink.sink, (1, 2))]


def test_a_client_is_not_sent_again_what_a_key_frame_has_made_useless() -> None:
    room = Conversation()
    anna, karl = room.member(), room.member()
    uplink = room.camera(anna, "q", "h", "f")
    downlink = room.watches(karl, uplink)
    assert downlink.sink is not None

    room.happens(events.Switched(downlink.sink, uplink.layers[0].stream, 2.0, number=3), now=2.0)
    room.says(karl, rtcp.nack(1, downlink.ssrc, [2, 3, 4, 65_530]), now=2.5)
    room.says(karl, rtcp.nack(1, downlink.ssrc, [40_000]), now=200.0)

    assert room.plane.resent == [(downlink.sink, (3, 4)), (downlink.sink, (40_000,))]


def test_where_much_is_lost_anyway_a_client_is_sent_two_copies_of_what_it_misses() -> None:
    room = Conversation()
    anna, karl = room.member(), room.member()
    downlink = room.watches(karl, room.camera(anna, "q", "h", "f"))

    room.says(karl, rtcp.nack(1, downlink.ssrc, [1]), now=2.0)
    karl._egress.budget.estimate.heard_loss(0.05, 1_000_000, 2.0)
    room.says(karl, rtcp.nack(1, downlink.ssrc, [2]), now=2.5)

    assert room.plane.copies == [1, 2]


def test_when_nobody_says_how_long_packets_take_more_is_dared_late_too() -> None:
    room = Conversation()
    anna, karl = room.member(), room.member()
    uplink = room.camera(anna, "q", "h", "f")
    downlink = room.watches(karl, uplink)
    karl._egress.budget.estimate.fall(500_000, 2.0)

    finest = list(shown_finest(room, anna, karl, downlink, ticks=1300))

    assert room.plane.padded == []
    assert not any(finest[:500])
    assert finest[-1]


def test_without_repetitions_nothing_can_be_padded_and_more_is_dared_late() -> None:
    room = Conversation()
    anna, karl = room.member(), room.member()
    uplink = room.camera(anna, "q", "h", "f")
    downlink = karl.subscribe(uplink, uplink.terms.codec)
    karl.start(downlink)
    karl._egress.budget.estimate.fall(500_000, 2.0)

    finest = list(shown_finest(room, anna, karl, downlink, ticks=1000))

    assert room.plane.padded == []
    assert not any(finest[:500])
    assert finest[-1]


def test_a_limit_of_the_receivers_is_obeyed_when_it_falls_while_packets_take_longer() -> None:
    room = Conversation()
    anna, karl = room.member(), room.member()
    uplink = room.camera(anna, "q", "h", "f")
    downlink = room.watches(karl, uplink)
    for second in range(2, 5):
        sends(room, uplink, downlink, range(second, second + 1))
        anna.measure(second)
        karl.measure(second)

    for at, seconds in ((3.2, 0.05), (3.4, 0.14)):
        karl._egress.budget.estimate.heard_round_trip(seconds, 0.0, at, at)
    room.says(karl, rtcp.limit(1, 1_800_000, [downlink.ssrc]), now=4.0)
    room.says(karl, rtcp.limit(1, 1_300_000, [downlink.ssrc]), now=4.1)
    karl.tend(4.1)

    assert karl.downlink_estimate == 1_300_000
    assert room.plane.routed(downlink.sink) == uplink.layers[1].stream


def test_pictures_per_second_are_given_up_before_a_picture_is() -> None:
    room = Conversation()
    anna, karl = room.member(), room.member()
    uplink = room.camera(anna, "q")
    downlink = room.watches(karl, uplink)
    for second in range(2, 5):
        octets = 40_000 * second
        shares = (octets * 4 // 10, octets * 2 // 10, octets * 4 // 10)
        room.plane.has_come(uplink.layers[0].stream, octets, float(second), temporal_octets=shares)
        anna.measure(second)

    karl._egress.budget.estimate.fall(210_000, 4.0)
    karl._egress.budget.is_stale = True
    karl.tend(4.0)

    assert room.plane.routes[-1] == (downlink.sink, uplink.layers[0].stream, 1)
