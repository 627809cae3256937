"""Sending from a serving process: replies, retries and parked messages, each confirmed, each within a time."""

import contextlib
from typing import Any

import eventlet
from kombu.connection import Connection

SECONDS_TO_SEND = 5.0


class NotSent(Exception):
    """The broker did not take the message; whoever sends decides what that means."""


class Sender:
    """A few connections for publishing, apart from those that consume.

    A connection that was interrupted in the middle of anything is thrown away, never used again.
    """

    def __init__(self, amqp_url: str) -> None:
        self._amqp_url = amqp_url
        self._idle: list[Connection] = []

    def send(
        self,
        body: bytes,
        *,
        exchange: str,
        routing_key: str,
        headers: dict[str, Any] | None = None,
        mandatory: bool = False,
        **properties: Any,
    ) -> None:
        """Send one message and wait for the confirm; one more try on a fresh connection, then `NotSent`."""
        message = {"body": body, "headers": headers or {}, "properties": properties}
        where = {"exchange": exchange, "routing_key": routing_key, "mandatory": mandatory}
        kept = self._idle.pop() if self._idle else None
        if kept is not None and self._sent(kept, message, where):
            return
        # What was kept may have died unnoticed: only a fresh connection's failure counts.
        if not self._sent(self._fresh(), message, where):
            raise NotSent

    def close(self) -> None:
        while self._idle:
            _thrown_away(self._idle.pop())

    def _fresh(self) -> Connection:
        return Connection(  # type: ignore[no-untyped-call]
            self._amqp_url,
            connect_timeout=SECONDS_TO_SEND,
            transport_options={"confirm_publish": True},
        )

    def _sent(self, connection: Connection, message: dict[str, Any], where: dict[str, Any]) -> bool:
        try:
            with eventlet.Timeout(SECONDS_TO_SEND):
                channel = connection.default_channel
                prepared = channel.prepare_message(  # type: ignore[no-untyped-call]
                    message["body"],
                    content_type="application/json",
                    content_encoding="utf-8",
                    headers=dict(message["headers"]),
                    properties=dict(message["properties"]),
                )
                channel.basic_publish(prepared, **where)  # type: ignore[no-untyped-call]
        except (Exception, eventlet.Timeout):  # noqa: BLE001 - whatever it was, the connection is not used again
            _thrown_away(connection)
            return False
        self._idle.append(connection)
        return True


def _thrown_away(connection: Connection) -> None:
    with contextlib.suppress(Exception), eventlet.Timeout(1, False):
        connection.release()  # type: ignore[no-untyped-call]
