"""X-1, and the promise behind it: no name, number or clinical text where it does not belong."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pika
import pytest

from contracts.readers import EVENTS
from tests.faults.caller_at_the_door import PATIENCE_SECONDS, CallerAtTheDoor
from tests.fixtures.platform import TestPlatform
from tools.demo.people import KARL, PEOPLE
from tools.platform.answering import wait_until

VISIT_NAME = "Uppföljning av Parkinsons sjukdom"
REASON = "Patientens maka Birgitta ringde återbud"
PRIVATE = (VISIT_NAME, "Parkinson", REASON, "Birgitta")


def private_words() -> Iterator[bytes]:
    """Everything that must not be found, as it might be written down."""
    for person in PEOPLE:
        for word in (*person.name.split(), person.personnummer, person.personnummer.replace("-", "")):
            if word != "Ek":  # two letters that encrypted bytes spell by chance
                yield word.encode()
        yield person.email.encode()
        yield person.phone.replace("-", "").replace(" ", "").removeprefix("0").encode()
    for text in PRIVATE:
        yield text.encode()
        yield text.encode("unicode_escape")


class Passing:
    """Every event told on the bus while this listens: properties, headers and body, as they pass."""

    def __init__(self, amqp_url: str) -> None:
        self.connection = pika.BlockingConnection(pika.URLParameters(amqp_url))
        self._passed: list[bytes] = []
        channel = self.connection.channel()
        queue = channel.queue_declare("", exclusive=True).method.queue
        for exchange in sorted({f"{event.SERVICE}.events" for event in EVENTS}):
            channel.queue_bind(queue, exchange, "#")
        channel.basic_consume(queue, self._take, auto_ack=True)

    def so_far(self) -> list[bytes]:
        self.connection.process_data_events(0)
        return list(self._passed)

    def _take(self, _: Any, __: Any, properties: pika.BasicProperties, body: bytes) -> None:
        self._passed.append(str(properties).encode() + body)


@pytest.fixture
def heard(platform: TestPlatform) -> Iterator[Passing]:
    passing = Passing(platform.environment["CARE_AMQP_URL"])
    yield passing
    passing.connection.close()


# X-1, BOK-7
def test_a_visit_leaves_no_private_word_on_the_bus_in_a_log_or_in_an_event_store(
    platform: TestPlatform, staff: CallerAtTheDoor, patient: CallerAtTheDoor, heard: Passing
) -> None:
    visit_id = staff.book_named(KARL, VISIT_NAME)
    other_id = staff.book_named(KARL, VISIT_NAME)
    staff.done(f"/api/visits/{visit_id}/start")
    patient.done(f"/api/visits/{visit_id}/join")
    staff.done(f"/api/visits/{visit_id}/end")
    staff.done(f"/api/visits/{other_id}/cancel", {"reason": REASON})
    wait_until(lambda: len(heard.so_far()) >= 5, what="the five events", timeout_seconds=PATIENCE_SECONDS)

    written = {f"event {number}": told for number, told in enumerate(heard.so_far())}
    written |= {str(path.relative_to(platform.plan.folder)): path.read_bytes() for path in kept_files(platform)}

    found = [(where, word) for word in private_words() for where, text in written.items() if word in text]
    assert found == []
    assert any("booking.sqlite" in name for name in written)


def kept_files(platform: TestPlatform) -> Iterator[Path]:
    """The logs of every process, and the event stores with their journals; read models hold names by design."""
    yield from platform.plan.logs.glob("*")
    for path in (platform.plan.folder / "data").glob("*"):
        if "-views" not in path.name:
            yield path
