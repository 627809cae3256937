"""The provider as everybody sees it, and the settings behind it for administrators."""

import base64
import re
from typing import Any

from starlette.responses import Response

from contracts.identity.calls import ChangeLogo, ChangeSettings, ReadSettings
from contracts.identity.calls.settings import LOGO_TYPES
from contracts.refusals import Refused
from gateway.endpoints import Asked, Endpoint
from gateway.naming import describe, someone
from gateway.shapes.settings import ChangedSettings, Provider, ShownSettings

LOGO_BYTES_MAX = 200 * 1000
SHA256 = re.compile(r"[0-9a-f]{64}")
FOR_EVER = "public, max-age=31536000, immutable"


async def provider(asked: Asked) -> dict[str, Any]:
    settings = await asked.house.provider.read()
    return {
        "name": settings["name"],
        "demo": asked.house.settings.demo,
        "address": settings["address"] or None,
        "phone": settings["phone"] or None,
        "brand_colour": settings["brand_colour"],
        "logo": f"/api/provider/logo/{settings['logo']}" if settings["logo"] else None,
        "languages": settings["languages"],
    }


async def provider_logo(asked: Asked) -> Response:
    """Another logo has another address, so this one may be kept for ever."""
    sha256 = asked.path["sha256"]
    if not SHA256.fullmatch(sha256):
        raise Refused("not_found", "not_found")
    logo = await asked.house.provider.logo(sha256)
    content = base64.b64decode(logo["content"])
    return Response(content, media_type=logo["content_type"], headers={"Cache-Control": FOR_EVER})


async def read_settings(asked: Asked) -> dict[str, Any]:
    return await _shown(asked, await asked.caller.call(ReadSettings))


async def change_settings(asked: Asked) -> dict[str, Any]:
    changed = await asked.caller.call(ChangeSettings, changed_by=asked.session.person_id, **asked.body)
    return await _shown(asked, changed)


async def change_logo(asked: Asked) -> dict[str, Any]:
    content = base64.b64encode(asked.raw).decode()
    return await _change_logo(asked, asked.content_type, content)


async def remove_logo(asked: Asked) -> dict[str, Any]:
    return await _change_logo(asked, None, None)


async def _change_logo(asked: Asked, content_type: str | None, content: str | None) -> dict[str, Any]:
    changed = await asked.caller.call(
        ChangeLogo, changed_by=asked.session.person_id, content_type=content_type, content=content
    )
    return await _shown(asked, changed)


async def _shown(asked: Asked, reply: dict[str, Any]) -> dict[str, Any]:
    asked.house.provider.forget()  # whoever reads them anew here sees what these say
    settings = reply["settings"]
    changed_by = settings["changed_by"]
    if changed_by is None:
        return dict(settings)
    return {**settings, "changed_by": someone(changed_by, await describe(asked.caller, [changed_by]))}


ENDPOINTS = (
    Endpoint(
        method="GET",
        path="/api/provider",
        handler=provider,
        summary="Whose platform this is",
        access="anyone",
        answer=Provider,
    ),
    Endpoint(
        method="GET",
        path="/api/provider/logo/{sha256}",
        handler=provider_logo,
        summary="The provider's logo",
        access="anyone",
        refusals=(404,),
        media_type="image/*",
    ),
    Endpoint(
        method="GET",
        path="/api/settings",
        handler=read_settings,
        summary="The provider's settings",
        access="administrator",
        action="settings.read",
        answer=ShownSettings,
        refusals=(403,),
    ),
    Endpoint(
        method="POST",
        path="/api/settings",
        handler=change_settings,
        summary="Change the provider's settings, from the version that was read",
        access="administrator",
        action="settings.change",
        body=ChangedSettings,
        answer=ShownSettings,
        refusals=(409,),
    ),
    Endpoint(
        method="POST",
        path="/api/settings/logo",
        handler=change_logo,
        summary="Set the logo",
        access="administrator",
        action="settings.change",
        raw_body=LOGO_TYPES,
        body_bytes_max=LOGO_BYTES_MAX,
        answer=ShownSettings,
        refusals=(409, 422),
    ),
    Endpoint(
        method="POST",
        path="/api/settings/logo/remove",
        handler=remove_logo,
        summary="Take the logo away",
        access="administrator",
        action="settings.change",
        answer=ShownSettings,
        refusals=(409,),
    ),
)
