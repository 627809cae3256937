"""What real clients offer and answer, as recorded, and what we make of it."""

import pytest

from tests.unit.visit_media.descriptions import (
    ANSWERS,
    HERE,
    MICROPHONE,
    OFFERS,
    STEPS,
    answer_to,
    offer_at,
    recorded,
)
from visit_media.sfu.negotiation.agreement import agree_receptions, from_low_to_high
from visit_media.sfu.negotiation.answer import write_answer
from visit_media.sfu.negotiation.codecs import choose_codec, find_codec, kind_of, offered_codec, with_parameters
from visit_media.sfu.negotiation.extensions import (
    ABS_SEND_TIME,
    ORIENTATION,
    PLAYOUT_DELAY,
    agree_extensions,
    offered_extensions,
)
from visit_media.sfu.negotiation.sdp import Description, Direction, Section, _read, read_answer, read_offer
from visit_media.sfu.negotiation.terms import Candidate, Codec, Kind, Reception
from visit_media.sfu.packets.rtp import AUDIO_LEVEL, MID, REPAIRED_RID, RID, TRANSPORT_SEQUENCE

PUBLISHING = tuple(name for name in OFFERS if name.endswith("publishes"))
FINGERPRINT = "a=fingerprint:sha-256 AA\r\n"


def offer_of(name: str) -> Description:
    return read_offer(recorded(f"{name}.offer"))


def received(name: str, **wishes: object) -> dict[Kind, Reception]:
    receptions = agree_receptions(offer_of(name), {}, **wishes)  # type: ignore[arg-type]
    assert len(receptions) == 2
    return {reception.kind: reception for reception in receptions}


def receiving_section(name: str, kind: str) -> Section:
    return next(
        section
        for section in offer_of(name).sections
        if section.kind == kind and section.direction is Direction.RECVONLY
    )


@pytest.mark.parametrize("name", OFFERS)
def test_the_answer_to_a_recorded_offer_is_the_one_that_was_seen_to_work(name: str) -> None:
    assert answer_to(name) == recorded(f"{name}.written")


@pytest.mark.parametrize("step", STEPS)
def test_our_offer_at_each_step_is_the_one_that_clients_were_seen_to_answer(step: str) -> None:
    assert offer_at(step) == recorded(f"subscriber_{step}.written")


@pytest.mark.parametrize("name", OFFERS)
def test_every_section_is_answered_in_its_place(name: str) -> None:
    offer, answer = offer_of(name), _read(answer_to(name))

    assert [section.mid for section in answer.sections] == [section.mid for section in offer.sections]
    assert [section.kind for section in answer.sections] == [section.kind for section in offer.sections]
    assert answer.setups == {"passive"}
    assert answer.bundle == [section.mid for section in answer.sections if not section.is_rejected]


@pytest.mark.parametrize("name", OFFERS)
def test_nothing_is_answered_that_was_not_offered_under_that_number(name: str) -> None:
    for offered, answered in zip(offer_of(name).sections, _read(answer_to(name)).sections, strict=True):
        assert answered.extensions.items() <= offered.extensions.items()
        for number, format_ in answered.formats.items():
            assert (format_.name or offered.formats[number].name) == offered.formats[number].name


@pytest.mark.parametrize("name", PUBLISHING)
def test_a_simulcast_camera_and_a_microphone_are_received_under_the_clients_own_numbers(name: str) -> None:
    both = received(name)

    camera, microphone = both[Kind.VIDEO], both[Kind.AUDIO]
    assert (camera.codec.name, camera.rids) == ("VP8", ("q", "h", "f"))
    assert {MID, RID, REPAIRED_RID, TRANSPORT_SEQUENCE} <= set(camera.extensions)
    assert ABS_SEND_TIME not in camera.extensions
    assert {"nack", "nack pli", "ccm fir", "transport-cc"} == set(camera.codec.feedback)
    assert microphone.codec.name == "opus"
    assert {MID, AUDIO_LEVEL, TRANSPORT_SEQUENCE} <= set(microphone.extensions)
    assert camera.cid != microphone.cid


@pytest.mark.parametrize("name", ["chromium_v1_joins", "python_v1_joins"])
def test_a_subscriber_is_stamped_when_packets_were_sent_so_that_it_tells_us_what_fits(name: str) -> None:
    section = receiving_section(name, "video")

    codec, extensions = find_codec(section, "VP8"), agree_extensions(section, Kind.VIDEO)

    assert codec is not None
    assert "goog-remb" in codec.feedback
    assert "transport-cc" not in codec.feedback
    assert {ABS_SEND_TIME, ORIENTATION, PLAYOUT_DELAY} <= set(extensions)
    assert TRANSPORT_SEQUENCE not in extensions


