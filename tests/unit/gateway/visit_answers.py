"""What booking and visit-media answer about visits, as far as the gateway's tests need it."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from contracts.booking import calls
from contracts.message import Call
from contracts.refusals import Refused
from contracts.visit_media.calls import ListPresent, StopWaiting, WaitForVisit

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
NOTHING_YET = (
    "started_by",
    "started_at",
    "ended_by",
    "ended_at",
    "cancelled_by",
    "cancelled_at",
    "cancel_reason",
    "missed_by",
    "missed_at",
    "series_id",
    "origin_id",
    "origin_cause",
    "again_id",
)
Answers = dict[type[Call], Callable[..., dict[str, Any]]]


def make_visit(staff_ids: list[UUID], patient_ids: list[UUID], **told: Any) -> dict[str, Any]:
    """A booked visit in an hour, but for what is told."""
    return {
        "id": uuid4(),
        "version": 1,
        "details_version": 1,
        "name": "Uppföljning",
        "is_group": len(patient_ids) > 1,
        "state": "booked",
        "starts_at": NOW + timedelta(hours=1),
        "length_minutes": 30,
        "staff_ids": staff_ids,
        "patient_ids": patient_ids,
        "booked_by": staff_ids[0],
        "needs_action": False,
        **dict.fromkeys(NOTHING_YET),
        **told,
    }


class VisitAnswers:
    """Some visits, of which each reader is told those they belong to."""

    def __init__(self) -> None:
        self.visits: list[dict[str, Any]] = []
        self.present: list[UUID] = []
        self.waiting: list[UUID] = []
        self.arrivals: list[UUID] = []
        self.contacts: list[dict[str, Any]] = []
        self.overlaps: list[dict[str, Any]] = []
        self.rearrangement: dict[str, Any] = {}
        self.next: str | None = None
        self.tells_whom_a_step_concerned = True

    @property
    def visit(self) -> dict[str, Any]:
        return self.visits[0]

    def _concerned(self) -> list[UUID] | None:
        if not self.tells_whom_a_step_concerned:
            return None
        return [*self.visit["staff_ids"], *self.visit["patient_ids"]]

    def answers(self) -> Answers:
        return {
            calls.BookVisit: lambda visit_id, **_: {"position": 7, "visit_ids": [visit_id]},
            calls.ChangeVisit: lambda **_: {"position": 12},
            calls.StartVisit: lambda **_: {"position": 8, "concerned_ids": self._concerned()},
            calls.EndVisit: lambda **_: {"position": 9, "concerned_ids": self._concerned()},
            calls.CancelVisit: lambda **_: {"position": 10, "cancelled": 1},
            calls.MarkMissed: lambda **_: {"position": 13},
            calls.TakeBackMissed: lambda **_: {"position": 14},
            calls.InviteAgain: lambda **_: {"position": 15, "visit_id": UUID(int=15)},
            calls.OpenSmallGroups: lambda **_: {"position": 16},
            calls.EndSmallGroups: lambda **_: {"position": 17, "ended": 2},
            calls.ReadVisit: self._read,
            ListPresent: self._rooms,
            WaitForVisit: lambda **_: {"state": self.visit["state"]},
            StopWaiting: lambda **_: {},
            **self._lists(),
            **self._rearranging(),
        }

    def _lists(self) -> Answers:
        return {
            calls.ListVisits: lambda person_id, **_: self._page(self._of(person_id)),
            calls.ListBookings: lambda person_id=None, **_: self._page(
                self._of(person_id) if person_id else self.visits
            ),
            calls.ListVisitsNeedingAction: lambda **_: {"visits": self.visits},
            calls.ListSmallGroups: lambda visit_id, **_: {"visits": self._with("origin_id", visit_id)},
            calls.ListSeries: lambda series_id, **_: {"visits": self._with("series_id", series_id)},
            calls.ListContacts: lambda **_: {"contacts": self.contacts},
            calls.ListVisitsWith: lambda person_id, contact_id, **_: self._page(
                [visit for visit in self._of(person_id) if visit in self._of(contact_id)]
            ),
            calls.ListOverlaps: lambda **_: {"overlaps": self.overlaps},
        }

    def _rearranging(self) -> Answers:
        return {
            calls.PreviewRearrangement: lambda **_: {
                "visits": [
                    {"visit": visit, "new_starts_at": None, "problem": "person_twice", "overlap_count": 2}
                    for visit in self.visits
                ],
                "has_more": False,
            },
            calls.StartRearrangement: lambda **_: {"position": 18},
            calls.ReadRearrangement: lambda **_: self.rearrangement,
            calls.StopRearrangement: lambda **_: {"position": 19},
        }

    def _read(self, visit_id: UUID, person_id: UUID, as_administrator: bool = False) -> dict[str, Any]:
        readable = self.visits if as_administrator else self._of(person_id)
        for visit in readable:
            if visit["id"] == visit_id:
                return {"visit": visit, "position": 6}
        raise Refused("not_found", "not_found")

    def _rooms(self, visit_ids: list[UUID]) -> dict[str, Any]:
        room = {"person_ids": self.present, "waiting_ids": self.waiting, "arrival_ids": self.arrivals}
        return {"present": [{"visit_id": visit_id, **room} for visit_id in visit_ids]}

    def _of(self, person_id: UUID | None) -> list[dict[str, Any]]:
        """A person's, or everybody's."""
        if person_id is None:
            return self.visits
        return [visit for visit in self.visits if person_id in visit["staff_ids"] + visit["patient_ids"]]

    def _with(self, name: str, value: UUID) -> list[dict[str, Any]]:
        return [visit for visit in self.visits if visit[name] == value]

    def _page(self, visits: list[dict[str, Any]]) -> dict[str, Any]:
        return {"visits": visits, "next": self.next, "position": 6}
