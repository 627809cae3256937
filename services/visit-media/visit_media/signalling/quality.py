"""Grades connections by the packets they lose."""

from typing import Final

from livekit.protocol import models, rtc

GOOD_FROM: Final = 0.03
POOR_FROM: Final = 0.10
BEST_SCORE: Final = 5.0


class QualityBoard:
    """What the clients were last told about each connection, by participant sid."""

    def __init__(self) -> None:
        self._told: dict[str, int] = {}

    def changes(self, losses: dict[str, float]) -> list[rtc.ConnectionQualityInfo]:
        """Return the grades of all if any differs from what was told.

        LOST is never among them: a browser that hears it of itself gives up a connection that may be fine.
        """
        grades = {sid: grade(loss) for sid, loss in losses.items()}
        if grades == self._told:
            return []
        self._told = grades
        return [
            rtc.ConnectionQualityInfo(
                participant_sid=sid, quality=models.ConnectionQuality.Name(quality), score=score(losses[sid])
            )
            for sid, quality in grades.items()
        ]


def grade(loss: float) -> int:
    """Return the quality for a share of lost packets."""
    if loss >= POOR_FROM:
        return int(models.ConnectionQuality.POOR)
    return int(models.ConnectionQuality.GOOD if loss >= GOOD_FROM else models.ConnectionQuality.EXCELLENT)


def score(loss: float) -> float:
    """Return the same on a scale from 1 to 5."""
    return max(1.0, BEST_SCORE - 20 * loss)
