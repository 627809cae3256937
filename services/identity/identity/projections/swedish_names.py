"""Names as Swedes sort them, look for them and shorten them."""

import re
import unicodedata

# In Swedish å, ä and ö stand after z; these stand there in ASCII.
AFTER_Z = str.maketrans({"å": "{", "ä": "|", "æ": "|", "ö": "}", "ø": "}", "ü": "y", "ß": "ss", "ð": "d", "þ": "th"})
BETWEEN_WORDS = re.compile(r"[\s\-‐‑–'’.,()]+")


def swedish_order(name: str) -> tuple[str, str]:
    """A key that sorts names as a Swede expects: å, ä, ö last, other accents beside their letters."""
    return _folded(name), name


def words(text: str) -> tuple[str, ...]:
    """The words of a name, each once, folded as they are sorted: «é» is found by «e», and «å» by «å» alone."""
    return words_of(_folded(text))


def words_of(folded: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(word for word in BETWEEN_WORDS.split(folded) if word))


def initials(name: str) -> str:
    """The first letters of the first and the last word."""
    parts = name.split()
    return "".join(part[0].upper() for part in (parts[:1] + parts[1:][-1:]))


def _folded(name: str) -> str:
    folded = unicodedata.normalize("NFC", name).casefold().translate(AFTER_Z)
    if folded.isascii():
        return folded
    return "".join(letter for letter in unicodedata.normalize("NFD", folded) if not unicodedata.combining(letter))
