"""Why a client's transport ends before anybody asked for it: a closed list, counted."""

from enum import StrEnum
from typing import Final

from prometheus_client import Counter


class Failure(StrEnum):
    """One way to fail."""

    HANDSHAKE_REFUSED = "handshake_refused"
    HANDSHAKE_TIMEOUT = "handshake_timeout"
    HANDSHAKE_TOO_LONG = "handshake_too_long"
    WRONG_CERTIFICATE = "wrong_certificate"
    NO_SRTP = "no_srtp"
    CLOSED_BY_CLIENT = "closed_by_client"
    CONSENT_EXPIRED = "consent_expired"
    DATA_REFUSED = "data_refused"
    BROKEN = "broken"


TRANSPORTS_FAILED: Final = Counter(
    "visit_media_transports_failed", "Transports of clients that ended by themselves, by reason.", ["reason"]
)
