"""Reservnummer, for persons without a number of the state: the national one, and those of three regions.

The rules are Inera's («Nationellt Reservidformat» and «Lokala reservidn»). Every kind holds a letter, or begins with
99, so none can be mistaken for a personnummer. The other regions' numbers are not told apart from writing errors.
"""

import re
from collections.abc import Callable, Iterable
from datetime import date

LETTERS = "ABCDEFGHJKLMNPRSTUXYZ"  # no I, O, Q, V, W: they look like others
NATIONAL = re.compile(rf"(?P<series>\d\d)(?P<date>\d{{6}})[{LETTERS}]{{2}}[{LETTERS}\d]\d")
NATIONAL_UNDATED = re.compile(rf"00\d\d[2-9]\d[45]\d[{LETTERS}]{{2}}[{LETTERS}\d]\d")
STOCKHOLM = re.compile(r"99(?P<year>\d{4})\d{6}")
VASTRA_GOTALAND = re.compile(r"(?P<date>\d{8})(?P<sex>[KMX])(?P<serial>\d\d)\d")
VASTRA_GOTALAND_SERIALS = {"K": range(6, 80, 2), "M": range(7, 80, 2), "X": range(80, 90)}
VASTRA_GOTALAND_VALUES = {"K": 5, "M": 7, "X": 8}
VARMLAND = re.compile(r"(?P<date>\d{8})S[FUXPL]\d[A-UW-Z]")

IsBirthday = Callable[[date], bool]


def is_reserve_number(number: str, is_birthday: IsBirthday) -> bool:
    """Whether these twelve signs, in capitals, are a reservnummer of someone who may be born on such a day."""
    if not number.isascii():
        return False
    kinds = (_is_national, _is_undated_national, _is_stockholms, _is_vastra_gotalands, _is_varmlands)
    return any(is_kind(number, is_birthday) for is_kind in kinds)


def _is_national(number: str, is_birthday: IsBirthday) -> bool:
    found = NATIONAL.fullmatch(number)
    if found is None:
        return False
    # Each series adds three to the century: 22, 25, … for 19; 23, 26, … for 20.
    series = int(found["series"])
    century = {1: "19", 2: "20"}.get(series % 3)
    if series < 22 or century is None:
        return False
    return _passes(map(_national_value, number)) and _is_day(century + found["date"], is_birthday)


def _is_undated_national(number: str, _: IsBirthday) -> bool:
    return NATIONAL_UNDATED.fullmatch(number) is not None and _passes(map(_national_value, number))


def _is_stockholms(number: str, _: IsBirthday) -> bool:
    found = STOCKHOLM.fullmatch(number)
    return found is not None and 1980 <= int(found["year"]) <= 2299 and _passes(map(int, number[4:]))


def _is_vastra_gotalands(number: str, is_birthday: IsBirthday) -> bool:
    found = VASTRA_GOTALAND.fullmatch(number)
    if found is None or int(found["serial"]) not in VASTRA_GOTALAND_SERIALS[found["sex"]]:
        return False
    values = (VASTRA_GOTALAND_VALUES.get(sign) or int(sign) for sign in number[2:])
    return _passes(values) and _is_day(found["date"], is_birthday)


def _is_varmlands(number: str, is_birthday: IsBirthday) -> bool:
    found = VARMLAND.fullmatch(number)
    return found is not None and _is_day(found["date"], is_birthday)


def _is_day(written: str, is_birthday: IsBirthday) -> bool:
    try:
        day = date(int(written[:4]), int(written[4:6]), int(written[6:]))
    except ValueError:
        return False
    return is_birthday(day)


def _national_value(sign: str) -> int:
    """Letters count as their code in ASCII."""
    return int(sign) if sign.isdigit() else ord(sign)


def _passes(values: Iterable[int]) -> bool:
    """The sum of the digits of every value, every other one doubled from the right, ends in 0 (Luhn)."""
    doubled = (value * 2 if place % 2 else value for place, value in enumerate(reversed(list(values))))
    return sum(int(digit) for value in doubled for digit in str(value)) % 10 == 0
