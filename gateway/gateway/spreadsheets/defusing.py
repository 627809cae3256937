"""Cells that a spreadsheet program would take for a formula, made harmless and back (OWASP: CSV injection)."""

import re

# Any number of quotes before it, so that what is taken away when reading is exactly what was put there when writing.
TAKEN_FOR_A_FORMULA = re.compile(r"'*[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]")
HARMLESS_AS_TEXT = re.compile(r"'+[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]")


def defused(text: str) -> str:
    """For a file without types (CSV): a quote before whatever may start a formula."""
    return f"'{text}" if TAKEN_FOR_A_FORMULA.match(text) else text


def defused_as_text(text: str) -> str:
    """For a cell that is marked as text (Excel): only what would be undone when it is read needs its quote."""
    return f"'{text}" if HARMLESS_AS_TEXT.match(text) else text


def undone(text: str) -> str:
    """What stood there before either of the two."""
    return text[1:] if HARMLESS_AS_TEXT.match(text) else text
