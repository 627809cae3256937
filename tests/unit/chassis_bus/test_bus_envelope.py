"""Events written and read: what was told is what is heard, and what is no event is said to be none."""

import dataclasses
import json
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest

from chassis.envelope import Unreadable, body_of, headers_of, heard, opened
from chassis.outbox import Outgoing
from contracts.identity.events import UserRegistered
from contracts.message import ContractBroken

USER = UUID(int=7)
NOW = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)


@pytest.fixture
def outgoing() -> Outgoing:
    told = UserRegistered.of(user_id=USER, roles=["patient"], status="active", registered_at=NOW)
    return Outgoing(
        contract=told.contract,
        body=told.body,
        message_id=UUID(int=1),
        position=104,
        aggregate_id=USER,
        aggregate_version=1,
        occurred_at=NOW,
    )


def test_what_was_told_is_what_is_heard(outgoing: Outgoing) -> None:
    received = opened(headers_of(outgoing), str(outgoing.message_id), body_of(outgoing))

    assert received is not None
    assert received.event is UserRegistered
    assert received.fields == {"user_id": USER, "roles": ["patient"], "status": "active", "registered_at": NOW}
    assert dataclasses.asdict(received.delivery) == {
        "message_id": UUID(int=1),
        "source": "identity",
        "event": "user_registered",
        "position": 104,
        "aggregate_id": USER,
        "aggregate_version": 1,
        "occurred_at": NOW,
    }


def test_an_event_of_a_later_release_is_unknown_not_wrong(outgoing: Outgoing) -> None:
    headers = headers_of(outgoing) | {"event": "user_was_renamed"}

    assert opened(headers, str(outgoing.message_id), body_of(outgoing)) is None


@pytest.mark.parametrize("header", ["source", "event", "version", "position", "aggregate_id", "occurred_at"])
def test_a_missing_header_makes_it_unreadable(outgoing: Outgoing, header: str) -> None:
    headers = headers_of(outgoing)
    del headers[header]

    with pytest.raises(Unreadable):
        opened(headers, str(outgoing.message_id), body_of(outgoing))


@pytest.mark.parametrize(
    ("message_id", "body"), [(None, b"{}"), ("no id", b"{}"), (str(USER), b"\xff"), (str(USER), b"[1]")]
)
def test_what_is_no_event_is_unreadable(outgoing: Outgoing, message_id: str | None, body: bytes) -> None:
    with pytest.raises(Unreadable):
        opened(headers_of(outgoing), message_id, body)


def test_a_broken_contract_names_its_fields_and_nothing_else(outgoing: Outgoing) -> None:
    body = json.dumps(outgoing.body | {"user_id": "Anna Andersson"}).encode()

    with pytest.raises(ContractBroken) as broken:
        opened(headers_of(outgoing), str(outgoing.message_id), body)

    assert broken.value.fields == ["user_id"]
    assert "Anna" not in str(broken.value)


def test_the_answer_to_events_since_is_read_like_a_message(outgoing: Outgoing) -> None:
    entry: dict[str, Any] = dataclasses.asdict(outgoing) | {"event": "user_registered", "version": 1}

    received = heard("identity", entry)

    assert received is not None
    assert received.delivery.position == 104
    assert received.fields["user_id"] == USER
