"""A person as booking knows one: an id, roles, a status; and one whose status or roles have changed."""

from dataclasses import dataclass
from uuid import UUID

from booking.domain.refusals import NotAPatient, OnlyStaff, PersonNotActive


@dataclass(frozen=True, slots=True)
class Participant:
    id: UUID
    roles: frozenset[str]
    status: str

    @property
    def is_active(self) -> bool:
        return self.status == "active"

    @property
    def may_be_staff(self) -> bool:
        return self.is_active and "staff" in self.roles

    @property
    def may_be_patient(self) -> bool:
        return self.is_active and "patient" in self.roles

    @property
    def lost_roles(self) -> list[str]:
        """What the person may not be in a visit now."""
        may_be = {"staff": self.may_be_staff, "patient": self.may_be_patient}
        return [role for role, is_allowed in may_be.items() if not is_allowed]

    @property
    def is_administrator(self) -> bool:
        return "administrator" in self.roles

    @property
    def may_administer(self) -> bool:
        return self.is_active and self.is_administrator

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
        if not self.is_active:
            raise PersonNotActive


@dataclass(frozen=True, slots=True)
class Leaver:
    """One whose status or roles were changed, as the person is known now: some visits may be theirs no longer."""

    person: Participant
    version: int
    changed_by: UUID
