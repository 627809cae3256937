"""What gets through is learnt from loss, from delay, and from limits as a warning."""

from visit_media.sfu.feedback.estimate import COARSEST, FIRST, LEAST, Estimate
from visit_media.sfu.feedback.rates import Rate


def takes(estimate: Estimate, *round_trips: float, sent: float = 1_000_000, since: float = 0.0) -> list[float | None]:
    """Hear round trips of reports that were sent each half second."""
    told = []
    for count, seconds in enumerate(round_trips):
        at = since + count / 2
        told.append(estimate.heard_round_trip(seconds, sent, at, at + seconds))
    return told


def test_light_loss_is_left_to_resending() -> None:
    estimate = Estimate()

    assert [estimate.heard_loss(0.05, 2_000_000, second) for second in range(60)] == [None] * 60
    assert estimate.bits_per_second == FIRST


def test_heavy_loss_yields_a_little_below_what_is_sent_whatever_was_believed() -> None:
    estimate = Estimate()

    to = estimate.heard_loss(0.2, 2_000_000, 1.0)

    assert to is not None
    assert 1_800_000 < to < 1_850_000
    estimate.fall(to, 1.0)
    assert estimate.bits_per_second == to
    assert estimate.congested_at == 1.0


def test_when_a_queue_flows_over_it_falls_further_so_that_it_drains() -> None:
    estimate = Estimate()
    takes(estimate, 0.1, 0.1, 0.4)

    assert estimate.heard_loss(0.5, 2_000_000, 2.0) == COARSEST
    assert estimate.heard_loss(0.5, 4_000_000, 4.0) == 0.25 * 0.9 * 2_000_000
    estimate.fall(COARSEST, 4.0)
    assert estimate.heard_loss(0.5, 200_000, 6.0) == COARSEST / 2


def test_so_much_loss_that_a_queue_must_flow_over_is_believed_before_round_trips_tell() -> None:
    assert Estimate().heard_loss(0.5, 1_000_000, 1.0) == COARSEST


def test_whoever_yielded_a_little_and_then_hears_of_a_queue_yields_again_at_once() -> None:
    estimate = Estimate()
    takes(estimate, 0.1, 0.1)
    assert estimate.heard_loss(0.2, 1_000_000, 1.0) is not None
    assert estimate.is_yielding(1.2)

    takes(estimate, 0.4, since=0.8)

    assert not estimate.is_yielding(1.2)
    assert estimate.heard_loss(0.2, 1_000_000, 1.2) == COARSEST
    assert estimate.is_yielding(1.3)


def test_what_is_usually_lost_is_known_without_what_a_queue_of_ours_lost() -> None:
    estimate = Estimate()
    assert estimate.usual_loss == 0.0
    for second, fraction in enumerate((0.02, 0.04)):
        estimate.heard_loss(fraction, 1_000_000, second)
    takes(estimate, 0.1, 0.1, 0.4, since=3.0)

    estimate.heard_loss(0.5, 1_000_000, 5.0)

    assert abs(estimate.usual_loss - 0.03) < 1e-9


def test_loss_that_is_always_there_is_not_ours_to_yield_to() -> None:
    estimate = Estimate()

    told = [estimate.heard_loss(0.12, 1_000_000, second) is not None for second in range(12)]

    assert told == [True] * 6 + [False] * 6


def test_loss_while_packets_queue_is_never_taken_for_the_networks_own() -> None:
    estimate = Estimate()
    takes(estimate, 0.1, 0.1, 0.4)

    for second in range(12):
        estimate.heard_loss(0.12, 1_000_000, 3.0 + second)

    assert estimate.background_loss == 0.0


def test_chance_loss_of_a_few_packets_is_no_sign() -> None:
    estimate = Estimate()

    assert estimate.heard_loss(0.15, 1_000_000, 1.0, packets=20) is None
    assert estimate.heard_loss(0.15, 1_000_000, 2.0, packets=200) is not None
    assert estimate.heard_loss(0.60, 1_000_000, 3.0, packets=20) is not None


