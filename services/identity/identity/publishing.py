"""Which of identity's stored events the world hears, and how they read there."""

from functools import singledispatch
from typing import Any

from contracts.identity.events import UserProfileChanged, UserRegistered, UserRolesChanged, UserStatusChanged
from contracts.message import Published
from identity.domain.person import Person


@singledispatch
def published(_: Any) -> Published | None:
    return None


@published.register
def _(registered: Person.Registered) -> Published:
    return UserRegistered.of(
        user_id=registered.originator_id,
        roles=registered.roles,
        status="active",
        registered_at=registered.timestamp,
    )


@published.register
def _(changed: Person.StatusChanged) -> Published:
    return UserStatusChanged.of(
        user_id=changed.originator_id,
        roles=changed.roles,
        status=changed.status,
        previous_status=changed.previous_status,
        changed_by=changed.changed_by,
        changed_at=changed.timestamp,
    )


@published.register
def _(restored: Person.Restored) -> Published:
    return UserStatusChanged.of(
        user_id=restored.originator_id,
        roles=restored.roles,
        status="active",
        previous_status="removed",
        changed_by=restored.restored_by,
        changed_at=restored.timestamp,
    )


@published.register
def _(changed: Person.RolesChanged) -> Published:
    return UserRolesChanged.of(
        user_id=changed.originator_id,
        roles=changed.roles,
        status=changed.status,
        changed_by=changed.changed_by,
        changed_at=changed.timestamp,
    )


@published.register
def _(changed: Person.ProfileChanged) -> Published:
    return UserProfileChanged.of(
        user_id=changed.originator_id,
        roles=changed.roles,
        status=changed.status,
        changed_by=changed.changed_by,
        changed_at=changed.timestamp,
    )
