"""What a sign-in is made of before there is a session: BankID's order, the broker's word, and the attempt between."""

import base64
import hashlib
import hmac
import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal
from uuid import UUID

Language = Literal["sv", "en"]
State = Literal["pending", "complete", "failed"]

NUMBER = re.compile(r"[0-9]{12}")
ASKED_EVERY = timedelta(seconds=2)  # BankID wants no order collected more often
QR_SHOWN = frozenset({"outstandingTransaction", "noClient"})
RETURN_AWAITED = "return_awaited"  # identified, but the app has not led the browser back yet
NO_ACCESS = "no_access"  # whoever has no way in here: unknown, inactive and removed alike

ORDER_LIVES = timedelta(minutes=6)  # half a minute to start the app, some minutes in it
BROKER_VISIT_LIVES = timedelta(minutes=15)  # to find the card and remember its code


@dataclass(frozen=True, slots=True)
class Order:
    """A BankID order as it was begun. `qr_start_secret` never leaves identity.

    One that is begun on the same device has `nonce_hash`: the app leads back with that nonce, and only whoever brings
    it is signed in. Until then `number` is who identified himself.
    """

    order_ref: str
    auto_start_token: str
    qr_start_token: str
    qr_start_secret: str
    back: str = "/"
    nonce_hash: str | None = None
    number: str | None = None

    @property
    def is_of_same_device(self) -> bool:
        return self.nonce_hash is not None

    def fits(self, nonce: str) -> bool:
        """Whether this is what the app was given to lead back with."""
        return self.nonce_hash is not None and hmac.compare_digest(self.nonce_hash, nonce_hash(nonce))

    def qr(self, began_at: datetime, now: datetime) -> str:
        """The text of the animated QR code in this second."""
        second = str(max(0, int((now - began_at).total_seconds())))
        code = hmac.digest(self.qr_start_secret.encode(), second.encode(), hashlib.sha256).hex()
        return f"bankid.{self.qr_start_token}.{second}.{code}"


@dataclass(frozen=True, slots=True)
class Collected:
    """What BankID says of an order; the number only when it is complete."""

    state: State
    hint: str | None = None
    number: str | None = None


@dataclass(frozen=True, slots=True)
class BrokerVisit:
    """What is remembered while somebody is at the broker; all of it is checked when he comes back."""

    nonce: str
    code_verifier: str
    back: str


@dataclass(frozen=True, slots=True)
class BrokerWord:
    """Whom a broker has vouched for, how strongly, and which session of his own that belongs to."""

    claim: str
    strength: str
    subject: str
    broker_session: str | None


@dataclass(frozen=True, slots=True)
class BrokerLogout:
    """A logout that a broker told: of one of his sessions, or of all of a subject's."""

    token_id: str
    subject: str | None
    broker_session: str | None
    until: datetime


@dataclass(frozen=True, slots=True)
class Attempt:
    """One browser's attempt to sign in, beside the log: there is nothing to tell of it once it is over."""

    id: UUID
    device: str | None
    began_at: datetime
    expires_at: datetime
    hint: str | None
    secrets: Order | BrokerVisit


def nonce_hash(nonce: str) -> str:
    """What is kept of the nonce in a return address."""
    return hashlib.sha256(nonce.encode()).hexdigest()


def visible_text(provider: str, language: str) -> str:
    """What the BankID app shows above the code field, as the API wants it: whose door, and a word against fraud."""
    texts = {
        "sv": f"Jag loggar in hos {provider}.\n\n"
        "Avbryt om någon annan har bett dig legitimera dig, till exempel i ett telefonsamtal.",
        "en": f"I am signing in to {provider}.\n\n"
        "Cancel if somebody else has asked you to identify yourself, on the phone for example.",
    }
    return base64.b64encode(texts[language].encode()).decode()
