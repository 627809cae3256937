"""Rebuilds every read model from the logs, each in the service that owns it, and gathers the verdicts."""

import json
import subprocess
import sys

OWNERS = ("identity", "booking", "visit_media", "audit", "notifications")


def rebuild(*, replace: bool) -> int:
    """Prints one line for each read model; 0 when all are equal (or were replaced), 1 when one is not."""
    verdicts = [_rebuilt(owner, replace=replace) for owner in OWNERS]
    return max(verdicts)


def _rebuilt(owner: str, *, replace: bool) -> int:
    command = [sys.executable, "-m", f"{owner}.follower", "rebuild", *(["--replace"] if replace else [])]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=False)
    verdicts = [told for line in done.stdout.splitlines() if (told := _verdict(line))]
    for told in verdicts:
        size = f"({told['rows']} rows, position {told['position']})"
        print(f"{owner:<12} {told['read_model']:<24} {_said(told)} {size}")
    if done.returncode and all(told["equal"] or told.get("replaced") for told in verdicts):
        print(f"{owner:<12} BROKE OFF after {len(verdicts)} read models: what stands above says nothing of the others")
    return done.returncode


def _verdict(line: str) -> dict[str, object] | None:
    """The follower's log lines stand between its verdicts."""
    try:
        told = json.loads(line)
    except ValueError:
        return None
    return told if isinstance(told, dict) and "read_model" in told else None


def _said(told: dict[str, object]) -> str:
    if told["equal"]:
        return "equal    "
    return "replaced " if told.get("replaced") else "DIFFERENT"
