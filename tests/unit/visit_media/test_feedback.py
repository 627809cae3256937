"""What publishers are told: when packets arrived, and that key frames are wanted."""

from visit_media.sfu.feedback.arrivals import REFERENCE_TICKS, TICK_SECONDS, Arrivals, pack_feedback
from visit_media.sfu.feedback.key_frames import KeyFrameRequests


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


def test_key_frames_are_asked_for_at_once_then_seldom_and_until_one_comes() -> None:
    requests = KeyFrameRequests()
    assert not requests.due(0.0)
    requests.want()

    assert [requests.due(now) for now in (0.0, 0.1, 0.49, 0.5)] == [True, False, False, True]
    requests.arrived()
    assert not requests.due(5.0)
