"""Counts the lines of Python that an input makes us run: work is bounded by what is sent, whatever the machine."""

import sys
from types import FrameType
from typing import Any, Self


class TooMuchWork(BaseException):
    """The bound was passed; nothing that catches exceptions may take this for one of its own."""


class Work:
    """Counts within a `with` block, and breaks off whatever goes beyond `most` lines."""

    def __init__(self, most: int) -> None:
        self.most = most
        self.lines = 0
        self._before: Any = None

    def __enter__(self) -> Self:
        self._before = sys.gettrace()
        sys.settrace(self._trace)
        return self

    def __exit__(self, *_: object) -> None:
        sys.settrace(self._before)

    def _trace(self, frame: FrameType, event: str, argument: object) -> Any:
        self.lines += 1
        if self.lines > self.most:
            sys.settrace(None)
            raise TooMuchWork(f"more than {self.most} lines, at last in {frame.f_code.co_name}")
        return self._trace
