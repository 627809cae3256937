"""Counts the tests of several pytest runs from their reports."""

import xml.etree.ElementTree as ElementTree
from pathlib import Path

WIDTH = 80


class Tally:
    """How many passed, failed, could not run, or were skipped, together."""

    def __init__(self) -> None:
        self.counts = {"failed": 0, "passed": 0, "skipped": 0, "error": 0}

    def add(self, report: Path) -> None:
        """A step without a report ran no tests."""
        if not report.exists():
            return
        for suite in ElementTree.parse(report).getroot().iter("testsuite"):
            failed, skipped, errors = (int(suite.get(kind, 0)) for kind in ("failures", "skipped", "errors"))
            self.counts["failed"] += failed
            self.counts["skipped"] += skipped
            self.counts["error"] += errors
            self.counts["passed"] += int(suite.get("tests", 0)) - failed - skipped - errors

    def closing_line(self, seconds: float, *, has_other_failures: bool) -> str:
        """As pytest closes a run; a failed linter counts as an error so that the line never looks green."""
        counts = dict(self.counts)
        if has_other_failures and not counts["failed"] and not counts["error"]:
            counts["error"] = 1
        said = ", ".join(f"{count} {kind}" for kind, count in counts.items() if count) or "no tests ran"
        return f" {said} in {seconds:.2f}s ".center(WIDTH, "=")
