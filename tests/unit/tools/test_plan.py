"""One table says what runs, and what each process is told."""

from pathlib import Path

import pytest

from tools.platform.keeping import configuration
from tools.platform.keys import NAMES, prepare_secrets
from tools.platform.plan import SERVICES, Plan
from tools.platform.ports import chosen_ports


@pytest.fixture
def folder(tmp_path):
    prepare_secrets(tmp_path / "secrets")
    return tmp_path


def plan(folder: Path, **changes) -> Plan:
    return Plan(**{"folder": folder, "ports": chosen_ports({}), **changes})


def test_every_secret_is_readable_by_its_owner_only(folder):
    modes = {(folder / "secrets" / name).stat().st_mode & 0o777 for name in NAMES}

    assert modes == {0o600}


def test_a_secret_is_made_once_and_never_changed(folder):
    before = {name: (folder / "secrets" / name).read_text() for name in NAMES}

    prepare_secrets(folder / "secrets")

    assert {name: (folder / "secrets" / name).read_text() for name in NAMES} == before
    assert len(set(before.values())) == len(NAMES)


def test_a_private_broker_and_sqlite_are_the_default(folder):
    default = plan(folder)

    assert [program.name for program in default.ground()] == ["epmd", "broker"]
    assert default.environment()["CARE_AMQP_URL"].endswith("@127.0.0.1:8410/%2F")
    assert "CARE_DATABASE_URL" not in default.environment()
    assert default.unused_ports == {"postgres"}


def test_a_given_broker_is_used_and_none_is_started(folder):
    given = plan(folder, given={"CARE_AMQP_URL": "amqp://elsewhere/care"})

    assert given.ground() == []
    assert given.environment()["CARE_AMQP_URL"] == "amqp://elsewhere/care"
    assert given.unused_ports == {"amqp", "amqp_dist", "epmd", "postgres"}


def test_a_given_database_is_used_and_none_is_started(folder):
    given = plan(folder, store="postgres", given={"CARE_DATABASE_URL": "postgresql://elsewhere/care"})

    assert [program.name for program in given.ground()] == ["epmd", "broker"]
    assert given.environment()["CARE_DATABASE_URL"] == "postgresql://elsewhere/care"


def test_what_was_set_from_outside_reaches_every_process_but_ports_do_not(folder):
    given = plan(folder, given={"CARE_PROVIDER_NAME": "Södra kliniken", "CARE_PORT_BASE": "9000", "CARE_DEMO": "0"})

    for program in given.services():
        assert program.environment["CARE_PROVIDER_NAME"] == "Södra kliniken"
        assert program.environment["CARE_DEMO"] == "0"
        assert "CARE_PORT_BASE" not in program.environment


def test_every_process_has_a_health_port_of_its_own(folder):
    ports = [program.environment["CARE_HEALTH_PORT"] for program in plan(folder).services()]

    assert len(set(ports)) == len(SERVICES)


def test_the_process_manager_starts_the_ground_itself_and_the_services_when_told(folder):
    text = configuration(plan(folder))

    sections = dict(section.split("]", 1) for section in text.split("\n[") if section.startswith("program:"))
    assert "autostart=true" in sections["program:broker"]
    assert all("autostart=false" in sections[f"program:{name}"] for name in SERVICES)
    assert "programs=" + ",".join(SERVICES) in text


def test_a_percent_sign_or_a_quote_in_a_setting_stays_what_it_is(folder):
    text = configuration(plan(folder, given={"CARE_PROVIDER_NAME": '100% "vård"'}))

    assert 'CARE_PROVIDER_NAME="100%% \\"vård\\""' in text
