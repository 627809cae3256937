"""A group of patients with video: into small groups and back, thrown out by a mistake and back again; and who waits."""

import uuid
from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import Any

from playwright.sync_api import expect

from tests.journeys.conftest import OpenWindow
from tests.journeys.window import Window

COUNT_TONES = """
(() => {
  const make = AudioContext.prototype.createOscillator;
  window.__tones = 0;
  AudioContext.prototype.createOscillator = function () { window.__tones += 1; return make.call(this); };
})();
"""
PATIENTS = ("Karl Johansson", "Maria Nilsson", "Fatima Al-Hassan")
SMALL = {"width": 640, "height": 480}
"""Small pictures are all that four windows ask of each other, and of two cores."""
FRAMES = 5


# GRP-1, GRP-2, GRP-4, GRP-5, GRP-6, LIF-9, LIF-12, Q11
def test_a_group_goes_into_small_groups_and_back_and_after_an_accidental_end_everyone_is_back(
    staff: Window, open_window: OpenWindow
):
    patients = {name: open_window(name, viewport=SMALL) for name in PATIENTS}
    visit_id = _book_group(staff, "Gruppträff om sömn")
    _all_meet(staff, list(patients.values()), visit_id)

    staff.button("Smågrupper").click()
    staff.button("Skapa smågrupper").click()
    staff.button("Fördela slumpvis").click()
    staff.button("Öppna 2 grupper").click()
    expect(staff.page.get_by_test_id("small-group")).to_have_count(3)
    alone, together = _into_their_groups(list(patients.values()))
    _knows_of_its_own_group_only(alone, visit_id, others_group=together[0].address)

    own_group = alone.page.get_by_role("heading", level=1).inner_text()
    staff.button(f"Gå till gruppen: {own_group}").click()
    expect(staff.page.get_by_test_id("remote-tile")).to_have_count(1)
    staff.sees_and_hears(new_frames=FRAMES)
    alone.sees_and_hears(new_frames=FRAMES)
    together[0].button("Tillbaka till storgruppen").click()
    expect(together[0].button("Gå till gruppen")).to_be_visible()

    staff.button("Avsluta alla smågrupper").click()
    staff.page.get_by_role("alertdialog").get_by_role("button", name="Avsluta alla smågrupper").click()
    for window in (staff, alone, together[1]):
        expect(window.heading("Besöket är avslutat")).to_be_visible()
        window.button("Tillbaka till storgruppen").click()
    for window in (staff, *patients.values()):
        expect(window.page.get_by_test_id("remote-tile")).to_have_count(3)

    _thrown_out_and_back(staff, list(patients.values()))
    assert [fault for window in (staff, *patients.values()) for fault in window.faults] == []


def _all_meet(staff: Window, patients: list[Window], visit_id: str) -> None:
    """Patients see each other by initials, staff see names."""
    staff.open_visit(visit_id)
    staff.start_visit()
    staff.enter("Anslut till besök")
    for window in patients:
        window.open_visit(visit_id)
        window.enter("Gå till besök")
    for window in (staff, *patients):
        expect(window.page.get_by_test_id("remote-tile")).to_have_count(3)
    staff.sees_and_hears(new_frames=FRAMES)
    staff.is_told("Maria Nilsson")
    karl = patients[PATIENTS.index("Karl Johansson")].page
    expect(karl.get_by_test_id("remote-tile").get_by_text("MN")).to_be_visible()
    assert "Nilsson" not in karl.content()


def _into_their_groups(patients: list[Window]) -> tuple[Window, list[Window]]:
    """The one who came into a group alone, and the two who came together and see each other."""
    for window in patients:
        window.button("Gå till gruppen").click()
        expect(window.button("Tillbaka till storgruppen")).to_be_visible()
    [shared] = [address for address, count in Counter(each.address for each in patients).items() if count > 1]
    together = [window for window in patients if window.address == shared]
    [alone] = [window for window in patients if window not in together]
    for window in together:
        expect(window.page.get_by_test_id("remote-tile")).to_have_count(1)
        window.sees_and_hears(new_frames=FRAMES)
    return alone, together


def _thrown_out_and_back(staff: Window, patients: list[Window]) -> None:
    ended = staff.address
    staff.button("Avsluta besöket för alla").click()
    expect(staff.page.get_by_role("alertdialog")).to_contain_text("De här kopplas från direkt:")
    for name in PATIENTS:
        expect(staff.page.get_by_role("alertdialog").get_by_role("listitem").filter(has_text=name)).to_be_visible()
    staff.button("Avsluta besök").click()
    for window in patients:
        expect(window.heading("Besöket är avslutat")).to_be_visible()
        expect(window.button("Bjud in alla igen")).to_have_count(0)

    staff.is_told("Möjligt i 1:")
    staff.button("Bjud in alla igen").click()
    for window in patients:
        window.enter("Gå till besök")
    for window in (staff, *patients):
        expect(window.page.get_by_test_id("remote-tile")).to_have_count(3)
        window.sees_and_hears(new_frames=FRAMES)
        assert window.address not in (ended, "/visits")
    staff.end_visit()
    expect(staff.heading("Besöket är avslutat")).to_be_visible()


