"""Golden files: how each version of each stored event stands in a log, added and never edited."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self
from uuid import UUID

from eventsourcing.persistence import DatetimeAsISO, DecimalAsStr, JSONTranscoder, StoredEvent, UUIDAsHex

from chassis.domain import Aggregate
from chassis.sealing import SealingMapper
from tests.stored_events.lives import lives

FOLDER = Path(__file__).parent / "golden"
OWNERS = ("identity", "booking", "visit_media", "audit", "notifications")


class OpenKeys:
    """Sealing that seals nothing, so that golden files stay readable; how sealing works is tested elsewhere."""

    def seal(self, subject_id: UUID, plain: bytes, context: str) -> bytes:
        return f"{subject_id}|{context}|".encode() + plain

    def open(self, subject_id: UUID, sealed: bytes, context: str) -> bytes:
        mark = f"{subject_id}|{context}|".encode()
        assert sealed.startswith(mark)
        return sealed.removeprefix(mark)


@dataclass(frozen=True, slots=True)
class Golden:
    """One file: the stored event, and what its fields must be when it is read."""

    path: Path
    stored: StoredEvent
    fields: dict[str, Any]

    @classmethod
    def read(cls, path: Path) -> Self:
        told = json.loads(path.read_text())
        stored = StoredEvent(
            UUID(told["originator_id"]), told["originator_version"], told["topic"], json.dumps(told["state"]).encode()
        )
        return cls(path, stored, told["fields"])


def mapper() -> SealingMapper:
    transcoder = JSONTranscoder()
    for transcoding in (UUIDAsHex(), DecimalAsStr(), DatetimeAsISO()):
        transcoder.register(transcoding)
    return SealingMapper(transcoder, OpenKeys())  # type: ignore[arg-type]


def goldens() -> list[Golden]:
    return [Golden.read(path) for path in sorted(FOLDER.rglob("*.json"))]


def stored_event_classes() -> Iterator[type[Any]]:
    """Every event class that a log of ours may hold."""
    for aggregate in Aggregate.__subclasses__():
        if aggregate.__module__.partition(".")[0] in OWNERS:
            for name, member in vars(aggregate).items():
                if (
                    isinstance(member, type)
                    and issubclass(member, Aggregate.Event)
                    and name not in ("Event", "Created")
                ):
                    yield member


def path_of(event_class: type[Any]) -> Path:
    owner = event_class.__module__.partition(".")[0]
    return FOLDER / owner / f"{event_class.__qualname__}.v{getattr(event_class, 'class_version', 1)}.json"


def told(event: Any) -> dict[str, Any]:
    """The fields of an event as a golden file tells them."""
    return {name: json.loads(json.dumps(value, default=str)) for name, value in sorted(vars(event).items())}


def write_missing() -> list[Path]:
    """Write the golden file of every event class that has none yet; those that are there are never touched."""
    written = []
    for event in lives():
        path = path_of(type(event))
        if path.exists():
            continue
        stored = mapper().to_stored_event(event)
        golden = {
            "topic": stored.topic,
            "originator_id": str(stored.originator_id),
            "originator_version": stored.originator_version,
            "state": json.loads(stored.state),
            "fields": told(event),
        }
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(golden, indent=2, ensure_ascii=False) + "\n")
        written.append(path)
    return written


if __name__ == "__main__":
    for new in write_missing():
        print(new.relative_to(Path.cwd()))  # noqa: T201
