"""Two people in the room of a visit: where journeys begin that are about what comes after."""

from tests.journeys.window import Window


def enter_a_visit(staff: Window, patient: Window, name: str) -> None:
    """Staff book a visit with Karl Johansson, start it and go in, and so does he."""
    visit_id = staff.book("Karl Johansson", name)
    staff.open_visit(visit_id)
    staff.start_visit()
    staff.enter("Anslut till besök")
    patient.open_visit(visit_id)
    patient.enter("Gå till besök")
