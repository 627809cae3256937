"""What gets through is learnt from loss, from limits and from delay."""

from visit_media.sfu.feedback.estimate import FIRST, LEAST, Estimate
from visit_media.sfu.feedback.probing import PACKET_BITS, Probing
from visit_media.sfu.feedback.rates import Rate


def test_light_loss_is_left_to_resending() -> None:
    estimate = Estimate()

    assert [estimate.heard_loss(0.05, 2_000_000, second) for second in range(60)] == [None] * 60
    assert estimate.bits_per_second == FIRST


def test_heavy_loss_falls_to_what_was_delivered() -> None:
    estimate = Estimate()

    to = estimate.heard_loss(0.8, 2_000_000, 1.0)

    assert to is not None
    assert 370_000 < to < 390_000
    estimate.fall(to, 1.0)
    assert estimate.bits_per_second == to
    assert estimate.congested_at == 1.0


def test_loss_that_is_always_there_is_not_ours_to_yield_to() -> None:
    estimate = Estimate()

    told = [estimate.heard_loss(0.12, 1_000_000, second) is not None for second in range(12)]

    assert told == [True] * 6 + [False] * 6


def test_a_limit_that_falls_below_what_is_sent_is_believed_and_one_that_was_always_low_is_not() -> None:
    estimate = Estimate()

    assert estimate.heard_limit(800_000, 2_000_000, 1.0) is None
    assert estimate.heard_limit(810_000, 2_000_000, 2.0) is None
    assert estimate.heard_limit(500_000, 2_000_000, 3.0) == 500_000
    assert estimate.heard_limit(400_000, 100_000, 4.0) is None


def test_a_limit_above_raises_the_estimate() -> None:
    estimate = Estimate()

    estimate.heard_limit(9_000_000, 2_000_000, 5.0)

    assert estimate.bits_per_second == 9_000_000


def test_a_round_trip_that_grows_means_a_queue_and_a_long_one_does_not() -> None:
    estimate = Estimate()

    assert [estimate.heard_round_trip(0.4, 1_000_000, second) for second in range(5)] == [None] * 5
    assert estimate.heard_round_trip(0.7, 1_000_000, 6.0) == 800_000


def test_what_is_used_to_the_full_without_loss_rises_slowly_and_what_is_not_used_stays() -> None:
    idle, busy = Estimate(), Estimate()

    for second in range(11):
        idle.heard_loss(0.0, 100_000, second)
        busy.heard_loss(0.0, busy.bits_per_second, second)

    assert idle.bits_per_second == FIRST
    assert 2 * FIRST < busy.bits_per_second < 3 * FIRST


def test_it_never_falls_below_what_sound_needs() -> None:
    estimate = Estimate()

    estimate.fall(0.0, 1.0)

    assert estimate.bits_per_second == LEAST


def test_an_attempt_fills_up_to_its_goal_and_counts_when_a_report_has_come() -> None:
    probing = Probing()
    probing.consider(1_000_000, estimate=600_000, round_trip=0.1, now=10.0)

    packets = sum(probing.padding(500_000, 10.0 + tick * 0.02) for tick in range(30))

    assert abs(packets * PACKET_BITS - 0.25 * 500_000) < 3 * PACKET_BITS
    assert probing.reached(10.3, is_reported=True) is None
    assert probing.reached(10.4, is_reported=False) is None
    assert probing.reached(10.4, is_reported=True) == 1_000_000
    assert probing.reached(10.5, is_reported=True) is None


def test_silence_after_an_attempt_is_a_success_in_the_end() -> None:
    probing = Probing()
    probing.consider(1_000_000, estimate=600_000, round_trip=0.1, now=10.0)

    assert probing.reached(12.0, is_reported=False) == 1_000_000


def test_after_a_failure_it_waits_but_never_long() -> None:
    probing = Probing()
    now = 0.0
    for _ in range(10):
        probing.consider(1_000_000, estimate=600_000, round_trip=0.1, now=now)
        assert probing.is_running
        assert probing.congested(now + 0.2)
        probing.consider(1_000_000, estimate=600_000, round_trip=0.1, now=now + 0.5)
        assert not probing.is_running
        now += 2.3


def test_many_requests_to_resend_end_an_attempt() -> None:
    probing = Probing()
    probing.consider(1_000_000, estimate=600_000, round_trip=0.1, now=10.0)

    assert not probing.missed(3, 60, 10.1)
    assert probing.missed(8, 60, 10.2)
    assert probing.reached(12.0, is_reported=False) is None


def test_an_attempt_that_deceived_makes_the_next_one_reach_further() -> None:
    probing = Probing()
    probing.consider(1_000_000, estimate=600_000, round_trip=0.1, now=10.0)
    assert probing.reached(11.0, is_reported=True) == 1_000_000
    assert not probing.congested(12.0)

    probing.consider(1_000_000, estimate=600_000, round_trip=0.1, now=15.0)

    assert (probing.reached(16.0, is_reported=True) or 0) > 1_300_000


def test_a_rate_is_known_after_two_readings_and_follows_what_changes() -> None:
    rate = Rate()

    assert rate.read(1000, 0.0) == 0.0
    assert not rate.is_measured
    assert rate.read(1500, 0.5) == 1000
    assert rate.is_measured
    for half in range(2, 12):
        rate.read(1500 + 1500 * (half - 1), half / 2)
    assert 2950 < rate.per_second <= 3000


def test_chance_loss_of_a_few_packets_is_no_sign() -> None:
    estimate = Estimate()

    assert estimate.heard_loss(0.15, 1_000_000, 1.0, packets=20) is None
    assert estimate.heard_loss(0.15, 1_000_000, 2.0, packets=200) is not None
    assert estimate.heard_loss(0.60, 1_000_000, 3.0, packets=20) is not None


def test_reports_on_what_was_sent_before_a_fall_do_not_make_it_fall_again() -> None:
    estimate = Estimate()
    estimate.heard_round_trip(0.3, 1_000_000, 0.5)
    estimate.fall(400_000, 1.0)

    assert estimate.heard_loss(0.8, 1_000_000, 1.9) is None
    assert estimate.heard_loss(0.8, 1_000_000, 2.2) is not None


def test_a_way_that_has_become_longer_for_good_is_soon_no_queue() -> None:
    estimate = Estimate()
    for second in range(10):
        estimate.heard_round_trip(0.03, 1_000_000, second)

    told = [estimate.heard_round_trip(0.19, 1_000_000, 10 + second) is not None for second in range(20)]

    assert told.count(True) == 4
    assert not any(told[8:])


def test_an_attempt_makes_what_is_shown_wait_but_little_where_nothing_more_gets_through() -> None:
    probing = Probing()
    probing.consider(5_000_000, estimate=500_000, round_trip=0.1, now=10.0)

    packets = sum(probing.padding(400_000, 10.0 + tick * 0.02) for tick in range(30))

    assert packets * PACKET_BITS <= 0.2 * 500_000
    assert probing.reached(10.3, is_reported=True) is not None


def test_an_attempt_that_makes_packets_wait_has_failed() -> None:
    probing = Probing()
    probing.consider(1_000_000, estimate=600_000, round_trip=0.1, now=10.0)

    probing.failed(10.4)

    assert probing.reached(12.0, is_reported=True) is None
