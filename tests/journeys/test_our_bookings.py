"""Administrators among everybody's bookings: a colleague is ill, a visit is booked for another and cancelled."""

import re
import uuid
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import expect

from tests.journeys.admin_tool import AdminTool, new_number
from tests.journeys.barriers import check
from tests.journeys.conftest import OpenWindow
from tests.journeys.window import Window

SEARCH = "Sök på en deltagares personnummer"


class Someone:
    """A person of this journey alone, whose lists hold nothing else."""

    def __init__(self, tool: AdminTool, name: str, role: str) -> None:
        self.id, self.name, self.number = str(uuid.uuid4()), name, new_number()
        person = {"personnummer": self.number, "name": name, "roles": [role], "language": "sv", "hsa_id": None}
        reached = {"phone": None, "email": f"{self.id}@example.com"}
        answer = tool.window.ask("POST", f"/api/people/{self.id}", {**person, **reached})
        assert answer["status"] == 201, answer


@pytest.fixture
def tool(open_window: OpenWindow) -> AdminTool:
    window = open_window("Elin Lindqvist")
    return AdminTool(window, window.ask("GET", "/api/provider")["body"]["name"])


# BOK-6 BOK-9 BOK-5 ADM-2 NOT-1 NOT-3
def test_all_visits_of_a_colleague_who_is_ill_are_given_to_another(tool: AdminTool, open_window: OpenWindow):
    window, page = tool.window, tool.page
    ill, well = Someone(tool, "Sjuk Kollegasson", "staff"), Someone(tool, "Frisk Vikariesson", "staff")
    patient = Someone(tool, "Trogen Patientsson", "patient")
    days = [datetime.now(UTC) + timedelta(days=1 + place) for place in range(3)]
    for place, day in enumerate(days):
        _book(window, f"Samtal {place}", day, ill, patient)
    _book(window, "Redan bokat", days[1], well, patient)
    phone = open_window(patient.name, phone=True)
    phone.is_told(ill.name)
    desk = open_window(ill.name)
    expect(desk.link("Samtal 0")).to_be_visible()

    tool.enter()
    tool.go_to("Våra framtida bokningar")
    _search(tool, ill.number)
    window.link("Ordna om alla besök").click()
    expect(window.heading(f"Ordna om besök för {ill.name}")).to_be_visible()
    _choose(window, "Vem tar över?", "Frisk Vik", well.name)
    window.button("Visa vad som händer").click()
    _swap_after_a_look(window)

    expect(desk.heading("Du har inga bokade besök")).to_be_visible()
    _is_told_of_the_other(phone, ill.name, well.name)

    tool.go_to("Aviseringar")
    told = tool.row(patient.name).filter(has_text="Ändrat besök")
    expect(told).to_have_count(3)
    window.link("Utkorg").click()
    expect(page.get_by_role("article", name=f"E-post till {patient.name}").first).to_be_visible()
    expect(page.get_by_role("article", name=f"E-post till {ill.name}").first).to_be_visible()
    check(window)
    assert [fault for each in (window, phone, desk) for fault in each.faults] == []


def _swap_after_a_look(window: Window) -> None:
    """The preview with its clash, the question before it, the report, and the report after a reload."""
    visits = window.page.get_by_role("list", name="Besök som ordnas om").get_by_role("listitem")
    expect(visits).to_have_count(3)
    expect(visits.filter(has_text="Krockar med 1 annat besök")).to_contain_text("Samtal 1")
    check(window)
    window.button("Byt vårdpersonal i 3 besök").click()
    question = window.page.get_by_role("alertdialog")
    expect(question).to_contain_text("3 personer får besked: 1 patient och 2 kollegor.")
    question.get_by_role("button", name="Byt vårdpersonal i 3 besök").click()
    expect(window.heading("3 av 3 besök har bytt vårdpersonal")).to_be_visible()
    window.page.reload()
    expect(window.heading("3 av 3 besök har bytt vårdpersonal")).to_be_visible()
    check(window)


def _is_told_of_the_other(phone: Window, gone: str, newcomer: str) -> None:
    phone.is_told(newcomer)
    expect(phone.page.get_by_text(gone)).to_have_count(0)
    phone.page.get_by_role("button", name=re.compile(r"^Aviseringar, \d+ olästa$")).click()
    latest = phone.page.get_by_role("dialog", name="Aviseringar").get_by_role("listitem")
    expect(latest.filter(has_text="har ändrats.")).to_have_count(3)
    check(phone)
    phone.page.keyboard.press("Escape")
    expect(phone.button("Aviseringar, inga olästa")).to_be_visible()


# BOK-2 BOK-3 BOK-5 ADM-2 Q3 Q4
def test_an_administrator_books_for_a_colleague_finds_the_visit_by_number_changes_and_cancels_it(tool: AdminTool):
    window, page = tool.window, tool.page
    colleague = Someone(tool, "Bokad Kollegasson", "staff")
    patient = Someone(tool, "Funnen Patientsson", "patient")
    tool.enter()
    tool.go_to("Våra framtida bokningar")
    assert window.address == "/admin/bookings/future"
    window.link("Ny bokning").click()
    _choose(window, "Patient", patient.number, patient.name)
    _choose(window, "Vårdpersonal", "Bokad Koll", colleague.name)
    page.get_by_label("Besökets namn").fill("Bokat av andra")
    page.get_by_label("Datum").fill(f"{datetime.now(UTC) + timedelta(days=3):%Y-%m-%d}")
    window.button("Boka besök").click()
    window.is_told("Besöket är bokat: Bokat av andra")

    tool.go_to("Våra bokningar")
    _search(tool, patient.number)
    row = tool.row("Bokat av andra")
    expect(row).to_contain_text(colleague.name)
    expect(window.link("Ordna om alla besök")).to_have_count(0)
    window.link("Ändra Bokat av andra").click()
    page.get_by_label("Besökets namn").fill("Ändrat av andra")
    window.button("Spara ändringar").click()

    expect(tool.row("Ändrat av andra")).to_be_visible()
    window.button("Avboka Ändrat av andra").click()
    window.button("Avboka besöket").click()
    expect(window.heading("Inga framtida bokningar")).to_be_visible()
    page.get_by_role("tab", name="Tidigare").click()
    expect(tool.row("Ändrat av andra")).to_contain_text("Avbokat")
    assert window.faults == []


def _book(window: Window, name: str, starts_at: datetime, colleague: Someone, patient: Someone) -> None:
    people = {"staff_ids": [colleague.id], "patient_ids": [patient.id]}
    details = {"name": name, "starts_at": starts_at.isoformat(), "length_minutes": 30, "repeat": None}
    answer = window.ask("POST", f"/api/visits/{uuid.uuid4()}", {**details, **people, "is_group": False})
    assert answer["status"] == 201, answer


def _search(tool: AdminTool, number: str) -> None:
    tool.page.get_by_label(SEARCH).fill(number)
    tool.window.button("Sök").click()


def _choose(window: Window, field: str, text: str, name: str) -> None:
    window.page.get_by_label(field, exact=True).fill(text)
    window.page.get_by_role("option", name=name).click()
