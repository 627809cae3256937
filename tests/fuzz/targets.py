"""Every boundary that is fuzzed, by name."""

from collections.abc import Callable

from tests.fuzz.at_the_door import Door
from tests.fuzz.at_the_room_service import RoomService, Webhooks
from tests.fuzz.data import Data
from tests.fuzz.descriptions import Descriptions
from tests.fuzz.feedback import Feedback
from tests.fuzz.handshake import Handshake
from tests.fuzz.joining import Joining
from tests.fuzz.media import Media
from tests.fuzz.sctp import Sctp
from tests.fuzz.signalling import Signalling
from tests.fuzz.stun import Stun
from tests.fuzz.target import Target
from tests.fuzz.tcp import Tcp

TARGETS: dict[str, Callable[[], Target]] = {
    target.name: target
    for target in (
        Stun, Handshake, Sctp, Tcp, Media, Feedback, Descriptions, Joining, Signalling, Data, RoomService, Webhooks,
        Door,
    )
}  # fmt: skip