def test_port_zero_of_a_section_that_shares_anothers_port_is_no_rejection() -> None:
    offer = offer_of("firefox_v1_joins")

    assert [section.has_port for section in offer.sections].count(False) == 4
    assert not any(section.is_rejected for section in offer.sections)
    assert {kind_of(section) for section in offer.sections} == {Kind.AUDIO, Kind.VIDEO, None}


def test_an_extension_that_goes_one_way_is_answered_for_that_way_and_not_used_the_other() -> None:
    section = next(one for one in offer_of("firefox_v0_publishes").sections if one.kind == "video")
    assert section.extension_directions[RID] is Direction.SENDONLY
    camera = received("firefox_v0_publishes")[Kind.VIDEO]

    assert RID in camera.extensions
    assert PLAYOUT_DELAY not in camera.extensions
    assert f"a=extmap:{camera.extensions[RID]}/recvonly {RID}" in recorded("firefox_v0_publishes.written")


def test_the_codec_that_was_announced_is_the_one_that_is_answered() -> None:
    offer = offer_of("chromium_v1_publishes")
    cid = received("chromium_v1_publishes")[Kind.VIDEO].cid

    [video] = [one for one in agree_receptions(offer, {cid: "H264"}) if one.kind is Kind.VIDEO]

    assert video.codec.name == "H264"
    assert "packetization-mode=1" in video.codec.parameters
    assert "profile-level-id=42e01f" in video.codec.parameters
    assert video.codec.rtx_payload_type is not None
    assert video.codec.mime_type == "video/H264"


@pytest.mark.parametrize("announced", ["VP9", "AV1", "H265", ""])
def test_a_codec_that_we_do_not_forward_is_declined_for_one_that_we_do(announced: str) -> None:
    offer = offer_of("chromium_v1_publishes")
    cid = received("chromium_v1_publishes")[Kind.VIDEO].cid

    [video] = [one for one in agree_receptions(offer, {cid: announced}) if one.kind is Kind.VIDEO]

    assert video.codec.mime_type == "video/VP8"


def test_redundant_audio_is_declined_by_leaving_it_out() -> None:
    assert "red/" in recorded("chromium_v1_publishes.offer")
    assert "red/" not in recorded("chromium_v1_publishes.written")


def test_silence_is_not_sent_and_losses_are_mended_unless_the_track_was_announced_otherwise() -> None:
    spoken = received("chromium_v0_publishes")[Kind.AUDIO]
    assert {"useinbandfec=1", "usedtx=1"} <= set(spoken.codec.parameters.split(";"))
    assert "stereo=1" not in spoken.codec.parameters.split(";")

    music = received("chromium_v0_publishes", in_stereo={spoken.cid}, without_dtx={spoken.cid})[Kind.AUDIO]
    assert {"useinbandfec=1", "stereo=1"} <= set(music.codec.parameters.split(";"))
    assert "usedtx=1" not in music.codec.parameters.split(";")


@pytest.mark.parametrize(
    ("profiles", "chosen"),
    [
        (("640c1f", "42001f", "42e01f"), 2),
        (("42001f", "42e034", "42e01f"), 2),
        (("4d001f", "42001f"), 1),
        (("4d001f", "640c1f"), None),
    ],
)
def test_of_several_h264_profiles_the_one_all_can_decode_is_chosen(
    profiles: tuple[str, ...], chosen: int | None
) -> None:
    lines = [
        f"a=rtpmap:{at} H264/90000\r\na=fmtp:{at} packetization-mode=1;profile-level-id={profile}\r\n"
        for at, profile in enumerate(profiles)
    ]
    formats = " ".join(map(str, range(len(profiles))))
    text = f"{FINGERPRINT}m=video 9 UDP/TLS/RTP/SAVPF {formats}\r\na=mid:0\r\n{''.join(lines)}"
    [section] = read_offer(text).sections

    codec = find_codec(section, "H264")

    assert (codec.payload_type if codec else None) == chosen
    single_nal = text.replace("packetization-mode=1", "packetization-mode=0")
    assert find_codec(read_offer(single_nal).sections[0], "H264") is None


