"""What a network takes is shared among the pictures by what they mean to whoever looks."""

from visit_media.sfu.feedback.allocation import Picture, Step, allocate

LOW, MIDDLE, HIGH = Step(0, 7, 150_000), Step(1, 7, 450_000), Step(2, 7, 1_700_000)
STEPS = (LOW, MIDDLE, HIGH)
NEW = len(STEPS)


def picture(name: int, *, priority: int = 0, held: int = NEW, steps: tuple[Step, ...] = STEPS) -> Picture:
    return Picture(name, steps, priority, held)


def test_with_enough_for_all_everybody_gets_what_is_of_use_and_nothing_more_is_wanted() -> None:
    shared = allocate(5_000_000, [picture(1), picture(2, steps=STEPS[:1])])

    assert shared.chosen == {1: HIGH, 2: LOW}
    assert shared.wanted is None


def test_everybody_gets_something_before_anybody_gets_more() -> None:
    shared = allocate(500_000, [picture(1, priority=2), picture(2), picture(3)])

    assert shared.chosen == {1: LOW, 2: LOW, 3: LOW}


def test_what_matters_most_gets_more_first() -> None:
    shared = allocate(700_000, [picture(1), picture(2, priority=1), picture(3)])

    assert shared.chosen == {1: LOW, 2: MIDDLE, 3: LOW}


def test_where_not_all_fit_what_matters_least_is_paused() -> None:
    shared = allocate(200_000, [picture(1), picture(2, priority=2)])

    assert shared.chosen == {1: None, 2: LOW}
    assert shared.wanted is not None
    assert 300_000 < shared.wanted < 350_000  # both, and a margin for what is new


def test_a_picture_that_is_missing_is_wanted_before_a_finer_one() -> None:
    shared = allocate(160_000, [picture(1, priority=3, held=0), picture(2, held=-1)])

    assert shared.chosen == {1: LOW, 2: None}
    assert shared.wanted == 150_000 + 1.3 * 150_000


def test_what_is_sent_already_stays_a_little_above_what_there_is_unless_that_has_proved_too_much() -> None:
    held = [picture(1, held=1)]

    assert allocate(420_000, held).chosen == {1: MIDDLE}
    assert allocate(420_000, held, is_congested=True).chosen == {1: LOW}
    assert allocate(500_000, [picture(1, held=0)]).chosen == {1: LOW}
    assert allocate(550_000, [picture(1, held=0)]).chosen == {1: MIDDLE}


def test_a_coarser_layer_that_costs_more_than_a_finer_one_is_not_paid_for_twice() -> None:
    odd = (LOW, Step(1, 7, 600_000), Step(2, 1, 500_000))

    assert allocate(620_000, [picture(1, steps=odd)]).chosen == {1: odd[2]}


def test_a_picture_nobody_sends_yet_gets_nothing_and_wants_nothing() -> None:
    shared = allocate(1_000_000, [picture(1, steps=())])

    assert shared.chosen == {1: None}
    assert shared.wanted is None


def test_for_a_client_that_allows_no_pause_the_coarsest_goes_on() -> None:
    shared = allocate(0, [picture(1, held=0), picture(2, held=-1)], may_pause=False)

    assert shared.chosen == {1: LOW, 2: LOW}
