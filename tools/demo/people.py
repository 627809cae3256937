"""The people of the demo provider; numbers, phones and addresses are test ones that belong to nobody."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True)
class DemoPerson:
    """One person to sign in as. Phones are of the series that PTS keeps free for fiction."""

    id: UUID
    name: str
    personnummer: str
    roles: tuple[str, ...]
    phone: str
    email: str


ELIN = DemoPerson(
    UUID("e11e0000-0000-4000-8000-000000000001"),
    "Elin Lindqvist",
    "19780604-2383",
    ("administrator", "staff"),
    "070-174 06 05",
    "elin.lindqvist@example.com",
)
ANNA = DemoPerson(
    UUID("a11a0000-0000-4000-8000-000000000002"),
    "Anna Holm",
    "19840923-2389",
    ("staff",),
    "070-174 06 06",
    "anna.holm@example.com",
)
JONAS = DemoPerson(
    UUID("10aa0000-0000-4000-8000-000000000003"),
    "Jonas Ek",
    "19910117-2394",
    ("staff",),
    "070-174 06 07",
    "jonas.ek@example.com",
)
KARL = DemoPerson(
    UUID("ca110000-0000-4000-8000-000000000004"),
    "Karl Johansson",
    "19460312-2393",
    ("patient",),
    "070-174 06 08",
    "karl.johansson@example.com",
)
MARIA = DemoPerson(
    UUID("a31a0000-0000-4000-8000-000000000005"),
    "Maria Nilsson",
    "19870530-2381",
    ("patient",),
    "070-174 06 09",
    "maria.nilsson@example.com",
)
FATIMA = DemoPerson(
    UUID("fa710000-0000-4000-8000-000000000006"),
    "Fatima Al-Hassan",
    "19950814-2388",
    ("patient",),
    "070-174 06 10",
    "fatima.al-hassan@example.com",
)

PEOPLE = (ELIN, ANNA, JONAS, KARL, MARIA, FATIMA)
