"""All that one member is sent, within what its network takes."""

from collections.abc import Callable
from functools import partial
from random import uniform
from typing import Final

from visit_media.sfu import metrics
from visit_media.sfu.feedback.budget import Budget
from visit_media.sfu.members.board import Board
from visit_media.sfu.members.downlink import Downlink
from visit_media.sfu.members.line import Line
from visit_media.sfu.packets import rtcp

SHARED_OUT_SECONDS: Final = 0.5
ASKED_SECONDS: Final = 0.2
DRAINED_SECONDS: Final = 0.1
"""How long a network that flows over is sent no picture: a key frame also takes a tenth of a second to be made."""


class Egress:
    """The downlinks of one transport. Sound is sent first and never paused; pictures share what is left.

    `paused` is told when a picture is paused for want of bandwidth and when it is back.
    """

    def __init__(
        self, board: Board, line: Line, paused: Callable[[Downlink, bool], None], *, may_pause: bool = True
    ) -> None:
        self.budget = Budget(may_pause=may_pause)
        self.downlinks: dict[int, Downlink] = {}
        self._by_ssrc: dict[int, Downlink] = {}
        self._board = board
        self._line = line
        self._paused = paused
        self._shared_at = self._asked_at = float("-inf")
        # Whoever came together would otherwise be looked after together, and packets wait for all of it.
        self._pace = SHARED_OUT_SECONDS * uniform(0.8, 1.2)

    @property
    def is_short(self) -> bool:
        """Whether any picture is paused for want of bandwidth."""
        return any(downlink.is_starved for downlink in self.downlinks.values())

    def add(self, downlink: Downlink) -> None:
        """Send one more track, from when it is started."""
        self.downlinks[downlink.ssrc] = self._by_ssrc[downlink.ssrc] = downlink
        if downlink.repair_ssrc is not None:
            self._by_ssrc[downlink.repair_ssrc] = downlink
        downlink.reconsider = lambda: self._reconsider(downlink)
        downlink.begins = self.budget.burst
        downlink.opened()

    def start(self, downlink: Downlink) -> None:
        """Begin to send; called when the client has been told what will come."""
        downlink.is_started = True
        self._reconsider(downlink)

    def remove(self, downlink: Downlink) -> None:
        """Stop sending a track."""
        self.downlinks.pop(downlink.ssrc, None)
        for ssrc in (downlink.ssrc, downlink.repair_ssrc or 0):
            self._by_ssrc.pop(ssrc, None)
        downlink.close()
        self.budget.is_stale = True

    def opened(self) -> None:
        """The transport has keys: start everything that waited for them."""
        for downlink in self.downlinks.values():
            downlink.opened()
            self._reconsider(downlink)

    def heard(self, item: rtcp.Rtcp, now: float) -> None:
        """Act on what the client reports and asks for; what concerns none of its tracks is let by."""
        if isinstance(item, rtcp.Limit):
            self.budget.heard_limit(item.bits_per_second, now)
            return
        if isinstance(item, rtcp.Bye | rtcp.SenderReport):
            return
        downlink = self._by_ssrc.get(item.ssrc)
        if downlink is None:
            return
        if isinstance(item, rtcp.Nack):
            self._resend(downlink, item.sequences, now)
        elif isinstance(item, rtcp.KeyFrameRequest):
            downlink.want_key_frame()
        else:
            lost, expected, answer = downlink.heard(item, now)
            if answer is not None:
                self._line.measured(answer.round_trip)
            self.budget.heard_report(lost, expected, answer, now)

    def measure(self, now: float) -> None:
        """Read how much is sent."""
        for downlink in self.downlinks.values():
            downlink.measure(now)
        self.budget.sent = sum(downlink.bits_per_second for downlink in self.downlinks.values())

    def tend(self, now: float) -> None:
        """Share out when something has changed, and go on trying for more; called every few milliseconds."""
        if self._line.number is None:
            return
        if self.budget.is_stale or now - self._shared_at >= self._pace:
            self._share_out(now)
        self.budget.probe(now, self._padded())
        if now - self._asked_at >= ASKED_SECONDS:
            self._ask(now)

    def fraction_lost(self) -> float:
        """Return the worst loss the client reports."""
        return max((downlink.fraction_lost for downlink in self.downlinks.values()), default=0.0)

    def jitter(self) -> float:
        """Return the worst jitter the client reports, in seconds."""
        return max((downlink.jitter for downlink in self.downlinks.values()), default=0.0)

    def close(self) -> None:
        """Stop sending everything."""
        for downlink in list(self.downlinks.values()):
            self.remove(downlink)

    def _reconsider(self, downlink: Downlink) -> None:
        self.budget.is_stale = True
        if downlink.is_started and not downlink.is_video:
            downlink.sound()

    def _resend(self, downlink: Downlink, sequences: tuple[int, ...], now: float) -> None:
        if downlink.is_starved:
            return  # the picture has been paused: what was lost of it would only take the place of sound
        copies = 1
        if downlink.is_video:
            copies = self.budget.copies(now)
            sequences = downlink.of_use(sequences, now)
            sequences = sequences[: self.budget.may_resend(copies * len(sequences), now) // copies]
        if sequences:
            downlink.resend(sequences, copies)

    def _share_out(self, now: float) -> None:
        self._shared_at = now
        started = [downlink for downlink in self.downlinks.values() if downlink.is_started and downlink.is_video]
        for downlink in started:
            if downlink.is_hidden and downlink.hide():
                self._paused(downlink, False)
        pictures = [picture for downlink in started if (picture := downlink.picture(downlink.ssrc, now)) is not None]
        sound = sum(downlink.bits_per_second for downlink in self.downlinks.values() if not downlink.is_video)
        for ssrc, step in self.budget.share_out(pictures, sound, now).items():
            if self.downlinks[ssrc].take(step, at_once=self.budget.is_overfull(now)):
                metrics.tally.pictures_paused += step is None
                self._paused(self.downlinks[ssrc], step is None)
        if any(downlink.waits_for_room for downlink in started):
            self._shared_at = now - self._pace + DRAINED_SECONDS

    def _ask(self, now: float, *, is_awaited: bool = False) -> None:
        """Send a sender report, by whose answer the round trip is told: one is enough."""
        self._asked_at = now
        by_use = sorted(self.downlinks.values(), key=lambda downlink: (not downlink.is_video, downlink.layer is None))
        any(downlink.report(now, is_awaited=is_awaited) for downlink in by_use)

    def _padded(self) -> "Padding | None":
        able = (downlink for downlink in self.downlinks.values() if downlink.is_video and downlink.repair_ssrc)
        found = next((downlink for downlink in able if downlink.sink is not None), None)
        return None if found is None else Padding(found, partial(self._ask, is_awaited=True))


class Padding:
    """The downlink that carries padding, and how the client is asked what became of it."""

    def __init__(self, downlink: Downlink, ask: Callable[[float], None]) -> None:
        self._downlink = downlink
        self._ask = ask

    @property
    def padding_received(self) -> int | None:
        """How many packets of padding have come, as the client last said."""
        return self._downlink.padding_received

    def ask(self, now: float) -> None:
        """Have the client say how long it all took."""
        self._ask(now)

    def pad(self, packets: int) -> None:
        """Send so many packets of padding."""
        self._downlink.pad(packets)
