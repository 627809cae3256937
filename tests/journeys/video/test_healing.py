"""The media server breaks while people see each other: they are soon back in their room."""

from playwright.sync_api import expect

from tests.fixtures.platform import TestPlatform
from tests.journeys.video.meeting import enter_a_visit
from tests.journeys.window import Window

HEALING_MILLISECONDS = 10_000


# TRB-2
def test_both_are_back_in_the_room_within_ten_seconds_of_a_media_restart(
    platform: TestPlatform, staff: Window, patient: Window
):
    enter_a_visit(staff, patient, "Mediaserver startas om")
    staff.sees_and_hears()
    patient.sees_and_hears()
    for window in (staff, patient):
        window.page.evaluate("() => { window.__neverReloaded = true; }")

    before = {window: window.connections() for window in (staff, patient)}
    platform.kill("media")

    for window in (staff, patient):
        window.is_back_in_the_room(connections_before=before[window], within_milliseconds=HEALING_MILLISECONDS)
        assert window.page.evaluate("() => window.__neverReloaded")
    staff.end_visit()
    expect(patient.heading("Besöket är avslutat")).to_be_visible()
