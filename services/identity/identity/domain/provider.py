"""What a provider decides about its platform."""

from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

from chassis.domain import Aggregate, ChangedMeanwhile, event
from identity.domain.colour import CONTRAST_MIN, contrast_with_white
from identity.domain.refusals import (
    ColourContrastTooLow,
    MethodNotConfigured,
    SettingsInvalid,
    SmsDecisionMissing,
)

PROVIDER_ID = uuid5(UUID("7c1d1c58-8f0e-4b53-9d53-93a7c6d1d9a4"), "provider")
REMINDERS_MAX = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """All of a provider's settings; those given here stand until the first change, with the deployment's name."""

    name: str
    address: str = ""
    phone: str = ""
    brand_colour: str | None = None
    sign_in_methods: tuple[str, ...] = ()
    idle_logout_minutes: int = 120
    sms: bool = False
    sms_decision: str = ""
    # Long enough to restore one who was removed by mistake and to answer a complaint; the journal is kept elsewhere.
    retention_days: int = 365
    patients_removed_after_months: int | None = None
    languages: tuple[str, ...] = ("sv", "en")
    email: bool = True
    reminder_minutes: tuple[int, ...] = (1440, 60)
    """How long before a visit its reminders go out, the earliest first."""
    sms_sender: str = ""
    """What SMS come from; empty is the deployment's own."""

    def tidied(self) -> "Settings":
        """Without blanks at the ends, and each choice once."""
        return replace(
            self,
            **{name: getattr(self, name).strip() for name in ("name", "address", "phone", "sms_decision")},
            sign_in_methods=tuple(dict.fromkeys(self.sign_in_methods)),
            languages=tuple(dict.fromkeys(self.languages)),
            reminder_minutes=tuple(sorted(set(self.reminder_minutes), reverse=True)),
        )

    def check(self, configured_methods: tuple[str, ...]) -> None:
        if not self.name or not self.languages or not self.sign_in_methods:
            raise SettingsInvalid
        if len(self.reminder_minutes) > REMINDERS_MAX:
            raise SettingsInvalid
        if self.brand_colour is not None and contrast_with_white(self.brand_colour) < CONTRAST_MIN:
            raise ColourContrastTooLow
        if self.sms and not self.sms_decision:
            raise SmsDecisionMissing
        if not set(self.sign_in_methods) <= set(configured_methods):
            raise MethodNotConfigured


class Provider(Aggregate):
    """One for each deployment. What was never changed is None, and the deployment's own counts."""

    class Begun(Aggregate.Created):
        pass

    class SettingsChanged(Aggregate.Event):
        class_version = 2
        personal = ("sms_decision",)  # who decided may be named in it
        name: str
        address: str
        phone: str
        brand_colour: str | None
        sign_in_methods: list[str]
        idle_logout_minutes: int
        sms: bool
        sms_decision: str | None
        retention_days: int
        patients_removed_after_months: int | None
        languages: list[str]
        email: bool
        reminder_minutes: list[int]
        sms_sender: str
        changed_by: UUID

        @staticmethod
        def upcast_v1_v2(state: dict[str, Any]) -> None:
            # Notices came later: what stands until a provider decides otherwise.
            state |= {"email": True, "reminder_minutes": [1440, 60], "sms_sender": ""}

    class LogoChanged(Aggregate.Event):
        logo: str | None
        changed_by: UUID

    @event(Begun)
    def __init__(self, id: UUID, timestamp: datetime) -> None:
        self._id = id
        self.settings: Settings | None = None
        self.logo: str | None = None
        self.changed_by: UUID | None = None
        self.changed_at: datetime | None = None

    def change(self, settings: Settings, *, read_version: int, changed_by: UUID, now: datetime) -> None:
        """From the version that was read; the same settings written again change nothing."""
        if settings == self.settings:
            return
        if read_version != (0 if self.changed_at is None else self.version):
            raise ChangedMeanwhile
        lists = {name: list(getattr(settings, name)) for name in ("sign_in_methods", "languages", "reminder_minutes")}
        self._settings_changed(**asdict(settings) | lists, changed_by=changed_by, timestamp=now)

    def change_logo(self, logo: str | None, changed_by: UUID, now: datetime) -> None:
        """`logo` is the SHA-256 of its content, which is kept by itself."""
        if logo != self.logo:
            self._logo_changed(logo, changed_by, timestamp=now)

    @event(SettingsChanged)
    def _settings_changed(
        self,
        name: str,
        address: str,
        phone: str,
        brand_colour: str | None,
        sign_in_methods: list[str],
        idle_logout_minutes: int,
        sms: bool,
        sms_decision: str | None,
        retention_days: int,
        patients_removed_after_months: int | None,
        languages: list[str],
        email: bool,
        reminder_minutes: list[int],
        sms_sender: str,
        changed_by: UUID,
        timestamp: datetime,
    ) -> None:
        self.settings = Settings(
            name=name,
            address=address,
            phone=phone,
            brand_colour=brand_colour,
            sign_in_methods=tuple(sign_in_methods),
            idle_logout_minutes=idle_logout_minutes,
            sms=sms,
            sms_decision=sms_decision or "",
            retention_days=retention_days,
            patients_removed_after_months=patients_removed_after_months,
            languages=tuple(languages),
            email=email,
            reminder_minutes=tuple(reminder_minutes),
            sms_sender=sms_sender,
        )
        self.changed_by, self.changed_at = changed_by, timestamp

    @event(LogoChanged)
    def _logo_changed(self, logo: str | None, changed_by: UUID, timestamp: datetime) -> None:
        self.logo, self.changed_by, self.changed_at = logo, changed_by, timestamp
