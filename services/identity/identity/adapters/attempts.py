"""The attempts to sign in that are under way: one for each browser, kept beside the log, sealed by the browser."""

import dataclasses
import hashlib
import hmac
import json
import os
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import Column, ColumnElement, LargeBinary, MetaData, String, Table, Uuid, delete, or_, select, update

from chassis.sealing import NONCE_BYTES, fingerprint
from chassis.store import Database, Moment
from identity.domain.signing_in import ASKED_EVERY, Attempt, BrokerVisit, Order

KINDS: dict[str, type[Order] | type[BrokerVisit]] = {"bankid": Order, "oidc": BrokerVisit}


class Attempts:
    """Found by the hash of the browser's secret, which alone opens what is kept: a copy of the table opens nothing."""

    def __init__(self, database: Database) -> None:
        self.database = database
        metadata = MetaData(schema=database.schema)
        self.table = Table(
            "sign_in_attempts",
            metadata,
            Column("browser_hash", LargeBinary(32), primary_key=True),
            Column("attempt_id", Uuid, nullable=False),
            Column("kind", String(10), nullable=False),
            Column("sealed", LargeBinary, nullable=False),
            Column("device", String(100)),
            Column("hint", String(60)),
            Column("began_at", Moment, nullable=False),
            Column("asked_at", Moment),
            Column("expires_at", Moment, nullable=False, index=True),
        )
        database.create(metadata)

    def begin(self, browser: str, attempt: Attempt, now: datetime) -> Attempt | None:
        """Keep a browser's attempt in the place of the one it had, which is given back if it could still be used."""
        kind = next(name for name, secrets in KINDS.items() if isinstance(attempt.secrets, secrets))
        row = {
            "browser_hash": fingerprint(browser),
            "attempt_id": attempt.id,
            "kind": kind,
            "sealed": _sealed(browser, attempt),
            "device": attempt.device,
            "hint": attempt.hint,
            "began_at": attempt.began_at,
            "asked_at": None,
            "expires_at": attempt.expires_at,
        }
        inserted = self.database.insert(self.table).values(row)
        with self.database.writing() as connection:
            mine = self.table.c.browser_hash == fingerprint(browser)
            before = connection.execute(select(self.table).where(mine).with_for_update()).mappings().first()
            connection.execute(inserted.on_conflict_do_update(index_elements=["browser_hash"], set_=row))
            connection.execute(delete(self.table).where(self.table.c.expires_at <= now))
        return _attempt(browser, before) if before is not None and before["expires_at"] > now else None

    def find(self, browser: str, attempt_id: UUID, now: datetime) -> Attempt | None:
        with self.database.reading() as connection:
            row = connection.execute(select(self.table).where(self._live(browser, attempt_id, now))).mappings().first()
        return None if row is None else _attempt(browser, row)

    def may_ask(self, browser: str, attempt_id: UUID, now: datetime) -> bool:
        """Whether it is time to ask BankID again; True to one of those who ask at once."""
        rested = or_(self.table.c.asked_at.is_(None), self.table.c.asked_at <= now - ASKED_EVERY)
        asking = update(self.table).where(self._live(browser, attempt_id, now), rested).values(asked_at=now)
        with self.database.writing() as connection:
            return connection.execute(asking).rowcount == 1

    def note_hint(self, browser: str, attempt_id: UUID, hint: str | None, now: datetime) -> None:
        noted = update(self.table).where(self._live(browser, attempt_id, now)).values(hint=hint)
        with self.database.writing() as connection:
            connection.execute(noted)

    def keep(self, browser: str, attempt: Attempt, now: datetime) -> None:
        """Go on with what has been learned of the attempt; nothing happens to one that is over or replaced."""
        learned = {"sealed": _sealed(browser, attempt), "hint": attempt.hint}
        kept = update(self.table).where(self._live(browser, attempt.id, now)).values(learned)
        with self.database.writing() as connection:
            connection.execute(kept)

    def take(self, browser: str, attempt_id: UUID, now: datetime) -> Attempt | None:
        """End the attempt and give it to one of those who ask at once; an attempt is finished a single time."""
        taken = delete(self.table).where(self._live(browser, attempt_id, now)).returning(*self.table.c)
        with self.database.writing() as connection:
            row = connection.execute(taken).mappings().first()
        return None if row is None else _attempt(browser, row)

    def _live(self, browser: str, attempt_id: UUID, now: datetime) -> ColumnElement[bool]:
        columns = self.table.c
        is_mine = (columns.browser_hash == fingerprint(browser)) & (columns.attempt_id == attempt_id)
        return is_mine & (columns.expires_at > now)


def _sealed(browser: str, attempt: Attempt) -> bytes:
    nonce = os.urandom(NONCE_BYTES)
    plain = json.dumps(dataclasses.asdict(attempt.secrets)).encode()
    return nonce + AESGCM(_key(browser)).encrypt(nonce, plain, attempt.id.bytes)


def _attempt(browser: str, row: Mapping[Any, Any]) -> Attempt:
    nonce, sealed = row["sealed"][:NONCE_BYTES], row["sealed"][NONCE_BYTES:]
    plain = AESGCM(_key(browser)).decrypt(nonce, sealed, row["attempt_id"].bytes)
    return Attempt(
        id=row["attempt_id"],
        device=row["device"],
        began_at=row["began_at"],
        expires_at=row["expires_at"],
        hint=row["hint"],
        secrets=KINDS[row["kind"]](**json.loads(plain)),
    )


def _key(browser: str) -> bytes:
    """Another digest than the one the row is found by."""
    return hmac.digest(browser.encode(), b"attempt", hashlib.sha256)
