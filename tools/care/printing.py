"""What was true, as lines for people and as one JSON document; ids only, so that either may be kept with a case."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import UUID


def show(told: Mapping[str, Any], lines: Iterable[str], *, as_json: bool) -> None:
    print(json.dumps(told, default=_plain, indent=2) if as_json else "\n".join(lines))


def time(moment: datetime | None) -> str:
    if moment is None:
        return "-"
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def ids(some: Sequence[UUID]) -> str:
    return ", ".join(map(str, some)) or "nobody"


def table(headings: Sequence[str], rows: Iterable[Sequence[Any]]) -> Iterator[str]:
    """Columns as wide as their widest cell."""
    cells = [[str(cell) for cell in row] for row in (headings, *rows)]
    widths = [max(len(row[place]) for row in cells) for place in range(len(headings))]
    for row in cells:
        yield "  " + "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()


def timeline(entries: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """One line for each thing that happened, in the order of the clock and then of its log."""
    for entry in entries:
        details = " ".join(f"{name}={_detail(value)}" for name, value in entry["details"].items())
        where = f"{entry['log']} v{entry['version']}"
        who = str(entry["person_id"] or "-")
        yield f"  {time(entry['at'])}  {entry['what']:<20} {who:<36}  {where:<16} {details}".rstrip()


def missing(services: Mapping[str, str]) -> Iterator[str]:
    """A look back that lacks a service says so, at its end."""
    if services:
        yield ""
        for service, code in services.items():
            yield f"INCOMPLETE: {service} did not answer ({code}); what it knows is not told here."


def in_order(log: str, entries: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    return [{**entry, "log": log} for entry in entries]


def merged(*logs: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """By the clock; what one log tells stays in its order."""
    every = [entry for log in logs for entry in log]
    return sorted(every, key=lambda entry: (entry["at"], entry["log"], entry["version"]))


def _detail(value: Any) -> str:
    return ",".join(map(str, value)) if isinstance(value, list) else str(value)


def _plain(value: Any) -> str:
    return time(value) if isinstance(value, datetime) else str(value)
