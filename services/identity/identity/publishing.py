"""Which of identity's stored events the world hears, and how they read there."""

from functools import singledispatch
from typing import Any

from contracts.identity.events import (
    ProviderSettingsChanged,
    SessionEnded,
    SupportClosed,
    SupportOpened,
    UserProfileChanged,
    UserRegistered,
    UserRolesChanged,
    UserStatusChanged,
)
from contracts.message import Published
from identity.domain.person import Person
from identity.domain.provider import Provider
from identity.domain.session import Session
from identity.domain.support_window import SupportWindows


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


@published.register
def _(closed: Session.Closed) -> Published | None:
    if closed.person_id is None:
        return None  # the first version did not say whose it was; those were told of before anyone listened
    return SessionEnded.of(
        session_id=closed.originator_id,
        user_id=closed.person_id,
        reason=closed.reason,
        ended_at=closed.timestamp,
    )


@published.register
def _(changed: Provider.SettingsChanged) -> Published:
    return ProviderSettingsChanged.of(
        idle_logout_minutes=changed.idle_logout_minutes,
        sms=changed.sms,
        retention_days=changed.retention_days,
        patients_removed_after_months=changed.patients_removed_after_months,
        languages=changed.languages,
        sends_email=changed.email,
        reminder_minutes=changed.reminder_minutes,
        changed_by=changed.changed_by,
        changed_at=changed.timestamp,
    )


@published.register
def _(opened: SupportWindows.Opened) -> Published:
    return SupportOpened.of(
        window_id=opened.window_id,
        opened_by=opened.opened_by,
        opened_at=opened.timestamp,
        ends_at=opened.ends_at,
    )


@published.register
def _(closed: SupportWindows.Closed) -> Published:
    return SupportClosed.of(window_id=closed.window_id, closed_by=closed.closed_by, closed_at=closed.timestamp)
