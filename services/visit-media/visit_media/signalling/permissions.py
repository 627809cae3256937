"""Whom a publisher lets receive its tracks."""

from typing import Final

from livekit.protocol import rtc

MOST_NAMED: Final = 500


class Receivers:
    """Everybody, until the publisher says otherwise; then whoever it names, by sid or identity."""

    def __init__(self) -> None:
        self._are_all = True
        self._named: dict[str, frozenset[str] | None] = {}

    @property
    def are_all(self) -> bool:
        """Whether nobody is excluded."""
        return self._are_all

    def choose(self, permission: rtc.SubscriptionPermission) -> None:
        """Take what the publisher says; it replaces what it said before."""
        self._are_all = permission.all_participants
        self._named = {}
        for track in permission.track_permissions[:MOST_NAMED]:
            tracks = None if track.all_tracks else frozenset(track.track_sids)
            for name in (track.participant_sid, track.participant_identity):
                if name:
                    self._named[name] = tracks

    def include(self, *, sid: str, identity: str, track_sid: str) -> bool:
        """Whether this participant may receive this track."""
        if self._are_all:
            return True
        for name in (sid, identity):
            if name in self._named:
                tracks = self._named[name]
                return tracks is None or track_sid in tracks
        return False
