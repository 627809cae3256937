"""Of many microphones only the loudest are sent on, and the beginning of what somebody says is not lost."""

from collections import deque
from collections.abc import Sequence
from typing import Final

from visit_media.sfu.plane.python.extensions import AUDIO_LEVEL
from visit_media.sfu.plane.python.packet import Packet
from visit_media.sfu.plane.python.stream import Stream

QUIETEST_SENT: Final = 60
SILENCE: Final = 127
PACKETS_HELD: Final = 5
RISING: Final = 0.3
FALLING: Final = 0.05
LOUDER_BY: Final = 6.0
PAUSE_SECONDS: Final = 0.4
LEAST_TURN_SECONDS: Final = 1.0
SILENT_SECONDS: Final = 2.0


class Voice:
    """How loud one stream has been lately (0 is silence, 127 full level), and what was held back of it."""

    __slots__ = ("held", "is_open", "loud_at", "loudness", "opened_at")

    def __init__(self) -> None:
        self.held: deque[Packet] = deque(maxlen=PACKETS_HELD)
        self.is_open = False
        self.loudness = 0.0
        self.loud_at = self.opened_at = float("-inf")

    def hear(self, level: int, at: float) -> None:
        """Take one packet's level in -dBov: up quickly, down slowly, so that a pause between words is not the end."""
        loudness = SILENCE - level
        self.loudness += (loudness - self.loudness) * (RISING if loudness > self.loudness else FALLING)
        if level <= QUIETEST_SENT:
            self.loud_at = at


class Gate:
    """One room's microphones. A stream without levels cannot be judged and is always sent."""

    def __init__(self, loudest: int) -> None:
        self.loudest = loudest
        self._voices: dict[Stream, Voice] = {}

    def add(self, stream: Stream) -> None:
        """Let a stream compete; it begins unheard."""
        self._voices[stream] = Voice()
        stream.gate = self
        stream.is_interrupted = True

    def remove(self, stream: Stream) -> None:
        """Leave a stream to itself."""
        self._voices.pop(stream, None)
        stream.gate = None
        stream.is_interrupted = True

    def admit(self, stream: Stream, packet: Packet, *, is_newest: bool) -> Sequence[Packet]:
        """Return what is to be sent now: the packet, nothing, or with it those held before it."""
        level = level_of(packet)
        if level is None:
            return (packet,)
        voice = self._voices[stream]
        voice.hear(level, packet.at)
        if voice.is_open and packet.at - voice.loud_at > SILENT_SECONDS:
            self._close(stream, voice)
        if voice.is_open:
            return (packet,)
        if not is_newest:
            return ()
        voice.held.append(packet)
        if level > QUIETEST_SENT or not self._makes_room(voice, packet.at):
            return ()
        voice.is_open, voice.opened_at = True, packet.at
        released = tuple(voice.held)
        voice.held.clear()
        return released

    def _makes_room(self, candidate: Voice, at: float) -> bool:
        speaking = [(stream, voice) for stream, voice in self._voices.items() if voice.is_open]
        if len(speaking) < self.loudest:
            return True
        silent = [(stream, voice) for stream, voice in speaking if at - voice.loud_at > PAUSE_SECONDS]
        stream, weakest = min(silent or speaking, key=lambda entry: entry[1].loudness)
        if not silent and (
            candidate.loudness < weakest.loudness + LOUDER_BY or at - weakest.opened_at < LEAST_TURN_SECONDS
        ):
            return False
        self._close(stream, weakest)
        return True

    def _close(self, stream: Stream, voice: Voice) -> None:
        voice.is_open = False
        stream.is_interrupted = True


def level_of(packet: Packet) -> int | None:
    """Return the level in -dBov (RFC 6464), or None when the packet carries none."""
    for meaning, value in packet.values:
        if meaning == AUDIO_LEVEL:
            return value[0] & 0x7F
    return None
