"""Tells publishers which layers nobody looks at, so that they need not encode them."""

from typing import Final

from livekit.protocol import models, rtc

from visit_media.signalling.rooms import Publication

# More is asked for at once; less only when it has stayed less, because every change costs a key frame.
PATIENCE_SECONDS: Final = 5.0
QUALITIES: Final = (models.VideoQuality.LOW, models.VideoQuality.MEDIUM, models.VideoQuality.HIGH)


class Interest:
    """How much of one track is looked at, as its publisher was last told."""

    def __init__(self) -> None:
        self.told = len(QUALITIES) - 1  # unasked, a publisher sends all it has
        self._less_since: float | None = None

    def change(self, wanted: int, now: float) -> int | None:
        """Return the highest rank to send (-1: none) if that is news by now, else None."""
        if wanted >= self.told:
            self._less_since = None
        elif self._less_since is None:
            self._less_since = now
        if wanted == self.told or (self._less_since is not None and now - self._less_since < PATIENCE_SECONDS):
            return None
        self.told, self._less_since = wanted, None
        return wanted


def quality_update(publication: Publication, rank: int) -> rtc.SignalResponse:
    """Return the message, in the form of today's clients and in that of older ones."""
    qualities = [rtc.SubscribedQuality(quality=quality, enabled=quality <= rank) for quality in QUALITIES]
    codec = publication.info.mime_type.removeprefix("video/").lower()
    return rtc.SignalResponse(
        subscribed_quality_update=rtc.SubscribedQualityUpdate(
            track_sid=publication.sid,
            subscribed_qualities=qualities,
            subscribed_codecs=[rtc.SubscribedCodec(codec=codec, qualities=qualities)],
        )
    )
