"""Which sessions are open, who is in a call, and the sweeping of what is over: on both stores."""

import json
import threading
from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from chassis.envelope import Heard
from chassis.following.rebuilding import rebuild
from identity.application.support import Support
from identity.application.sweeping import Sweeper
from identity.domain.refusals import NotSignedIn
from identity.domain.session import Session
from identity.projections.calls_going_on import LONGEST_CALL
from tests.integration.services.desk import HOUR, IDLE, SARA, Desk
from tests.integration.services.provider import ANNA, BO, CECILIA
from tests.unit.identity.people import LATER, NOW


@pytest.fixture
def desk(store: dict[str, str]) -> Iterator[Desk]:
    desk = Desk(store)
    yield desk
    desk.provider.close()


def test_open_sessions_are_listed_with_their_device_until_they_are_closed(desk: Desk) -> None:  # SES-3
    first = desk.sign_in(device="Firefox, Windows")
    second = desk.sign_in(now=LATER)
    desk.sign_in(BO)
    desk.follow()

    listed = desk.sessions.of_person(CECILIA)
    desk.sweep(NOW + IDLE)
    desk.follow()

    assert [(each["session_id"], each["device"]) for each in listed] == [(second, None), (first, "Firefox, Windows")]
    assert [each["session_id"] for each in desk.sessions.of_person(CECILIA)] == [second]


def test_what_is_quiet_too_long_is_found_and_what_was_clicked_in_is_not(desk: Desk) -> None:  # SES-1
    quiet, clicked = desk.sign_in(), desk.sign_in()
    young = desk.sign_in(now=NOW + HOUR)
    desk.sessions._clicks.note({clicked: None}, NOW + HOUR)
    desk.follow()

    found = [desk.open_sessions.perhaps_over(NOW + after, IDLE) for after in (IDLE / 2, IDLE, IDLE + HOUR, 12 * HOUR)]

    assert found[:2] == [[], [quiet]]
    assert set(found[2]) == set(found[3]) == {quiet, clicked, young}


def test_one_who_is_made_inactive_is_swept_out_and_so_is_a_sign_in_that_raced_with_it(desk: Desk) -> None:
    # STA-2
    before = desk.sign_in()
    late_token = "a token made while the status was being changed"
    person_was_active = Session(
        id=(raced := uuid4()),
        person_id=CECILIA,
        method="demo",
        strength="none",
        token_hash=late_token,
        device=None,
        broker_session=None,
        is_support=False,
        ends_at=LATER + 12 * HOUR,
        timestamp=LATER,
    )
    desk.make("inactive")
    desk.provider.log.record(person_was_active)

    desk.sweep(LATER)

    assert set(desk.endings()) == {(before, "status_changed"), (raced, "status_changed")}


def test_one_who_is_active_again_signs_in_and_stays(desk: Desk) -> None:  # STA-1
    desk.make("inactive")
    desk.make("active", now=LATER)
    session = desk.sign_in(now=LATER)

    desk.sweep(LATER)

    assert desk.endings() == []
    assert [each["session_id"] for each in desk.sessions.of_person(CECILIA)] == [session]


def test_sweepers_that_sweep_at_once_close_each_session_once(desk: Desk) -> None:
    sessions = {desk.sign_in() for _ in range(10)}
    desk.follow()

    def sweep() -> None:
        Sweeper(desk.sessions, desk.open_sessions, desk.settings, clock=lambda: NOW + IDLE).sweep(threading.Event())

    sweepers = [threading.Thread(target=sweep) for _ in range(3)]
    for each in sweepers:
        each.start()
    for each in sweepers:
        each.join()

    assert sorted(desk.endings()) == sorted((session, "idle") for session in sessions)


def test_closing_the_window_marks_supports_sessions_and_nobody_elses(desk: Desk) -> None:  # SUP-1
    support = Support(desk.provider.log)
    support.open(window_id=uuid4(), opened_by=ANNA, hours=4, reason="Fel", now=NOW)
    saras = desk.sign_in(SARA)
    desk.sign_in(ANNA)
    support.close(closed_by=ANNA, now=LATER)

    desk.sweep(LATER)

    assert desk.endings() == [(saras, "support_closed")]


def test_a_brokers_log_out_finds_the_session_that_was_opened_a_moment_ago(desk: Desk) -> None:
    broker: dict[str, Any] = {"method": "oidc", "strength": "loa3"}
    one = desk.sign_in(BO, broker_session="ab" * 32, **broker)
    desk.sign_in(BO, broker_session="cd" * 32, **broker)
    following = threading.Thread(target=desk.follow)
    following.start()

    closed = desk.sessions.close_by_broker(broker_session="ab" * 32, person_id=None, now=LATER)

    following.join()
    assert (closed, desk.endings()) == (1, [(one, "broker")])


