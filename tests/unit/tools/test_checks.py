"""Several pytest runs close as one, and nothing that failed looks green."""

from pathlib import Path

from tools.checks.steps import ALL, FIREFOX, QUICK, Step, batches
from tools.checks.tally import Tally

REPORT = (
    '<testsuites><testsuite tests="{tests}" failures="{failures}" errors="{errors}" skipped="{skipped}"/></testsuites>'
)


def report(folder: Path, name: str, *, tests: int, failures: int = 0, errors: int = 0, skipped: int = 0) -> Path:
    path = folder / name
    path.write_text(REPORT.format(tests=tests, failures=failures, errors=errors, skipped=skipped))
    return path


def test_the_counts_of_all_runs_are_added_up(tmp_path):
    tally = Tally()

    tally.add(report(tmp_path, "one", tests=10, skipped=1))
    tally.add(report(tmp_path, "two", tests=5, failures=1, errors=1))

    assert " 1 failed, 12 passed, 1 skipped, 1 error in 60.00s " in tally.closing_line(60, has_other_failures=True)


def test_a_failed_linter_is_an_error_even_when_all_tests_pass(tmp_path):
    tally = Tally()

    tally.add(report(tmp_path, "one", tests=3))

    assert "3 passed, 1 error" in tally.closing_line(1, has_other_failures=True)


def test_a_run_without_a_report_counts_nothing(tmp_path):
    tally = Tally()

    tally.add(tmp_path / "absent")

    assert "no tests ran" in tally.closing_line(1, has_other_failures=False)


def test_what_is_checked_quickly_is_a_part_of_all_that_is_checked():
    assert set(QUICK) <= set(ALL)


def test_what_needs_one_core_runs_together_and_everything_else_alone():
    lint, types = (Step(name=name, command=(), needs_one_core=True) for name in ("lint", "types"))
    units, journeys = (Step(name=name, command=()) for name in ("units", "journeys"))

    assert list(batches((lint, types, units, journeys))) == [(lint, types), (units,), (journeys,)]


def test_every_folder_of_tests_is_run():
    run = {argument for step in ALL for argument in step.command if argument.startswith("tests/")}
    folders = {f"tests/{path.name}" for path in Path("tests").iterdir() if any(path.rglob("test_*.py"))}

    assert folders <= run


def test_a_pytest_step_leaves_a_report_and_others_do_not(tmp_path):
    with_tests = Step(name="a", command=("pytest",), is_pytest=True)
    without = Step(name="b", command=("ruff",))

    assert with_tests.full_command(tmp_path / "a.xml") == ["pytest", f"--junitxml={tmp_path}/a.xml"]
    assert without.full_command(tmp_path / "b.xml") == ["ruff"]


def test_what_one_step_leaves_out_another_runs():
    run = {argument for step in ALL + FIREFOX for argument in step.command if argument.startswith("tests/")}
    left_out = {argument.split("=")[1] for step in ALL for argument in step.command if argument.startswith("--ignore=")}

    assert left_out
    assert left_out <= run
