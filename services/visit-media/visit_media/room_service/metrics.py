"""What the server API counts."""

from prometheus_client import Counter, Gauge

CALLS = Counter("visit_media_room_service_calls", "Calls of RoomService.", ["method", "answer"])
WEBHOOKS = Counter("visit_media_webhooks", "Events to webhooks by what became of them.", ["outcome"])
WEBHOOKS_WAITING = Gauge("visit_media_webhooks_waiting", "Events that have not reached their webhook yet.")
WEBHOOKS_HEARD = Counter("visit_media_webhooks_heard", "Webhooks of a LiveKit cluster by their answer.", ["outcome"])