def test_a_publisher_without_transport_wide_feedback_is_told_what_fits_instead() -> None:
    text = (
        f"{FINGERPRINT}m=video 9 UDP/TLS/RTP/SAVPF 96\r\na=mid:0\r\na=msid:s t\r\na=sendonly\r\n"
        f"a=rtpmap:96 VP8/90000\r\na=rtcp-fb:* goog-remb\r\na=rtcp-fb:96 nack\r\na=extmap:3 {ABS_SEND_TIME}\r\n"
    )

    [video] = agree_receptions(read_offer(text), {})

    assert video.codec.feedback == ("goog-remb", "nack")
    assert video.extensions == {ABS_SEND_TIME: 3}


def test_a_section_without_any_codec_we_speak_is_rejected() -> None:
    text = recorded("python_v1_joins.offer").replace("opus/48000/2", "speex/32000")
    offer = read_offer(text)

    answer = write_answer(offer, HERE, (), {offer.sections[0].mid: MICROPHONE})

    assert answer.count("m=audio 0 ") == 3
    assert find_codec(offer.sections[0], "opus") is None
    assert choose_codec(offer.sections[0], "opus") is None


def test_what_is_sent_names_its_repairs_and_its_owner() -> None:
    answer = recorded("chromium_v1_joins.written")

    assert "a=msid:PA_a|camera TR_v\r\na=ssrc-group:FID 2 3\r\na=ssrc:2 cname:PA_a|camera\r\n" in answer
    assert "a=ssrc:3 cname:PA_a|camera\r\n" in answer
    assert answer.count("a=msid:PA_a|camera ") == 2


def test_every_address_is_told_once_with_its_end() -> None:
    answer = recorded("chromium_v1_joins.written")

    assert answer.count("a=candidate:") == 3
    assert "a=candidate:1 1 udp 2130706431 192.0.2.1 8402 typ host\r\n" in answer
    assert "a=candidate:2 1 udp 2130706175 2001:db8::1 8402 typ host\r\n" in answer
    assert "a=candidate:3 1 tcp 1526726143 192.0.2.1 8403 typ host tcptype passive\r\n" in answer
    assert answer.count("a=end-of-candidates") == 1
    assert "a=ice-lite\r\n" in answer


@pytest.mark.parametrize("address", ["localhost", "media.example.org", "192.0.2", ""])
def test_only_numeric_addresses_are_announced(address: str) -> None:
    with pytest.raises(ValueError, match="address"):
        Candidate(address, 8402)


@pytest.mark.parametrize("name", ANSWERS)
def test_a_recorded_answer_to_our_offer_takes_what_was_offered(name: str) -> None:
    step = name.partition("_v0_")[2]
    answer = read_answer(recorded(f"{name}.answer"))

    assert answer.sctp_port == 5000
    assert answer.ufrag == "clnt"
    sections = STEPS.get(step, STEPS["is_sent_another"])
    assert [section.mid for section in answer.sections] == ["data", *(section.mid for section in sections)]
    for offered, answered in zip(sections, answer.sections[1:], strict=True):
        is_declined = name.startswith("firefox") and offered.codec.name == "H264"  # it came without that codec
        assert answered.is_rejected is (offered.is_gone or is_declined)
        if not answered.is_rejected:
            assert answered.direction is Direction.RECVONLY
            assert offered.codec.payload_type in answered.formats


def test_a_place_is_given_up_and_used_again_under_another_name() -> None:
    places = [
        [section.mid for section in _read(offer_at(step)).sections if not section.is_rejected]
        for step in ("is_sent_tracks", "loses_one", "is_sent_another")
    ]

    assert places == [["data", "1", "2", "3"], ["data", "1", "3"], ["data", "1", "4", "3"]]
    assert "a=group:BUNDLE data 1 3\r\n" in offer_at("loses_one")


def test_our_own_numbers_mean_one_thing_on_all_sections() -> None:
    numbers = {**offered_extensions(Kind.AUDIO), **offered_extensions(Kind.VIDEO)}
    codecs = [offered_codec(Codec(name, 1, 1)) for name in ("opus", "VP8", "H264")]
    payload_types = [number for codec in codecs for number in (codec.payload_type, codec.rtx_payload_type) if number]

    assert len(set(numbers.values())) == len(numbers)
    assert len(set(payload_types)) == len(payload_types)
    assert max(numbers.values()) < 15


def test_parameters_are_set_and_left_out_by_name() -> None:
    assert with_parameters("minptime=10; stereo=1", stereo=None, usedtx="1") == "minptime=10;usedtx=1"
    assert with_parameters("", sprop_stereo="1") == "sprop-stereo=1"


def test_layers_go_from_low_to_high_whatever_order_the_client_names_them_in() -> None:
    assert from_low_to_high(["f", "h", "q"]) == ("q", "h", "f")
    assert from_low_to_high(["x", "q"]) == ("q", "x")
