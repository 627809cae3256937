"""One person at this provider."""

from datetime import datetime
from typing import Any, Literal, Self
from uuid import UUID

from chassis.domain import Aggregate, ChangedMeanwhile, event
from identity.domain.profile import Profile
from identity.domain.refusals import (
    HsaIdInvalid,
    IdTaken,
    NotAllowed,
    OwnAccount,
    PersonNotActive,
    PersonUnknown,
    ReasonMissing,
    RolesInvalid,
)

Role = Literal["patient", "staff", "administrator", "support"]
Status = Literal["active", "inactive", "removed"]

COLLEAGUES: tuple[frozenset[str], ...] = (
    frozenset({"staff"}),
    frozenset({"administrator"}),
    frozenset({"staff", "administrator"}),
)
COMBINATIONS = (frozenset({"patient"}), *COLLEAGUES, frozenset({"support"}))


class Person(Aggregate):
    """Someone who is cared for, who gives care, or who helps from the platform. The personnummer never changes."""

    class Registered(Aggregate.Created):
        personal = ("personnummer", "name", "phone", "email", "hsa_id")
        class_version = 2
        personnummer: str | None
        name: str | None
        phone: str | None
        email: str | None
        hsa_id: str | None
        language: str
        roles: list[str]
        registered_by: UUID

        @staticmethod
        def upcast_v1_v2(state: dict[str, Any]) -> None:
            state["language"] = "sv"  # v1 knew no other, and no way to reach a person

    class ProfileChanged(Aggregate.Event):
        personal = ("name", "phone", "email", "hsa_id")
        name: str | None
        phone: str | None
        email: str | None
        hsa_id: str | None
        language: str
        roles: list[str]
        status: str
        changed_by: UUID

    class RolesChanged(Aggregate.Event):
        roles: list[str]
        previous_roles: list[str]
        status: str
        changed_by: UUID

    class StatusChanged(Aggregate.Event):
        roles: list[str]
        status: str
        previous_status: str
        changed_by: UUID

    class Restored(Aggregate.Event):
        personal = ("reason",)
        roles: list[str]
        restored_by: UUID
        reason: str | None

    @classmethod
    def register(
        cls,
        *,
        id: UUID,
        personnummer: str,
        profile: Profile,
        roles: list[str],
        registered_by: "Person | None",
        now: datetime,
    ) -> Self:
        """Add a person. `registered_by` is None only for the provider's first administrator, who adds himself."""
        if frozenset(roles) not in COMBINATIONS:
            raise RolesInvalid
        if profile.hsa_id is not None and frozenset(roles) not in COLLEAGUES:
            raise HsaIdInvalid
        if registered_by is None:
            if "administrator" not in roles:
                raise NotAllowed
        else:
            registered_by.check_may_register(roles)
        return cls(
            id=id,
            personnummer=personnummer,
            name=profile.name,
            roles=sorted(set(roles)),
            registered_by=registered_by.id if registered_by else id,
            timestamp=now,
            phone=profile.phone,
            email=profile.email,
            hsa_id=profile.hsa_id,
            language=profile.language,
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
        phone: str | None = None,
        email: str | None = None,
        hsa_id: str | None = None,
        language: str = "sv",
    ) -> None:
        self._id = id  # chosen by whoever asks, so that asking twice registers once
        self.personnummer, self.name, self.roles = personnummer, name, roles
        self.phone, self.email, self.hsa_id, self.language = phone, email, hsa_id, language
        self.registered_by, self.registered_at = registered_by, timestamp
        self.registered_as = (personnummer, name, roles)
        self.status = "active"
        self.status_changed_at: datetime | None = None

    @property
    def is_active(self) -> bool:
        return self.status == "active"

    @property
    def is_removed(self) -> bool:
        return self.status == "removed"

    @property
    def is_administrator(self) -> bool:
        return "administrator" in self.roles

    @property
    def profile(self) -> Profile:
        """What may be changed of a person; no name where the person is forgotten."""
        return Profile(self.name or "", self.phone, self.email, self.hsa_id, self.language)

    def check_may_register(self, roles: list[str]) -> None:
        """Staff and administrators add patients; only administrators add colleagues and support."""
        if not self.is_active:
            raise PersonNotActive
        is_enough = {"administrator", "staff"} if set(roles) == {"patient"} else {"administrator"}
        if is_enough.isdisjoint(self.roles):
            raise NotAllowed

    def check_may_find_removed(self) -> None:
        """Administrators and support are told who holds a number, and may bring a removed person back."""
        if not self.is_active:
            raise PersonNotActive
        if {"administrator", "support"}.isdisjoint(self.roles):
            raise NotAllowed

    def check_was_registered_as(self, *, personnummer: str, name: str, roles: list[str]) -> None:
        """Asking again with the same id must mean the same person, whatever was changed since."""
        if self.registered_as != (personnummer, name, sorted(set(roles))):
            raise IdTaken

    def change_profile(self, profile: Profile, changed_by: "Person", version: int, now: datetime) -> None:
        """Write the profile anew, from what was read as `version`; saying the same again changes nothing."""
        if self.is_removed:
            raise PersonUnknown
        self._check_may_change_profile(profile, changed_by)
        if profile == self.profile:
            return
        if profile.hsa_id is not None and frozenset(self.roles) not in COLLEAGUES:
            raise HsaIdInvalid
        if version != self.version:
            raise ChangedMeanwhile
        self._profile_changed(
            profile.name,
            profile.phone,
            profile.email,
            profile.hsa_id,
            profile.language,
            self.roles,
            self.status,
            changed_by.id,
            now,
        )

    def change_roles(self, roles: list[str], changed_by: "Person", now: datetime) -> None:
        """Give and take a colleague's rights; patients and support are nothing else."""
        self._check_is_changed_by_another_administrator(changed_by)
        if self.is_removed:
            raise PersonUnknown
        if frozenset(roles) not in COLLEAGUES or frozenset(self.roles) not in COLLEAGUES:
            raise RolesInvalid
        new = sorted(set(roles))
        if new != self.roles:
            self._roles_changed(new, self.roles, self.status, changed_by.id, now)

    def change_status(self, status: Status, changed_by: "Person", now: datetime) -> None:
        """Administrators decide who may act; setting the status someone has changes nothing."""
        self._check_is_changed_by_another_administrator(changed_by)
        if status == self.status:
            return
        if self.is_removed:
            raise PersonUnknown
        self._status_changed(self.roles, status, self.status, changed_by.id, now)

    def restore(self, reason: str, restored_by: "Person", now: datetime) -> None:
        """The only way back for one who is removed; restoring one who is not changes nothing."""
        restored_by.check_may_find_removed()
        if not reason.strip():
            raise ReasonMissing
        if self.is_removed:
            self._restored(self.roles, restored_by.id, reason.strip(), now)

    def _check_may_change_profile(self, profile: Profile, changed_by: "Person") -> None:
        if not changed_by.is_active:
            raise PersonNotActive
        if changed_by.id != self.id:
            if not changed_by.is_administrator:
                raise NotAllowed
            return
        is_patient = self.roles == ["patient"]
        if profile.hsa_id != self.hsa_id or (profile.name != self.name and not is_patient):
            raise NotAllowed

    def _check_is_changed_by_another_administrator(self, changed_by: "Person") -> None:
        if not changed_by.is_active:
            raise PersonNotActive
        if not changed_by.is_administrator:
            raise NotAllowed
        if changed_by.id == self.id:
            raise OwnAccount

    @event(ProfileChanged)
    def _profile_changed(
        self,
        name: str | None,
        phone: str | None,
        email: str | None,
        hsa_id: str | None,
        language: str,
        roles: list[str],
        status: str,
        changed_by: UUID,
        timestamp: datetime,
    ) -> None:
        self.name, self.phone, self.email, self.hsa_id, self.language = name, phone, email, hsa_id, language

    @event(RolesChanged)
    def _roles_changed(
        self, roles: list[str], previous_roles: list[str], status: str, changed_by: UUID, timestamp: datetime
    ) -> None:
        self.roles = roles

    @event(StatusChanged)
    def _status_changed(
        self, roles: list[str], status: str, previous_status: str, changed_by: UUID, timestamp: datetime
    ) -> None:
        self.status, self.status_changed_at = status, timestamp

    @event(Restored)
    def _restored(self, roles: list[str], restored_by: UUID, reason: str | None, timestamp: datetime) -> None:
        self.status, self.status_changed_at = "active", timestamp
