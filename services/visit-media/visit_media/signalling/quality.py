"""Grades connections for those who use them."""

from typing import Final

from livekit.protocol import models, rtc

EXCELLENT_FROM: Final = 4.1
GOOD_FROM: Final = 3.1


class QualityBoard:
    """What the clients were last told about each connection, by participant sid."""

    def __init__(self) -> None:
        self._told: dict[str, int] = {}

    def changes(self, scores: dict[str, float]) -> list[rtc.ConnectionQualityInfo]:
        """Return the grades of all if any differs from what was told; a score goes from 1 to 5.

        LOST is never among them: a browser that hears it of itself gives up a connection that may be fine.
        """
        grades = {sid: grade(score) for sid, score in scores.items()}
        if grades == self._told:
            return []
        self._told = grades
        return [
            rtc.ConnectionQualityInfo(
                participant_sid=sid, quality=models.ConnectionQuality.Name(quality), score=scores[sid]
            )
            for sid, quality in grades.items()
        ]


def grade(score: float) -> int:
    """Return the quality that users are shown."""
    if score < GOOD_FROM:
        return int(models.ConnectionQuality.POOR)
    return int(models.ConnectionQuality.GOOD if score < EXCELLENT_FROM else models.ConnectionQuality.EXCELLENT)
