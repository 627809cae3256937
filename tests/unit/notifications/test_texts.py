"""What notices say, and what they never say."""

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.notifications.events import KINDS
from notifications.adapters.gsm_alphabet import in_gsm, is_gsm, parts
from notifications.adapters.spoken_times import spoken, spoken_span
from notifications.adapters.texts import Texts, one_line
from tests.unit.notifications.letters import MONDAY, letter

STOCKHOLM = ZoneInfo("Europe/Stockholm")
URL = "https://norrvik.careplatform.se"
LANGUAGES = ("sv", "en")


def stockholm(*when: int, fold: int = 0) -> datetime:
    return datetime(*when, tzinfo=STOCKHOLM, fold=fold).astimezone(UTC)


@pytest.mark.parametrize(
    ("about", "said"),
    [
        ({"kind": "booked"}, "Du har ett nytt videobesök måndag 23 november 2026 kl. 10:30."),
        (
            {"kind": "booked", "visit_count": 5},
            "Du har 5 nya videobesök, det första måndag 23 november 2026 kl. 10:30.",
        ),
        ({"kind": "cancelled"}, "Ditt videobesök måndag 23 november 2026 kl. 10:30 är avbokat."),
        ({"kind": "reminder"}, "Påminnelse: du har ett videobesök måndag 23 november 2026 kl. 10:30."),
        ({"kind": "taken_out"}, "Du är inte längre med i videobesöket måndag 23 november 2026 kl. 10:30."),
        ({"kind": "brought_in"}, "Du är tillagd i ett videobesök måndag 23 november 2026 kl. 10:30."),
        ({"kind": "invited_again"}, "Ditt videobesök är öppnat igen och pågår nu."),
        (
            {"kind": "changed", "previous_starts_at": MONDAY - timedelta(days=3)},
            "Videobesöket fredag 20 november kl. 10:30 är flyttat till måndag 23 november 2026 kl. 10:30.",
        ),
        (
            {"kind": "changed", "previous_starts_at": MONDAY, "previous_length_minutes": 45},
            "Ditt videobesök måndag 23 november 2026 kl. 10:30 är nu 30 minuter långt.",
        ),
        (
            {"kind": "changed"},
            "Du möter annan vårdpersonal i ditt videobesök måndag 23 november 2026 kl. 10:30.",
        ),
        (
            {"kind": "changed", "is_for_patient": False},
            "Deltagarna i ditt videobesök måndag 23 november 2026 kl. 10:30 är ändrade.",
        ),
        ({"kind": "booked", "language": "en"}, "You have a new video visit on Monday 23 November 2026 at 10:30."),
    ],
)
def test_an_sms_says_who_writes_when_it_is_and_where_to_go(about: dict[str, Any], said: str) -> None:  # NOT-1, NOT-2
    text = Texts().sms(letter(**about))

    assert text.startswith(f"Norrviks vårdcentral: {said} ")
    assert text.endswith(URL)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_has_words_in_both_languages_for_one_visit_and_for_many(kind: str, language: str) -> None:
    for count in (1, 12):
        about = letter(kind, language=language, visit_count=count)

        sms, written = Texts().sms(about), Texts().email(about)

        assert "{" not in sms + written.subject + written.text
        assert URL in sms
        assert URL in written.text
        assert sms.split(": ", 1)[1].split(" http")[0].rsplit(". ", 1)[0] in in_gsm(written.text)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_an_ordinary_sms_is_paid_for_once_and_the_longest_thrice(kind: str, language: str) -> None:
    ordinary = letter(kind, language=language, page_url="https://norrvik.careplatform.se")
    longest = letter(
        kind,
        language=language,
        provider_name="Å" * 100,
        page_url=f"https://{'a' * 63}.careplatform.se",
        starts_at=stockholm(2026, 9, 30, 10, 0),
        previous_starts_at=stockholm(2026, 9, 23, 10, 0),
        visit_count=200,
    )

    assert is_gsm(Texts().sms(ordinary))
    assert parts(Texts().sms(ordinary)) == 1
    assert parts(Texts().sms(longest)) <= 3


