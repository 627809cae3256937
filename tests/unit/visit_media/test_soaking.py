"""What a soak says about what it has measured."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tools.soak.soaking import DESCRIPTORS, SHORT, TASKS, Outcome
from tools.soak.trend import Limit, trend_of

MEMORY = Limit("memory", "MiB", may_grow_by=1.0, may_grow_by_share=0.02)


def outcome(**changed: list[float]) -> Outcome:
    samples = {"memory": [120.0] * 8, "descriptors": [11.0] * 8, "asyncio tasks": [9.0] * 8}
    return Outcome(SHORT, samples | changed, Counter(joins=100))


@given(st.lists(st.floats(100, 101), min_size=4, max_size=60))
def test_what_only_trembles_is_flat(samples: list[float]) -> None:
    assert trend_of(MEMORY, samples).is_flat


@given(st.floats(0.2, 5), st.integers(40, 200))
def test_what_grows_a_little_with_each_sample_is_found(step: float, count: int) -> None:
    samples = [120 + step * at for at in range(count)]

    assert not trend_of(MEMORY, samples).is_flat


def test_warming_up_and_single_outliers_do_not_count() -> None:
    samples = [60.0, 90.0, 115.0, 119.0, *[120.0] * 12, 190.0]

    assert trend_of(MEMORY, samples).is_flat


def test_too_few_samples_say_nothing() -> None:
    with pytest.raises(ValueError, match="too few"):
        trend_of(DESCRIPTORS, [1.0, 1.0, 1.0])


def test_all_is_well_when_everything_stays_as_it_is() -> None:
    assert outcome().complaints() == []


def test_descriptors_that_stay_open_are_told_of_by_name() -> None:
    leaking = outcome(descriptors=[float(11 + at) for at in range(8)])

    [complaint] = leaking.complaints()

    assert complaint == ("descriptors: 13.5 in the second quarter, 17.5 in the last (may grow by 1.0): NOT FLAT")


def test_steps_that_fail_often_and_people_who_remain_are_told_of() -> None:
    found = outcome()
    found.failed["resumes: TimeoutError"] = 3
    found.left_over["members_here"] = 2.0

    assert found.complaints() == [
        "3 of 103 steps failed: {'resumes: TimeoutError': 3}",
        "2 members_here remained when everybody had left",
    ]


def test_one_more_task_is_no_trend() -> None:
    assert trend_of(TASKS, [9.0, 9.0, 9.0, 10.0]).is_flat
