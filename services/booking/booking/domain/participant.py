"""A person as booking knows one: an id, roles, a status."""

from dataclasses import dataclass
from uuid import UUID

from booking.domain.refusals import NotAPatient, OnlyStaff, PersonNotActive


@dataclass(frozen=True, slots=True)
class Participant:
    id: UUID
    roles: frozenset[str]
    status: str

    def check_acts_as_staff(self) -> None:
        """Staff right counts; being an administrator alone does not."""
        if "staff" not in self.roles:
            raise OnlyStaff
        self.check_is_active()

    def check_can_be_invited(self) -> None:
        if "patient" not in self.roles:
            raise NotAPatient
        self.check_is_active()

    def check_is_active(self) -> None:
        if self.status != "active":
            raise PersonNotActive
