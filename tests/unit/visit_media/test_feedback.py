"""What publishers are told: losses, arrivals, reports, wishes for key frames."""

from visit_media.sfu.feedback.affordability import Affordability
from visit_media.sfu.feedback.arrivals import REFERENCE_TICKS, TICK_SECONDS, Arrivals, pack_feedback
from visit_media.sfu.feedback.key_frames import KeyFrameRequests
from visit_media.sfu.feedback.losses import LARGEST_GAP, Losses
from visit_media.sfu.feedback.reception import Reception
from visit_media.sfu.packets.rtcp import SenderReport
from visit_media.sfu.plane.history import History


def test_one_arrival_is_packed_as_other_implementations_pack_it() -> None:
    packed = pack_feedback(153, [4057090 * REFERENCE_TICKS + 148], 23)

    assert packed == bytes.fromhex("00990001 3de80217 20019400".replace(" ", ""))


def test_an_arrival_out_of_order_takes_a_large_negative_delta() -> None:
    first = 4567386 * REFERENCE_TICKS + 240

    packed = pack_feedback(372, [first, first - 48], 64)

    assert packed == bytes.fromhex("01740002 45b15a40 d800f0ff d0000000".replace(" ", ""))


def test_long_runs_and_gaps_are_packed_in_few_chunks() -> None:
    ticks = [*range(0, 80, 4), *[None] * 3, *range(100, 120, 4)]

    packed = pack_feedback(1, ticks, 0)

    chunks = packed[8:12]
    assert chunks == bytes((0x20, 20, 0x87, 0xC0 | 0)) or chunks[:2] == bytes((0x20, 20))
    assert len(packed) % 4 == 0


def test_each_arrival_is_told_once_and_losses_between_tellings_show() -> None:
    arrivals = Arrivals()
    arrivals.note(65534, 10.0)
    arrivals.note(65535, 10.001)
    [first] = arrivals.pack()

    arrivals.note(1, 10.002)  # number 0 is missing
    [second] = arrivals.pack()

    assert arrivals.pack() == []
    assert first[:4] == bytes.fromhex("fffe0002")
    assert second[:4] == bytes.fromhex("00000002")
    assert second[8:10] == bytes.fromhex("9000")  # a vector: not received, received
    assert second[7] == first[7] + 1


def test_a_sender_that_skips_numbers_does_not_make_us_report_them_all() -> None:
    arrivals = Arrivals()
    arrivals.note(1, 10.0)
    arrivals.pack()

    arrivals.note(30_000, 10.0 + 100 * TICK_SECONDS)
    [message] = arrivals.pack()

    assert len(message) == 12


def test_a_gap_is_asked_for_and_a_late_packet_is_let_through_once() -> None:
    losses = Losses()
    first = losses.accept(65535, 0.0)
    assert losses.accept(2, 0.0) == (first or 0) + 3

    assert losses.due(0.02, 0.0) == [0, 1]
    assert losses.due(0.03, 0.0) == []
    assert losses.accept(0, 0.04) == (first or 0) + 1
    assert losses.accept(0, 0.05) is None
    assert losses.accept(2, 0.05) is None
    assert losses.due(0.07, 0.0) == [1]


def test_what_stays_away_too_long_is_given_up_and_a_key_frame_is_due() -> None:
    losses = Losses()
    losses.accept(1, 0.0)
    losses.accept(3, 0.0)

    assert losses.due(5.0, 0.0) == []
    assert losses.take_cut()
    assert not losses.take_cut()
    assert losses.accept(2, 5.1) is None


def test_a_jump_is_not_taken_for_loss() -> None:
    losses = Losses()
    losses.accept(1, 0.0)
    losses.accept(2 + LARGEST_GAP, 0.0)

    assert losses.due(1.0, 0.0) == []
    assert losses.take_cut()


def test_a_report_tells_loss_since_the_last_one_and_how_long_ago_the_sender_reported() -> None:
    reception = Reception(90_000)
    for number in range(65_536, 65_546):
        if number != 65_540:
            reception.note(number, number * 3000, number / 30)
    reception.heard(SenderReport(7, 0x0001000200030004, 0, 0, 0), now=3.0)

    block = reception.block(7, now=3.5)

    assert block is not None
    assert (block.fraction_lost, block.packets_lost, block.highest_sequence) == (25, 1, 9)
    assert (block.last_report, block.delay) == (0x00020003, 32768)
    again = reception.block(7, now=4.0)
    assert again is not None
    assert again.fraction_lost == 0


def test_key_frames_are_asked_for_at_once_then_seldom_and_until_one_comes() -> None:
    requests = KeyFrameRequests()
    assert not requests.due(0.0)
    requests.want()

    assert [requests.due(now) for now in (0.0, 0.1, 0.49, 0.5)] == [True, False, False, True]
    requests.arrived()
    assert not requests.due(5.0)


def test_the_history_gives_back_the_very_bytes_but_not_for_ever() -> None:
    history = History(size=4)
    for number in range(6):
        history.store(number, bytes((number,)))

    assert history.find(1, 0.0) is None
    assert history.find(5, 0.0) == b"\x05"
    assert history.find(5, 0.01) is None
    assert [history.find(5, second) for second in (1.0, 2.0, 3.0, 4.0, 5.0)] == [b"\x05"] * 4 + [None]


def test_a_subscriber_that_loses_much_is_stepped_down_and_tried_again_later_each_time() -> None:
    affordable = Affordability(2)
    for second in (1, 2):
        affordable.heard(0.3, second)
    assert affordable.highest_rank == 1

    affordable.heard(0.0, 5)
    assert affordable.highest_rank == 1
    affordable.heard(0.0, 11)
    assert affordable.highest_rank == 2
    for second in (12, 13):
        affordable.heard(0.3, second)
    affordable.heard(0.0, 22)
    assert affordable.highest_rank == 1
    affordable.heard(0.0, 30)
    assert affordable.highest_rank == 2


def test_light_loss_is_left_to_resending() -> None:
    affordable = Affordability(2)
    for second in range(60):
        affordable.heard(0.05, second)

    assert affordable.highest_rank == 2
