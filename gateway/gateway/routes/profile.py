"""«Min Profil»: what is kept of oneself."""

from typing import Any

from contracts.identity.calls import ChangeProfile, ReadProfile
from gateway.endpoints import Asked, Endpoint
from gateway.shapes.people import OwnProfileChange, Profile
from gateway.shapes.reaching import Reached


async def own_profile(asked: Asked) -> dict[str, Any]:
    asked.concerns(asked.session.person_id)
    profile: dict[str, Any] = (await asked.caller.call(ReadProfile, person_id=asked.session.person_id))["profile"]
    return profile


async def change_own_profile(asked: Asked) -> dict[str, Any]:
    """The HSA-id stays what it is: it is given to a colleague by an administrator."""
    profile = await own_profile(asked)
    return await asked.caller.call(
        ChangeProfile,
        person_id=asked.session.person_id,
        changed_by=asked.session.person_id,
        hsa_id=profile["hsa_id"],
        **asked.body,
    )


ENDPOINTS = (
    Endpoint(
        method="GET",
        path="/api/profile",
        handler=own_profile,
        summary="«Min Profil»",
        action="profile.read",
        answer=Profile,
        refusals=(404,),
    ),
    Endpoint(
        method="POST",
        path="/api/profile",
        handler=change_own_profile,
        summary="«Spara uppgifter»: patients change everything but their number; colleagues how they are reached",
        action="profile.change",
        body=OwnProfileChange,
        answer=Reached,
        refusals=(403, 404, 409),
    ),
)
