"""Runs the media server in a process of its own; everybody is admitted whom it was not told to refuse."""

import asyncio
import json
import os
import sys
from contextlib import suppress
from datetime import datetime
from uuid import UUID

from visit_media.media import Media, build
from visit_media.sfu import metrics
from visit_media.sfu.plane.peer import Peer
from visit_media.signalling.admission import Verdict
from visit_media.signalling.tokens import Grant
from visit_media.wiring import MediaSettings


class OpenDoor:
    """Admits everybody but those it was told not to."""

    def __init__(self) -> None:
        self.verdicts: dict[UUID, Verdict] = {}

    async def admit(self, grant: Grant) -> Verdict:
        """Answer as told."""
        return self.verdicts.get(grant.visit_id, Verdict.ADMITTED)


class SpokenAttendance:
    """Says on standard output who comes and goes."""

    async def joined(self, grant: Grant, *, connection_id: str, at: datetime) -> None:
        """Say that somebody came."""
        say({"joined": str(grant.person_id), "visit": str(grant.visit_id)})

    async def left(self, grant: Grant, *, connection_id: str, reason: str, at: datetime) -> None:
        """Say that somebody went."""
        say({"left": str(grant.person_id), "visit": str(grant.visit_id), "reason": reason})


def say(what: dict[str, object]) -> None:
    """Write one line of JSON."""
    sys.stdout.write(json.dumps(what) + "\n")
    sys.stdout.flush()


def lose_packets(media: Media, *, down: int, up: int) -> None:
    """Drop every so-manieth datagram of media in either direction (0: none)."""
    port = media.forwarding._port
    counts = {"down": 0, "up": 0}
    send, receive = port.send, Peer.receive_srtp

    def lossy_send(datagram: bytes, address: tuple[str, int]) -> None:
        if datagram[0] > 127 and not 192 <= datagram[1] <= 223:
            counts["down"] += 1
            if down and counts["down"] % down == 0:
                return
        send(datagram, address)

    def lossy_receive(peer: Peer, datagram: bytes, arrived_at: float) -> None:
        if not 192 <= datagram[1] <= 223:
            counts["up"] += 1
            if up and counts["up"] % up == 0:
                return
        receive(peer, datagram, arrived_at)

    setattr(port, "send", lossy_send)  # noqa: B010 - a method is replaced on purpose
    setattr(Peer, "receive_srtp", lossy_receive)  # noqa: B010


def obey(media: Media, door: OpenDoor, line: str) -> None:
    """Carry out one command from standard input."""
    command = json.loads(line)
    if "close_room" in command:
        media.server.close_room(UUID(command["close_room"]), "ended")
    elif "remove_person" in command:
        media.server.remove_person(UUID(command["remove_person"]))
    elif "end_sign_in" in command:
        media.server.end_sign_in(UUID(command["end_sign_in"]))
    elif "verdict" in command:
        door.verdicts[UUID(command["visit"])] = Verdict(command["verdict"])
    elif "lose" in command:
        lose_packets(media, down=command["lose"].get("down", 0), up=command["lose"].get("up", 0))
    elif "tally" in command:
        tally = metrics.tally
        say({"tally": {name: getattr(tally, name) for name in tally.__slots__}})


async def main() -> None:
    """Serve until standard input closes."""
    door = OpenDoor()
    settings = MediaSettings(
        host="127.0.0.1",
        ws_port=int(os.environ.get("WS_PORT", "0")),
        udp_port=int(os.environ.get("UDP_PORT", "0")),
        announced_address="127.0.0.1",
        api_key="care",
        api_secret=os.environ["API_SECRET"],
    )
    media = build(settings, door, SpokenAttendance())
    await media.open()
    say({"ws_port": media.door.port, "udp_port": media.forwarding.port})
    reader = asyncio.StreamReader()
    await asyncio.get_running_loop().connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
    while line := await reader.readline():
        obey(media, door, line.decode())
    await media.close()


if __name__ == "__main__":
    with suppress(KeyboardInterrupt):
        asyncio.run(main())
