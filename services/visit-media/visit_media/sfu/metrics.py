"""What the forwarding counts; plain numbers where it matters, collected when somebody asks."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from typing import Final

from prometheus_client import Histogram
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily
from prometheus_client.registry import Collector

from visit_media.sfu.plane.counters import PlaneCounters

COUNTED: Final = {
    "datagrams_received": "Datagrams read from the media port.",
    "datagrams_refused": "Datagrams of nobody we know, or not signed as they must be.",
    "datagrams_failed": "Datagrams whose handling raised an error.",
    "datagrams_unsent": "Datagrams the network did not take.",
    "packets_received": "Media packets accepted from publishers.",
    "packets_malformed": "Packets that were authentic but could not be read.",
    "packets_unauthentic": "Packets that were forged, repeated or not sealed with the keys agreed.",
    "packets_forwarded": "Media packets sent to subscribers.",
    "packets_resent": "Media packets sent again because a subscriber missed them.",
    "packets_recovered": "Media packets that arrived late, after we had asked for them.",
    "packets_lost": "Media packets of publishers that have not come.",
    "packets_missed": "Packets we asked a publisher to send again.",
    "octets_received": "Octets of media read from the network.",
    "octets_sent": "Octets of media sent to subscribers.",
    "keyframes_requested": "Key frames we asked publishers for.",
    "layers_switched": "Times a subscriber was moved to another stream of a picture.",
    "pictures_paused": "Times a picture was withheld because a subscriber's network did not take it.",
    "messages_forwarded": "Data messages sent on.",
    "messages_dropped": "Data messages that could not be sent on.",
    "data_throttled": "Packets of data channels left unread because too many came.",
    "packets_excessive": "Media packets left unread because their sender sent too many.",
}
NAMED_OTHERWISE: Final = {"switches": "layers_switched"}
BANDS: Final = (("under_300k", 3e5), ("under_1m", 1e6), ("under_3m", 3e6), ("under_10m", 1e7), ("more", float("inf")))
LOOP_DELAY: Final = Histogram(
    "visit_media_loop_delay_seconds",
    "How late the clock of the forwarding ticked.",
    buckets=(0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.5),
)


@dataclass(slots=True)
class Tally:
    """Running totals since the process started, of what the plane does not count itself."""

    datagrams_received: int = 0
    datagrams_refused: int = 0
    datagrams_failed: int = 0
    datagrams_unsent: int = 0
    packets_received: int = 0
    packets_malformed: int = 0
    packets_forwarded: int = 0
    packets_resent: int = 0
    packets_recovered: int = 0
    packets_lost: int = 0
    packets_missed: int = 0
    keyframes_requested: int = 0
    layers_switched: int = 0
    pictures_paused: int = 0
    messages_forwarded: int = 0
    messages_dropped: int = 0
    data_throttled: int = 0


tally = Tally()


@dataclass(frozen=True, slots=True)
class Census:
    """Who and what is here now; `estimates` are what each member's network takes, in bits per second."""

    members: int = 0
    streams: int = 0
    sinks: int = 0
    estimates: tuple[float, ...] = ()


class ForwardingCollector(Collector):
    """Shows everything to Prometheus; register it once per process."""

    def __init__(self, counters: Callable[[], PlaneCounters] = PlaneCounters, census: Callable[[], Census] = Census):
        self._counters = counters
        self._census = census

    def totals(self) -> dict[str, int]:
        """Return every total by name, the plane's and ours together."""
        together: Counter[str] = Counter(dict.fromkeys(COUNTED, 0))
        together.update(asdict(tally))
        for name, total in asdict(self._counters()).items():
            together[NAMED_OTHERWISE.get(name, name)] += total
        return {name: together[name] for name in COUNTED}

    def collect(self) -> Iterator[CounterMetricFamily | GaugeMetricFamily]:
        """Yield one counter for each total, then what is here now."""
        for name, total in self.totals().items():
            yield CounterMetricFamily(f"visit_media_{name}", COUNTED[name], total)
        census = self._census()
        yield GaugeMetricFamily("visit_media_members_here", "Clients with a transport, up or not yet.", census.members)
        yield GaugeMetricFamily("visit_media_streams_received", "Streams publishers send now.", census.streams)
        yield GaugeMetricFamily("visit_media_streams_sent", "Streams subscribers can be sent now.", census.sinks)
        bands = Counter(band_of(estimate) for estimate in census.estimates)
        family = GaugeMetricFamily(
            "visit_media_members_by_estimate", "Clients by the bits per second their network takes.", labels=["band"]
        )
        for band, _ in BANDS:
            family.add_metric([band], bands[band])
        yield family


def band_of(bits_per_second: float) -> str:
    """Return the name of the range an estimate falls in."""
    return next(band for band, limit in BANDS if bits_per_second < limit)
