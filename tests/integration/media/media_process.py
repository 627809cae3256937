"""Runs the media server in a process of its own; everybody is admitted whom it was not told to refuse."""

import asyncio
import json
import os
import sys
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from livekit.protocol import models

from tests.integration.media.losing import lose_packets
from visit_media.media import Media, build
from visit_media.sfu.feedback.budget import Budget
from visit_media.sfu.metrics import ForwardingCollector
from visit_media.sfu.negotiation.terms import Reachability
from visit_media.sfu.transport.paths import Credentials
from visit_media.sfu.transport.peer import Peer
from visit_media.signalling import departures
from visit_media.signalling import door as door_module
from visit_media.signalling.admission import Verdict
from visit_media.signalling.authority import Authority
from visit_media.signalling.open_room import OpenRoom
from visit_media.signalling.session import Session
from visit_media.signalling.tokens import Grant
from visit_media.wiring import MediaSettings

NOWHERE = ("127.0.0.1", 9)
WITHOUT_UDP = "WITHOUT_UDP" in os.environ


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

    async def left(self, grant: Grant, *, connection_id: str, reason: str, at: datetime, quality: Any = None) -> None:
        """Say that somebody went."""
        say({"left": str(grant.person_id), "visit": str(grant.visit_id), "reason": reason})


def say(what: dict[str, object]) -> None:
    """Write one line of JSON."""
    sys.stdout.write(json.dumps(what) + "\n")
    sys.stdout.flush()


def session_of(media: Media, person_id: str) -> tuple[OpenRoom, Session]:
    """Return where somebody is."""
    return next((room, room.sessions[person_id]) for room in media.server.rooms.values() if person_id in room.sessions)


def narrow(session: Session, bits_per_second: float) -> None:
    """Let a member's network take only so much, as its feedback would find out after a while."""
    budget = session.member._egress.budget

    def share_out(pictures: Any, sound: float, now: float) -> Any:
        if budget.estimate.bits_per_second > bits_per_second:
            budget.estimate.fall(bits_per_second, now)
        budget.estimate.bits_per_second = bits_per_second
        return Budget.share_out(budget, pictures, sound, now)

    setattr(budget, "share_out", share_out)  # noqa: B010 - a method is replaced on purpose


def lose_paths(session: Session) -> None:
    """Let nothing through on any of its paths any more, as when a telephone leaves its network for another."""
    for line in {session.member._up, session.member._down}:
        line.peer._paths._current = Credentials("gone")
        for address in line.peer.addresses:
            line.peer.forget_path(address)
        if line.number is not None:
            line._board.plane.set_path(line.number, NOWHERE, frozenset())


def change(media: Media, command: dict[str, Any]) -> None:
    """Do to one person what the command says, with authority over its room."""
    room, session = session_of(media, command["person"])
    authority = Authority(room)
    if ("break_line" in command or "cut" in command) and session.line is not None:
        if "cut" in command:
            lose_paths(session)
        session.line._socket.transport.abort()  # type: ignore[attr-defined]
    elif "mute" in command:
        [publication] = [one for one in session.participant.publications.values() if one.info.source == command["mute"]]
        authority.mute(session, publication, is_muted=command["is_muted"])
    elif "permit" in command:
        authority.permit(session, models.ParticipantPermission(**command["permit"]))
    elif "narrow" in command:
        narrow(session, command["narrow"])
    elif "end" in command:
        session.end(getattr(departures, command["end"]))
    elif "describe" in command:
        authority.describe(session, **command["describe"])
    elif "room_metadata" in command:
        authority.set_metadata(command["room_metadata"])


def hide_udp(media: Media) -> None:
    """Tell clients of TCP alone, as if UDP did not reach them."""
    reach = media.forwarding.reach

    def reach_by_tcp(peer: Peer) -> Reachability:
        told = reach(peer)
        return replace(told, candidates=tuple(one for one in told.candidates if one.protocol == "tcp"))

    setattr(media.forwarding, "reach", reach_by_tcp)  # noqa: B010 - a method is replaced on purpose


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
    elif "paths" in command:
        setattr(door_module, "JOIN_PATHS", tuple(command["paths"]))  # noqa: B010 - a constant is replaced on purpose
    elif "lose" in command:
        lose_packets(media.forwarding.plane, down=command["lose"].get("down", 0), up=command["lose"].get("up", 0))
    elif "person" in command:
        change(media, command)
    elif "tally" in command:
        say({"tally": ForwardingCollector(media.forwarding.plane.counters).totals()})


async def main() -> None:
    """Serve until standard input closes."""
    door = OpenDoor()
    settings = MediaSettings(
        host=os.environ["HOST"],
        ws_port=int(os.environ.get("WS_PORT", "0")),
        udp_port=int(os.environ.get("UDP_PORT", "0")),
        announced_addresses=(os.environ["HOST"],),
        api_key="care",
        api_secret=os.environ["API_SECRET"],
        tcp_port=0 if WITHOUT_UDP else None,
    )
    media = build(settings, door, SpokenAttendance())
    if WITHOUT_UDP:
        hide_udp(media)
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
