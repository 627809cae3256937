"""Writes the pages of docs/ that are made from the code: the events and the API's description."""

import sys
from pathlib import Path

import yaml

from contracts.message import Event
from contracts.readers import EVENTS, READERS
from gateway.app import ENDPOINTS
from gateway.openapi import document

DOCS = Path(__file__).parents[1] / "docs"
LIVE_READERS = "the gateway's live updates and the media server hear the present of all of them in passing queues"


def pages() -> dict[str, str]:
    """File name in docs/ → what it should hold."""
    return {
        "events.md": events_page(),
        "openapi.yaml": yaml.safe_dump(document(ENDPOINTS), sort_keys=False, allow_unicode=True, width=120),
    }


def events_page() -> str:
    lines = [
        "# The events",
        "",
        "What the services tell each other, made from `contracts/` by `make docs`. Ids, times and enums only.",
        f"Each reader below has a durable queue; {LIVE_READERS}.",
        "",
    ]
    for event in EVENTS:
        lines += _event(event)
    return "\n".join(lines).rstrip() + "\n"


def _event(event: type[Event]) -> list[str]:
    readers = [reader for reader, heard in READERS.items() if event in heard]
    purpose = " ".join((event.__doc__ or "").split())
    rows = [
        f"| `{name}` | {type(field).__name__}{'' if field.required else ', optional'} |"
        for name, field in event().fields.items()
    ]
    return [
        f"## {event.__name__} v{event.VERSION}",
        "",
        purpose,
        "",
        f"`{event.NAME}` on `{event.SERVICE}.events`; kept for {', '.join(readers) or 'nobody yet'}.",
        "",
        "| field | kind |",
        "|---|---|",
        *rows,
        "",
    ]


def main() -> None:
    for name, text in pages().items():
        (DOCS / name).write_text(text)
        print(f"docs/{name}", file=sys.stderr)


if __name__ == "__main__":
    main()
