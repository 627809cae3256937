"""The platform breaks while people use it: their pages heal by themselves."""

from playwright.sync_api import expect

from tests.fixtures.platform import TestPlatform
from tests.journeys.window import Window


# LIF-2, SES-4
def test_a_waiting_patient_is_let_in_although_the_gateway_was_restarted(
    platform: TestPlatform, staff: Window, patient: Window
):
    visit_id = staff.book("Karl Johansson", "Vänta ut en omstart")
    patient.open_visit(visit_id)
    patient.is_told("Väntar på att besök ska startas")
    patient.page.evaluate("() => { window.__neverReloaded = true; }")

    platform.kill("gateway")
    platform.wait_ready()
    staff.open_visit(visit_id)
    staff.start_visit()

    expect(patient.button("Gå till besök")).to_be_visible()
    assert patient.page.evaluate("() => window.__neverReloaded")
    staff.ask("POST", f"/api/visits/{visit_id}/end")


def test_a_patient_who_is_cancelled_while_waiting_is_told_why(staff: Window, patient: Window):
    visit_id = staff.book("Karl Johansson", "Avbokas i sista stund")
    patient.open_visit(visit_id)
    patient.is_told("Väntar på att besök ska startas")

    staff.open_visit(visit_id)
    staff.button("Avboka Avbokas i sista stund").click()
    staff.page.get_by_label("Orsak (valfritt)").fill("Läkaren är sjuk")
    staff.button("Avboka besöket").click()

    expect(patient.heading("Besöket är avbokat")).to_be_visible()
    patient.is_told("Läkaren är sjuk")


def test_signing_out_in_one_window_signs_out_the_others_of_that_session(staff: Window):  # SES-3
    other = staff.page.context.new_page()
    other.goto("/visits")
    expect(other.get_by_role("heading", name="Mina bokningar")).to_be_visible()

    staff.page.get_by_role("button", name="min meny").click()
    staff.page.get_by_role("menuitem", name="Logga ut").click()

    expect(staff.page.get_by_role("heading", name="Logga in")).to_be_visible()
    expect(other.get_by_role("heading", name="Logga in")).to_be_visible()
