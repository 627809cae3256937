"""Any process may die at any step of a visit: the visit goes on, and nothing is lost or done twice."""

import asyncio
from collections import Counter

import pytest

from tests.faults.at_the_media_server import connected
from tests.faults.caller_at_the_door import PATIENCE_SECONDS, CallerAtTheDoor
from tests.faults.operator import care, parked, replayed
from tests.fixtures.platform import TestPlatform
from tools.demo.people import KARL
from tools.platform.answering import wait_until
from tools.platform.plan import SERVICES

# A service dies together with its follower: each has to come back without the other.
VICTIMS = sorted({name.removesuffix("-service").removesuffix("-follower") for name in SERVICES} | {"broker"})


# the log holds the visit, whatever dies
@pytest.mark.parametrize("victim", VICTIMS)
def test_a_process_killed_at_every_step_of_a_visit_loses_nothing(
    platform: TestPlatform, staff: CallerAtTheDoor, patient: CallerAtTheDoor, victim: str
) -> None:
    visit_id = staff.book(KARL)
    kill(platform, victim)
    staff.done(f"/api/visits/{visit_id}/start")
    kill(platform, victim)
    wait_until(lambda: patient.visit(visit_id)["can"]["join"], what="the way in", timeout_seconds=PATIENCE_SECONDS)
    asyncio.run(be_in_the_room_while_killing(platform, victim, patient, visit_id))
    staff.done(f"/api/visits/{visit_id}/end")
    kill(platform, victim)
    platform.wait_ready()

    refused = patient.post(f"/api/visits/{visit_id}/join")
    assert (refused.status_code, refused.json()["code"]) == (409, "visit_ended")
    wait_until(
        lambda: state_in_the_list(patient, visit_id) == "ended", what="the list", timeout_seconds=PATIENCE_SECONDS
    )
    happened = Counter(entry["what"] for entry in replayed(platform, visit_id)["timeline"])
    assert {what: happened[what] for what in ("booked", "started", "ended")} == {"booked": 1, "started": 1, "ended": 1}
    assert happened["joined"] == happened["left"] >= 1
    assert parked(platform) == []


def test_every_read_model_is_equal_to_its_rebuilt_self_after_all_that(platform: TestPlatform) -> None:
    rebuilt = care(platform, "rebuild")

    assert rebuilt.returncode == 0, rebuilt.stdout
    assert "DIFFERENT" not in rebuilt.stdout
    assert rebuilt.stdout.count("equal") >= 4


async def be_in_the_room_while_killing(
    platform: TestPlatform, victim: str, patient: CallerAtTheDoor, visit_id: str
) -> None:
    """The patient's client is unchanged and heals by itself; the platform shows them as present again."""
    joining = patient.done(f"/api/visits/{visit_id}/join")
    async with connected(joining):
        await asyncio.to_thread(wait_until_present, patient, visit_id)
        await asyncio.to_thread(kill, platform, victim)
        await asyncio.to_thread(wait_until_present, patient, visit_id)


def kill(platform: TestPlatform, victim: str) -> None:
    for process in [name for name in (f"{victim}-service", f"{victim}-follower") if name in SERVICES] or [victim]:
        platform.kill(process)


def wait_until_present(patient: CallerAtTheDoor, visit_id: str) -> None:
    wait_until(
        lambda: str(patient.person.id) in patient.visit(visit_id)["present"],
        what="the patient's presence",
        timeout_seconds=PATIENCE_SECONDS,
    )


def state_in_the_list(patient: CallerAtTheDoor, visit_id: str) -> str:
    [state] = [visit["state"] for visit in patient.get("/api/visits")["visits"] if visit["id"] == visit_id]
    return str(state)
