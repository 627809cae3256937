"""Whatever booking refuses, by whatever code: the page is told the code, and the access log who tried what."""

from typing import Any
from uuid import UUID, uuid4

import pytest

from booking.domain import refusals
from chassis.domain import Refusal
from contracts.booking import calls
from contracts.message import Call
from contracts.refusals import Refused
from gateway.refusals import STATUS
from tests.unit.gateway.conftest import person, sign_in
from tests.unit.gateway.visit_answers import NOW

SOMEBODY = str(UUID(int=3))
DETAILS: dict[str, Any] = {
    "name": "Uppföljning",
    "starts_at": NOW.isoformat(),
    "length_minutes": 30,
    "staff_ids": [str(UUID(int=1))],
    "patient_ids": [SOMEBODY],
}
GROUP = {"visit_id": str(UUID(int=9)), "name": "Grupp", "staff_ids": [], "patient_ids": [SOMEBODY]}
PLAN = {"person_id": SOMEBODY, "action": "cancel"}
REFUSED: dict[str, Refusal] = {
    kind.code: kind()
    for kind in vars(refusals).values()
    if isinstance(kind, type) and issubclass(kind, Refusal) and kind is not Refusal
}
ONE_OF_EACH_KIND = {refusal.kind: code for code, refusal in REFUSED.items()}.values()
COMMANDS: dict[str, tuple[str, type[Call], dict[str, Any]]] = {
    "/api/visits/{id}": ("visit.book", calls.BookVisit, DETAILS),
    "/api/visits/{id}/change": ("visit.change", calls.ChangeVisit, {**DETAILS, "details_version": 1}),
    "/api/visits/{id}/cancel": ("visit.cancel", calls.CancelVisit, {}),
    "/api/visits/{id}/start": ("visit.start", calls.StartVisit, {}),
    "/api/visits/{id}/end": ("visit.end", calls.EndVisit, {}),
    "/api/visits/{id}/missed": ("visit.mark_missed", calls.MarkMissed, {}),
    "/api/visits/{id}/missed/undo": ("visit.take_back_missed", calls.TakeBackMissed, {}),
    "/api/visits/{id}/invite-again": ("visit.invite_again", calls.InviteAgain, {}),
    "/api/visits/{id}/small-groups": ("visit.open_small_groups", calls.OpenSmallGroups, {"groups": [GROUP]}),
    "/api/visits/{id}/small-groups/end": ("visit.end_small_groups", calls.EndSmallGroups, {}),
    "/api/rearrangements/preview": ("rearrangement.find", calls.PreviewRearrangement, PLAN),
    "/api/rearrangements/{id}": (
        "rearrangement.start",
        calls.StartRearrangement,
        {**PLAN, "visit_ids": [str(UUID(int=5))]},
    ),
    "/api/rearrangements/{id}/stop": ("rearrangement.stop", calls.StopRearrangement, {}),
}


@pytest.mark.parametrize("path", COMMANDS)
async def test_a_refused_command_is_answered_and_noted_with_its_code(browser, services, path):  # BOK-2, BOK-3, LIF-1
    action, call, body = COMMANDS[path]
    chief = person("Elin Lindqvist", "administrator", "staff")
    services.people[chief["id"]] = chief
    services.visit["staff_ids"].append(chief["id"])
    sign_in(browser, services, chief)

    codes = REFUSED if action == "visit.change" else ONE_OF_EACH_KIND  # each kind is answered alike
    for code in codes:
        refusal = REFUSED[code]
        services.refusing[call] = Refused(refusal.kind, code)
        answer = await browser.post(path.format(id=services.visit["id"]), json=body)

        assert (answer.status_code, answer.json()["code"]) == (STATUS[refusal.kind], code)
        noted = services.noted[-1]
        assert (noted["actor_id"], noted["action"]) == (chief["id"], action)
        assert (noted["outcome"], noted["code"]) == ("refused", code)
    assert len(services.noted) == len(codes) >= 4


@pytest.mark.parametrize("path", COMMANDS)
@pytest.mark.parametrize("role", ["patient", "support"])
async def test_one_who_gives_no_care_commands_nothing_and_that_is_noted(browser, services, path, role):  # Q8, SUP-1
    action, call, body = COMMANDS[path]
    stranger = person("Någon Annan", role)
    services.people[stranger["id"]] = stranger
    sign_in(browser, services, stranger)

    answer = await browser.post(path.format(id=uuid4()), json=body)

    asked = [each for each, _ in services.asked]
    noted = services.noted[-1]
    assert answer.status_code in (403, 404)
    assert call not in asked
    assert (noted["action"], noted["outcome"], noted["code"]) == (action, "refused", answer.json()["code"])
