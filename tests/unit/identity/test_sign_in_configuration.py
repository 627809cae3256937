"""A platform that nobody could sign in to does not start, and says in one sentence why."""

import subprocess
import sys
from pathlib import Path

import pytest

from identity.adapters.bankid import STRONG_POLICIES
from identity.adapters.sign_in_configuration import WronglyConfigured, sign_in_configuration

PERSONNUMMER = "https://id.oidc.se/claim/personalIdentityNumber"


@pytest.fixture
def bank_id(tmp_path: Path) -> dict[str, str]:
    environment = {"CARE_PUBLIC_URL": "https://norrvik.careplatform.se/"}
    for name in ("CERTIFICATE", "KEY", "CA"):
        (tmp_path / name).write_text("pem")
        environment[f"CARE_BANKID_{name}"] = str(tmp_path / name)
    return environment


@pytest.fixture
def broker(tmp_path: Path) -> dict[str, str]:
    (tmp_path / "secret").write_text("s3cret\n")
    return {
        "CARE_PUBLIC_URL": "https://norrvik.careplatform.se/",
        "CARE_OIDC_ISSUER": "https://broker.test",
        "CARE_OIDC_CLIENT_ID": "care",
        "CARE_OIDC_SECRET_FILE": str(tmp_path / "secret"),
        "CARE_OIDC_ACR_LOA3": "http://id.sambi.se/loa/loa3 urn:loa3",
    }


def test_bankid_needs_three_files_and_is_the_one_in_production(bank_id):  # AUT-1
    configuration = sign_in_configuration(bank_id)

    assert configuration.methods == ("bankid",)
    assert configuration.bank_id.url == "https://appapi2.bankid.com/rp/v6.0"
    assert configuration.bank_id.policies == STRONG_POLICIES
    assert configuration.bank_id.return_page == "https://norrvik.careplatform.se/sign-in"


def test_the_broker_is_read_with_all_that_is_checked_later(broker):  # AUT-1
    configuration = sign_in_configuration(broker | {"CARE_OIDC_LABEL": "SITHS", "CARE_OIDC_ACR_LOA4": "urn:loa4"})

    settings = configuration.broker
    assert (configuration.methods, configuration.broker_label, configuration.broker_proves) == (
        ("oidc",),
        "SITHS",
        "hsa_id",
    )
    assert settings.redirect_uri == "https://norrvik.careplatform.se/api/sign-in/oidc/callback"
    assert (settings.client_secret, settings.claim, settings.scope) == ("s3cret", "employeeHsaId", "openid")
    assert settings.strengths == {"http://id.sambi.se/loa/loa3": "loa3", "urn:loa3": "loa3", "urn:loa4": "loa4"}


def test_a_broker_may_tell_the_personnummer_instead(broker):
    configuration = sign_in_configuration(broker | {"CARE_OIDC_PERSONNUMMER_CLAIM": PERSONNUMMER})

    assert (configuration.broker_proves, configuration.broker.claim) == ("personnummer", PERSONNUMMER)


def test_all_that_is_set_up_is_offered_the_strong_ways_first(bank_id, broker):
    assert sign_in_configuration(bank_id | broker | {"CARE_DEMO": "1"}).methods == ("bankid", "oidc", "demo")


@pytest.mark.parametrize("demo", ["", "0", "true", "yes"])
def test_the_demo_is_on_by_one_word_only(demo):
    with pytest.raises(WronglyConfigured):
        sign_in_configuration({"CARE_DEMO": demo})


@pytest.mark.parametrize("name", ["CARE_BANKID_CERTIFICATE", "CARE_BANKID_KEY", "CARE_BANKID_CA", "CARE_PUBLIC_URL"])
def test_half_a_bankid_is_none_and_the_missing_half_is_named(bank_id, name):
    with pytest.raises(WronglyConfigured, match=f"{name} is missing"):
        sign_in_configuration({**bank_id, name: ""} | {"CARE_DEMO": "1"})


@pytest.mark.parametrize(
    "name",
    ["CARE_PUBLIC_URL", "CARE_OIDC_ISSUER", "CARE_OIDC_CLIENT_ID", "CARE_OIDC_SECRET_FILE", "CARE_OIDC_ACR_LOA3"],
)
def test_half_a_broker_is_none_and_the_missing_half_is_named(broker, name):
    with pytest.raises(WronglyConfigured, match=name):
        sign_in_configuration({**broker, name: ""})


@pytest.mark.parametrize(
    "wrong",
    [
        {"CARE_BANKID_URL": "http://appapi2.bankid.com/rp/v6.0"},
        {"CARE_BANKID_KEY": "/nowhere/key.pem"},
        {"CARE_PUBLIC_URL": "http://norrvik.careplatform.se"},
        {"CARE_OIDC_ISSUER": "http://broker.test"},
        {"CARE_OIDC_PERSONNUMMER_CLAIM": "a", "CARE_OIDC_HSA_ID_CLAIM": "b"},
        {"CARE_OIDC_SECRET_FILE": "/dev/null"},
    ],
)
def test_what_is_wrong_is_named_without_what_it_holds(bank_id, broker, wrong):
    with pytest.raises(WronglyConfigured) as told:
        sign_in_configuration(bank_id | broker | wrong)

    assert next(iter(wrong)) in str(told.value)
    assert "nowhere" not in str(told.value)
    assert "broker.test" not in str(told.value)


def test_identity_does_not_start_where_nobody_could_sign_in(tmp_path):  # AUT-1
    environment = {"CARE_SECRETS_DIR": str(tmp_path), "CARE_DATA_DIR": str(tmp_path), "PYTHONPATH": ":".join(sys.path)}
    started = subprocess.run(
        [sys.executable, "-m", "identity.service"], env=environment, capture_output=True, text=True, timeout=60
    )

    assert started.returncode == 1
    assert started.stderr.strip() == (
        "identity does not start: Nobody could sign in: set up BankID (CARE_BANKID_…) or a broker (CARE_OIDC_…) "
        "as docs/signing-in.md says, or set CARE_DEMO=1 for a demonstration without real people."
    )
