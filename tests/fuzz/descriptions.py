"""Session descriptions: read, agreed to, answered, and the answers read again."""

import re

from tests.fuzz.case import Case
from tests.fuzz.target import Target, at_most, must
from tests.unit.visit_media.descriptions import ANSWERS, CAMERA, HERE, MICROPHONE, OFFERS, recorded
from visit_media.sfu.negotiation.agreement import agree_receptions
from visit_media.sfu.negotiation.answer import write_answer
from visit_media.sfu.negotiation.sdp import MOST_SECTIONS, Description, Direction, read_answer, read_offer

LINE = re.compile(r"[a-z]=[^\r\n]*")
LARGEST_ANSWER = 16


class Descriptions(Target):
    """Each message is a description, as an offer and as an answer."""

    name = "sdp"
    seeds: Case = (
        *(recorded(f"{name}.offer").encode() for name in OFFERS),
        *(recorded(f"{name}.answer").encode() for name in ANSWERS[:6]),
    )
    most_messages = 2
    longest = 120_000
    lines_per_message = 60_000
    lines_per_byte = 4

    def attempt(self, case: Case) -> None:
        """Nothing but ValueError says that a description is none."""
        for message in case:
            text = message.decode("utf-8", "replace")
            try:
                _answer(read_offer(text), len(text))
            except ValueError:
                pass
            try:
                at_most(len(read_answer(text).sections), MOST_SECTIONS, "sections")
            except ValueError:
                pass


def _answer(offer: Description, size: int) -> None:
    at_most(len(offer.sections), MOST_SECTIONS, "sections")
    receptions = agree_receptions(offer, {})
    places = [section for section in offer.sections if section.direction is Direction.RECVONLY]
    sendings = {
        section.mid: MICROPHONE if section.kind == "audio" else CAMERA
        for section in places
        if section.kind in ("audio", "video")
    }
    answer = write_answer(offer, HERE, receptions, sendings)
    at_most(len(answer), LARGEST_ANSWER * size + 2_000 * len(offer.sections), "characters of an answer")
    lines = answer.removesuffix("\r\n").split("\r\n")
    must(all(map(LINE.fullmatch, lines)), "the offer wrote a line of its own into our answer")
    sections = sum(line.startswith("m=") for line in lines)
    must(sections == len(offer.sections), "the answer has other sections than the offer")
