"""The alphabet of SMS (3GPP TS 23.038, GSM 7 bit): what it can write, and how many messages a text takes."""

import unicodedata

PLAIN = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
ESCAPED = frozenset("^{}\\[~]|€\f")
"""These take two places each."""
TYPOGRAPHIC = str.maketrans(
    {
        "–": "-",
        "—": "-",
        "‑": "-",
        "’": "'",
        "‘": "'",
        "”": '"',
        "“": '"',
        "…": "...",
        "\u00a0": " ",
        "»": '"',
        "«": '"',
    }
)
ALONE, JOINED = 160, 153
ALONE_IN_UNICODE, JOINED_IN_UNICODE = 70, 67


def in_gsm(text: str) -> str:
    """The text with what looks the same in the alphabet of SMS; a letter that has no such likeness is kept."""
    return "".join(map(_in_gsm, text.translate(TYPOGRAPHIC)))


def is_gsm(text: str) -> bool:
    return all(sign in PLAIN or sign in ESCAPED for sign in text)


def parts(text: str) -> int:
    """How many messages are paid for; the receiver sees one."""
    if is_gsm(text):
        places, alone, joined = sum(2 if sign in ESCAPED else 1 for sign in text), ALONE, JOINED
    else:
        places, alone, joined = len(text.encode("utf-16-be")) // 2, ALONE_IN_UNICODE, JOINED_IN_UNICODE
    return 1 if places <= alone else -(-places // joined)


def _in_gsm(sign: str) -> str:
    if is_gsm(sign):
        return sign
    bare = "".join(part for part in unicodedata.normalize("NFKD", sign) if not unicodedata.combining(part))
    return bare if bare and is_gsm(bare) else sign
