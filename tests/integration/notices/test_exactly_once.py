"""An operator that answers 500, hangs, or brings its receipts twice and out of order: always exactly one SMS."""

import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import httpx
import pytest

from notifications.adapters import sms_46elks
from notifications.adapters.receipts import ReceiptAddresses
from notifications.adapters.sms_46elks import Sms46elks, SmsSettings, sms_client
from notifications.adapters.texts import Texts
from notifications.application.asked import Receipts
from notifications.application.means import BySms
from tests.fakes.sms_operator import PASSWORD, USER, Mood, SmsOperator
from tests.integration.notices.receipt_door import ReceiptDoor
from tests.unit.notifications.house import CECILIA, DAVID, EVA, PATIENCE, House

KEY = bytes(range(32))
MOODS = ("fault", "fault_after_taking", "hang", "hang_after_taking", "not_json", "busy")
TOOK_IT = ("fault_after_taking", "hang_after_taking", "not_json")


@pytest.fixture(scope="module")
def door(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ReceiptDoor]:
    door = ReceiptDoor(tmp_path_factory.mktemp("door"))
    try:
        yield door
    finally:
        door.stop()


class Clinic:
    """Notifications as it is, but for its clock, with a real way to the operator and back."""

    def __init__(self, house: House, operator: SmsOperator, door: ReceiptDoor) -> None:
        self.house, self.operator, self._door = house, operator, door
        house.now = datetime.now(UTC)
        house.decide()
        settings = SmsSettings(url=operator.url, user=USER, password=PASSWORD, sender="Vard")
        self.client, addresses = sms_client(settings), ReceiptAddresses(KEY, door.url)
        sms = Sms46elks(
            self.client,
            sender=settings.sender,
            is_known=self._is_known,
            patience=PATIENCE,
            clock=house.clock,
        )
        self._sms = house._attempting(BySms(sms, Texts(), addresses.address, door.url))
        door.open_to(Receipts(house.notices, addresses), house.now)

    def book(self, *patient_ids: UUID) -> None:
        starts_at = self.house.now + timedelta(days=1)
        self.house.book(starts_at=starts_at, booked_at=self.house.now, patient_ids=patient_ids or [CECILIA])

    def send(self) -> None:
        for notice_id in self.house.due("sms"):
            self._sms.attempt(notice_id)
        self.house.follow()

    def passes(self, **duration: float) -> None:
        """Time goes on, here and at the operator's."""
        self.house.passes(**duration)
        self.operator.clock_is_off += timedelta(**duration)

    def tries_until_settled(self) -> None:
        """As many attempts and looks as it takes, each after its pause."""
        for _ in range(20):
            if self.state not in ("waiting", "uncertain", "sending"):
                return
            self.passes(minutes=2)
            self.send()
        raise AssertionError(f"still {self.house.states('sms')}")

    @property
    def state(self) -> str:
        """The state of every SMS."""
        [state] = {state for state, _ in self.house.states("sms")}
        return state

    def _is_known(self, operator_id: str) -> bool:
        self.house.follow()
        return self.house.sent.is_of_a_notice(operator_id)

    @property
    def on_the_telephone(self) -> list[str]:
        recipient = self.house.directory.find(CECILIA)
        assert recipient is not None
        return self.operator.texts_to(recipient.phone or "")


@pytest.fixture
def clinic(
    tmp_path: Path, sms_operator: SmsOperator, door: ReceiptDoor, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Clinic]:
    monkeypatch.setattr(sms_46elks, "TIMEOUT", httpx.Timeout(0.4))
    house = House({"CARE_STORE": "sqlite", "CARE_DATA_DIR": str(tmp_path)})
    clinic = Clinic(house, sms_operator, door)
    yield clinic
    sms_operator.release()
    clinic.client.close()
    house.close()


