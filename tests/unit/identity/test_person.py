from uuid import uuid4

import pytest

from chassis.domain import Refusal
from identity.domain.person import Person, Status
from identity.domain.profile import Profile
from identity.domain.refusals import (
    IdTaken,
    NotAllowed,
    OwnAccount,
    PersonNotActive,
    PersonUnknown,
    RolesInvalid,
)
from tests.unit.identity.people import ANNA, LATER, NOW, NUMBERS, person

CECILIA = Profile("Cecilia Ö")


def register(roles: list[str], by: Person | None, profile: Profile = CECILIA) -> Person:
    return Person.register(id=uuid4(), personnummer=NUMBERS[1], profile=profile, roles=roles, registered_by=by, now=NOW)


def test_registering_tells_who_was_added_and_by_whom() -> None:  # USR-1
    staff = person(["staff"])

    added = register(["patient"], staff, Profile("Cecilia Ö", "+46701740605", "cecilia@example.com", None, "en"))

    [registered] = added.collect_events()
    assert isinstance(registered, Person.Registered)
    assert (registered.name, registered.personnummer) == ("Cecilia Ö", NUMBERS[1])
    assert (registered.phone, registered.email, registered.language) == ("+46701740605", "cecilia@example.com", "en")
    assert (registered.roles, registered.registered_by, registered.timestamp) == (["patient"], staff.id, NOW)
    assert added.is_active


@pytest.mark.parametrize("roles", [["patient"], ["staff"], ["administrator"], ["staff", "administrator"], ["support"]])
def test_staff_and_administrator_may_be_held_together_patient_and_support_alone(roles: list[str]) -> None:  # ROL-1
    assert register(roles, person(["administrator"])).roles == sorted(roles)


@pytest.mark.parametrize(
    "roles", [[], ["patient", "staff"], ["patient", "administrator"], ["support", "staff"], ["doctor"]]
)
def test_other_combinations_of_roles_are_refused(roles: list[str]) -> None:  # ROL-1
    with pytest.raises(RolesInvalid):
        register(roles, person(["administrator"]))


@pytest.mark.parametrize(
    ("roles", "registrar", "refused"),
    [
        (["patient"], ["patient"], NotAllowed),
        (["staff"], ["staff"], NotAllowed),
        (["administrator"], ["staff"], NotAllowed),
        (["support"], ["staff"], NotAllowed),
        (["patient"], ["support"], NotAllowed),
    ],
)
def test_staff_add_patients_and_administrators_add_colleagues(  # USR-1, Q9
    roles: list[str], registrar: list[str], refused: type[Refusal]
) -> None:
    with pytest.raises(refused):
        register(roles, person(registrar))


def test_one_who_is_not_active_adds_nobody() -> None:  # STA-2
    with pytest.raises(PersonNotActive):
        register(["patient"], person(["staff"], status="inactive"))


def test_only_an_administrator_can_be_the_first_person() -> None:
    with pytest.raises(NotAllowed):
        register(["staff"], None)


def test_asking_again_with_the_same_id_must_mean_the_same_person() -> None:
    known = register(["patient"], person(["staff"]))
    known.change_profile(Profile("Cecilia Öst"), person(["administrator"]), 1, LATER)

    known.check_was_registered_as(personnummer=NUMBERS[1], name="Cecilia Ö", roles=["patient"])

    with pytest.raises(IdTaken):
        known.check_was_registered_as(personnummer=NUMBERS[1], name="Cecilia Ek", roles=["patient"])


def test_a_changed_status_tells_both_the_new_and_the_old() -> None:  # STA-1
    patient, administrator = person(["patient"]), person(["administrator"])

    patient.change_status("inactive", administrator, LATER)

    [changed] = patient.collect_events()
    assert isinstance(changed, Person.StatusChanged)
    assert (changed.previous_status, changed.status, changed.changed_by) == ("active", "inactive", administrator.id)
    assert (changed.roles, changed.timestamp) == (["patient"], LATER)


def test_setting_the_status_someone_has_changes_nothing() -> None:  # STA-1
    patient = person(["patient"])

    patient.change_status("active", person(["administrator"]), LATER)

    assert patient.collect_events() == []


def test_status_goes_back_and_forth_between_active_and_inactive() -> None:  # STA-1, STA-2
    patient, administrator = person(["patient"]), person(["administrator"])

    statuses: tuple[Status, ...] = ("inactive", "active", "inactive", "active")
    for status in statuses:
        patient.change_status(status, administrator, LATER)

    assert patient.is_active
    assert len(patient.collect_events()) == 4


@pytest.mark.parametrize("status", ["active", "inactive"])
def test_a_removed_person_has_no_other_status_until_restored(status: Status) -> None:  # STA-3, Q12
    patient, administrator = person(["patient"]), person(["administrator"])
    patient.change_status("removed", administrator, LATER)
    patient.collect_events()

    patient.change_status("removed", administrator, LATER)
    with pytest.raises(PersonUnknown):
        patient.change_status(status, administrator, LATER)

    assert patient.collect_events() == []


def test_the_moment_of_removal_is_kept_for_the_deletion_clock() -> None:  # Q6
    patient, administrator = person(["patient"]), person(["administrator"])

    patient.change_status("inactive", administrator, NOW)
    patient.change_status("removed", administrator, LATER)

    assert patient.status_changed_at == LATER


@pytest.mark.parametrize("roles", [["patient"], ["staff"]])
def test_only_administrators_change_a_status(roles: list[str]) -> None:  # STA-1
    with pytest.raises(NotAllowed):
        person(["patient"]).change_status("inactive", person(roles), LATER)


def test_nobody_changes_the_status_of_his_own_account() -> None:  # STA-4
    anna = person(["administrator"], id=ANNA)

    with pytest.raises(OwnAccount):
        anna.change_status("inactive", anna, LATER)


def test_an_administrator_who_is_not_active_changes_nothing() -> None:  # STA-2
    with pytest.raises(PersonNotActive):
        person(["patient"]).change_status("inactive", person(["administrator"], status="removed"), LATER)
