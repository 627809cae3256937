"""How one stay in a room was, measured as it goes."""

from visit_media.domain.attendance import Quality
from visit_media.sfu.feedback.quality import Quality as Measured

PERMILLE = 1000


class Stay:
    """Sums up what is measured every now and then; times are seconds of one clock."""

    def __init__(self) -> None:
        self.resumes = 0
        self._began_at: float | None = None
        self._paused_seconds = 0.0
        self._losses = self._worst_loss = self._round_trips = 0.0
        self._samples = self._round_trip_samples = 0

    def begin(self, now: float) -> None:
        """The media path is up; it may come up again later, and the stay is still the same."""
        if self._began_at is None:
            self._began_at = now

    def pass_time(self, seconds: float, *, is_paused: bool) -> None:
        """So much time has gone by, in which pictures were withheld or not."""
        if is_paused:
            self._paused_seconds += seconds

    def sample(self, measured: Measured) -> None:
        """Take what has been measured just now."""
        self._samples += 1
        self._losses += measured.loss
        self._worst_loss = max(self._worst_loss, measured.loss)
        if measured.round_trip:
            self._round_trip_samples += 1
            self._round_trips += measured.round_trip

    def summary(self, now: float) -> Quality:
        """Return how it was until now; what was never measured is 0."""
        began_at = now if self._began_at is None else self._began_at
        return Quality(
            seconds=round(now - began_at),
            worst_loss_permille=round(PERMILLE * self._worst_loss),
            mean_loss_permille=round(PERMILLE * self._losses / max(1, self._samples)),
            mean_round_trip_milliseconds=round(1000 * self._round_trips / max(1, self._round_trip_samples)),
            video_paused_seconds=round(self._paused_seconds),
            resumes=self.resumes,
        )
