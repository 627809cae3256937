"""The admin tool in a window, in the words of its pages."""

import re
from datetime import date, timedelta
from itertools import count
from typing import Any

from playwright.sync_api import Locator, expect

from tests.journeys.window import Window

FIRST_BIRTHDAY = date(1931, 1, 1)
TEST_SERIAL = "239"
_days = count()


def new_number() -> str:
    """A number in the shape of Skatteverket's test numbers that nobody in this run has yet."""
    birthday = FIRST_BIRTHDAY + timedelta(days=next(_days))
    digits = f"{birthday:%y%m%d}{TEST_SERIAL}"
    doubled = (int(digit) * (2 - place % 2) for place, digit in enumerate(digits))
    total = sum(sum(divmod(number, 10)) for number in doubled)
    return f"{birthday:%Y%m%d}-{TEST_SERIAL}{-total % 10}"


class AdminTool:
    """What an administrator does and sees in «administratörsverktyget»."""

    def __init__(self, window: Window, provider: str) -> None:
        self.window, self.page, self.provider = window, window.page, provider

    def enter(self) -> None:
        """By the provider's name in the top menu (ADM-1)."""
        self.page.get_by_role("navigation").get_by_role("link", name=self.provider, exact=True).click()
        expect(self.window.heading("Våra patienter")).to_be_visible()

    def go_to(self, place: str) -> None:
        self.page.get_by_role("navigation", name="Administratörsverktyget").get_by_role("link", name=place).click()
        expect(self.window.heading(place)).to_be_visible()

    def add(self, button: str, number: str, name: str, *rights: str) -> None:
        """Fills the form in and sends it; what comes of it is the test's to see."""
        form = self.page.get_by_role("main")
        expect(self.window.heading(button)).to_be_visible()
        form.get_by_label("Personnummer").fill(number)
        form.get_by_label("Namn", exact=True).fill(name)
        for right in rights:
            self.tick(right)
        self.window.button(button).click()

    def is_added(self, name: str) -> None:
        expect(self.window.heading(f"{name} är tillagd")).to_be_visible()

    def tick(self, name: str) -> None:
        self.page.get_by_role("main").locator("label").filter(has_text=re.compile(f"^{name}$")).click()

    def search(self, text: str) -> None:
        self.page.get_by_label("Sök på personnummer eller namn").fill(text)

    def row(self, name: str) -> Locator:
        return self.page.get_by_role("row").filter(has_text=name)

    def edit(self, number: str, name: str) -> None:
        """Våra patienter or Vår vårdpersonal → the number → Redigera."""
        self.search(number)
        self.page.get_by_role("link", name=f"Redigera {name}", exact=True).click()
        expect(self.window.heading(name)).to_be_visible()

    def set_status(self, status: str, confirm: str | None) -> None:
        self.page.get_by_role("radio", name=status, exact=True).check(force=True)
        self.window.button("Ändra status").click()
        if confirm is not None:
            expect(self.page.get_by_role("alertdialog")).to_contain_text("loggas ut direkt")
            self.window.button(confirm).click()

    def restore(self, reason: str) -> None:
        self.window.button("Återställ").click()
        self.page.get_by_role("alertdialog").get_by_label("Orsak").fill(reason)
        self.window.button("Återställ användaren").click()
        self.window.is_told("Användaren är återställd och aktiv.")

    def bring(self, rows: list[str]) -> None:
        """Picks a file with these rows for a dry run."""
        content = "\n".join(["Personnummer;Namn;Telefon;E-post", *rows]).encode()
        file: Any = {"name": "patienter.csv", "mimeType": "text/csv", "buffer": content}
        self.page.locator("input[type=file]").set_input_files(file)
