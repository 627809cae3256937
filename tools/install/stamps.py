"""Remembers from what something was made, so that it is made again only when that changes."""

import hashlib
from collections.abc import Iterable
from pathlib import Path


def fingerprint(files: Iterable[Path], relative_to: Path) -> str:
    """One hash over names and contents, the same on every machine."""
    digest = hashlib.sha256()
    for file in sorted(files):
        digest.update(str(file.relative_to(relative_to)).encode())
        digest.update(hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()


def is_made_from(stamp: Path, wanted: str) -> bool:
    return stamp.is_file() and stamp.read_text() == wanted


def remember(stamp: Path, made_from: str) -> None:
    stamp.write_text(made_from)
