"""A simulated network that narrows and widens: sound goes on, pictures give way and come back."""

from typing import Any

import pytest

from tests.unit.visit_media_feedback.link import Link

NARROWED_AT, WIDENED_AT = 20.0, 50.0
BACK_WITHIN_SECONDS = 5.0
NETWORKS: dict[str, dict[str, Any]] = {
    "a short queue": {"queue_seconds": 0.08},
    "a queue of the usual length": {},
    "five in a hundred lost": {"loss": 0.05},
    "a long way, uneven and with loss": {"loss": 0.05, "delay": 0.08, "jitter": 0.01},
    "a receiver that tells its limit": {"limits": "honest"},
    "a receiver that tells nonsense": {"limits": "nonsense", "loss": 0.05, "delay": 0.08, "jitter": 0.01},
    "a queue far too long": {"queue_seconds": 3.0},
    "a queue far too long and a limit": {"queue_seconds": 3.0, "limits": "honest"},
}


def narrowed_and_widened(link: Link, low: float) -> Link:
    link.run(NARROWED_AT)
    link.capacity = low
    link.run(WIDENED_AT - NARROWED_AT)
    link.capacity = 5_000_000.0
    link.run(20.0)
    return link


@pytest.mark.parametrize("network", NETWORKS)
def test_a_network_that_narrows_to_half_a_megabit_still_shows_a_picture_and_the_finest_soon_after(network: str) -> None:
    link = narrowed_and_widened(Link(**NETWORKS[network]), 500_000.0)

    drained_at = NARROWED_AT + 4.0 + 3.0 * link.queue_seconds
    while_narrow = [ranks for at, ranks in link.since(drained_at) if at < WIDENED_AT]
    back_at = next(at for at, ranks in link.since(WIDENED_AT) if ranks == (2,))
    assert all(rank in (0, 1) for [rank] in while_narrow)
    assert back_at - WIDENED_AT <= BACK_WITHIN_SECONDS
    assert all(ranks == (2,) for at, ranks in link.since(back_at))


@pytest.mark.parametrize("network", NETWORKS)
def test_trying_for_more_hardly_costs_any_sound_and_makes_it_wait_but_little(network: str) -> None:
    link = narrowed_and_widened(Link(**NETWORKS[network]), 500_000.0)

    drained_at = NARROWED_AT + 4.0 + 3.0 * link.queue_seconds
    settled = [queued for at, queued in link.queued if drained_at < at < WIDENED_AT]
    assert link.sound_lost / link.sound_sent < NETWORKS[network].get("loss", 0.0) + 0.025
    assert sum(queued > 0.2 for queued in settled) < 0.2 * len(settled)


@pytest.mark.parametrize("network", ["a queue of the usual length", "a receiver that tells its limit"])
def test_where_no_picture_fits_it_is_paused_and_comes_back(network: str) -> None:
    link = narrowed_and_widened(Link(**NETWORKS[network]), 120_000.0)

    while_narrow = [ranks for at, ranks in link.since(NARROWED_AT + 10.0) if at < WIDENED_AT]
    back_at = next(at for at, ranks in link.since(WIDENED_AT) if ranks != (-1,))
    assert while_narrow.count((-1,)) > len(while_narrow) * 0.6
    assert back_at - WIDENED_AT <= BACK_WITHIN_SECONDS


def test_a_good_network_is_used_from_the_first_moment() -> None:
    link = Link()

    link.run(10.0)

    assert link.since(0.0)[0][1] == (2,)
    assert {ranks for _, ranks in link.history} == {(2,)}


def test_whoever_enters_a_large_room_sees_everybody_from_the_first_moment() -> None:
    link = Link(capacity=50_000_000.0, pictures=30)

    link.run(10.0)

    assert all(min(ranks) >= 0 for _, ranks in link.history)


def test_in_a_large_room_on_a_narrow_network_some_are_paused_within_seconds_and_the_sound_goes_on() -> None:
    link = Link(capacity=2_000_000.0, pictures=30)

    link.run(30.0)

    settled = [queued for at, queued in link.queued if at > 10.0]
    assert all(-1 in ranks and max(ranks) >= 0 for _, ranks in link.since(10.0))
    assert sum(queued > 0.2 for queued in settled) < 0.2 * len(settled)
    assert link.sound_lost / link.sound_sent < 0.1


def test_what_comes_unevenly_is_no_reason_to_give_anything_up() -> None:
    link = Link(delay=0.08, jitter=0.01, loss=0.05, limits="nonsense")

    link.run(60.0)

    assert {ranks for _, ranks in link.history} == {(2,)}


def test_many_pictures_share_what_there_is_and_none_is_left_without() -> None:
    link = Link(capacity=6_000_000.0, pictures=9)

    link.run(30.0)

    assert all(min(ranks) >= 0 for _, ranks in link.history)
    assert max(link.ranks()) >= 1


def test_steady_loss_that_nothing_helps_against_does_not_take_the_picture_away() -> None:
    link = Link(loss=0.13)

    link.run(60.0)

    assert all(min(ranks) >= 0 for _, ranks in link.history)
    assert link.ranks() == (2,)


def test_where_much_is_lost_anyway_what_repairs_it_is_sent_twice_but_not_into_an_overfull_network() -> None:
    clean, lossy, overfull = Link(), Link(loss=0.06), Link(loss=0.06)
    for link in (clean, lossy, overfull):
        link.run(20.0)
    overfull.capacity = 500_000.0
    overfull.run(1.5)

    assert [link.budget.copies(link.now) for link in (clean, lossy, overfull)] == [1, 2, 1]


def test_a_network_that_is_only_a_little_too_narrow_is_not_taken_for_an_overfull_one() -> None:
    little, far = Link(), Link()
    for link, narrowed_to in ((little, 1_500_000.0), (far, 500_000.0)):
        link.run(20.0)
        link.capacity = narrowed_to
        link.run_until_congested()

    assert not little.budget.is_overfull(little.now)
    assert far.budget.is_overfull(far.now)


def test_where_nothing_can_be_padded_more_is_dared_in_the_end() -> None:
    link = narrowed_and_widened(Link(can_pad=False), 500_000.0)

    link.run(20.0)

    assert link.ranks() == (2,)
