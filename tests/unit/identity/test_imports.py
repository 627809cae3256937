"""Many persons are brought in a file, and tried before anybody is added."""

from uuid import uuid4, uuid5

import pytest

from identity.domain.administrators import ADMINISTRATORS_ID, Administrators
from identity.domain.refusals import (
    IdTaken,
    ImportHasBadRows,
    ImportIncomplete,
    ImportUnknown,
    NotAllowed,
    PersonUnknown,
)
from tests.unit.identity.importing import Importing, person_of, registered, row, rows
from tests.unit.identity.people import ANNA, BO, LATER, NOW

NUMBERS = [each["personnummer"] for each in rows(5)]


def test_nobody_is_added_by_the_dry_run_and_everybody_by_the_confirmed_one(importing: Importing) -> None:  # USR-1
    prepared = importing.prepare(*rows(3))
    importing.follow()
    before = registered(importing)

    importing.confirm(prepared["import_id"])
    running = importing.read(prepared["import_id"])
    importing.follow()

    done = importing.read(prepared["import_id"])
    assert (prepared["state"], prepared["good_rows"], prepared["bad_rows"], before) == ("prepared", 3, [], [])
    assert (running["state"], done["state"], done["handled_rows"], done["position"]) == (
        *("running", "done", 3),
        importing.log.head,
    )
    assert [each.name for each in registered(importing)] == ["Rad 2", "Rad 3", "Rad 4"]
    assert {each.registered_by for each in registered(importing)} == {ANNA}


def test_every_problem_of_every_row_is_named_at_once(importing: Importing) -> None:  # USR-1, ADM-1
    prepared = importing.prepare(
        row(2, NUMBERS[0]),
        row(3, "", name=" ", phone="12", email="nobody", hsa_id="x", roles="chef", language="tyska", status="?"),
        row(4, "198507099804", hsa_id="SE2321000016-1003"),
        row(5, NUMBERS[1]),
        row(6, NUMBERS[1], name="x" * 201),
        row(7, "850709-9805"),
        role="patient",
    )

    assert (prepared["good_rows"], prepared["bad_row_count"]) == (1, 5)
    assert [(each["number"], each["problems"]) for each in prepared["bad_rows"]] == [
        (
            3,
            [f"{field}_missing" for field in ("personnummer", "name")]
            + [f"{field}_invalid" for field in ("phone", "email", "hsa_id", "roles", "language", "status")],
        ),
        (4, ["personnummer_invalid", "hsa_id_invalid"]),
        (5, ["personnummer_twice"]),
        (6, ["personnummer_twice", "too_long"]),
        (7, ["personnummer_taken"]),
    ]


def test_a_removed_person_still_holds_the_number(importing: Importing) -> None:  # USR-1, USR-2
    importing.persons.change_status(person_id=BO, changed_by=ANNA, status="removed", now=LATER)

    prepared = importing.prepare(row(2, "198507099805"))

    assert prepared["bad_rows"] == [{"number": 2, "problems": ["personnummer_taken"]}]


def test_staff_are_imported_with_their_rights_in_words_of_both_languages(importing: Importing) -> None:  # ROL-1
    words = ("", "Vårdpersonal", "administratör", "vårdpersonal och administratör", "Staff, Administrator")
    import_id = importing.prepare(
        *(row(2 + place, NUMBERS[place], roles=word) for place, word in enumerate(words)), role="staff"
    )["import_id"]
    importing.confirm(import_id)
    importing.follow()

    both = ["administrator", "staff"]
    roles = [each.roles for each in registered(importing)]
    assert roles == [["staff"], ["staff"], ["administrator"], both, both]
    circle = importing.log.find(Administrators, ADMINISTRATORS_ID)
    assert circle is not None
    assert circle.person_ids == {ANNA, *(uuid5(import_id, str(number)) for number in (4, 5, 6))}


def test_a_patient_has_no_rights_and_an_inactive_administrator_does_not_count(importing: Importing) -> None:  # STA-4
    patient = importing.prepare(row(2, NUMBERS[0], roles="administratör"), role="patient")
    inactive = importing.prepare(row(2, NUMBERS[1], roles="administratör", status="Inaktiv"), role="staff")
    importing.confirm(inactive["import_id"])
    importing.follow()

    circle = importing.log.find(Administrators, ADMINISTRATORS_ID)
    assert patient["bad_rows"] == [{"number": 2, "problems": ["roles_invalid"]}]
    assert circle is not None
    assert circle.person_ids == {ANNA}
    assert person_of(importing, inactive["import_id"], 2).status == "inactive"


def test_profiles_are_kept_in_their_normal_form(importing: Importing) -> None:
    told = row(2, "19500101-1003", phone="070-123 45 67", email="a@Example.SE", language="Engelska")
    told["personnummer"] = NUMBERS[0]
    import_id = importing.prepare(told)["import_id"]
    importing.confirm(import_id)
    importing.follow()

    person = person_of(importing, import_id, 2)
    assert (person.phone, person.email, person.language) == ("+46701234567", "a@example.se", "en")


def test_an_import_with_a_bad_row_is_not_confirmed(importing: Importing) -> None:
    import_id = importing.prepare(*rows(2), row(9, "x"))["import_id"]

    with pytest.raises(ImportHasBadRows):
        importing.confirm(import_id)
    importing.follow()

    assert registered(importing) == []


def test_only_administrators_import_and_nobody_sees_anothers(importing: Importing) -> None:  # ADM-1, ROL-1
    import_id = importing.prepare(*rows(2))["import_id"]
    second = uuid4()
    importing.add(second, NUMBERS[4], ["administrator"])

    with pytest.raises(NotAllowed):
        importing.prepare(*rows(2), by=BO)
    with pytest.raises(PersonUnknown):
        importing.prepare(*rows(2), by=uuid4())
    with pytest.raises(ImportUnknown):
        importing.prepare(*rows(2), by=second, import_id=import_id)
    for asked in (
        lambda: importing.imports.read(import_id=import_id, asked_by=second),
        lambda: importing.imports.confirm(import_id=import_id, confirmed_by=second, now=NOW),
        lambda: importing.imports.cancel(import_id=import_id, cancelled_by=second, now=NOW),
        lambda: importing.imports.read(import_id=uuid4(), asked_by=ANNA),
    ):
        with pytest.raises(ImportUnknown):
            asked()


def test_the_same_file_may_be_sent_again_and_another_under_its_id_may_not(importing: Importing) -> None:
    prepared = importing.prepare(*rows(3))

    again = importing.prepare(*rows(3), import_id=prepared["import_id"])

    assert again == prepared
    for others in (rows(2), [*rows(2), row(4, NUMBERS[4])]):
        with pytest.raises(IdTaken):
            importing.prepare(*others, import_id=prepared["import_id"])


def test_a_file_of_which_a_part_is_missing_is_not_tried(importing: Importing) -> None:
    import_id = uuid4()
    importing.imports.add_rows(import_id=import_id, brought_by=ANNA, rows=rows(2), now=NOW)

    with pytest.raises(ImportIncomplete):
        importing.imports.prepare(import_id=import_id, prepared_by=ANNA, role="patient", row_count=3, now=NOW)
    with pytest.raises(ImportUnknown):
        importing.imports.prepare(import_id=uuid4(), prepared_by=ANNA, role="patient", row_count=3, now=NOW)
