"""The bad network of the bench does what it says, and what is seen through it is judged as written down."""

from typing import Any

import pytest

from tools.bench.media_bad_network import BAD_AT, END, WIDE_AT, back_after, figures_of, frozen_percent, longest_pause
from tools.bench.media_link import HEADER_BYTES, Way

OCTETS = 1000
BITS = 8 * (OCTETS + HEADER_BYTES)


def even(every: float, *, without: tuple[float, float] = (0.0, 0.0)) -> list[float]:
    """Moments from before the script until after it, but for a time in which nothing is."""
    moments = (count * every for count in range(int((END + 1) / every)))
    return [at for at in moments if not without[0] <= at < without[1]]


def test_datagrams_leave_at_the_rate_and_after_the_delay() -> None:
    way = Way(rate=BITS / 0.1, delay=0.08, queue_seconds=10)

    assert [way.leaves_at(OCTETS, 5.0) for _ in range(3)] == pytest.approx([5.18, 5.28, 5.38])


def test_what_finds_the_queue_full_is_lost_and_only_that() -> None:
    way = Way(rate=BITS / 0.1, queue_seconds=0.25)

    assert [way.leaves_at(OCTETS, 5.0) is None for _ in range(5)] == [False, False, False, True, True]
    assert way.leaves_at(OCTETS, 6.0) == pytest.approx(6.1)


def test_datagrams_come_unevenly_but_never_overtake_each_other() -> None:
    way = Way(delay=0.08, jitter=0.01)

    out = [way.leaves_at(OCTETS, count / 1000) or 0.0 for count in range(500)]

    assert out == sorted(out)
    delays = [at - count / 1000 for count, at in enumerate(out)]
    assert 0.07 < min(delays) < 0.085
    assert max(delays) <= 0.0911


def test_the_share_that_is_lost_is_as_asked() -> None:
    way = Way(loss=0.05)

    assert 0.03 < sum(way.leaves_at(OCTETS, count) is None for count in range(2000)) / 2000 < 0.07


def test_only_gaps_of_more_than_half_a_second_are_frozen_and_then_all_of_them() -> None:
    assert frozen_percent(even(0.4)) == 0.0
    assert frozen_percent(even(0.1, without=(20.0, 25.0))) == pytest.approx(100 * 5.1 / (END - BAD_AT))
    assert frozen_percent([]) == 100.0


def test_a_pause_of_the_sound_is_found_wherever_it_is() -> None:
    assert longest_pause(even(0.01, without=(30.0, 31.0))) == pytest.approx(1.01)
    assert longest_pause([]) == END - BAD_AT


def test_the_finest_picture_counts_as_back_when_it_is_seen_after_the_step_up() -> None:
    frames = [(10.0, 960), (WIDE_AT + 1, 320), (WIDE_AT + 2, 640), (WIDE_AT + 3, 960)]

    assert back_after(frames) == 3.0
    assert back_after(frames[:-1]) == END - WIDE_AT


def test_figures_stand_beside_janus_and_beside_what_is_promised() -> None:
    seen: dict[str, Any] = {"frames": [(at, 960) for at in even(0.1)], "sound": even(0.01)}
    theirs = {"frames": [(at, 960) for at in even(0.1, without=(23.0, 43.0))]}

    figures = figures_of(seen, theirs)

    assert [figure.peer for figure in figures] == ["Janus 1.1.2", *["what is promised"] * 3]
    assert all(figure.is_within_bar for figure in figures)
