"""The people of the demo provider; their numbers are test numbers that belong to nobody."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True)
class DemoPerson:
    """One person to sign in as."""

    id: UUID
    name: str
    personnummer: str
    roles: tuple[str, ...]


ELIN = DemoPerson(
    UUID("e11e0000-0000-4000-8000-000000000001"), "Elin Lindqvist", "19780604-2383", ("administrator", "staff")
)
ANNA = DemoPerson(UUID("a11a0000-0000-4000-8000-000000000002"), "Anna Holm", "19840923-2389", ("staff",))
JONAS = DemoPerson(UUID("10aa0000-0000-4000-8000-000000000003"), "Jonas Ek", "19910117-2394", ("staff",))
KARL = DemoPerson(UUID("ca110000-0000-4000-8000-000000000004"), "Karl Johansson", "19460312-2393", ("patient",))
MARIA = DemoPerson(UUID("a31a0000-0000-4000-8000-000000000005"), "Maria Nilsson", "19870530-2381", ("patient",))
FATIMA = DemoPerson(UUID("fa710000-0000-4000-8000-000000000006"), "Fatima Al-Hassan", "19950814-2388", ("patient",))

PEOPLE = (ELIN, ANNA, JONAS, KARL, MARIA, FATIMA)
