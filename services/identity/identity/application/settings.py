"""Commands about the provider's settings, and what they are now."""

import base64
import binascii
import hashlib
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from chassis.store import EventLog, retrying
from identity.application.administrating import check_is_administrator
from identity.domain.logo import Logo
from identity.domain.provider import PROVIDER_ID, Provider, Settings
from identity.domain.refusals import LogoInvalid, LogoUnknown

REMEMBERED_SECONDS = 1.0  # sessions ask at every request; as long, another process may still go by the old settings


@dataclass(frozen=True, slots=True)
class Deployment:
    """What operations set: it counts until the provider changes it, and bounds what the provider may choose."""

    provider_name: str
    configured_methods: tuple[str, ...]


class ProviderSettings:
    def __init__(
        self,
        log: EventLog,
        *,
        deployment: Deployment,
        check_picture: Callable[[bytes, str], None],
        normalised_phone: Callable[[str], str],
    ) -> None:
        self._log, self._deployment = log, deployment
        self._check_picture, self._normalised_phone = check_picture, normalised_phone
        self._remembered: tuple[float, Settings] | None = None

    def sign_in_methods(self) -> tuple[str, ...]:
        """What is configured and switched on. A provider whose every choice is gone keeps what there is."""
        return self._present().sign_in_methods

    def name(self) -> str:
        """Whose platform this is."""
        return self._present().name

    def longest_idle(self) -> timedelta:
        return timedelta(minutes=self._present().idle_logout_minutes)

    def read(self) -> dict[str, Any]:
        """The settings as the contracts tell them."""
        provider = self._log.find(Provider, PROVIDER_ID)
        told = asdict(self._of(provider)) | {"configured_methods": list(self._deployment.configured_methods)}
        if provider is None:
            return told | {"version": 0, "logo": None, "changed_at": None, "changed_by": None}
        changed = {"changed_at": provider.changed_at, "changed_by": provider.changed_by}
        return told | {"version": provider.version, "logo": provider.logo} | changed

    @retrying
    def change(self, *, changed_by: UUID, version: int, now: datetime, **fields: Any) -> dict[str, Any]:
        check_is_administrator(self._log, changed_by)
        settings = Settings(**fields).tidied()
        if settings.phone:
            settings = replace(settings, phone=self._normalised_phone(settings.phone))
        settings.check(self._deployment.configured_methods)
        provider = self._log.find(Provider, PROVIDER_ID) or Provider(id=PROVIDER_ID, timestamp=now)
        provider.change(settings, read_version=version, changed_by=changed_by, now=now)
        self._log.record(provider)
        self._remembered = None
        return self.read()

    @retrying
    def change_logo(
        self, *, changed_by: UUID, content_type: str | None, content: str | None, now: datetime
    ) -> dict[str, Any]:
        """`content` is base64, as it is kept; None takes the logo away."""
        check_is_administrator(self._log, changed_by)
        provider = self._log.find(Provider, PROVIDER_ID) or Provider(id=PROVIDER_ID, timestamp=now)
        if content is None or content_type is None:
            provider.change_logo(None, changed_by, now)
            self._log.record(provider)
            return self.read()
        picture = _decoded(content)
        self._check_picture(picture, content_type)
        sha256 = hashlib.sha256(picture).hexdigest()
        provider.change_logo(sha256, changed_by, now)
        kept, logo_id = base64.b64encode(picture).decode(), Logo.id_of(sha256)
        if self._log.find(Logo, logo_id) is None:
            logo = Logo(id=logo_id, content_type=content_type, content=kept, timestamp=now)
            self._log.record(logo, provider)
        else:
            self._log.record(provider)
        return self.read()

    def logo(self, sha256: str) -> dict[str, Any]:
        """The present logo; one that was replaced is nobody's any more."""
        provider = self._log.find(Provider, PROVIDER_ID)
        logo = self._log.find(Logo, Logo.id_of(sha256))
        if provider is None or provider.logo != sha256 or logo is None:
            raise LogoUnknown
        return {"content_type": logo.content_type, "content": logo.content}

    def _present(self) -> Settings:
        remembered = self._remembered
        if remembered is None or remembered[0] <= time.monotonic():
            settings = self._of(self._log.find(Provider, PROVIDER_ID))
            self._remembered = remembered = (time.monotonic() + REMEMBERED_SECONDS, settings)
        return remembered[1]

    def _of(self, provider: Provider | None) -> Settings:
        configured = self._deployment.configured_methods
        if provider is None or provider.settings is None:
            return Settings(name=self._deployment.provider_name, sign_in_methods=configured)
        kept = tuple(method for method in provider.settings.sign_in_methods if method in configured)
        return replace(provider.settings, sign_in_methods=kept or configured)


def _decoded(content: str) -> bytes:
    try:
        return base64.b64decode(content, validate=True)
    except binascii.Error:
        raise LogoInvalid from None
