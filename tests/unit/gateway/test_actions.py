"""What the access log is told of is said at each endpoint, and none is forgotten."""

import re

import pytest

from contracts.audit.calls import Access
from gateway.app import ENDPOINTS
from gateway.endpoints import ADMITTED, Endpoint

NO_ACCESS = {
    "GET /api/session": "who one is oneself, asked for by every page",
    "POST /api/session/click": "that somebody is there, every half minute",
    "GET /api/sessions": "one's own devices",
    "POST /api/sessions/{session_id:uuid}/sign-out": "one's own devices; the session's events tell of it",
    "POST /api/sessions/sign-out-others": "one's own devices; the sessions' events tell of it",
    "POST /api/sign-out": "the session's own event tells of it",
    "POST /api/visits/{visit_id:uuid}/wait": "that a page waits, again and again; visit-media's log tells it",
    "POST /api/visits/{visit_id:uuid}/wait/stop": "that it waits no more; visit-media's log tells it",
    "GET /api/live": "ids and states only; what they concern is read, and noted, by itself",
}
"""The endpoints that need a session and are not noted, and why."""


def named(endpoint: Endpoint) -> str:
    return f"{endpoint.method} {endpoint.path}"


@pytest.mark.parametrize("endpoint", [each for each in ENDPOINTS if each.access != "anyone"], ids=named)
def test_whatever_needs_a_session_is_noted(endpoint: Endpoint) -> None:
    assert (endpoint.action is None) == (named(endpoint) in NO_ACCESS)


def test_what_needs_a_right_is_noted_so_that_its_refusals_are() -> None:
    assert [named(each) for each in ENDPOINTS if each.access in ADMITTED and each.action is None] == []


def test_nobody_is_exempt_who_is_not_there() -> None:
    assert NO_ACCESS.keys() - {named(each) for each in ENDPOINTS} == set()


@pytest.mark.parametrize("endpoint", [each for each in ENDPOINTS if each.action], ids=named)
def test_an_action_is_a_word_that_the_log_takes(endpoint: Endpoint) -> None:
    access = {"action": endpoint.action, "kind": endpoint.kind}

    assert Access(only=("action", "kind")).validate(access) == {}


def test_reading_is_not_called_changing() -> None:
    """Searches are sent by POST, because what is searched for must not stand in an address."""
    misnamed = [
        named(each)
        for each in ENDPOINTS
        if each.action and each.kind == "change" and re.search(r"\.(read|list|search|find|export)", each.action)
    ]

    assert misnamed == []


@pytest.mark.parametrize(
    "path",
    [
        "/api/sign-in/",
        "/api/receipts/",
        "/api/people/search",
        "/api/people/holder",
        "/api/people/{person_id:uuid}",
        "/api/imports/{import_id:uuid}",
        "/api/visits/{visit_id:uuid}",
        "/api/visits/{visit_id:uuid}/change",
        "/api/visits/{visit_id:uuid}/wait",
        "/api/bookings/search",
        "/api/colleagues/search",
        "/api/rearrangements/preview",
    ],
)
def test_what_invites_guessing_or_flooding_has_a_limit(path: str) -> None:
    guarded = [
        each
        for each in ENDPOINTS
        if each.method == "POST" and (each.path == path or (path.endswith("/") and each.path.startswith(path)))
    ]

    assert guarded
    assert [named(each) for each in guarded if not each.limits] == []