@pytest.mark.parametrize("mood", MOODS)
def test_whatever_the_operator_does_one_sms_arrives(clinic: Clinic, mood: Mood) -> None:  # NOT-1
    clinic.operator.mood = mood
    clinic.book()
    clinic.send()

    clinic.operator.mood = "well"
    clinic.tries_until_settled()
    [sms] = clinic.operator.taken
    clinic.operator.tell_receipts(sms, "sent", "delivered")

    assert len(clinic.on_the_telephone) == 1
    assert clinic.state == "delivered"


@pytest.mark.parametrize("mood", TOOK_IT)
def test_a_receipt_settles_what_the_answer_did_not(clinic: Clinic, mood: Mood) -> None:
    clinic.operator.mood = mood
    clinic.book()
    clinic.send()
    assert clinic.state == "uncertain"

    [sms] = clinic.operator.taken
    clinic.operator.tell_receipts(sms, "delivered")

    assert clinic.state == "delivered"
    clinic.passes(hours=1)
    clinic.send()
    assert len(clinic.on_the_telephone) == 1


def test_several_who_share_a_telephone_get_one_sms_each(clinic: Clinic) -> None:
    """As a mother and her children do: their messages look alike in the operator's history."""
    clinic.operator.mood = "fault_after_taking"
    clinic.book(CECILIA, DAVID, EVA)
    clinic.send()
    clinic.operator.mood = "well"

    clinic.tries_until_settled()

    assert clinic.state == "sent"
    assert len(clinic.on_the_telephone) == 3


@pytest.mark.parametrize(
    "receipts", [("sent", "sent", "delivered", "delivered"), ("delivered", "sent", "delivered", "sent")]
)
def test_receipts_that_come_twice_and_out_of_order_leave_it_delivered(
    clinic: Clinic, receipts: tuple[str, ...]
) -> None:
    clinic.book()
    clinic.send()
    [sms] = clinic.operator.taken

    clinic.operator.tell_receipts(sms, *receipts)  # type: ignore[arg-type]

    assert [heard for _, heard in clinic.operator.receipts_told] == [204] * 4
    assert clinic.state == "delivered"
    clinic.passes(hours=1)
    clinic.send()
    assert len(clinic.on_the_telephone) == 1


def test_a_receipt_that_overtakes_its_answer_is_believed(clinic: Clinic) -> None:
    clinic.operator.mood, clinic.operator.receipts = "hang_after_taking", ("delivered",)
    clinic.book()
    heard = threading.Event()
    told = clinic.operator.tell_receipts
    clinic.operator.tell_receipts = lambda *about: (told(*about), heard.set())  # type: ignore[method-assign]

    clinic.send()

    assert heard.wait(10)
    assert clinic.state == "delivered"
    assert len(clinic.on_the_telephone) == 1


def test_receipts_are_brought_again_until_somebody_hears_them(clinic: Clinic, door: ReceiptDoor) -> None:
    clinic.book()
    clinic.send()
    [sms] = clinic.operator.taken
    door.close()
    bringing = threading.Thread(target=clinic.operator.tell_receipts, args=(sms, "delivered"))
    bringing.start()

    clinic.operator.has_told.wait(10)
    door.open_to(Receipts(clinic.house.notices, ReceiptAddresses(KEY, door.url)), clinic.house.now)
    bringing.join(20)

    assert [heard for _, heard in clinic.operator.receipts_told][-1] == 204
    assert 503 in [heard for _, heard in clinic.operator.receipts_told]
    assert clinic.state == "delivered"


def test_a_failed_delivery_is_told_and_not_sent_again_by_itself(clinic: Clinic) -> None:
    clinic.book()
    clinic.send()
    [sms] = clinic.operator.taken

    clinic.operator.tell_receipts(sms, "sent", "failed")
    clinic.passes(hours=1)
    clinic.send()

    assert clinic.house.states("sms") == [("failed", "operator_failed")]
    assert len(clinic.operator.taken) == 1