def test_a_call_keeps_its_session_and_the_clock_starts_again_when_it_ends(desk: Desk) -> None:  # SES-1, Q1
    session, other = desk.sign_in(), desk.sign_in()
    desk.hear(desk.connection("joined", NOW + HOUR, session))

    desk.sweep(NOW + 3 * HOUR)
    during = desk.endings()
    desk.hear(desk.connection("left", NOW + 4 * HOUR, session, version=3))
    desk.sweep(NOW + 4 * HOUR + IDLE - timedelta(seconds=1))
    after = desk.endings()
    desk.sweep(NOW + 4 * HOUR + IDLE)

    assert during == after == [(other, "idle")]
    assert desk.endings() == [(other, "idle"), (session, "idle")]


def test_two_connections_are_one_call_until_both_have_left(desk: Desk) -> None:
    session = desk.sign_in()
    desk.hear(
        desk.connection("joined", NOW, session, name="a"),
        desk.connection("joined", NOW, session, name="b", version=3),
        desk.connection("left", LATER, session, name="a", version=4),
    )

    assert desk.call_of(session, CECILIA, LATER) == (True, LATER)

    desk.hear(desk.connection("left", LATER + HOUR, session, name="b", version=5))
    assert desk.call_of(session, CECILIA, LATER) == (False, LATER + HOUR)


def test_a_connection_that_names_no_session_counts_for_all_of_its_persons(desk: Desk) -> None:
    desk.hear(desk.connection("joined", NOW, None))

    assert desk.call_of(uuid4(), CECILIA, NOW) == (True, None)
    assert desk.call_of(uuid4(), BO, NOW) == (False, None)


def test_a_call_of_which_nobody_told_the_end_is_not_for_ever(desk: Desk) -> None:
    session = desk.sign_in()
    desk.hear(desk.connection("joined", NOW, session))

    assert desk.call_of(session, CECILIA, NOW + LONGEST_CALL - HOUR)[0]
    assert not desk.call_of(session, CECILIA, NOW + LONGEST_CALL)[0]


class VisitMediaEvents:
    """Events as visit-media would answer them."""

    def __init__(self, *heard: Heard) -> None:
        self.heard = heard

    def after(self, positions: Any) -> tuple[list[Heard], dict[str, int]]:
        found = [each for each in self.heard if each.delivery.position > positions["visit-media"]]
        return found, {"visit-media": max(each.delivery.position for each in self.heard)}


@pytest.mark.parametrize("order", [(0, 1), (1, 0), (0, 1, 0, 1)], ids=["in order", "the wrong way", "twice"])
def test_both_views_are_equal_when_they_are_made_anew(
    desk: Desk, order: tuple[int, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    session = desk.sign_in(device="Safari, iPhone")
    desk.sign_in(BO, device="Firefox, Windows")
    desk.make("inactive", BO)
    desk.follow()
    told = (desk.connection("joined", NOW, session), desk.connection("left", LATER, session, version=3))
    desk.hear(*(told[place] for place in order))

    code = rebuild(desk.provider.log, [desk.open_sessions, desk.calls], VisitMediaEvents(*told))  # type: ignore[arg-type]

    verdicts = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert (code, [each["equal"] for each in verdicts]) == (0, [True, True])
    assert [each["rows"] for each in verdicts] == [3, 1]
    assert desk.call_of(session, CECILIA, LATER) == (False, LATER)


def test_a_device_is_forgotten_with_its_person(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    desk.sign_in(device="Emmas iPhone")
    desk.follow()

    desk.provider.keys.forget(CECILIA)

    assert [each["device"] for each in desk.sessions.of_person(CECILIA)] == [None]
    assert rebuild(desk.provider.log, [desk.open_sessions]) == 0


def test_a_token_of_one_provider_is_unknown_in_anothers_house(
    desk: Desk, tmp_path_factory: pytest.TempPathFactory
) -> None:  # ADR-4
    token = desk.sessions.open(person_id=CECILIA, method="demo", strength="none", device=None, now=NOW)
    others = Desk({"CARE_STORE": "sqlite", "CARE_DATA_DIR": str(tmp_path_factory.mktemp("another"))})

    with pytest.raises(NotSignedIn):
        others.sessions.read(token=token, clicked=False, now=NOW)

    others.provider.close()
