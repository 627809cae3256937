"""A train of padding and the report behind it tell how much would get through."""

import pytest

from visit_media.sfu.feedback.probing import (
    AFTER_GAIN_SECONDS,
    AFTER_NO_GAIN_SECONDS,
    MOST_GROWTH,
    NO_NEWS_SECONDS,
    PACKET_BITS,
    Probing,
)

ROUND_TRIP = 0.16


def train(probing: Probing, *, estimate: float, received: int | None = 0, now: float = 10.0) -> int:
    """Send a train and return how many packets it has."""
    probing.begin(estimate=estimate, round_trip=ROUND_TRIP, received=received, now=now)
    packets = 0
    while due := probing.due(now):
        packets += due
    return packets


def test_a_train_is_as_long_as_the_estimate_takes_a_tenth_of_a_second_for() -> None:
    packets = train(Probing(), estimate=500_000)

    assert abs(packets * PACKET_BITS - 0.1 * 500_000) < PACKET_BITS


def test_what_comes_behind_the_train_tells_how_narrow_the_way_is() -> None:
    probing = Probing()
    packets = train(probing, estimate=300_000)
    width = 500_000

    probing.answered(ROUND_TRIP + packets * PACKET_BITS / width, 10.0)
    reached = probing.concluded(200_000, packets, 10.3)

    assert reached is not None
    assert abs(reached - 0.8 * width) < 1
    assert probing.concluded(200_000, packets, 10.4) is None


def test_what_flows_besides_until_the_report_counts_too() -> None:
    probing = Probing()
    packets = train(probing, estimate=300_000)

    probing.answered(ROUND_TRIP, 10.2)  # a report later by a fifth of a second, which had not to wait any more

    reached = probing.concluded(200_000, packets, 10.5)
    assert reached == pytest.approx(0.8 * (packets * PACKET_BITS / 0.2 + 200_000))


def test_a_wide_way_lets_it_grow_but_only_so_far_at_once() -> None:
    probing = Probing()
    packets = train(probing, estimate=300_000)

    probing.answered(ROUND_TRIP - 0.01, 10.0)

    assert probing.concluded(0.0, packets, 10.3) == MOST_GROWTH * 300_000
    assert probing.found_no_end


def test_what_of_the_train_is_lost_did_not_get_through() -> None:
    probing = Probing()
    packets = train(probing, estimate=300_000, received=100)

    probing.answered(ROUND_TRIP + 0.05, 10.0)

    assert probing.concluded(0.0, 100 + packets // 4, 10.3) is None


def test_answers_to_reports_before_the_train_say_nothing() -> None:
    probing = Probing()
    packets = train(probing, estimate=300_000)

    probing.answered(ROUND_TRIP, 9.9)

    assert probing.concluded(0.0, packets, 10.3) is None
    assert probing.is_running


def test_without_an_answer_what_arrived_is_worth_a_little() -> None:
    arrived, lost, wide = Probing(), Probing(), Probing()
    packets = [train(arrived, estimate=100_000), train(lost, estimate=100_000), train(wide, estimate=300_000)]

    assert arrived.concluded(0.0, packets[0], 10.0 + NO_NEWS_SECONDS) == 150_000
    assert lost.concluded(0.0, packets[1] // 2, 10.0 + NO_NEWS_SECONDS) is None
    assert wide.concluded(0.0, packets[2], 10.0 + NO_NEWS_SECONDS) is None


def test_a_question_that_was_lost_is_made_up_for_by_a_second_behind_it() -> None:
    probing = Probing()
    assert not probing.asks_again(10.0)
    packets = train(probing, estimate=300_000)
    width = 500_000

    asked = [probing.asks_again(moment) for moment in (10.0, 10.021, 10.05)]
    probing.answered(ROUND_TRIP + packets * PACKET_BITS / width - 0.021, 10.021)

    assert asked == [False, True, False]
    reached = probing.concluded(0.0, packets, 10.3)
    assert reached == pytest.approx(0.8 * width)


def test_a_train_nobody_told_of_is_soon_followed_by_another() -> None:
    probing = Probing()
    packets = train(probing, estimate=300_000)

    assert probing.concluded(0.0, packets, 10.0 + NO_NEWS_SECONDS) is None

    assert probing.may_begin(10.0 + NO_NEWS_SECONDS + AFTER_GAIN_SECONDS)


def test_what_flowed_before_a_fall_is_not_taken_for_what_gets_through() -> None:
    probing = Probing()
    packets = train(probing, estimate=300_000)

    probing.answered(ROUND_TRIP + 0.2, 10.1)

    assert probing.concluded(2_000_000, packets, 10.5) is None


def test_the_first_train_of_all_only_tells_where_to_count_from() -> None:
    probing = Probing()
    packets = train(probing, estimate=300_000, received=None)

    probing.answered(ROUND_TRIP, 10.0)

    assert probing.concluded(0.0, packets, 10.3) is None
    assert probing.may_begin(10.6)


def test_after_a_train_without_gain_and_after_congestion_it_waits() -> None:
    probing = Probing()
    packets = train(probing, estimate=300_000)
    probing.answered(ROUND_TRIP + 0.2, 10.0)
    assert probing.concluded(0.0, packets, 10.3) is None

    assert not probing.may_begin(10.3 + AFTER_NO_GAIN_SECONDS - 0.1)
    assert probing.may_begin(10.3 + AFTER_NO_GAIN_SECONDS)
    probing.congested(13.0)
    assert not probing.may_begin(14.0)


def test_what_waits_behind_a_train_is_known_to() -> None:
    probing = Probing()
    assert not probing.disturbs(10.0)

    train(probing, estimate=300_000)

    assert not probing.disturbs(9.9)
    assert probing.disturbs(10.1)
    assert not probing.disturbs(10.5)
