"""Hands on what the plane says happened to whom it concerns."""

import logging
from collections.abc import Callable
from typing import Any, Final

from visit_media.sfu import metrics
from visit_media.sfu.members.board import Board
from visit_media.sfu.plane import events
from visit_media.sfu.plane.terms import Address
from visit_media.sfu.transport.switchboard import Switchboard

log: Final = logging.getLogger(__name__)


class Dispatch:
    """One method for each kind of event; what concerns somebody who is gone by now is let by.

    `send_elsewhere` takes away what is for a path that is no UDP address.
    """

    def __init__(
        self, board: Board, switchboard: Switchboard, send_elsewhere: Callable[[Address, bytes], None]
    ) -> None:
        self._board = board
        self._switchboard = switchboard
        self._send_elsewhere = send_elsewhere
        self._handlers: dict[type[events.Event], Callable[[Any, float], None]] = {
            events.Datagram: self._datagram,
            events.Control: self._control,
            events.UnknownStream: self._unknown_stream,
            events.Switched: self._switched,
            events.KeyFrameWanted: self._key_frame_wanted,
            events.KeyFrameArrived: self._key_frame_arrived,
            events.Missing: self._missing,
            events.Arrivals: self._arrivals,
            events.Levels: self._levels,
            events.Outgoing: self._outgoing,
            events.Faulty: self._faulty,
        }

    def hand_on(self, batch: list[events.Event], now: float) -> None:
        """Act on each event; one that cannot be handled ends only the member that caused it."""
        for event in batch:
            try:
                self._handlers[type(event)](event, now)
            except Exception:
                metrics.tally.datagrams_failed += 1
                log.exception("event_failed")
                if isinstance(event, events.Control | events.UnknownStream | events.Arrivals):
                    self._faulty(events.Faulty(event.peer), now)

    def ask_for_key_frames(self, now: float) -> None:
        """Ask again for what is still waited for."""
        for layer in list(self._board.awaiting_key_frame):
            if layer.stream is None or not layer.uplink.downlinks:
                self._board.awaiting_key_frame.discard(layer)
            else:
                layer.ingress.ask_for_key_frame(layer, now)

    def _datagram(self, event: events.Datagram, now: float) -> None:
        self._switchboard.receive(event.address, event.data, event.at)

    def _control(self, event: events.Control, now: float) -> None:
        member = self._board.members.get(event.peer)
        if member is not None:
            peer = member.peer_of(event.peer)
            peer.heard_at = max(peer.heard_at, event.at)
            member.control(event.data, event.at)

    def _unknown_stream(self, event: events.UnknownStream, now: float) -> None:
        member = self._board.members.get(event.peer)
        if member is not None:
            member.ingress.found(event)

    def _switched(self, event: events.Switched, now: float) -> None:
        downlink = self._board.downlinks.get(event.sink)
        if downlink is not None:
            downlink.switched(event.stream, now, event.number)

    def _key_frame_wanted(self, event: events.KeyFrameWanted, now: float) -> None:
        layer = self._board.layers.get(event.stream)
        if layer is not None:
            layer.key_frames.want()
            self._board.awaiting_key_frame.add(layer)
            layer.ingress.ask_for_key_frame(layer, now)

    def _key_frame_arrived(self, event: events.KeyFrameArrived, now: float) -> None:
        layer = self._board.layers.get(event.stream)
        if layer is not None:
            layer.key_frames.arrived()
            self._board.awaiting_key_frame.discard(layer)

    def _missing(self, event: events.Missing, now: float) -> None:
        layer = self._board.layers.get(event.stream)
        if layer is not None:
            layer.ingress.miss(layer, event.sequences)

    def _arrivals(self, event: events.Arrivals, now: float) -> None:
        member = self._board.members.get(event.peer)
        if member is not None:
            peer = member.peer_of(event.peer)
            peer.heard_at = max(peer.heard_at, now)
            member.ingress.note_arrivals(event)

    def _levels(self, event: events.Levels, now: float) -> None:
        for stream, audible, loudest, _ in event.heard:
            layer = self._board.layers.get(stream)
            if layer is not None:
                layer.uplink.loudness.note(audible, loudest)

    def _outgoing(self, event: events.Outgoing, now: float) -> None:
        self._send_elsewhere(event.address, event.data)

    def _faulty(self, event: events.Faulty, now: float) -> None:
        member = self._board.members.get(event.peer)
        if member is not None:
            member.peer_of(event.peer).give_up()
