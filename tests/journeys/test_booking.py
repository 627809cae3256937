"""Booking for a group week by week, changing what somebody else changes too, and calling off the rest of a series."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from playwright.sync_api import expect

from tests.journeys.window import Window


# BOK-1, BOK-3, BOK-4, BOK-7, BOK-9
def test_a_group_is_booked_over_the_night_the_clocks_go_back_and_its_rest_called_off(staff: Window):
    night = _last_sunday_of_october(datetime.now(UTC).year + 1)
    staff.page.goto(f"/visits/new?date={night}")
    staff.page.get_by_text("Gruppbesök", exact=True).click()
    _find(staff, "Patienter", "Karl Johansson")
    _find(staff, "Patienter", "Maria Nilsson")
    staff.page.get_by_label("Besökets namn").fill("Sömnskola")
    staff.page.get_by_label("Klockslag").fill("02:30")
    staff.page.get_by_text("Andra, vintertid").click()
    staff.page.get_by_text("Upprepa varje vecka").click()
    staff.page.get_by_label("Antal besök").fill("3")
    staff.is_told("Gruppbesök, 2 patienter och 1 i vårdpersonalen.")
    staff.button("Boka besök").click()

    staff.is_told("3 besök är bokade: Sömnskola")
    booked = _visits_from(staff, night)
    assert [visit["starts_at"] for visit in booked] == [
        f"{night + timedelta(weeks=n)}T01:30:00+00:00" for n in range(3)
    ]
    assert all(visit["is_group"] and visit["people_count"] == 3 for visit in booked)

    staff.page.goto(f"/visits/new?date={night}")
    staff.page.get_by_label("Klockslag").fill("02:45")
    staff.page.get_by_text("Andra, vintertid").click()
    staff.is_told("Anna Holm är upptagen")

    staff.open_visit(booked[1]["id"])
    staff.button("Avboka Sömnskola").click()
    staff.page.get_by_text("Detta och alla senare").click()
    staff.is_told("2 besök avbokas.")
    staff.button("Avboka besöken").click()
    expect(staff.heading("Besöket är avbokat")).to_be_visible()
    assert [visit["state"] for visit in _visits_from(staff, night)] == ["booked", "cancelled", "cancelled"]
    assert staff.faults == []


def test_what_a_colleague_changes_meanwhile_is_shown_and_what_was_written_is_kept(staff: Window):  # BOK-3, BOK-4
    visit_id = staff.book("Karl Johansson", "Samtal", timedelta(days=40))
    staff.page.route("**/api/live", lambda route: route.abort())  # only the refusal tells of the change
    staff.open_visit(visit_id)
    staff.link("Ändra Samtal").click()
    name = staff.page.get_by_label("Besökets namn")
    name.fill("Långt samtal")
    _change_elsewhere(staff, visit_id, length_minutes=45)

    staff.button("Spara ändringar").click()

    staff.is_told("Någon annan ändrade besöket samtidigt")
    staff.is_told("Längden är nu: 45 minuter")
    expect(name).to_have_value("Långt samtal")
    staff.button("Spara ändringar").click()
    staff.is_told("Ändringarna är sparade.")
    visit = staff.ask("GET", f"/api/visits/{visit_id}")["body"]
    assert (visit["name"], visit["length_minutes"]) == ("Långt samtal", 45)


def _find(window: Window, field: str, name: str) -> None:
    """By the keyboard alone: the only one found needs no arrow."""
    search = window.page.get_by_role("combobox", name=field)
    search.fill(name)
    expect(window.page.get_by_role("option", name=name)).to_be_visible()
    search.press("Enter")
    expect(window.page.get_by_role("row", name=name)).to_be_visible()


def _change_elsewhere(window: Window, visit_id: str, **changed: Any) -> None:
    visit = window.ask("GET", f"/api/visits/{visit_id}")["body"]
    details = {key: visit[key] for key in ("name", "starts_at", "length_minutes", "details_version")}
    people = {f"{kind}_ids": [person["id"] for person in visit[people]] for kind, people in PEOPLE.items()}
    answer = window.ask("POST", f"/api/visits/{visit_id}/change", {**details, **people, **changed})
    assert answer["status"] == 200, answer


PEOPLE = {"staff": "staff", "patient": "patients"}


def _visits_from(window: Window, first: date) -> list[dict[str, Any]]:
    until = first + timedelta(weeks=4)
    found = window.ask("GET", f"/api/visits?since={first}T00:00:00Z&until={until}T00:00:00Z")["body"]["visits"]
    return sorted((visit for visit in found if visit["name"] == "Sömnskola"), key=lambda visit: visit["starts_at"])


def _last_sunday_of_october(year: int) -> date:
    last = date(year, 10, 31)
    return last - timedelta(days=(last.weekday() + 1) % 7)
