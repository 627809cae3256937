"""Changes messages as an attacker or a bad network would: the same numbers always give the same changes."""

from collections.abc import Callable
from random import Random

from tests.fuzz.case import Case

LONGEST = 70_000
INTERESTING = (0, 1, 2, 3, 4, 7, 8, 15, 16, 127, 128, 255, 256, 1023, 1024, 4095, 4096, 32767, 32768, 65535)
MOST_CHANGES = 6
UNCHANGED_SHARE = 0.25


class Mutator:
    """Builds cases out of seeds."""

    def __init__(self, seed: str, seeds: Case, *, longest: int = LONGEST) -> None:
        self._random = Random(seed)
        self._seeds = seeds
        self._longest = longest
        self._changes: tuple[Callable[[bytearray], None], ...] = (
            self._flip, self._flip, self._set, self._cut, self._cut, self._leave_out, self._repeat, self._insert,
            self._splice, self._number, self._number, self._swap,
        )  # fmt: skip

    def case(self, most_messages: int) -> Case:
        """Return some messages: seeds, changed seeds, and some of them again."""
        random = self._random
        start = random.randrange(len(self._seeds))
        messages: list[bytes] = []
        for index in range(random.randint(1, most_messages)):
            in_turn = self._seeds[(start + index) % len(self._seeds)]
            chosen = in_turn if random.random() < 0.5 else random.choice(self._seeds)
            messages.append(chosen if random.random() < UNCHANGED_SHARE else self.changed(chosen))
            if random.random() < 0.05:
                messages.append(random.choice(messages))
        return tuple(messages[:most_messages])

    def changed(self, message: bytes) -> bytes:
        """Return the message after some changes."""
        buffer = bytearray(message)
        for _ in range(self._random.choice((1, 1, 1, 2, 3, MOST_CHANGES))):
            self._random.choice(self._changes)(buffer)
        return bytes(buffer[: self._longest])

    def _place(self, buffer: bytearray) -> int:
        # Headers stand in front: half of all changes are made there.
        within = min(len(buffer), 24) if self._random.random() < 0.5 else len(buffer)
        return self._random.randrange(within) if within else 0

    def _span(self, buffer: bytearray) -> tuple[int, int]:
        start = self._place(buffer)
        return start, min(len(buffer), start + self._random.choice((1, 2, 4, 4, 8, 16, 60, 400)))

    def _flip(self, buffer: bytearray) -> None:
        if buffer:
            buffer[self._place(buffer)] ^= 1 << self._random.randrange(8)

    def _set(self, buffer: bytearray) -> None:
        if buffer:
            buffer[self._place(buffer)] = self._random.choice((0, 1, 0x7F, 0x80, 0xFF, self._random.randrange(256)))

    def _cut(self, buffer: bytearray) -> None:
        del buffer[self._place(buffer) :]

    def _leave_out(self, buffer: bytearray) -> None:
        start, end = self._span(buffer)
        del buffer[start:end]

    def _repeat(self, buffer: bytearray) -> None:
        start, end = self._span(buffer)
        times = self._random.choice((1, 1, 2, 10, 300))
        buffer[end:end] = (buffer[start:end] * times)[: self._longest]

    def _insert(self, buffer: bytearray) -> None:
        at = self._place(buffer)
        buffer[at:at] = self._random.randbytes(self._random.choice((1, 2, 4, 13, 64)))

    def _splice(self, buffer: bytearray) -> None:
        other = bytearray(self._random.choice(self._seeds))
        start, end = self._span(other)
        at = self._place(buffer)
        buffer[at : at + self._random.choice((0, end - start))] = other[start:end]

    def _number(self, buffer: bytearray) -> None:
        size = self._random.choice((1, 2, 2, 4))
        if len(buffer) < size:
            return
        at = min(self._place(buffer), len(buffer) - size)
        before = int.from_bytes(buffer[at : at + size], "big")
        number = self._random.choice((*INTERESTING, len(buffer), len(buffer) - at, before + 1, before - 1, ~before))
        buffer[at : at + size] = (number % (1 << 8 * size)).to_bytes(size, "big")

    def _swap(self, buffer: bytearray) -> None:
        start, end = self._span(buffer)
        piece = buffer[start:end]
        del buffer[start:end]
        at = self._place(buffer)
        buffer[at:at] = piece
