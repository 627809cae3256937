"""Offers of real clients, as recorded, and the answers we give them."""

from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from visit_media.sfu.negotiation.agreement import Sending, agree_receptions, find_codec, from_low_to_high
from visit_media.sfu.negotiation.answer import write_answer
from visit_media.sfu.negotiation.sdp import Direction, read_offer
from visit_media.sfu.negotiation.terms import Kind
from visit_media.sfu.packets.rtp import AUDIO_LEVEL, MID, REPAIRED_RID, RID, TRANSPORT_SEQUENCE
from visit_media.sfu.transport.dtls import Fingerprint

RECORDED = Path(__file__).with_name("recorded")
CLIENTS = ("chromium_joins", "chromium_publishes", "python_joins", "python_publishes")

FINGERPRINT = Fingerprint("sha-256", ":".join(["CD"] * 32))


@dataclass(frozen=True)
class Here:
    """A server that never changes."""

    ufrag: str = "serv"
    password: str = "serverpasswordserverpass"
    fingerprint: Fingerprint = FINGERPRINT
    address: str = "192.0.2.1"
    port: int = 8402


def recorded_offer(name: str) -> str:
    return (RECORDED / f"{name}.offer.sdp").read_text()


@pytest.mark.parametrize("name", CLIENTS)
def test_the_answer_to_a_recorded_offer_is_the_one_that_was_seen_to_work(name: str) -> None:
    offer = read_offer(recorded_offer(name))
    sendings = {"0": Sending("opus", "PA_a|microphone", "TR_a", 1), "3": Sending("VP8", "PA_a|camera", "TR_v", 2)}

    answer = write_answer(offer, Here(), agree_receptions(offer, {}), sendings)

    assert answer.splitlines() == (RECORDED / f"{name}.answer.sdp").read_text().splitlines()


@pytest.mark.parametrize("name", CLIENTS)
def test_every_section_is_answered_in_its_place(name: str) -> None:
    offer = read_offer(recorded_offer(name))

    answer = read_offer(write_answer(offer, Here(), agree_receptions(offer, {}), {}))

    assert [section.mid for section in answer.sections] == [section.mid for section in offer.sections]
    assert [section.kind for section in answer.sections] == [section.kind for section in offer.sections]


@pytest.mark.parametrize("name", ["chromium_publishes", "python_publishes"])
def test_a_simulcast_camera_and_a_microphone_are_received_under_the_clients_own_numbers(name: str) -> None:
    offer = read_offer(recorded_offer(name))

    camera, microphone = agree_receptions(offer, {})

    assert (camera.kind, camera.codec.name, camera.rids) == (Kind.VIDEO, "VP8", ("q", "h", "f"))
    assert set(camera.extensions) == {MID, RID, REPAIRED_RID, TRANSPORT_SEQUENCE}
    assert "nack" in camera.codec.feedback
    assert (microphone.kind, microphone.codec.name) == (Kind.AUDIO, "opus")
    assert set(microphone.extensions) == {MID, AUDIO_LEVEL, TRANSPORT_SEQUENCE}


def test_the_codec_that_was_announced_comes_first_in_the_answer() -> None:
    offer = read_offer(recorded_offer("chromium_publishes"))
    [camera] = [
        section for section in offer.sections if section.kind == "video" and section.direction is Direction.SENDONLY
    ]

    [video, _] = agree_receptions(offer, {camera.cid: "H264"})

    assert video.codec.name == "H264"
    assert "packetization-mode=1" in video.codec.parameters
    assert "profile-level-id=42e01f" in video.codec.parameters
    assert video.codec.rtx_payload_type is not None


def test_a_section_without_any_codec_we_speak_is_rejected() -> None:
    text = recorded_offer("python_joins").replace("opus/48000/2", "speex/32000")
    offer = read_offer(text)

    answer = write_answer(offer, Here(), (), {})

    assert answer.count("m=audio 0 ") == 3
    assert find_codec(offer.sections[0], "opus") is None


def test_layers_go_from_low_to_high_whatever_order_the_client_names_them_in() -> None:
    assert from_low_to_high(["f", "h", "q"]) == ("q", "h", "f")
    assert from_low_to_high(["x", "q"]) == ("q", "x")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "v=0\r\n",
        "m=audio 9 UDP/TLS/RTP/SAVPF 111\r\na=mid:0\r\n",
        "a=fingerprint:sha-256 AA\r\nm=audio 9 UDP/TLS/RTP/SAVPF 111\r\n",
        "a=fingerprint:sha-256 AA\r\nm=audio 9 RTP 1\r\na=mid:0\r\nm=audio 9 RTP 1\r\na=mid:0\r\n",
        "a=fingerprint:sha-256 AA\r\nm=audio x\r\n",
        "a=fingerprint:sha-256 AA\r\n" + "m=audio 9 UDP/TLS/RTP/SAVPF 0\r\na=mid:0\r\n" * 300,
        "a" * 600_000,
    ],
)
def test_what_is_no_offer_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        read_offer(text)


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_a_mangled_offer_is_answered_or_refused_but_never_more(data: st.DataObject) -> None:
    lines = recorded_offer(data.draw(st.sampled_from(CLIENTS))).splitlines()
    for _ in range(data.draw(st.integers(1, 8))):
        at = data.draw(st.integers(0, len(lines) - 1))
        lines[at] = data.draw(
            st.sampled_from(["", lines[at][: len(lines[at]) // 2], lines[at] + " 99999999", "a=rid:", "a=ssrc:x"])
        )

    try:
        offer = read_offer("\r\n".join(lines))
        answer = write_answer(offer, Here(), agree_receptions(offer, {}), {})
    except ValueError:
        return

    assert answer.startswith("v=0")
