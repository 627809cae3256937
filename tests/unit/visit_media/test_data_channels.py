"""What goes over a client's data channels, and what it costs whoever misuses them."""

import asyncio
import secrets

import pytest
from aiortc.rtcdatachannel import RTCDataChannelParameters

from tests.unit.visit_media.dtls_client import Line
from visit_media.sfu.transport.sctp import LOSSY, MOST_BYTES_OF_MESSAGE, MOST_BYTES_SENT, MOST_BYTES_WAITING, RELIABLE

CLIENT_CHANNELS = (
    RTCDataChannelParameters(label=RELIABLE),
    RTCDataChannelParameters(label=LOSSY, ordered=False, maxRetransmits=0),
)


async def test_messages_go_both_ways_on_the_channels_that_the_client_opened() -> None:
    line = Line()
    line.connect()
    await line.client.open_data(*CLIENT_CHANNELS)
    await line.settle()

    line.client.channels[RELIABLE].send(b"hello")
    line.client.channels[LOSSY].send(b"perhaps")
    assert line.peer.send_data(RELIABLE, b"x" * MOST_BYTES_SENT)
    assert line.peer.send_data(LOSSY, b"y")
    await line.settle()

    assert line.heard.messages == [(RELIABLE, b"hello"), (LOSSY, b"perhaps")]
    assert line.client.messages == [(RELIABLE, b"x" * MOST_BYTES_SENT), (LOSSY, b"y")]
    line.peer.close()


async def test_the_channels_of_a_connection_by_which_a_client_is_only_sent_tracks_are_ours_to_open() -> None:
    line = Line(opens_channels=True)
    line.connect()
    await line.client.open_data()
    await line.settle()

    assert line.peer.send_data(RELIABLE, b"hello")
    await line.settle()

    lossy = line.client.channels[LOSSY]
    assert (lossy.ordered, lossy.maxRetransmits) == (False, 0)
    assert line.client.channels[RELIABLE].ordered
    assert line.client.messages == [(RELIABLE, b"hello")]
    line.peer.close()


async def test_a_message_that_is_too_long_or_has_no_open_channel_is_not_taken() -> None:
    line = Line()
    assert not line.peer.send_data(RELIABLE, b"too soon")
    line.connect()
    await line.client.open_data(*CLIENT_CHANNELS)
    await line.settle()

    assert not line.peer.can_send("unheard of")
    assert not line.peer.send_data(RELIABLE, b"x" * (MOST_BYTES_SENT + 1))
    line.client.channels[RELIABLE].send(b"x" * (MOST_BYTES_OF_MESSAGE + 1))
    await line.settle()

    assert line.heard.messages == []
    line.peer.close()


async def test_a_client_that_stops_reading_cannot_fill_our_memory() -> None:
    line = Line()
    line.connect()
    await line.client.open_data(*CLIENT_CHANNELS)
    await line.settle()

    taken = dict.fromkeys((RELIABLE, LOSSY), 0)
    for label in taken:
        while line.peer.send_data(label, b"x" * 60_000):
            taken[label] += 60_000
            await asyncio.sleep(0)
            line.lose()

    assert taken[RELIABLE] < MOST_BYTES_WAITING + 200_000
    assert taken[LOSSY] < 200_000
    line.peer.close()


async def test_fragments_that_never_end_are_not_kept_for_ever() -> None:
    line = Line()
    line.connect()
    await line.client.open_data(*CLIENT_CHANNELS)
    await line.settle()
    association = line.client._sctp
    assert association is not None

    association._advertised_rwnd = 1 << 40
    association._ssthresh = association._cwnd = 1 << 40
    await association._send(1, 53, b"x" * 2_000_000)
    await line.settle()

    assert line.heard.failures == ["data_refused"]
    line.peer.close()


@pytest.mark.parametrize("seed", range(20))
async def test_nonsense_inside_the_association_costs_the_client_its_transport_at_most(seed: int) -> None:
    line = Line()
    line.connect()
    await line.client.open_data(*CLIENT_CHANNELS)
    await line.settle()

    for length in (1, 12, 13, 16, 40, 200):
        line.client.say(secrets.token_bytes(length))
    line.carry()

    assert set(line.heard.failures) <= {"data_refused"}
    assert line.heard.messages == []
    line.peer.close()
