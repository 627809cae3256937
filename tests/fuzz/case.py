"""A case: the messages of one attempt, in order, as text that a person can read and keep."""

from pathlib import Path

Case = tuple[bytes, ...]
SEEDS = Path(__file__).with_name("seeds")


def read_case(path: Path) -> Case:
    """Return the messages of a file: one a line, in hexadecimal; lines that begin with # are remarks."""
    lines = (line.strip() for line in path.read_text().splitlines())
    return tuple(bytes.fromhex(line.removeprefix("-")) for line in lines if line and not line.startswith("#"))


def write_case(path: Path, case: Case, *remarks: str) -> None:
    """Write it so that `read_case` returns the same; an empty message is a lone dash."""
    path.parent.mkdir(parents=True, exist_ok=True)
    lines = [f"# {line}" for remark in remarks for line in remark.splitlines()]
    path.write_text("\n".join([*lines, *(message.hex() or "-" for message in case)]) + "\n")


def seeds(name: str) -> Case:
    """Return what real clients sent, as recorded."""
    return read_case(SEEDS / f"{name}.hex")
