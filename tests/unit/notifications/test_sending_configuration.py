"""What operations reads when SMS or e-mail is set up wrongly, and what comes of it when it is right."""

from pathlib import Path

import pytest

from notifications.adapters.sending_configuration import WronglyConfigured, mail_sender, sms_settings, smtp_settings

OWN = "https://norrvik.careplatform.se"


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    (tmp_path / "sms_password").write_text("sms s3cret\n")
    (tmp_path / "smtp_password").write_text("mail s3cret\n")
    (tmp_path / "empty").write_text("")
    return {
        "CARE_SECRETS_DIR": str(tmp_path),
        "CARE_PUBLIC_URL": OWN,
        "CARE_SMS_USER": "u46elks",
        "CARE_SMS_SENDER": "Norrvik",
        "CARE_SMTP_HOST": "mail.norrvik.se",
        "CARE_SMTP_USER": "norrvik",
        "CARE_SMTP_FROM": "Norrviks vårdcentral <no-reply@norrvik.se>",
    }


def test_what_is_not_set_up_is_not_there() -> None:
    assert sms_settings({}) is None
    assert smtp_settings({}) is None
    assert mail_sender({"CARE_PUBLIC_URL": OWN}) == ("", "no-reply@norrvik.careplatform.se")


def test_what_is_set_up_has_its_secrets_from_files(environment: dict[str, str]) -> None:
    sms, mail = sms_settings(environment), smtp_settings(environment)

    assert sms is not None
    assert (sms.url, sms.user, sms.password, sms.sender) == (
        "https://api.46elks.com/a1",
        "u46elks",
        "sms s3cret",
        "Norrvik",
    )
    assert mail is not None
    assert (mail.host, mail.port, mail.user, mail.password) == ("mail.norrvik.se", 587, "norrvik", "mail s3cret")
    assert (mail.sender_name, mail.sender) == ("Norrviks vårdcentral", "no-reply@norrvik.se")
    assert (mail.starttls, mail.own_host, mail.authority) == (True, "norrvik.careplatform.se", None)
    assert "s3cret" not in repr(sms) + repr(mail)


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"CARE_SMS_SENDER": ""}, "CARE_SMS_SENDER is missing."),
        ({"CARE_SMS_SENDER": "1177"}, "CARE_SMS_SENDER must be 3 to 11 letters and figures"),
        ({"CARE_SMS_URL": "http://api.46elks.com/a1"}, "CARE_SMS_URL must begin with https://."),
        ({"CARE_SMS_URL": "https://api.46elks.com/a1", "CARE_SMS_USER": ""}, "CARE_SMS_USER is missing."),
        ({"CARE_PUBLIC_URL": "http://norrvik.se"}, "CARE_PUBLIC_URL must begin with https://"),
        ({"CARE_SECRETS_DIR": "/nowhere"}, "The file sms_password in CARE_SECRETS_DIR cannot be read."),
    ],
)
def test_a_wrong_setting_for_sms_is_told_in_a_sentence(
    environment: dict[str, str], wrong: dict[str, str], sentence: str
) -> None:
    with pytest.raises(WronglyConfigured, match=sentence):
        sms_settings(environment | wrong)


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"CARE_SMTP_FROM": ""}, "CARE_SMTP_FROM is missing."),
        ({"CARE_SMTP_FROM": "Norrvik"}, "CARE_SMTP_FROM must be an e-mail address"),
        ({"CARE_SMTP_PORT": "smtp"}, "CARE_SMTP_PORT must be a port."),
        ({"CARE_SMTP_PORT": "70000"}, "CARE_SMTP_PORT must be a port."),
        ({"CARE_SMTP_STARTTLS": "0"}, "CARE_SMTP_STARTTLS may only be 0"),
        ({"CARE_SMTP_CA": "/nowhere/ca.pem"}, "The file that CARE_SMTP_CA names cannot be read."),
        ({"CARE_SECRETS_DIR": "/nowhere"}, "The file smtp_password in CARE_SECRETS_DIR cannot be read."),
    ],
)
def test_a_wrong_setting_for_e_mail_is_told_in_a_sentence(
    environment: dict[str, str], wrong: dict[str, str], sentence: str
) -> None:
    with pytest.raises(WronglyConfigured, match=sentence):
        smtp_settings(environment | wrong)


def test_an_empty_secret_is_no_secret(environment: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "sms_password").write_text("\n")

    with pytest.raises(WronglyConfigured, match="sms_password in CARE_SECRETS_DIR is empty"):
        sms_settings(environment)


def test_on_one_machine_operators_and_servers_may_be_reached_in_the_clear(environment: dict[str, str]) -> None:
    here = {"CARE_SMS_URL": "http://127.0.0.1:9/a1", "CARE_PUBLIC_URL": "http://localhost:8400"}
    mail = {"CARE_SMTP_HOST": "localhost", "CARE_SMTP_STARTTLS": "0", "CARE_SMTP_USER": ""}

    assert sms_settings(environment | here) is not None
    in_the_clear = smtp_settings(environment | mail)
    assert in_the_clear is not None
    assert (in_the_clear.starttls, in_the_clear.user, in_the_clear.password) == (False, None, None)
