import base64
import hashlib
import io
from typing import Any
from uuid import UUID

import pytest
from PIL import Image

from chassis.domain import ChangedMeanwhile
from contracts.identity.calls import ReadSettings
from identity.domain.logo import Logo
from identity.domain.provider import Provider, Settings
from identity.domain.refusals import (
    ColourContrastTooLow,
    LogoInvalid,
    LogoUnknown,
    MethodNotConfigured,
    NotAllowed,
    PersonUnknown,
    PhoneInvalid,
    SettingsInvalid,
    SmsDecisionMissing,
)
from identity.publishing import published
from tests.unit.identity.people import ANNA, BO, CECILIA, LATER, NOW, events_of
from tests.unit.identity.signing import SETTINGS, Desk, desk


def change(care: Desk, by: UUID = ANNA, version: int = 0, **changed: Any) -> dict[str, Any]:
    return care.settings.change(changed_by=by, version=version, now=NOW, **SETTINGS | changed)


def picture(kind: str = "PNG", size: tuple[int, int] = (64, 32)) -> bytes:
    made = io.BytesIO()
    Image.new("RGB", size, "#0b5c6b").save(made, kind)
    return made.getvalue()


def put(care: Desk, content: bytes | None, content_type: str | None = "image/png", by: UUID = ANNA) -> dict[str, Any]:
    encoded = None if content is None else base64.b64encode(content).decode()
    return care.settings.change_logo(changed_by=by, content_type=content_type, content=encoded, now=NOW)


def test_until_the_first_change_the_deployment_decides() -> None:
    care = desk(("bankid", "demo"))

    settings = care.settings.read()

    assert (settings["name"], settings["version"], settings["changed_by"]) == ("Vårdcentralen", 0, None)
    assert (settings["idle_logout_minutes"], settings["sms"], settings["retention_days"]) == (120, False, 365)
    assert settings["sign_in_methods"] == ("bankid", "demo")
    assert settings["languages"] == ("sv", "en")
    assert ReadSettings.reply({"settings": settings})["settings"]["configured_methods"] == ["bankid", "demo"]


def test_an_administrator_changes_the_settings_from_what_was_read() -> None:
    care = desk()

    changed = change(care, name="  Norrvik ", phone="08-712 34 56", address=" Storgatan 1 ")

    assert (changed["name"], changed["phone"], changed["address"]) == ("Norrvik", "+4687123456", "Storgatan 1")
    assert (changed["changed_by"], changed["changed_at"]) == (ANNA, NOW)
    assert change(care, version=changed["version"], name="Söder")["name"] == "Söder"
    with pytest.raises(ChangedMeanwhile):
        change(care, version=changed["version"], name="Öster")


def test_the_same_change_sent_twice_is_made_once() -> None:
    care = desk()

    first = change(care, name="Norrvik")
    again = change(care, name="Norrvik")

    assert again == first
    assert len(events_of(care.provider, Provider.SettingsChanged)) == 1


@pytest.mark.parametrize(("by", "refusal"), [(BO, NotAllowed), (CECILIA, NotAllowed), (UUID(int=77), PersonUnknown)])
def test_only_administrators_change_settings_and_logo(by: UUID, refusal: type[Exception]) -> None:  # ROL-1
    care = desk()

    with pytest.raises(refusal):
        change(care, by=by)
    with pytest.raises(refusal):
        put(care, picture(), by=by)

    assert care.settings.read()["version"] == 0


@pytest.mark.parametrize(
    ("changed", "refusal"),
    [
        ({"brand_colour": "#777777"}, ColourContrastTooLow),
        ({"sms": True}, SmsDecisionMissing),
        ({"sms": True, "sms_decision": "   "}, SmsDecisionMissing),
        ({"sign_in_methods": ["demo", "bankid"]}, MethodNotConfigured),
        ({"sign_in_methods": []}, SettingsInvalid),
        ({"languages": []}, SettingsInvalid),
        ({"name": "   "}, SettingsInvalid),
        ({"reminder_minutes": [10, 20, 30, 40]}, SettingsInvalid),
        ({"phone": "ring oss"}, PhoneInvalid),
        ({"phone": "٠٨٧١٢٣٤٥٦"}, PhoneInvalid),
    ],
)
def test_settings_that_cannot_be_are_refused(changed: dict[str, Any], refusal: type[Exception]) -> None:
    care = desk()

    with pytest.raises(refusal):
        change(care, **changed)

    assert care.settings.read()["version"] == 0


def test_a_switchboard_may_have_a_number_that_no_person_has() -> None:
    assert change(desk(), phone="0771-11 20 20")["phone"] == "+46771112020"


