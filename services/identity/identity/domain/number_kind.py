"""Which kind of number a checked number is."""

SAMORDNING_DAYS = 60  # are added to the day of birth


def number_kind(number: str) -> str:
    """Personnummer, samordningsnummer or reservnummer; an unknown number counts as a personnummer."""
    if not number:
        return "personnummer"
    if not number.isdigit() or number.startswith("99"):
        return "reservnummer"
    return "samordningsnummer" if int(number[6:8]) > SAMORDNING_DAYS else "personnummer"
