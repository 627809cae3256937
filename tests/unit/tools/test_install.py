"""Only what lacks is installed, and only what changed is made again."""

import pytest

from tools.install.lacking import Need, lacking_packages
from tools.install.stamps import fingerprint, is_made_from, remember


def lacking_on_an_empty_machine(need: Need) -> list[str]:
    return lacking_packages(need, is_there=lambda _: False, has_venv=False)


def test_an_empty_machine_lacks_broker_and_venv_for_running():
    need = Need.of({}, is_for_tests=False, store="sqlite")

    assert lacking_on_an_empty_machine(need) == ["python3-venv", "rabbitmq-server"]


def test_a_given_broker_need_not_be_installed():
    need = Need.of({"CARE_AMQP_URL": "amqp://elsewhere"}, is_for_tests=False, store="sqlite")

    assert lacking_on_an_empty_machine(need) == ["python3-venv"]


def test_postgresql_is_needed_for_its_own_store_only():
    need = Need.of({}, is_for_tests=False, store="postgres")

    assert "postgresql" in lacking_on_an_empty_machine(need)


@pytest.mark.parametrize("given", [{}, {"CARE_AMQP_URL": "amqp://elsewhere"}])
def test_tests_need_broker_database_and_browser_whatever_was_given(given):
    need = Need.of(given, is_for_tests=True, store="sqlite")

    lacking = lacking_on_an_empty_machine(need)

    assert lacking == ["python3-venv", "rabbitmq-server", "postgresql", "chromium-headless-shell"]


def test_a_complete_machine_lacks_nothing():
    need = Need.of({}, is_for_tests=True, store="postgres")

    assert lacking_packages(need, is_there=lambda _: True, has_venv=True) == []


def test_a_changed_file_is_noticed_and_a_touched_one_is_not(tmp_path):
    source, stamp = tmp_path / "source", tmp_path / "stamp"
    source.write_text("one")
    remember(stamp, fingerprint([source], tmp_path))

    source.touch()
    was_current = is_made_from(stamp, fingerprint([source], tmp_path))
    source.write_text("two")

    assert was_current
    assert not is_made_from(stamp, fingerprint([source], tmp_path))


def test_a_renamed_file_is_noticed(tmp_path):
    (tmp_path / "one").write_text("same")
    before = fingerprint([tmp_path / "one"], tmp_path)

    (tmp_path / "one").rename(tmp_path / "two")

    assert fingerprint([tmp_path / "two"], tmp_path) != before
