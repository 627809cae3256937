"""Decides when the clients need to hear anew who is speaking."""

from typing import Final

from livekit.protocol import models

LEAST_CHANGE: Final = 0.03


class SpeakerBoard:
    """What the clients were last told about who speaks, by participant sid."""

    def __init__(self) -> None:
        self._told: dict[str, float] = {}

    def changes(self, levels: dict[str, float]) -> list[models.SpeakerInfo]:
        """Return all who speak and all who have just stopped, or nothing when nothing has changed."""
        speaking = {sid: level for sid, level in levels.items() if level > 0}
        stopped = [sid for sid in self._told if sid not in speaking]
        is_same = not stopped and all(
            abs(level - self._told.get(sid, -1.0)) < LEAST_CHANGE for sid, level in speaking.items()
        )
        if is_same:
            return []
        self._told = speaking
        # Some clients take the message for the whole list, so everybody who speaks is in it, loudest first.
        loudest_first = sorted(speaking.items(), key=lambda item: -item[1])
        return [models.SpeakerInfo(sid=sid, level=level, active=True) for sid, level in loudest_first] + [
            models.SpeakerInfo(sid=sid, level=0.0, active=False) for sid in stopped
        ]
