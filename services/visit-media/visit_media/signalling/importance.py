"""Which picture keeps its quality when a network does not take all: the higher, the later it gives way."""

from typing import Final

from livekit.protocol import models, rtc

LARGE_PIXELS: Final = 960
MIDDLING_PIXELS: Final = 480
CHOSEN: Final = 1_000_000
"""Above everything we would think of ourselves."""
SCREEN: Final = 8
LARGE, MIDDLING = 4, 2
SPEAKS: Final = 1


def importance(source: models.TrackSource, settings: rtc.UpdateTrackSettings, *, speaks: bool) -> int:
    """Rank a picture on somebody's screen.

    What the client chose itself comes first (LiveKit's priority: 1 is the highest, 0 says nothing); then shared
    screens, for text must be read; then what is shown large; among equals whoever speaks.
    """
    if settings.priority:
        return max(SCREEN + LARGE + SPEAKS + 1, CHOSEN - settings.priority)
    longest = max(settings.width, settings.height)
    size = LARGE if longest >= LARGE_PIXELS else MIDDLING if longest >= MIDDLING_PIXELS else 0
    is_screen = source == models.TrackSource.SCREEN_SHARE
    return SCREEN * is_screen + size + SPEAKS * speaks
