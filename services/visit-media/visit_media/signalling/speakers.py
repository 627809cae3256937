"""Decides when the clients need to hear anew who is speaking."""

from typing import Final

from livekit.protocol import models

LEAST_CHANGE: Final = 0.03
# How much of a new reading counts at once: a pause for breath is no silence, and one cough no speech.
RISE: Final = 0.6
FALL: Final = 0.35
LEAST_LEVEL: Final = 0.02


class SpeakerBoard:
    """What the clients were last told about who speaks, by participant sid."""

    def __init__(self) -> None:
        self._smoothed: dict[str, float] = {}
        self._told: dict[str, float] = {}

    def changes(self, levels: dict[str, float]) -> list[models.SpeakerInfo]:
        """Return all who speak and all who have just stopped, or nothing when nothing has changed."""
        self._smoothed = {sid: _approach(self._smoothed.get(sid, 0.0), level) for sid, level in levels.items()}
        speaking = {sid: level for sid, level in self._smoothed.items() if level >= LEAST_LEVEL}
        stopped = [sid for sid in self._told if sid not in speaking]
        is_same = not stopped and all(
            abs(level - self._told.get(sid, -1.0)) < LEAST_CHANGE for sid, level in speaking.items()
        )
        if is_same:
            return []
        self._told = speaking
        return self.speaking() + [models.SpeakerInfo(sid=sid, level=0.0, active=False) for sid in stopped]

    def speaking(self) -> list[models.SpeakerInfo]:
        """Return whoever speaks, loudest first: some clients take every message for the whole list."""
        loudest_first = sorted(self._told.items(), key=lambda item: -item[1])
        return [models.SpeakerInfo(sid=sid, level=level, active=True) for sid, level in loudest_first]


def _approach(smoothed: float, level: float) -> float:
    return smoothed + (RISE if level > smoothed else FALL) * (level - smoothed)
