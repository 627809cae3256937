"""The command line of `care`: replay a visit, a person or a day, rebuild read models, look after parked messages."""

import argparse
import asyncio
import os
import sys
from datetime import date, datetime
from pathlib import Path
from uuid import UUID

from contracts.refusals import Refused
from tools.care import parked, rebuild, replay, replay_day, replay_person

RUNNING_ENVIRONMENT = Path(".run") / "environment"
"""Written by `make up`: how to reach the platform that runs from this folder."""


def main() -> None:
    arguments = _parser().parse_args()
    _find_the_platform()
    try:
        sys.exit(arguments.run(arguments))
    except Refused as refusal:
        sys.exit(f"Refused: {refusal.code}. {refusal.detail}".rstrip(". ") + ".")
    except KeyError as missing:
        sys.exit(f"{missing.args[0]} is not set, and no platform runs from this folder (`make up` starts one).")


def _find_the_platform() -> None:
    if "CARE_AMQP_URL" in os.environ or not RUNNING_ENVIRONMENT.exists():
        return
    for line in RUNNING_ENVIRONMENT.read_text().splitlines():
        name, _, value = line.partition("=")
        os.environ.setdefault(name, value)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="care", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="command")
    _add_replay(commands)
    _add_rebuild(commands)
    _add_parked(commands)
    return parser


def _add_replay(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    command = commands.add_parser("replay", help="what was true of a visit or a person at a moment, or on a day")
    what = command.add_mutually_exclusive_group(required=True)
    what.add_argument("visit", type=UUID, nargs="?", help="the visit's id; the same as --visit")
    what.add_argument("--visit", type=UUID, dest="visit_by_name", metavar="ID", help="a visit, and all that led to it")
    what.add_argument("--person", type=UUID, metavar="ID", help="what a person could see and do")
    what.add_argument("--day", type=date.fromisoformat, metavar="YYYY-MM-DD", help="every visit of a day in Sweden")
    command.add_argument("--at", type=_moment, help="a time with zone (RFC 3339); now when left out")
    command.add_argument("--json", action="store_true", help="one JSON document instead of text")
    command.set_defaults(run=lambda asked: asyncio.run(_replay(asked)))


async def _replay(asked: argparse.Namespace) -> int:
    if asked.day is not None:
        if asked.at is not None:
            sys.exit("--at goes with a visit or a person; a day is told as it ended.")
        return await replay_day.replay_day(asked.day, as_json=asked.json)
    if asked.person is not None:
        return await replay_person.replay_person(asked.person, asked.at, as_json=asked.json)
    return await replay.replay(asked.visit or asked.visit_by_name, asked.at, as_json=asked.json)


def _add_rebuild(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    command = commands.add_parser("rebuild", help="rebuild every read model from the logs, say if it is equal")
    command.add_argument("--replace", action="store_true", help="put the rebuilt one in the place of one that differs")
    command.set_defaults(run=lambda asked: rebuild.rebuild(replace=asked.replace))


def _add_parked(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    command = commands.add_parser("parked", help="messages that failed all their tries")
    actions = command.add_subparsers(required=True, metavar="action")
    listing = actions.add_parser("list", help="what is parked, without its content")
    listing.set_defaults(run=lambda _: parked.show())
    for name, text, act in (
        ("replay", "send parked messages to their reader again", parked.send_again),
        ("drop", "throw parked messages away", parked.drop),
    ):
        action = actions.add_parser(name, help=text)
        action.add_argument("queue", help="the queue, as `care parked list` shows it")
        which = action.add_mutually_exclusive_group(required=True)
        which.add_argument("--all", action="store_true")
        which.add_argument("--message", action="append", metavar="ID", help="a message id; may be given several times")
        action.set_defaults(run=lambda asked, act=act: act(asked.queue, None if asked.all else asked.message))


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise argparse.ArgumentTypeError("give the time with its zone, for example 2026-11-23T10:45:00+01:00")
    return moment


if __name__ == "__main__":
    main()
