"""What the two forms of the protocol have in common: how a session speaks to its client about media."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from livekit.protocol import rtc

from visit_media.sfu.members.forwarding import Forwarding
from visit_media.sfu.members.member import Member
from visit_media.sfu.negotiation.sdp import Description
from visit_media.sfu.negotiation.terms import Reachability
from visit_media.sfu.transport.peer import Peer
from visit_media.signalling.published import Published
from visit_media.signalling.rooms import Publication
from visit_media.signalling.subscriptions import Subscriptions


class Connections(Protocol):
    """One connection or two: who offers what differs, what is agreed does not."""

    def begin(self, now: float) -> None:
        """The client has been welcomed."""
        ...

    def offered(self, description: rtc.SessionDescription) -> None:
        """The client offers; ValueError when nobody could answer that."""
        ...

    def answered(self, description: rtc.SessionDescription, now: float) -> None:
        """The client answers an offer of ours; ValueError when it is unreadable."""
        ...

    def refresh(self, now: float) -> None:
        """What the client should be sent may have changed."""
        ...

    def resume(self, now: float) -> None:
        """The client has a new line and does not know what was last said on the old one."""
        ...

    def is_stuck(self, now: float) -> bool:
        """Whether the client has owed us an answer for too long."""
        ...


@dataclass(frozen=True, slots=True)
class Terms:
    """What both forms need to negotiate."""

    forwarding: Forwarding
    member: Member
    published: Published
    subscriptions: Subscriptions
    offered: Callable[[], list[Publication]]
    tell: Callable[[rtc.SignalResponse], None]


class Path:
    """Where one connection's packets go: begins anew (RFC 8839, ICE restart) when the client's offer does."""

    def __init__(self, forwarding: Forwarding, peer: Peer) -> None:
        self._forwarding = forwarding
        self._peer = peer
        self._ufrag = ""

    def reach(self, offer: Description) -> Reachability:
        """Return what to answer to this offer."""
        if self._ufrag and offer.ufrag != self._ufrag:
            self._peer.restart()
        self._ufrag = offer.ufrag
        return self._forwarding.reach(self._peer)
