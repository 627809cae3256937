"""The ways in which visit-media says no."""

from chassis.domain import Refusal


class VisitNotFound(Refusal):
    """There is no such visit, or the asker is none of its patients: both sound the same."""

    kind = "not_found"
    code = "not_found"