def test_loss_of_what_was_sent_before_a_fall_does_not_make_it_fall_again() -> None:
    estimate = Estimate()
    takes(estimate, 0.3)

    assert estimate.heard_loss(0.8, 1_000_000, 1.0) is not None
    assert estimate.is_yielding(1.5)
    assert estimate.heard_loss(0.8, 1_000_000, 1.5) is None
    assert estimate.heard_loss(0.8, 1_000_000, 1.7) is not None


def test_a_limit_counts_only_when_it_falls_while_packets_take_longer() -> None:
    uneven, filled = Estimate(), Estimate()
    takes(uneven, 0.16, 0.18, 0.17)
    takes(filled, 0.16, 0.18, 0.25)

    for estimate in (uneven, filled):
        assert estimate.heard_limit(1_900_000, 2_000_000, 2.0) is None
    assert uneven.heard_limit(25_000, 2_000_000, 2.1) is None
    assert filled.heard_limit(1_500_000, 2_000_000, 2.1) == 1_500_000


def test_a_limit_is_never_believed_far() -> None:
    estimate = Estimate()
    takes(estimate, 0.16, 0.18, 0.25)
    estimate.heard_limit(1_900_000, 2_000_000, 2.0)

    assert estimate.heard_limit(25_000, 2_000_000, 2.1) == 1_400_000
    assert estimate.heard_limit(9_000_000, 2_000_000, 2.2) is None
    assert estimate.bits_per_second == FIRST


def test_round_trips_that_grow_mean_a_queue_and_long_ones_do_not() -> None:
    estimate = Estimate()

    assert takes(estimate, 0.4, 0.4, 0.4, 0.4) == [None] * 4
    assert takes(estimate, 0.7, since=3.0) == [None]
    assert takes(estimate, 0.75, since=3.5) == [800_000]


def test_the_faster_they_grow_the_further_it_falls() -> None:
    estimate = Estimate()
    takes(estimate, 0.1, 0.1, 0.3)

    [to] = takes(estimate, 0.8, since=1.5)

    assert to is not None
    assert abs(to - 450_000) < 1  # what was sent was twice as much as came through


def test_a_queue_that_shrinks_is_left_in_peace() -> None:
    estimate = Estimate()

    assert takes(estimate, 0.1, 0.5, 0.4, 0.3, 0.2) == [None] * 5


def test_a_way_that_has_become_longer_for_good_is_soon_no_queue() -> None:
    estimate = Estimate()
    takes(estimate, *[0.03] * 10)

    told = takes(estimate, *[0.19] * 40, since=5.0)

    assert sum(to is not None for to in told) == 3
    assert not any(told[15:])


def test_how_long_packets_take_leaves_out_what_was_held_up() -> None:
    estimate = Estimate()
    assert not estimate.knows_round_trip

    takes(estimate, 0.16, 0.17, 0.18, 0.4, 0.4, 0.4, 0.4, 0.4)

    assert estimate.knows_round_trip
    assert estimate.usual_round_trip == 0.16 + 0.02


def test_where_nothing_can_be_tried_what_is_used_to_the_full_rises_slowly_and_what_is_not_used_stays() -> None:
    idle, busy = Estimate(), Estimate()

    for second in range(11):
        idle.rise(100_000, second)
        busy.rise(busy.bits_per_second, second)

    assert idle.bits_per_second == FIRST
    assert 2 * FIRST < busy.bits_per_second < 3 * FIRST


def test_it_never_falls_below_what_sound_needs() -> None:
    estimate = Estimate()

    estimate.fall(0.0, 1.0)

    assert estimate.bits_per_second == LEAST


def test_a_rate_is_known_after_two_readings_and_follows_what_changes() -> None:
    rate = Rate()

    assert rate.read(1000, 0.0) == 0.0
    assert not rate.is_measured
    assert rate.read(1500, 0.5) == 1000
    assert rate.is_measured
    for half in range(2, 12):
        rate.read(1500 + 1500 * (half - 1), half / 2)
    assert 2950 < rate.per_second <= 3000
