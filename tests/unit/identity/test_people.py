import pytest

from identity.projections.swedish_names import initials, swedish_order


def test_names_stand_in_swedish_order() -> None:
    names = ["Örjan Ek", "Åsa Ek", "Zlatan Ek", "Ärla Ek", "André Ek", "Anders Ek", "Wille", "Vera", "Émile", "Erik"]

    assert sorted(names, key=swedish_order) == [
        "Anders Ek",
        "André Ek",
        "Émile",
        "Erik",
        "Vera",
        "Wille",
        "Zlatan Ek",
        "Åsa Ek",
        "Ärla Ek",
        "Örjan Ek",
    ]


@pytest.mark.parametrize(
    ("name", "letters"),
    [("Anna Maria Åkesson", "AÅ"), ("anna ek", "AE"), ("Cher", "C"), ("", ""), ("Anna Anna", "AA")],
)
def test_initials_are_the_first_letters_of_the_first_and_last_name(name: str, letters: str) -> None:  # GRP-1
    assert initials(name) == letters
