"""Which of its addresses a client is reached at: ICE-lite for one client (RFC 8445, consent by RFC 7675)."""

import secrets
from dataclasses import dataclass, field
from typing import Final

from visit_media.sfu.allowance import Allowance
from visit_media.sfu.plane.terms import Address
from visit_media.sfu.transport.stun import BindingRequest

CONSENT_SECONDS: Final = 30.0
QUIET_SECONDS: Final = 10.0
MOST_ADDRESSES: Final = 16
CHECKS_PER_SECOND: Final = 50.0
CHECKS_AT_ONCE: Final = 200.0
KEY_LENGTH: Final = 16
UNSEEN: Final = float("-inf")


@dataclass(frozen=True, slots=True)
class Credentials:
    """What a client must know to be heard; new ones are an ICE restart."""

    ufrag: str
    password: str = field(default_factory=lambda: secrets.token_hex(16), repr=False)


class Paths:
    """The addresses that proved to be the client's, and the one it chose last.

    We never check ourselves and never lead: whoever sends a check signed with our password is the client, and the
    latest USE-CANDIDATE says where it wants to be reached.
    """

    def __init__(self) -> None:
        self.key = secrets.token_hex(KEY_LENGTH // 2)
        self.address: Address | None = None
        self._current = self._new_credentials()
        self._next: Credentials | None = None
        self._checked_at: dict[Address, float] = {}
        self._ahead: set[Address] = set()
        self._allowance = Allowance(per_second=CHECKS_PER_SECOND, burst=CHECKS_AT_ONCE)

    @property
    def credentials(self) -> Credentials:
        """The newest ones, for the next description."""
        return self._next or self._current

    @property
    def addresses(self) -> frozenset[Address]:
        """Every address that may be the client's now."""
        return frozenset(self._checked_at)

    def restart(self) -> None:
        """Make new credentials; the old ones count until the client nominates a path with the new ones."""
        self._next = self._new_credentials()
        self._ahead.clear()

    def check(self, request: BindingRequest, address: Address, now: float, seen_from: Address) -> bytes | None:
        """Answer a check that is signed as it must be, and learn from it; None for all others, and for too many."""
        used = next(
            (known for known in (self._next, self._current) if known and known.ufrag == request.local_ufrag), None
        )
        if used is None or not request.is_signed_with(used.password) or not self._allowance.take(1, now):
            return None
        if request.is_in_conflict:
            return request.refuse_role(password=used.password)
        self._note(address, now)
        if used is self._next:
            self._ahead.add(address)
        if request.nominates and used is self._next:
            self._complete_restart()
        if self.address is None or (request.nominates and used is self._current):
            self.address = address
        return request.answer(seen_from=seen_from, password=used.password)

    def forget(self, address: Address) -> None:
        """This path is gone for good, as a TCP connection can be."""
        self._checked_at.pop(address, None)
        self._ahead.discard(address)
        if self.address == address:
            self.address = self._liveliest()

    def tend(self, now: float) -> None:
        """Forget addresses that fell silent, and leave a silent path for one that lives."""
        for address, checked_at in list(self._checked_at.items()):
            if now - checked_at > CONSENT_SECONDS and address != self.address:
                self.forget(address)
        liveliest = self._liveliest()
        if self.address is None or liveliest is None:
            return
        # A client that nominates only once cannot say that its NAT gave it a new address: its checks say so.
        is_quiet = now - self._checked_at.get(self.address, UNSEEN) > QUIET_SECONDS
        if is_quiet and now - self._checked_at[liveliest] < QUIET_SECONDS and self._next is None:
            self.address = liveliest

    def has_consent(self, now: float) -> bool:
        """Whether the client still wants what we send: it says so with every check on the path it chose."""
        return self.address is not None and now - self._checked_at.get(self.address, UNSEEN) <= CONSENT_SECONDS

    def _complete_restart(self) -> None:
        assert self._next is not None
        self._current, self._next = self._next, None
        for address in self._checked_at.keys() - self._ahead - {self.address}:
            del self._checked_at[address]
        self._ahead.clear()

    def _note(self, address: Address, now: float) -> None:
        if address not in self._checked_at and len(self._checked_at) >= MOST_ADDRESSES:
            others = [known for known in self._checked_at if known != self.address]
            self.forget(min(others, key=self._checked_at.__getitem__))
        self._checked_at[address] = now

    def _liveliest(self) -> Address | None:
        return max(self._checked_at, key=self._checked_at.__getitem__, default=None)

    def _new_credentials(self) -> Credentials:
        return Credentials(self.key + secrets.token_hex(4))