def test_whoever_reads_no_language_of_ours_reads_swedish() -> None:
    assert Texts().sms(letter(language="fi")) == Texts().sms(letter(language="sv"))


def test_an_email_says_how_long_it_is_and_that_nobody_reads_answers() -> None:
    written = Texts().email(letter("booked"))

    assert written.subject == "Nytt videobesök hos Norrviks vårdcentral"
    assert "Tid: måndag 23 november 2026 kl. 10:30–11:00 (30 minuter)" in written.text
    assert "Det går inte att svara på det här meddelandet." in written.text


@pytest.mark.parametrize("kind", ["cancelled", "taken_out"])
def test_whoever_no_longer_has_a_visit_is_not_told_to_sign_in_to_it(kind: str) -> None:
    text = Texts().sms(letter(kind))

    assert "Logga in" not in text
    assert text.endswith(f"Se dina bokningar på {URL}")


@given(name=st.text(max_size=100))
def test_a_provider_s_name_cannot_break_a_header_or_a_line(name: str) -> None:
    written = Texts().email(letter(provider_name=name))

    assert written.subject.isprintable()
    assert one_line(name) == one_line(one_line(name))


@pytest.mark.parametrize(
    ("written", "sent"),
    [
        ("10:30–11:00 … “hej”", '10:30-11:00 ... "hej"'),
        ("Åsa Öberg à la é", "Åsa Öberg à la é"),
        ("Šárka Ćosić", "Sarka Cosic"),
        ("東京", "東京"),
    ],
)
def test_what_sms_cannot_write_is_written_alike_or_kept(written: str, sent: str) -> None:
    assert in_gsm(written) == sent


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("a" * 160, 1),
        ("a" * 161, 2),
        ("a" * 306, 2),
        ("a" * 307, 3),
        ("€" * 80, 1),
        ("€" * 80 + "a", 2),
        ("å" * 160, 1),
        ("東" * 70, 1),
        ("東" * 71, 2),
        ("東" * 135, 3),
        ("👌" * 35, 1),
        ("👌" * 36, 2),
        ("", 1),
    ],
)
def test_parts_are_counted_as_they_are_paid_for(text: str, count: int) -> None:
    assert parts(text) == count


@pytest.mark.parametrize(
    ("moment", "said"),
    [
        (stockholm(2026, 10, 25, 1, 30), "söndag 25 oktober 2026 kl. 01:30"),
        (stockholm(2026, 10, 25, 2, 30), "söndag 25 oktober 2026 kl. 02:30 sommartid"),
        (stockholm(2026, 10, 25, 2, 30, fold=1), "söndag 25 oktober 2026 kl. 02:30 vintertid"),
        (stockholm(2026, 10, 25, 3, 0), "söndag 25 oktober 2026 kl. 03:00"),
        (stockholm(2026, 3, 29, 1, 59), "söndag 29 mars 2026 kl. 01:59"),
        (stockholm(2026, 3, 29, 1, 59) + timedelta(minutes=1), "söndag 29 mars 2026 kl. 03:00"),
    ],
)
def test_on_the_nights_when_the_clocks_change_a_time_is_said_without_doubt(moment: datetime, said: str) -> None:
    assert spoken(moment, "sv") == said


@pytest.mark.parametrize(
    ("starts_at", "minutes", "said"),
    [
        (stockholm(2026, 11, 23, 10, 30), 45, "Monday 23 November 2026 at 10:30–11:15"),
        (stockholm(2026, 3, 29, 1, 30), 60, "Sunday 29 March 2026 at 01:30–03:30"),
        (stockholm(2026, 10, 25, 1, 30), 120, "Sunday 25 October 2026 at 01:30–02:30 winter time"),
        (stockholm(2026, 11, 23, 23, 30), 60, "Monday 23 November 2026 at 23:30 – Tuesday 24 November 2026 at 00:30"),
    ],
)
def test_a_visit_ends_when_its_minutes_are_over_whatever_the_clocks_do(
    starts_at: datetime, minutes: int, said: str
) -> None:
    assert spoken_span(starts_at, minutes, "en") == said
