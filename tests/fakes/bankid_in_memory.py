"""BankID without its API, for tests of what is decided here; the API's own tests run it through the same cases."""

from uuid import UUID, uuid4

from identity.domain.refusals import BankIdUnavailable, SignInExpired
from identity.domain.signing_in import Collected, Order


class BankIdInMemory:
    """Orders by reference; what the app does is said by the order's start token."""

    def __init__(self) -> None:
        self.orders: dict[str, Collected] = {}
        self.begun: list[Order] = []
        self.return_urls: dict[str, str | None] = {}
        self.asked: list[str] = []
        self.cancelled: list[str] = []
        self.is_down = False

    def begin(self, *, user_ip: str, visible_text: str, return_url: str | None = None) -> Order:
        self._check_is_up()
        order = Order(*(str(uuid4()) for _ in range(4)))
        self.orders[order.order_ref] = Collected("pending", "outstandingTransaction")
        self.begun.append(order)
        self.return_urls[order.auto_start_token] = return_url
        return order

    def collect(self, order_ref: str) -> Collected:
        self._check_is_up()
        self.asked.append(order_ref)
        if order_ref not in self.orders:
            raise SignInExpired
        collected = self.orders[order_ref]
        if collected.state != "pending":
            del self.orders[order_ref]
        return collected

    def cancel(self, order_ref: str) -> None:
        self._check_is_up()
        if self.orders.pop(order_ref, None) is not None:
            self.cancelled.append(order_ref)

    def open(self, auto_start_token: str) -> None:
        self._set(auto_start_token, Collected("pending", "userSign"))

    def identify(self, auto_start_token: str, number: str) -> str | None:
        """Where the app leads, when it was started by this token."""
        self._set(auto_start_token, Collected("complete", number=number))
        return self.return_urls[auto_start_token]

    def fail(self, auto_start_token: str, hint: str) -> None:
        self._set(auto_start_token, Collected("failed", hint))

    def _set(self, auto_start_token: str, collected: Collected) -> None:
        order = next(each for each in self.begun if each.auto_start_token == str(UUID(auto_start_token)))
        self.orders[order.order_ref] = collected

    def _check_is_up(self) -> None:
        if self.is_down:
            raise BankIdUnavailable
