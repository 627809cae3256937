"""Starting and ending a visit: one question where booking says yes, and the whole truth where it says no."""

import pytest

from contracts.booking.calls import EndVisit, ReadVisit, StartVisit
from contracts.refusals import Refused
from tests.unit.gateway.conftest import person, sign_in

STEPS = {"start": StartVisit, "end": EndVisit}


def asked_of_booking(services):
    return [call for call, _ in services.asked if call.SERVICE == "booking"]


@pytest.mark.parametrize("step", STEPS)
async def test_a_step_is_one_question_and_the_log_hears_whom_it_concerned(browser, services, step):
    sign_in(browser, services, services.anna)

    answer = await browser.post(f"/api/visits/{services.visit['id']}/{step}")

    assert answer.status_code == 200
    assert asked_of_booking(services) == [STEPS[step]]
    assert services.noted[-1]["subject_ids"] == [services.anna["id"], services.karl["id"]]


@pytest.mark.parametrize("step", STEPS)
async def test_of_a_booking_that_does_not_tell_it_yet_the_visit_is_read(browser, services, step):
    services.booking.tells_whom_a_step_concerned = False
    sign_in(browser, services, services.anna)

    answer = await browser.post(f"/api/visits/{services.visit['id']}/{step}")

    assert answer.status_code == 200
    assert asked_of_booking(services) == [STEPS[step], ReadVisit]
    assert services.noted[-1]["subject_ids"] == [services.anna["id"], services.karl["id"]]


@pytest.mark.parametrize("step", STEPS)
async def test_a_step_that_is_refused_is_noted_with_whom_it_would_have_concerned(browser, services, step):
    services.refusing[STEPS[step]] = Refused("conflict", "visit_ended")
    sign_in(browser, services, services.anna)

    answer = await browser.post(f"/api/visits/{services.visit['id']}/{step}")

    assert (answer.status_code, answer.json()["code"]) == (409, "visit_ended")
    assert services.noted[-1]["subject_ids"] == [services.anna["id"], services.karl["id"]]


@pytest.mark.parametrize("step", STEPS)
async def test_staff_of_another_visit_do_not_learn_that_there_is_this_one(browser, services, step):
    services.refusing[STEPS[step]] = Refused("forbidden", "not_allowed")
    sign_in(browser, services, stranger := person("Bo Ek", "staff"))
    services.people[stranger["id"]] = stranger

    answer = await browser.post(f"/api/visits/{services.visit['id']}/{step}")

    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")
    assert services.noted[-1]["subject_ids"] == []
