"""The media server over a real plane: a client comes by its checks, is answered, and leaves nothing behind."""

import asyncio
from collections.abc import AsyncIterator

import pytest_asyncio
from prometheus_client import REGISTRY

from tests.unit.visit_media.checks import check
from tests.unit.visit_media.dtls_client import DtlsClient
from tests.unit.visit_media_members.conversation import CAMERA, MICROPHONE, Listener
from visit_media.sfu.members.forwarding import Forwarding
from visit_media.sfu.metrics import BANDS, COUNTED, Census, ForwardingCollector, band_of
from visit_media.sfu.plane.counters import PlaneCounters
from visit_media.sfu.transport.certificate import Identity

DEADLINE_SECONDS = 10


class Wire(asyncio.DatagramProtocol):
    """A client's socket, and the DTLS behind it."""

    def __init__(self) -> None:
        self.client = DtlsClient(Identity())
        self.answered = asyncio.Event()

    def datagram_received(self, data: bytes, addr: object) -> None:
        if data[0] < 4:
            self.answered.set()
        else:
            self.client.receive(data)


@pytest_asyncio.fixture
async def forwarding() -> AsyncIterator[Forwarding]:
    one = Forwarding(host="127.0.0.1", port=0, announced_addresses=("127.0.0.1",), tcp_port=0)
    await one.open_tcp()
    one.open()
    yield one
    one.close()


class Waiting(Listener):
    """A listener that can be waited for."""

    def __init__(self) -> None:
        super().__init__()
        self.is_connected = asyncio.Event()

    def connected(self) -> None:
        super().connected()
        self.is_connected.set()


async def test_a_client_comes_by_its_checks_and_its_handshake_and_leaves_nothing_behind(
    forwarding: Forwarding,
) -> None:
    listener = Waiting()
    member = forwarding.add(listener, group=1)
    wire = Wire()
    loop = asyncio.get_running_loop()
    transport, _ = await loop.create_datagram_endpoint(lambda: wire, remote_addr=("127.0.0.1", forwarding.port))
    wire.client.to_server = transport.sendto
    member.agree((wire.client.identity.fingerprint,), None, (CAMERA, MICROPHONE))
    reach = forwarding.reach(member.publisher)

    transport.sendto(check(reach.ufrag, reach.password, nominates=True))
    await asyncio.wait_for(wire.answered.wait(), DEADLINE_SECONDS)
    wire.client.begin()
    await asyncio.wait_for(listener.is_connected.wait(), DEADLINE_SECONDS)

    assert [candidate.protocol for candidate in reach.candidates] == ["udp", "tcp"]
    assert REGISTRY.get_sample_value("visit_media_members_here") == 1
    assert REGISTRY.get_sample_value("visit_media_streams_received") == 1
    forwarding.remove(member)
    forwarding.remove(member)
    assert REGISTRY.get_sample_value("visit_media_members_here") == 0
    assert REGISTRY.get_sample_value("visit_media_streams_received") == 0
    assert member.publisher.is_closed
    transport.close()


async def test_two_transports_are_reached_apart(forwarding: Forwarding) -> None:
    member = forwarding.add(Listener(), is_single=False)

    publisher, subscriber = forwarding.reach(member.publisher), forwarding.reach(member.subscriber)

    assert publisher.ufrag != subscriber.ufrag
    assert publisher.fingerprint == subscriber.fingerprint


def test_what_the_plane_counts_and_what_we_count_are_shown_together() -> None:
    collector = ForwardingCollector(
        lambda: PlaneCounters(packets_forwarded=7, switches=3), lambda: Census(2, 1, 1, (2e5, 2e6))
    )

    samples = {
        (sample.name, *sample.labels.values()): sample.value
        for family in collector.collect()
        for sample in family.samples
    }

    totals = collector.totals()
    assert totals["packets_forwarded"] >= 7
    assert totals["layers_switched"] >= 3
    assert totals.keys() == COUNTED.keys()
    assert samples["visit_media_packets_forwarded_total",] >= 7
    assert samples["visit_media_members_by_estimate", "under_300k"] == 1
    assert samples["visit_media_members_by_estimate", "under_3m"] == 1
    assert samples["visit_media_members_by_estimate", "more"] == 0


def test_every_estimate_has_a_band() -> None:
    assert [band_of(limit - 1) for _, limit in BANDS[:-1]] == [band for band, _ in BANDS[:-1]]
    assert band_of(1e12) == "more"
