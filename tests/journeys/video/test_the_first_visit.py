"""A visit from booking to its end, as its two people live it."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from playwright.sync_api import expect

from tests.journeys.video.meeting import enter_a_visit
from tests.journeys.window import Window

STOCKHOLM = ZoneInfo("Europe/Stockholm")


# BOK-1, BOK-7, ADR-3, LIF-1, LIF-2, LIF-5, LIF-7, LIF-8, LIF-10
def test_book_wait_start_meet_end_and_no_way_back(staff: Window, patient: Window):
    soon = datetime.now(STOCKHOLM) + timedelta(minutes=2)
    staff.link("Ny bokning").click()
    staff.page.get_by_label("Besökets namn").fill("Uppföljning efter operation")
    staff.page.get_by_role("combobox", name="Patient").fill("Karl")
    staff.page.get_by_role("option", name="Karl Johansson").click()
    staff.page.get_by_label("Datum").fill(soon.strftime("%Y-%m-%d"))
    staff.page.get_by_label("Klockslag").fill(soon.strftime("%H:%M"))
    staff.button("Boka besök").click()

    expect(staff.heading("Mina bokningar")).to_be_visible()
    patient.link("Uppföljning efter operation").click()
    patient.is_told("Väntar på att besök ska startas")
    expect(patient.button("Starta besök")).to_have_count(0)

    staff.link("Uppföljning efter operation").click()
    expect(staff.page.get_by_role("heading", name="Uppföljning efter operation", level=1)).to_be_visible()
    staff.start_visit()
    expect(patient.button("Gå till besök")).to_be_visible()

    staff.enter("Anslut till besök")
    staff.is_told("Väntar på att Karl Johansson ska ansluta")
    with patient.page.expect_response("**/join") as joined:
        patient.enter("Gå till besök")
    staff.sees_and_hears()
    patient.sees_and_hears()
    staff.is_told("minuter kvar")

    staff.end_visit()
    for window in (staff, patient):
        expect(window.heading("Besöket är avslutat")).to_be_visible()
    patient.is_told("Anna Holm avslutade besöket")
    refused = patient.ask("POST", f"/api{patient.address}/join")
    assert (refused["status"], refused["body"]["code"]) == (409, "visit_ended")
    assert patient.media_answers(joined.value.json()) == 403
    assert staff.faults + patient.faults == []


def test_leaving_is_not_ending(staff: Window, patient: Window):  # LIF-12, LIF-8, SES-4
    enter_a_visit(staff, patient, "Gå ut och in")
    patient.sees_and_hears()

    patient.button("Lämna").click()
    staff.is_told("Väntar på att Karl Johansson ska ansluta")
    patient.enter("Gå till besök")

    staff.sees_and_hears()
    patient.sees_and_hears()
    staff.end_visit()


def test_a_reload_brings_one_back_without_a_ghost(staff: Window, patient: Window):  # TRB-2, TRB-3
    enter_a_visit(staff, patient, "Ladda om sidan")
    staff.sees_and_hears()

    patient.page.reload()

    patient.sees_and_hears()
    staff.sees_and_hears()
    expect(staff.page.get_by_test_id("remote-tile")).to_have_count(1)
    staff.end_visit()


def test_muting_and_turning_the_camera_off_shows_on_the_other_side(staff: Window, patient: Window):
    enter_a_visit(staff, patient, "Stäng av kameran")
    staff.sees_and_hears()

    patient.button("Kamera").click()
    patient.button("Mikrofon").click()

    expect(staff.page.get_by_test_id("remote-video")).to_have_count(0)
    expect(staff.page.get_by_test_id("remote-tile")).to_contain_text("mikrofonen är av")
    patient.page.get_by_role("button", name="Kamera").click()
    expect(staff.page.get_by_test_id("remote-video")).to_have_count(1)
    staff.end_visit()