def test_text_messages_are_switched_on_by_a_recorded_decision() -> None:
    changed = change(desk(), sms=True, sms_decision="Beslut 2026-03-01")

    assert (changed["sms"], changed["sms_decision"]) == (True, "Beslut 2026-03-01")


def test_until_a_provider_decides_notices_go_by_e_mail_with_reminders_a_day_and_an_hour_before() -> None:  # NOT-2
    settings = desk().settings.read()

    assert (settings["email"], settings["reminder_minutes"], settings["sms_sender"]) == (True, (1440, 60), "")


def test_an_administrator_chooses_when_reminders_go_out_and_what_sms_come_from() -> None:  # NOT-2, X-7
    care = desk()

    changed = change(care, email=False, reminder_minutes=[60, 2880, 60], sms_sender="Norrvik")

    assert (changed["email"], changed["reminder_minutes"], changed["sms_sender"]) == (False, (2880, 60), "Norrvik")
    assert change(care, version=changed["version"], reminder_minutes=[])["reminder_minutes"] == ()


def test_the_same_reminders_in_another_order_are_no_change() -> None:
    care = desk()

    change(care, reminder_minutes=[60, 1440])
    change(care, reminder_minutes=[1440, 60, 60])

    assert len(events_of(care.provider, Provider.SettingsChanged)) == 1


def test_others_are_told_when_reminders_go_out_and_not_what_sms_come_from() -> None:
    care = desk()
    change(care, email=False, reminder_minutes=[30], sms_sender="Norrvik")

    told = [published(changed) for changed in events_of(care.provider, Provider.SettingsChanged)]

    assert [(each.body["sends_email"], each.body["reminder_minutes"]) for each in told if each] == [(False, [30])]


def test_a_way_to_sign_in_that_is_no_longer_configured_does_not_count() -> None:
    care = desk(("bankid", "demo"))
    change(care, sign_in_methods=["demo"])
    without_the_demo = desk(("bankid",), provider=care.provider)

    assert care.settings.sign_in_methods() == ("demo",)
    assert without_the_demo.settings.sign_in_methods() == ("bankid",)


def test_settings_are_told_as_they_are_kept() -> None:
    kept = Settings(name=" Norrvik ", languages=("sv", "sv"), sign_in_methods=("demo", "demo")).tidied()

    assert (kept.name, kept.languages, kept.sign_in_methods) == ("Norrvik", ("sv",), ("demo",))


@pytest.mark.parametrize(("kind", "content_type"), [("PNG", "png"), ("JPEG", "jpeg"), ("WEBP", "webp")])
def test_a_logo_is_known_by_its_hash_and_given_back_as_it_was(kind: str, content_type: str) -> None:
    care, content = desk(), picture(kind)

    logo = put(care, content, f"image/{content_type}")["logo"]

    given = care.settings.logo(logo)
    assert logo == hashlib.sha256(content).hexdigest()
    assert (given["content_type"], base64.b64decode(given["content"])) == (f"image/{content_type}", content)


def test_a_logo_that_was_replaced_or_taken_away_is_no_longer_given() -> None:
    care = desk()
    first = put(care, picture())["logo"]
    second = put(care, picture(size=(10, 10)))["logo"]

    taken_away = put(care, None, None)["logo"]

    assert taken_away is None
    for gone in (first, second, "0" * 64):
        with pytest.raises(LogoUnknown):
            care.settings.logo(gone)


def test_a_logo_that_comes_back_is_kept_once() -> None:
    care = desk()
    for size in ((64, 32), (10, 10), (64, 32)):
        put(care, picture(size=size))

    assert len(events_of(care.provider, Logo.Added)) == 2
    assert len(events_of(care.provider, Provider.LogoChanged)) == 3


@pytest.mark.parametrize(
    ("content", "content_type"),
    [
        (b"", "image/png"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", "image/png"),
        (b"\x89PNG\r\n\x1a\n", "image/png"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 100, "image/png"),
        (picture("JPEG"), "image/png"),
        (picture("GIF"), "image/png"),
        (picture("PNG", (2001, 1)), "image/png"),
        (picture("PNG", (1, 2001)), "image/png"),
        (picture("PNG") + b"\0" * 200_000, "image/png"),
    ],
    ids=["nothing", "svg", "a signature", "zeros", "another type", "gif", "too wide", "too high", "too large"],
)
def test_what_is_no_logo_is_refused(content: bytes, content_type: str) -> None:
    care = desk()

    with pytest.raises(LogoInvalid):
        put(care, content, content_type)

    assert care.settings.read()["logo"] is None


def test_what_is_not_base64_is_no_logo() -> None:
    with pytest.raises(LogoInvalid):
        desk().settings.change_logo(changed_by=ANNA, content_type="image/png", content="inte base64!", now=LATER)
