from collections.abc import Iterable
from typing import Any

import pytest
from eventsourcing.utils import resolve_topic

from tests.stored_events.golden import Golden, goldens, mapper, path_of, stored_event_classes, told
from tests.stored_events.lives import lives


@pytest.mark.parametrize("event_class", list(stored_event_classes()), ids=lambda each: each.__qualname__)
def test_every_stored_event_has_a_golden_file(event_class: type[Any]) -> None:
    assert path_of(event_class).exists(), "run `make stored-example`"


@pytest.mark.parametrize("golden", goldens(), ids=lambda golden: golden.path.stem)
def test_what_was_ever_stored_can_be_read(golden: Golden) -> None:
    event = mapper().to_domain_event(golden.stored)

    assert isinstance(event, resolve_topic(golden.stored.topic))
    # A later version may have added fields; what the old one told still reads the same.
    assert {name: value for name, value in told(event).items() if name in golden.fields} == golden.fields


@pytest.mark.parametrize("event", lives(), ids=lambda event: type(event).__qualname__)
def test_what_is_stored_today_is_read_back_the_same(event: Any) -> None:
    assert mapper().to_domain_event(mapper().to_stored_event(event)) == event


def test_old_lives_can_be_replayed() -> None:
    by_aggregate: dict[tuple[str, str], list[Golden]] = {}
    for golden in goldens():
        whose = (golden.path.stem.partition(".")[0], str(golden.stored.originator_id))
        by_aggregate.setdefault(whose, []).append(golden)

    complete = [life for life in map(_in_order, by_aggregate.values()) if life[0].stored.originator_version == 1]

    assert len(complete) >= 6
    for life in complete:
        aggregate: Any = None
        for step in life:
            event: Any = mapper().to_domain_event(step.stored)
            aggregate = event.mutate(aggregate)
        assert aggregate.version == len(life)


def _in_order(life: Iterable[Golden]) -> list[Golden]:
    return sorted(life, key=lambda golden: golden.stored.originator_version)
