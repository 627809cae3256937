"""Profiles, rights and the way back: who may change what of whom."""

from uuid import uuid4

import pytest

from chassis.domain import ChangedMeanwhile
from identity.domain.person import Person
from identity.domain.profile import Profile
from identity.domain.refusals import (
    HsaIdInvalid,
    NotAllowed,
    OwnAccount,
    PersonNotActive,
    PersonUnknown,
    ReasonMissing,
    RolesInvalid,
)
from tests.unit.identity.people import ANNA, LATER, person

HSA_ID = "SE5565594230-B8N"
NEW = Profile("Ny Namnsson", "+46701740605", "ny@example.com", None, "en")


def test_an_administrator_changes_a_patients_profile_but_never_the_number() -> None:  # USR-3
    patient, administrator = person(["patient"]), person(["administrator"])
    number = patient.personnummer

    patient.change_profile(NEW, administrator, 1, LATER)

    [changed] = patient.collect_events()
    assert isinstance(changed, Person.ProfileChanged)
    assert (changed.name, changed.phone, changed.email, changed.language) == ("Ny Namnsson", NEW.phone, NEW.email, "en")
    assert (changed.changed_by, changed.timestamp, changed.roles) == (administrator.id, LATER, ["patient"])
    assert patient.profile == NEW
    assert patient.personnummer == number
    assert not hasattr(changed, "personnummer")


def test_a_patient_changes_all_of_the_own_profile() -> None:  # USR-4
    patient = person(["patient"])

    patient.change_profile(NEW, patient, 1, LATER)

    assert patient.profile == NEW


@pytest.mark.parametrize("roles", [["staff"], ["administrator"], ["administrator", "staff"]])
def test_a_colleague_changes_the_own_ways_to_be_reached_and_no_name(roles: list[str]) -> None:  # USR-4
    colleague = person(roles, hsa_id=HSA_ID)

    colleague.change_profile(Profile("A B", NEW.phone, NEW.email, HSA_ID, "en"), colleague, 1, LATER)

    assert (colleague.phone, colleague.email, colleague.language) == (NEW.phone, NEW.email, "en")
    for profile in (Profile("Annat Namn", hsa_id=HSA_ID), Profile("A B", hsa_id="SE5565594230-C")):
        with pytest.raises(NotAllowed):
            colleague.change_profile(profile, colleague, 2, LATER)


@pytest.mark.parametrize("roles", [["patient"], ["staff"], ["support"]])
def test_only_administrators_change_the_profiles_of_others(roles: list[str]) -> None:  # USR-5, Q9
    with pytest.raises(NotAllowed):
        person(["patient"]).change_profile(NEW, person(roles), 1, LATER)


def test_one_who_is_not_active_changes_no_profile() -> None:  # STA-2
    patient = person(["patient"], status="inactive")

    for changer in (patient, person(["administrator"], status="inactive")):
        with pytest.raises(PersonNotActive):
            patient.change_profile(NEW, changer, 1, LATER)


def test_a_removed_person_has_no_profile_to_change() -> None:  # STA-3
    with pytest.raises(PersonUnknown):
        person(["patient"], status="removed").change_profile(NEW, person(["administrator"]), 1, LATER)


def test_a_change_from_what_was_read_too_long_ago_is_refused() -> None:  # USR-3
    patient, administrator = person(["patient"]), person(["administrator"])
    patient.change_profile(NEW, patient, 1, LATER)

    with pytest.raises(ChangedMeanwhile):
        patient.change_profile(Profile("Gammalt Namn"), administrator, 1, LATER)

    assert patient.name == NEW.name


def test_the_same_change_twice_is_one_change() -> None:  # USR-3
    patient, administrator = person(["patient"]), person(["administrator"])

    patient.change_profile(NEW, administrator, 1, LATER)
    patient.change_profile(NEW, administrator, 1, LATER)

    assert len(patient.collect_events()) == 1


