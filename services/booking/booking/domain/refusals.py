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


class NotInTheVisit(Refusal):
    """Somebody is named who does not belong to the visit, or no longer."""

    code = "not_in_the_visit"


class OnlyAdministrators(Refusal):
    kind = "forbidden"
    code = "only_administrators"


class PlanIncomplete(Refusal):
    """A substitute or a number of days is missing, or is too much."""

    kind = "invalid"
    code = "plan_incomplete"


class RearrangementNotFound(Refusal):
    kind = "not_found"
    code = "not_found"


class NotForColleagues(Refusal):
    """Staff book what they take part in; for others administrators do."""

    kind = "forbidden"
    code = "not_for_colleagues"


class StaffMissing(Refusal):
    kind = "invalid"
    code = "staff_missing"


class PatientMissing(Refusal):
    kind = "invalid"
    code = "patient_missing"


class PersonTwice(Refusal):
    """Somebody is named twice, or as staff and as patient."""

    kind = "invalid"
    code = "person_twice"


class TooManyPeople(Refusal):
    kind = "invalid"
    code = "too_many_people"


class VisitMissed(Refusal):
    code = "visit_missed"


class VisitNotOver(Refusal):
    """Its time has not passed: the patient may still come."""

    code = "visit_not_over"


class NotAGroup(Refusal):
    code = "not_a_group"


class TooLateToInvite(Refusal):
    code = "too_late_to_invite"


class NobodyToInvite(Refusal):
    code = "nobody_to_invite"


class ListLate(Refusal):
    """What is asked for is found through a list that has not yet followed the log."""

    kind = "busy"
    code = "unavailable"


class CursorUnknown(Refusal):
    """No page of ours ended there."""

    kind = "invalid"
    code = "invalid"