# LIF-2, BOK-6, TRB-3
def test_staff_see_and_hear_who_waits_and_a_substitute_goes_on_with_the_visit(
    staff: Window, patient: Window, open_window: OpenWindow
):
    staff.page.add_init_script(COUNT_TONES)
    visit_id = staff.book("Karl Johansson", "Väntan och vikarie")
    staff.open_visit(visit_id)
    staff.page.get_by_text("Ljud när någon väntar").click()
    sounded = _tones(staff)
    assert sounded > 0  # heard once when it was asked for

    patient.open_visit(visit_id)
    patient.is_told("Väntar på att besök ska startas")
    staff.is_told("Karl Johansson väntar")
    expect(staff.page.get_by_test_id("announcer")).to_contain_text("Karl Johansson väntar: Väntan och vikarie")
    staff.page.wait_for_function("(before) => window.__tones > before", arg=sounded)
    patient.page.goto("/visits")
    expect(staff.page.get_by_test_id("waiting")).to_have_count(0)

    patient.open_visit(visit_id)
    staff.is_told("Karl Johansson väntar")
    staff.start_visit()
    expect(staff.page.get_by_test_id("waiting")).to_have_count(0)
    patient.enter("Gå till besök")
    with staff.page.expect_response("**/join") as joined:
        staff.enter("Anslut till besök")
    patient.sees_and_hears()

    substitute = open_window("Jonas Ek")
    _hand_over(staff, substitute, visit_id)
    expect(staff.heading("Du är inte längre med i besöket")).to_be_visible()
    assert staff.media_answers(joined.value.json()) in (401, 403)
    _goes_on(substitute, patient, visit_id)
    assert staff.faults + patient.faults + substitute.faults == []


def _goes_on(substitute: Window, patient: Window, visit_id: str) -> None:
    patient.is_told("Nu också med i besöket: Jonas Ek.")
    substitute.open_visit(visit_id)
    substitute.enter("Anslut till besök")
    substitute.sees_and_hears()
    expect(patient.page.get_by_test_id("remote-tile")).to_have_count(1)
    patient.sees_and_hears()
    substitute.end_visit()
    expect(patient.heading("Besöket är avslutat")).to_be_visible()


def _book_group(staff: Window, name: str) -> str:
    known = {person["name"]: person["id"] for person in staff.ask("GET", "/api/patients")["body"]["patients"]}
    visit_id = str(uuid.uuid4())
    booking = {
        "name": name,
        "starts_at": (datetime.now(UTC) + timedelta(minutes=10)).isoformat(),
        "length_minutes": 30,
        "staff_ids": [_id_of(staff)],
        "patient_ids": [known[patient] for patient in PATIENTS],
        "is_group": True,
    }
    answer = staff.ask("POST", f"/api/visits/{visit_id}", booking)
    assert answer["status"] == 201, answer
    return visit_id


def _hand_over(staff: Window, substitute: Window, visit_id: str) -> None:
    """From one member of staff to another while the visit is under way."""
    visit: dict[str, Any] = staff.ask("GET", f"/api/visits/{visit_id}")["body"]
    change = {
        **{key: visit[key] for key in ("details_version", "name", "starts_at", "length_minutes")},
        "staff_ids": [_id_of(substitute)],
        "patient_ids": [person["id"] for person in visit["patients"]],
    }
    answer = staff.ask("POST", f"/api/visits/{visit_id}/change", change)
    assert answer["status"] == 200, answer


def _knows_of_its_own_group_only(patient: Window, visit_id: str, *, others_group: str) -> None:
    groups = patient.ask("GET", f"/api/visits/{visit_id}/small-groups")["body"]["visits"]
    assert [f"/visits/{group['id']}" for group in groups] == [patient.address]
    assert patient.ask("GET", f"/api{others_group}")["status"] == 404
    assert others_group.removeprefix("/visits/") not in str(patient.ask("GET", "/api/visits")["body"])


def _id_of(window: Window) -> str:
    person_id: str = window.ask("GET", "/api/session")["body"]["person"]["id"]
    return person_id


def _tones(window: Window) -> int:
    count: int = window.page.evaluate("() => window.__tones")
    return count
