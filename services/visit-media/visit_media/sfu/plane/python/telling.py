"""What the plane says by the clock rather than by the packet: losses, levels, arrivals, key frames waited for."""

from collections.abc import Iterable
from typing import Final

from visit_media.sfu.plane.events import Arrivals, KeyFrameWanted, Levels, Missing
from visit_media.sfu.plane.python.peer import PlanePeer
from visit_media.sfu.plane.python.stream import Stream
from visit_media.sfu.plane.python.tally import Happenings
from visit_media.sfu.plane.terms import StreamId

LEAST_SECONDS_BETWEEN: Final = 0.01
KEY_FRAME_ASK_SECONDS: Final = 0.1
SILENCE: Final = 127


class Telling:
    """Goes round all peers and streams, at most a hundred times a second."""

    def __init__(self, happenings: Happenings) -> None:
        self._happenings = happenings
        self._next_at = float("-inf")

    def look_round(self, now: float, peers: Iterable[PlanePeer], streams: Iterable[Stream]) -> None:
        """Tell what is due."""
        if now < self._next_at:
            return
        self._next_at = now + LEAST_SECONDS_BETWEEN
        for peer in peers:
            if peer.arrivals:
                self._happenings.insist(Arrivals(peer.id, peer.arrivals_ssrc, tuple(peer.arrivals)))
                peer.arrivals.clear()
        heard: list[tuple[StreamId, int, int, int]] = []
        for stream in streams:
            asked = stream.losses.due(now, stream.peer.round_trip)
            if asked:
                self._happenings.insist(Missing(stream.id, asked))
            if stream.is_video:
                self._ask_for_key_frame(stream, now)
            elif stream.heard_levels[2]:
                audible, loudest, packets = stream.heard_levels
                heard.append((stream.id, audible, loudest, packets))
                stream.heard_levels = [0, SILENCE, 0]
        if heard:
            self._happenings.insist(Levels(tuple(heard)))

    def _ask_for_key_frame(self, stream: Stream, now: float) -> None:
        is_needed = bool(stream.waiting) or stream.losses.was_cut
        if is_needed and now - stream.key_frame_asked_at >= KEY_FRAME_ASK_SECONDS:
            stream.losses.was_cut = False
            stream.key_frame_asked_at = now
            self._happenings.insist(KeyFrameWanted(stream.id))
