"""The short form of `make fuzz`: the same cases each time, and every case that was ever found to break something."""

from pathlib import Path
from random import Random

import pytest

from tests.fuzz import __main__ as command
from tests.fuzz.case import SEEDS, read_case, seeds, write_case
from tests.fuzz.mutation import Mutator
from tests.fuzz.running import attempt, case_of, run_for
from tests.fuzz.target import Broken, Target
from tests.fuzz.targets import TARGETS
from tests.fuzz.work import TooMuchWork, Work

FOUND = sorted((SEEDS.parent / "found").glob("*.case"))
CASES = 8
SEED = 5


@pytest.mark.parametrize("name", TARGETS)
def test_nothing_that_is_changed_breaks_anything(name: str) -> None:
    finding = run_for(TARGETS[name](), SEED, cases=CASES).finding

    assert finding is None, f"{finding.why}\n{[message.hex() for message in finding.case]}"


@pytest.mark.parametrize("path", FOUND, ids=lambda path: path.stem)
def test_what_once_broke_something_does_so_no_more(path: Path) -> None:
    target = TARGETS[path.stem.partition("-")[0]]()

    assert attempt(target, read_case(path))[1] is None


class Fragile(Target):
    """Breaks in three ways."""

    name = "fragile"
    seeds = (b"fine", b"word")
    most_messages = 9
    longest = 100
    lines_per_message = 1_000
    lines_per_byte = 1

    def attempt(self, case: tuple[bytes, ...]) -> None:
        for message in case:
            if message == b"raise":
                raise LookupError
            if message == b"break":
                raise Broken("it does not hold")
            while message == b"go on for ever":
                pass


@pytest.mark.parametrize(
    ("message", "why"),
    [(b"raise", "LookupError"), (b"break", "it does not hold"), (b"go on for ever", "TooMuchWork")],
)
def test_whatever_is_raised_or_does_not_end_is_a_finding(message: bytes, why: str) -> None:
    assert attempt(Fragile(), (b"fine",))[1] is None

    assert why in str(attempt(Fragile(), (b"fine", message))[1])


def test_a_finding_is_made_small_and_kept_so_that_it_can_be_tried_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Fragile, "seeds", (b"fine", b"", b"raise", b"word"))

    finding = run_for(Fragile(), SEED, cases=50).finding

    assert finding is not None
    assert finding.case == (b"raise",)
    assert read_case(finding.keep(tmp_path, "kept")) == (b"raise",)


def test_the_command_names_the_seed_and_how_a_finding_is_tried_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(Fragile, "seeds", (b"fine", b"break"))
    monkeypatch.setattr(command, "KEPT", tmp_path)
    monkeypatch.setattr(command, "TARGETS", {"fragile": Fragile, "stun": TARGETS["stun"]})

    assert command.main(["stun", "--seconds", "0.05", "--seed", "7"]) == 0
    assert "seed 7" in capsys.readouterr().out
    assert command.main(["fragile", "--seconds", "5"]) == 1
    again = capsys.readouterr().out.split()[-1]
    assert read_case(Path(again)) == (b"break",)
    assert command.main(["fragile", "--replay", again]) == 1
    assert "it does not hold" in capsys.readouterr().out


def test_cases_are_written_and_read_as_they_are(tmp_path: Path) -> None:
    case = (b"", b"\0", b"-", b"#", Random(SEED).randbytes(100))

    write_case(tmp_path / "one.case", case, "a remark", "two\nlines")

    assert read_case(tmp_path / "one.case") == case


def test_the_same_seed_makes_the_same_cases_and_another_one_others() -> None:
    target = TARGETS["stun"]()

    assert case_of(target, SEED, 3) == case_of(target, SEED, 3)
    assert case_of(target, SEED, 3) != case_of(target, SEED + 1, 3)
    assert case_of(target, SEED, 0) == target.seeds[: target.most_messages]


def test_most_messages_are_changed_and_none_grows_without_end() -> None:
    mutator = Mutator("seed", seeds("rtp"), longest=1500)

    changed = [mutator.changed(seeds("rtp")[0]) for _ in range(300)]

    assert sum(message != seeds("rtp")[0] for message in changed) > 250
    assert len(set(changed)) > 250
    assert max(map(len, changed)) <= 1500


def test_work_is_counted_in_lines_and_broken_off_beyond_its_bound() -> None:
    with Work(10_000) as work:
        sum(number for number in range(1000))

    assert 1000 < work.lines < 4000
    with pytest.raises(TooMuchWork), Work(500):
        sum(number for number in range(1000))
