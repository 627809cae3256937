"""What is no description, or was mangled on its way, is refused and does no harm."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.visit_media.descriptions import (
    ANSWERS,
    CAMERA,
    HERE,
    OFFERS,
    recorded,
)
from visit_media.sfu.negotiation.agreement import agree_receptions
from visit_media.sfu.negotiation.answer import write_answer
from visit_media.sfu.negotiation.sdp import _read, read_answer, read_offer

FINGERPRINT = "a=fingerprint:sha-256 AA\r\n"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "v=0\r\n",
        "m=audio 9 UDP/TLS/RTP/SAVPF 111\r\na=mid:0\r\n",
        f"{FINGERPRINT}m=audio 9 UDP/TLS/RTP/SAVPF 111\r\n",
        "a=fingerprint:sha-1 AA\r\nm=audio 9 UDP/TLS/RTP/SAVPF 111\r\na=mid:0\r\n",
        f"{FINGERPRINT}a=setup:passive\r\nm=audio 9 UDP/TLS/RTP/SAVPF 111\r\na=mid:0\r\n",
        f"{FINGERPRINT}m=audio 9 RTP 1\r\na=mid:0\r\nm=audio 9 RTP 1\r\na=mid:0\r\n",
        f"{FINGERPRINT}m=audio 9 UDP/TLS/RTP/SAVPF 111\r\na=mid:a b\r\n",
        f"{FINGERPRINT}m=audio x\r\n",
        f"{FINGERPRINT}m=audio 9 UDP/TLS/RTP/SAVPF 128\r\na=mid:0\r\n",
        f"{FINGERPRINT}m=audio 9 UDP/TLS/RTP/SAVPF {' '.join(map(str, range(128)))} 1\r\na=mid:0\r\n",
        f"{FINGERPRINT}m=audio 9 UDP/TLS/RTP/SAVPF 1_0\r\na=mid:0\r\n",
        f"{FINGERPRINT}m=audio 9 UDP/TLS/RTP/SAVPF 0\r\na=mid:0\r\na=ssrc:4294967296 cname:x\r\n",
        f"{FINGERPRINT}m=audio 9 UDP/TLS/RTP/SAVPF 0\r\na=mid:0\r\n"
        + "".join(f"a=ssrc:{n} c:x\r\n" for n in range(99)),
        f"{FINGERPRINT}m=audio 9 UDP/TLS/RTP/SAVPF 0\r\na=mid:0\r\n"
        + "".join(f"a=extmap:1 u:{n}\r\n" for n in range(99)),
        FINGERPRINT + "".join(f"m=audio 9 UDP/TLS/RTP/SAVPF 0\r\na=mid:{n}\r\n" for n in range(300)),
        "a" * 600_000,
    ],
)
def test_what_is_no_description_is_refused(text: str) -> None:
    for read in (read_offer, read_answer):
        with pytest.raises(ValueError, match=r"."):
            read(text)


def mangled(data: st.DataObject, text: str) -> str:
    lines = text.splitlines()
    for _ in range(data.draw(st.integers(1, 8))):
        at = data.draw(st.integers(0, len(lines) - 1))
        other = lines[data.draw(st.integers(0, len(lines) - 1))]
        noise = data.draw(st.text(max_size=12))
        cut = data.draw(st.integers(0, len(lines[at])))
        choices = [
            "",
            lines[at][:cut],
            lines[at][:cut] + noise,
            lines[at] + " 99999999",
            other,
            "a=rid:",
            "a=ssrc:x",
            "m=",
        ]
        lines[at] = data.draw(st.sampled_from(choices))
    return "\r\n".join(lines)


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_a_mangled_offer_is_answered_or_refused_but_never_more(data: st.DataObject) -> None:
    text = mangled(data, recorded(data.draw(st.sampled_from(OFFERS)) + ".offer"))

    try:
        offer = read_offer(text)
    except ValueError:
        return

    answer = write_answer(offer, HERE, agree_receptions(offer, {}), {offer.sections[0].mid: CAMERA})
    assert [section.mid for section in _read(answer).sections] == [section.mid for section in offer.sections]


@settings(max_examples=100, deadline=None)
@given(st.data())
def test_a_mangled_answer_is_read_or_refused_but_never_more(data: st.DataObject) -> None:
    try:
        read_answer(mangled(data, recorded(data.draw(st.sampled_from(ANSWERS)) + ".answer")))
    except ValueError:
        return
