"""One whole life of every aggregate: the events of which golden files are made."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from audit.domain.access import Access
from booking.domain.details import Details
from booking.domain.lineage import Lineage, Together
from booking.domain.offspring import invited_again
from booking.domain.participant import Participant
from booking.domain.rearrangement import Rearrangement
from booking.domain.rearrangement_plan import Plan
from booking.domain.visit import Visit
from identity.domain.administrators import Administrators
from identity.domain.logo import Logo
from identity.domain.people_import import PeopleImport
from identity.domain.person import Person
from identity.domain.personnummer_claim import PersonnummerClaim
from identity.domain.profile import Profile
from identity.domain.provider import PROVIDER_ID, Provider, Settings
from identity.domain.session import LONGEST, Session
from identity.domain.support_window import SUPPORT_WINDOWS_ID, SupportWindows
from tests.stored_events.lives_of_notices import lives_of_notices
from visit_media.domain.attendance import Attendance, Quality
from visit_media.domain.waiting_room import WaitingRoom

NINE = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
TEN = NINE + timedelta(hours=1)
ELEVEN = NINE + timedelta(hours=2)

ANNA, BO, CECILIA, DAVID, EVA = (UUID(f"00000000-0000-4000-8000-00000000000{number}") for number in range(1, 6))
VISIT, OTHER_VISIT = (UUID(f"10000000-0000-4000-8000-00000000000{number}") for number in (1, 2))
AGAIN = UUID("10000000-0000-4000-8000-000000000015")
SESSION = UUID("30000000-0000-4000-8000-000000000001")
OTHER = UUID("20000000-0000-4000-8000-000000000001")
NOBODY_SPECIAL = Profile("Anna Åkesson")


def lives() -> list[Any]:
    """Every stored event of the platform, at least once."""
    return [
        event
        for life in (
            _colleague(),
            _person(),
            _restored(),
            _claim(),
            _administrators(),
            _session(),
            _provider(),
            _logo(),
            _support_windows(),
            *_imports(),
            *_visits(),
            *_rearrangements(),
            _attendance(),
            _waiting_room(),
            _access(),
            *lives_of_notices(),
        )
        for event in life.collect_events()
    ]


def _person() -> Person:
    anna = Person(
        id=ANNA,
        personnummer="191212121212",
        name="Anna Åkesson",
        roles=["administrator"],
        registered_by=ANNA,
        timestamp=NINE,
    )
    anna.collect_events()
    cecilia = Person.register(
        id=CECILIA,
        personnummer="198507099805",
        profile=Profile(name="Cecilia Öst"),
        roles=["patient"],
        registered_by=anna,
        now=NINE,
    )
    cecilia.change_status("inactive", anna, TEN)
    return cecilia


def _colleague() -> Person:
    profile = Profile("David Ek", "+46701740605", "david@example.com", "SE5565594230-B8N", "en")
    anna, david = _person_of(ANNA, ["administrator"]), _person_of(DAVID, ["staff"], profile)
    david.change_profile(Profile("David Ekström", hsa_id="SE5565594230-B8N"), anna, 1, TEN)
    david.change_roles(["staff", "administrator"], anna, ELEVEN)
    return david


def _restored() -> Person:
    anna, eva = _person_of(ANNA, ["administrator"]), _person_of(EVA, ["patient"])
    eva.change_status("removed", anna, TEN)
    eva.restore("Flyttade tillbaka", anna, ELEVEN)
    return eva


def _person_of(id: UUID, roles: list[str], profile: Profile = NOBODY_SPECIAL) -> Person:
    return Person(
        id=id,
        personnummer="191212121212",
        name=profile.name,
        roles=roles,
        registered_by=ANNA,
        timestamp=NINE,
        phone=profile.phone,
        email=profile.email,
        hsa_id=profile.hsa_id,
        language=profile.language,
    )


def _claim() -> PersonnummerClaim:
    claim = PersonnummerClaim(id=OTHER, person_id=CECILIA, timestamp=NINE)
    claim.release(CECILIA, TEN)
    claim.claim_again(BO, ELEVEN)
    return claim


def _administrators() -> Administrators:
    administrators = Administrators(id=OTHER, first=ANNA, timestamp=NINE)
    administrators.join(BO, TEN)
    administrators.leave(ANNA, ELEVEN)
    return administrators


def _session() -> Session:
    session = Session(
        id=SESSION,
        person_id=CECILIA,
        method="oidc",
        strength="loa3",
        token_hash="ab" * 32,
        device="Firefox, Windows",
        broker_session="cd" * 32,
        is_support=False,
        ends_at=NINE + LONGEST,
        timestamp=NINE,
    )
    session.close("idle", ELEVEN)
    return session


def _provider() -> Provider:
    provider = Provider(id=PROVIDER_ID, timestamp=NINE)
    settings = Settings(
        name="Norrviks vårdcentral",
        address="Storgatan 1, Norrvik",
        phone="+4687123456",
        brand_colour="#0b5c6b",
        sign_in_methods=("bankid", "oidc"),
        idle_logout_minutes=60,
        sms=True,
        sms_decision="Beslut 2026-03-01, dnr 12",
        patients_removed_after_months=24,
        email=False,
        reminder_minutes=(2880, 120),
        sms_sender="Norrvik",
    )
    provider.change_logo("cd" * 32, ANNA, TEN)
    provider.change_logo("ef" * 32, ANNA, ELEVEN)
    provider.change(settings, read_version=3, changed_by=ANNA, now=ELEVEN)
    return provider


def _logo() -> Logo:
    return Logo(id=Logo.id_of("ef" * 32), content_type="image/png", content="iVBORw0KGgo=", timestamp=ELEVEN)


def _support_windows() -> SupportWindows:
    windows = SupportWindows(id=SUPPORT_WINDOWS_ID, timestamp=NINE)
    windows.open(window_id=OTHER, opened_by=ANNA, hours=4, reason="Fel personnummer hos en patient", now=TEN)
    windows.close(ANNA, ELEVEN)
    return windows


def _imports() -> list[PeopleImport]:
    done, failed, cancelled = (
        PeopleImport(
            id=UUID(f"40000000-0000-4000-8000-00000000000{number}"),
            prepared_by=ANNA,
            role="patient",
            row_count=2,
            bad_row_count=0,
            timestamp=NINE,
        )
        for number in (1, 2, 3)
    )
    for confirmed in (done, failed):
        confirmed.confirm(ANNA, TEN)
    done.finish(2, ELEVEN)
    failed.fail(1, ELEVEN)
    cancelled.cancel(ANNA, TEN)
    return [done, failed, cancelled]


def _visits() -> tuple[Visit, ...]:
    staff = Participant(BO, frozenset({"staff"}), "active")
    patient = Participant(CECILIA, frozenset({"patient"}), "active")
    first, second, third, fourth = (_booked(number, place) for place, number in enumerate((11, 12, 13, 14), 1))
    first.start(staff, TEN)
    first.end(staff, ELEVEN)
    second.cancel(staff, "Förhinder", TEN)
    third.take_out(Participant(CECILIA, patient.roles, "inactive"), ANNA, TEN)
    changed = replace(fourth.details, name="Nybesök", staff_ids=(BO, EVA))
    fourth.change(staff, changed, {EVA: replace(staff, id=EVA)}, read=1, reason="Förhinder", now=NINE)
    fourth.miss(staff, ELEVEN)
    fourth.take_back_missed(staff, ELEVEN)
    fourth.start(staff, ELEVEN)
    fourth.end(staff, ELEVEN)
    again = invited_again(fourth, AGAIN, staff, {CECILIA: patient, BO: staff, EVA: staff}, ELEVEN)
    return first, second, third, fourth, again


def _booked(number: int, place: int) -> Visit:
    return Visit.book(
        id=UUID(f"10000000-0000-4000-8000-0000000000{number}"),
        details=Details("Återbesök", TEN, 30, (BO,), (CECILIA,)),
        is_group=True,
        booked_by=BO,
        lineage=Lineage(series_id=VISIT, every_weeks=1, together=Together(VISIT, place, 4)),
        now=NINE,
    )


def _rearrangements() -> list[Rearrangement]:
    administrator = Participant(ANNA, frozenset({"administrator"}), "active")
    substitute = Participant(DAVID, frozenset({"staff"}), "active")
    plans = (Plan(BO, "replace", substitute_id=DAVID), Plan(BO, "cancel"))
    done, stopped = (
        Rearrangement.plan_for(
            id=UUID(f"50000000-0000-4000-8000-00000000000{number}"),
            plan=plan,
            visit_ids=[VISIT],
            asked_by=administrator,
            substitute=substitute if plan.substitute_id else None,
            reason="Sjuk",
            now=NINE,
        )
        for number, plan in enumerate(plans, 1)
    )
    done.note(VISIT, "visit_ended", TEN)
    stopped.stop(administrator, TEN)
    return [done, stopped]


def _attendance() -> Attendance:
    attendance = Attendance(id=OTHER, timestamp=TEN)
    attendance.join(CECILIA, "PA_x7Yq", OTHER, TEN)
    quality = Quality(
        seconds=3600,
        worst_loss_permille=84,
        mean_loss_permille=6,
        mean_round_trip_milliseconds=43,
        video_paused_seconds=12,
        resumes=1,
    )
    attendance.leave("PA_x7Yq", "connection_lost", ELEVEN, departure="media_failed", quality=quality)
    return attendance


def _waiting_room() -> WaitingRoom:
    waiting_room = WaitingRoom(id=WaitingRoom.id_of(VISIT), visit_id=VISIT, timestamp=NINE)
    waiting_room.begin(CECILIA, OTHER, NINE)
    waiting_room.stop({CECILIA: "joined"}, TEN)
    return waiting_room


def _access() -> Access:
    return Access(
        id=OTHER,
        actor_id=BO,
        roles=["staff"],
        method="bankid",
        strength="loa3",
        session_id=VISIT,
        unit="norrvik",
        action="person.search",
        kind="search",
        subject_ids=[CECILIA],
        outcome="refused",
        code="only_administrators",
        timestamp=NINE,
    )
