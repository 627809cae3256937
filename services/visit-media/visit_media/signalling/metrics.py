"""What the signalling counts."""

from prometheus_client import Counter, Gauge

JOINS = Counter("visit_media_joins", "Answers given to people at the door.", ["answer"])
LEAVES = Counter("visit_media_leaves", "People who left a room.", ["reason"])
RESUMES = Counter("visit_media_resumes", "Clients that came back to a stay.", ["answer"])
PARTICIPANTS = Gauge("visit_media_participants_connected", "People whose media path is up.")
ROOMS = Gauge("visit_media_rooms_open", "Rooms with somebody in them.")
TASKS = Gauge("visit_media_tasks_running", "Tasks of the media process that have not ended.")
MESSAGES_UNREADABLE = Counter("visit_media_messages_unreadable", "Signalling messages that could not be read.")
MESSAGES_DROPPED = Counter(
    "visit_media_messages_undelivered", "Signalling messages to clients that had stopped reading."
)
ATTENDANCE_FAILED = Counter("visit_media_attendance_failures", "Times an arrival or departure could not be recorded.")
CLOSE_REASONS = frozenset({"ended", "cancelled"})
ROOMS_CLOSED = Counter("visit_media_rooms_closed", "Rooms closed because the visit was over.", ["reason"])
