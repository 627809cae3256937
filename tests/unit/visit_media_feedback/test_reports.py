"""Reports are read from whoever sends them, whatever they hold, and quality is told in one number."""

from struct import pack

import pytest
from hypothesis import given
from hypothesis import strategies as st

from visit_media.sfu.feedback.progress import Progress
from visit_media.sfu.feedback.quality import Quality
from visit_media.sfu.feedback.sender_reports import REPORTS_REMEMBERED, Answer, SenderReports
from visit_media.sfu.packets import rtcp
from visit_media.sfu.plane.counters import SinkCounters

GOOD = Quality(loss=0.0, round_trip=0.03, jitter=0.003, is_short=False)
SENT = SinkCounters(packets=10, octets=1000, resent=0, padded=0, stream=1, timestamp_offset=0)


def block(*, highest: int, lost: int, last: int = 0, delay: int = 0) -> rtcp.ReportBlock:
    return rtcp.ReportBlock(7, 0, lost, highest, 0, last, delay)


def test_a_limit_is_read_as_browsers_write_it() -> None:
    # One recorded value: mantissa 0x3EBD1 and exponent 3 are 2 055 816 bits per second.
    packed = pack("!BBHII4sIII", 0x8F, 206, 6, 1, 0, b"REMB", 2 << 24 | 3 << 18 | 0x3EBD1, 20, 21)

    assert rtcp.read(packed) == [rtcp.Limit(0x3EBD1 << 3)]


@given(st.floats(min_value=1000, max_value=1e9))
def test_a_limit_survives_being_written_and_read_but_for_rounding(bits_per_second: float) -> None:
    [limit] = rtcp.read(rtcp.limit(1, bits_per_second, [20, 21]))

    assert isinstance(limit, rtcp.Limit)
    assert bits_per_second * 0.9999 - 1 <= limit.bits_per_second <= bits_per_second


@given(st.binary(max_size=120))
def test_other_application_feedback_and_cut_off_limits_are_refused_or_let_by(rest: bytes) -> None:
    body = rest + bytes(-len(rest) % 4)
    packet = pack("!BBH", 0x8F, 206, len(body) // 4) + body

    try:
        said = rtcp.read(packet)
    except ValueError:
        return
    assert all(isinstance(item, rtcp.Limit) for item in said)


def test_what_a_report_adds_is_what_was_lost_since_the_one_before() -> None:
    progress = Progress()

    assert progress.since(block(highest=1000, lost=50)) == (0, 0)
    assert progress.since(block(highest=1100, lost=60)) == (10, 100)
    assert progress.since(block(highest=1100, lost=60)) == (0, 0)
    assert progress.since(block(highest=1200, lost=40)) == (0, 100)
    assert progress.since(block(highest=900_000, lost=0)) == (0, 0)
    assert progress.since(block(highest=900_010, lost=500)) == (10, 10)


def test_a_round_trip_is_told_only_by_answers_to_what_was_sent_of_late() -> None:
    reports = SenderReports(7, 90_000)
    for second in range(REPORTS_REMEMBERED + 1):
        reports.write(rtcp.SenderReport(1, second << 32, 0, 0, 0), float(second), SENT, float(second))

    assert reports.answer(block(highest=0, lost=0, last=0), 9.0) is None
    assert reports.answer(block(highest=0, lost=0, last=3 << 16, delay=65536), 4.25) == Answer(0.25, asked_at=3.0)
    assert reports.answer(block(highest=0, lost=0, last=4 << 16, delay=65536 * 9), 4.25) is None


def test_a_report_that_is_answered_once_more_tells_nothing_new() -> None:
    reports = SenderReports(7, 90_000)
    reports.write(rtcp.SenderReport(1, 3 << 32, 0, 0, 0), 3.0, SENT, 3.0)

    answers = [reports.answer(block(highest=0, lost=0, last=3 << 16, delay=65536), at) for at in (4.25, 4.3)]

    assert answers == [Answer(0.25, asked_at=3.0), None]


def test_a_report_moves_on_with_the_time_passed_since_the_publisher_made_it() -> None:
    heard = rtcp.SenderReport(1, 100 << 32, 1000, 5, 5)

    written = SenderReports(7, 90_000).write(heard, 10.0, SENT, 10.5)

    assert written == rtcp.SenderReport(7, (100 << 32) + (1 << 31), 1000 + 45_000, 10, 1000)


@pytest.mark.parametrize(
    "worse",
    [
        Quality(loss=0.05, round_trip=0.03, jitter=0.003, is_short=False),
        Quality(loss=0.0, round_trip=0.6, jitter=0.003, is_short=False),
        Quality(loss=0.0, round_trip=0.03, jitter=0.2, is_short=False),
        Quality(loss=0.0, round_trip=0.03, jitter=0.003, is_short=True),
    ],
)
def test_loss_delay_jitter_and_paused_pictures_make_a_connection_worse(worse: Quality) -> None:
    assert GOOD.score > 4.8
    assert 1.0 <= worse.score < 4.7


@given(st.floats(0, 1), st.floats(0, 10), st.floats(0, 10), st.booleans())
def test_the_score_stays_within_its_scale(loss: float, round_trip: float, jitter: float, is_short: bool) -> None:
    assert 1.0 <= Quality(loss, round_trip, jitter, is_short).score <= 5.0
