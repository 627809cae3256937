"""The ways in which booking says no."""

from chassis.domain import Refusal


class VisitNotFound(Refusal):
    """There is no such visit, or it is none of the asker's business: both sound the same."""

    kind = "not_found"
    code = "not_found"


class OnlyStaff(Refusal):
    kind = "forbidden"
    code = "only_staff"


class PersonUnknown(Refusal):
    kind = "not_found"
    code = "person_unknown"


class PersonNotActive(Refusal):
    code = "person_not_active"


class NotAPatient(Refusal):
    code = "not_a_patient"


class NameMissing(Refusal):
    kind = "invalid"
    code = "invalid"


class StartsInThePast(Refusal):
    kind = "invalid"
    code = "starts_in_the_past"


class TooFarAhead(Refusal):
    kind = "invalid"
    code = "too_far_ahead"


class LengthOutOfRange(Refusal):
    kind = "invalid"
    code = "length_out_of_range"


class IdTaken(Refusal):
    """The id was used for another visit."""

    code = "id_taken"


class VisitNotStarted(Refusal):
    code = "visit_not_started"


class VisitAlreadyStarted(Refusal):
    code = "visit_already_started"


class VisitEnded(Refusal):
    code = "visit_ended"


class VisitCancelled(Refusal):
    code = "visit_cancelled"
