"""What the forwarding counts; plain numbers on the hot path, collected when somebody asks."""

from collections.abc import Iterator
from dataclasses import dataclass, fields

from prometheus_client.core import CounterMetricFamily
from prometheus_client.registry import Collector

HELP = {
    "datagrams_received": "Datagrams read from the media port.",
    "datagrams_refused": "Datagrams of nobody we know, or not signed as they must be.",
    "datagrams_failed": "Datagrams whose handling raised an error.",
    "datagrams_unsent": "Datagrams the network did not take.",
    "packets_received": "Media packets accepted from publishers.",
    "packets_malformed": "Packets that were authentic but could not be read.",
    "packets_forwarded": "Media packets sent to subscribers.",
    "packets_resent": "Media packets sent again because a subscriber missed them.",
    "packets_recovered": "Media packets that arrived late, after we had asked for them.",
    "packets_missed": "Packets we asked a publisher to send again.",
    "keyframes_requested": "Key frames we asked publishers for.",
    "layers_switched": "Times a subscriber was moved to another simulcast layer.",
    "messages_forwarded": "Data messages sent on.",
    "messages_dropped": "Data messages that could not be sent on.",
}


@dataclass(slots=True)
class Tally:
    """Running totals since the process started."""

    datagrams_received: int = 0
    datagrams_refused: int = 0
    datagrams_failed: int = 0
    datagrams_unsent: int = 0
    packets_received: int = 0
    packets_malformed: int = 0
    packets_forwarded: int = 0
    packets_resent: int = 0
    packets_recovered: int = 0
    packets_missed: int = 0
    keyframes_requested: int = 0
    layers_switched: int = 0
    messages_forwarded: int = 0
    messages_dropped: int = 0


tally = Tally()


class ForwardingCollector(Collector):
    """Shows the totals to Prometheus; register it once per process."""

    def collect(self) -> Iterator[CounterMetricFamily]:
        """Yield one counter for each total."""
        for total in fields(tally):
            yield CounterMetricFamily(f"visit_media_{total.name}", HELP[total.name], getattr(tally, total.name))
