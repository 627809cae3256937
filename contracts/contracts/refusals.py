"""How a service says no: an expected answer with a kind and a code, never an exception's text."""

from typing import Literal, get_args

Kind = Literal["invalid", "forbidden", "not_found", "conflict", "busy", "unauthenticated", "too_many"]
KINDS: tuple[str, ...] = get_args(Kind)


class Refused(Exception):
    """A rule said no. `code` names the broken rule in snake case; `detail` is free of personal data."""

    def __init__(self, kind: Kind, code: str, detail: str = "") -> None:
        super().__init__(code)
        self.kind: Kind = kind
        self.code = code
        self.detail = detail
