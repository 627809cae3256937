"""The pages that are made from the code say what the code says."""

import pytest

from tools import documents, requirements


@pytest.mark.parametrize("name", sorted(documents.pages()))
def test_a_page_made_from_the_code_is_fresh(name: str) -> None:
    written = (documents.DOCS / name).read_text()

    assert written == documents.pages()[name], f"docs/{name} is out of date: make docs"


def test_the_page_of_requirements_is_fresh() -> None:
    assert requirements.PAGE.read_text() == requirements.page(), "docs/requirements.md is out of date: make docs"


def test_every_row_a_test_names_is_a_requirement() -> None:
    known = {line.split(",", 1)[0] for line in requirements.ROWS.read_text().splitlines()[1:]}

    assert requirements.named_rows() - known == set()