def test_only_colleagues_have_an_hsa_id() -> None:
    administrator = person(["administrator"])
    with_hsa_id = Profile("A B", hsa_id=HSA_ID)

    with pytest.raises(HsaIdInvalid):
        person(["patient"]).change_profile(with_hsa_id, administrator, 1, LATER)
    colleague = person(["staff"])
    colleague.change_profile(with_hsa_id, administrator, 1, LATER)

    assert colleague.hsa_id == HSA_ID


def test_rights_are_given_and_taken() -> None:  # ROL-1
    colleague, administrator = person(["staff"]), person(["administrator"])

    colleague.change_roles(["staff", "administrator", "staff"], administrator, LATER)
    colleague.change_roles(["administrator", "staff"], administrator, LATER)

    [changed] = colleague.collect_events()
    assert isinstance(changed, Person.RolesChanged)
    assert (changed.previous_roles, changed.roles) == (["staff"], ["administrator", "staff"])
    assert (changed.changed_by, changed.status, changed.timestamp) == (administrator.id, "active", LATER)


@pytest.mark.parametrize(
    ("held", "wanted"),
    [
        (["patient"], ["staff"]),
        (["support"], ["staff"]),
        (["staff"], ["patient"]),
        (["staff"], ["support"]),
        (["staff"], []),
    ],
)
def test_nobody_becomes_or_stops_being_a_patient_or_support(held: list[str], wanted: list[str]) -> None:  # ROL-1
    with pytest.raises(RolesInvalid):
        person(held).change_roles(wanted, person(["administrator"]), LATER)


def test_nobody_changes_his_own_rights() -> None:  # STA-4, ROL-1
    anna = person(["administrator"], id=ANNA)

    with pytest.raises(OwnAccount):
        anna.change_roles(["administrator", "staff"], anna, LATER)


@pytest.mark.parametrize("roles", [["patient"], ["staff"], ["support"]])
def test_only_administrators_give_rights(roles: list[str]) -> None:  # ROL-1
    with pytest.raises(NotAllowed):
        person(["staff"]).change_roles(["administrator"], person(roles), LATER)


def test_a_removed_colleague_has_no_rights_to_change() -> None:  # STA-3
    with pytest.raises(PersonUnknown):
        person(["staff"], status="removed").change_roles(["administrator"], person(["administrator"]), LATER)


@pytest.mark.parametrize("roles", [["administrator"], ["support"]])
def test_administrators_and_support_restore_a_removed_person_for_a_reason(roles: list[str]) -> None:  # Q12
    patient, restorer = person(["patient"], status="removed"), person(roles)

    patient.restore(" Flyttade tillbaka ", restorer, LATER)

    [restored] = patient.collect_events()
    assert isinstance(restored, Person.Restored)
    assert (restored.reason, restored.restored_by, restored.roles) == ("Flyttade tillbaka", restorer.id, ["patient"])
    assert (patient.status, patient.status_changed_at) == ("active", LATER)


def test_restoring_one_who_is_not_removed_changes_nothing() -> None:  # Q12
    patient = person(["patient"], status="inactive")

    patient.restore("Dubbelklick", person(["administrator"]), LATER)

    assert patient.collect_events() == []


@pytest.mark.parametrize(
    ("restorer", "refused"),
    [
        (person(["staff"]), NotAllowed),
        (person(["patient"]), NotAllowed),
        (person(["administrator"], status="inactive"), PersonNotActive),
    ],
)
def test_nobody_else_restores(restorer: Person, refused: type[Exception]) -> None:  # Q12
    with pytest.raises(refused):
        person(["patient"], status="removed", id=uuid4()).restore("Därför", restorer, LATER)


def test_a_restoring_has_a_reason() -> None:  # Q12
    with pytest.raises(ReasonMissing):
        person(["patient"], status="removed").restore("  ", person(["administrator"]), LATER)
