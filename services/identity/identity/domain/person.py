"""One person at this provider."""

from datetime import datetime
from typing import Literal, Self
from uuid import UUID

from chassis.domain import Aggregate, event
from identity.domain.refusals import (
    IdTaken,
    NameMissing,
    NotAllowed,
    OwnAccount,
    PersonNotActive,
    RolesInvalid,
)

Role = Literal["patient", "staff", "administrator"]
Status = Literal["active", "inactive", "removed"]

COMBINATIONS: tuple[frozenset[str], ...] = (
    frozenset({"patient"}),
    frozenset({"staff"}),
    frozenset({"administrator"}),
    frozenset({"staff", "administrator"}),
)


class Person(Aggregate):
    """Someone who is cared for, or who gives care. The personnummer is never changed."""

    class Registered(Aggregate.Created):
        personal = ("personnummer", "name")
        personnummer: str | None
        name: str | None
        roles: list[str]
        registered_by: UUID

    class StatusChanged(Aggregate.Event):
        roles: list[str]
        status: str
        previous_status: str
        changed_by: UUID

    @classmethod
    def register(
        cls,
        *,
        id: UUID,
        personnummer: str,
        name: str,
        roles: list[str],
        registered_by: "Person | None",
        now: datetime,
    ) -> Self:
        """Add a person. `registered_by` is None only for the provider's first administrator, who adds himself."""
        if frozenset(roles) not in COMBINATIONS:
            raise RolesInvalid
        if not name.strip():
            raise NameMissing
        if registered_by is None:
            if "administrator" not in roles:
                raise NotAllowed
        else:
            registered_by.check_may_register(roles)
        return cls(
            id=id,
            personnummer=personnummer,
            name=name.strip(),
            roles=sorted(set(roles)),
            registered_by=registered_by.id if registered_by else id,
            timestamp=now,
        )

    @event(Registered)
    def __init__(
        self,
        id: UUID,
        personnummer: str | None,
        name: str | None,
        roles: list[str],
        registered_by: UUID,
        timestamp: datetime,
    ) -> None:
        self._id = id  # chosen by whoever asks, so that asking twice registers once
        self.personnummer, self.name, self.roles = personnummer, name, roles
        self.registered_by, self.registered_at = registered_by, timestamp
        self.status = "active"

    @property
    def is_active(self) -> bool:
        return self.status == "active"

    @property
    def is_administrator(self) -> bool:
        return "administrator" in self.roles

    def check_may_register(self, roles: list[str]) -> None:
        """Staff and administrators add patients; only administrators add colleagues."""
        if not self.is_active:
            raise PersonNotActive
        is_enough = {"administrator", "staff"} if set(roles) == {"patient"} else {"administrator"}
        if is_enough.isdisjoint(self.roles):
            raise NotAllowed

    def check_was_registered_as(self, *, personnummer: str, name: str, roles: list[str]) -> None:
        """Asking again with the same id must mean the same person."""
        same = (personnummer, name.strip(), sorted(set(roles)))
        if same != (self.personnummer, self.name, self.roles):
            raise IdTaken

    def change_status(self, status: Status, changed_by: "Person", now: datetime) -> None:
        """Administrators decide who may act; setting the status someone has changes nothing."""
        if not changed_by.is_active:
            raise PersonNotActive
        if not changed_by.is_administrator:
            raise NotAllowed
        if changed_by.id == self.id:
            raise OwnAccount
        if status != self.status:
            self._status_changed(self.roles, status, self.status, changed_by.id, now)

    @event(StatusChanged)
    def _status_changed(
        self,
        roles: list[str],
        status: str,
        previous_status: str,
        changed_by: UUID,
        timestamp: datetime,
    ) -> None:
        self.status = status
