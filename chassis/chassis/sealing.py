"""Personal data sealed with its subject's own key: destroying the key is forgetting the subject."""

import base64
import hashlib
import os
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from eventsourcing.application import Application
from eventsourcing.domain import DomainEventProtocol
from eventsourcing.persistence import Mapper, StoredEvent, Transcoder
from eventsourcing.utils import get_topic, resolve_topic
from sqlalchemy import (
    Column,
    Connection,
    LargeBinary,
    MetaData,
    Table,
    Uuid,
    bindparam,
    select,
    text,
    update,
)

from chassis.domain import Refusal
from chassis.store import Database, Moment, Place
from chassis.store.asking import QuestionOfSome

NONCE_BYTES = 12
KEY_BYTES = 32
REMEMBERED_KEYS = 25_000  # more than are sealed with in one transaction, and a list of many persons beside them
MADE_AT_ONCE = 1_000
REMEMBERED_SECONDS = 5.0  # as long, another process may still read of a forgotten subject, or write in vain


class SubjectForgotten(Refusal):
    """Nothing personal is written of one whose key was destroyed: it could never be told from the forgotten."""

    code = "forgotten"


class WrongMasterKey(RuntimeError):
    """The master key does not open the keys of this place."""


def read_secret(folder: Path, name: str) -> bytes:
    """A key of 32 bytes from a file of base64."""
    key = base64.b64decode((folder / name).read_text().strip(), validate=True)
    if len(key) != KEY_BYTES:
        raise ValueError(f"{name} must hold {KEY_BYTES} bytes as base64")
    return key


class KeyRing:
    """One key for each subject, wrapped by the master key, in a database of its own with its own backups."""

    def __init__(self, place: Place, master_key: bytes) -> None:
        self.database = Database(place, "keys")
        self._master = AESGCM(master_key)
        self._remembered: dict[UUID, tuple[float, bytes | None]] = {}
        self._held: dict[UUID, bytes] = {}
        metadata = MetaData(schema=self.database.schema)
        self._keys = Table(
            "subject_keys",
            metadata,
            Column("subject_id", Uuid, primary_key=True),
            Column("wrapped", LargeBinary),  # NULL once forgotten
            Column("made_at", Moment, nullable=False),
            Column("forgotten_at", Moment),
        )
        self.database.create(metadata)
        # Made once, not for each key: to make one takes longer than to carry it out.
        wrapped = select(self._keys.c.subject_id, self._keys.c.wrapped)
        self._those = QuestionOfSome(self.database, wrapped, self._keys.c.subject_id)
        self._this = select(self._keys.c.wrapped).where(self._keys.c.subject_id == bindparam("subject_id"))
        self._insert = self.database.insert(self._keys).on_conflict_do_nothing()
        self._insert_one = self._insert.returning(self._keys.c.subject_id)

    def seal(self, subject_id: UUID, plain: bytes, context: str) -> bytes:
        """Sealed bytes that open only with this subject's key and in this context."""
        key = self._key_to_write(subject_id)
        nonce = os.urandom(NONCE_BYTES)
        return nonce + AESGCM(key).encrypt(nonce, plain, context.encode())

    def open(self, subject_id: UUID, sealed: bytes, context: str) -> bytes | None:
        """What was sealed, or None when its subject is forgotten."""
        key = self._key_to_read(subject_id)
        if key is None:
            return None
        nonce, sealed_part = sealed[:NONCE_BYTES], sealed[NONCE_BYTES:]
        return AESGCM(key).decrypt(nonce, sealed_part, context.encode())

    def seal_text(self, subject_id: UUID, plain: str | None, context: str) -> bytes | None:
        return None if plain is None else self.seal(subject_id, plain.encode(), context)

    def open_text(self, subject_id: UUID, sealed: bytes | None, context: str) -> str | None:
        plain = None if sealed is None else self.open(subject_id, sealed, context)
        return None if plain is None else plain.decode()

    def fetch(self, subject_ids: Iterable[UUID]) -> None:
        """Read many keys at once, ahead of opening what they seal; those read a moment ago are at hand."""
        soon = time.monotonic() + REMEMBERED_SECONDS / 2
        wanted = [each for each in dict.fromkeys(subject_ids) if not self._is_known_until(each, soon)]
        for subject_id, wrapped in self._those.rows(wanted):
            self._remember(subject_id, wrapped)

    def make_many(self, subject_ids: Iterable[UUID]) -> None:
        """Keys for many at once, ahead of sealing: one transaction for each thousand. Who has or had one keeps that."""
        wanted = list(dict.fromkeys(subject_ids))
        for start in range(0, len(wanted), MADE_AT_ONCE):
            some = wanted[start : start + MADE_AT_ONCE]
            made = [self._new_row(subject_id) for subject_id in some]
            with self.database.writing() as connection:
                connection.execute(self._insert, made)
            self.fetch(some)

    @contextmanager
    def holding(self, subject_ids: Iterable[UUID]) -> Iterator[None]:
        """Keys for many new subjects, made at once and at hand to the end, however long one transaction seals them."""
        wanted = list(dict.fromkeys(subject_ids))
        self.make_many(wanted)
        remembered = ((subject_id, self._remembered.get(subject_id)) for subject_id in wanted)
        self._held = {subject_id: entry[1] for subject_id, entry in remembered if entry and entry[1]}
        try:
            yield
        finally:
            self._held = {}

    def forget(self, subject_id: UUID) -> None:
        """Destroy the key; a mark stays, so that the subject is never given a new one."""
        now = datetime.now(UTC)
        forgotten = {"wrapped": None, "forgotten_at": now}
        with self.database.writing() as connection:
            inserted = self.database.insert(self._keys).values(subject_id=subject_id, made_at=now, **forgotten)
            connection.execute(inserted.on_conflict_do_nothing())
            mine = self._keys.c.subject_id == subject_id
            connection.execute(update(self._keys).where(mine, self._keys.c.forgotten_at.is_(None)).values(**forgotten))
        self._remember(subject_id, None)
        self._overwrite_what_is_gone()

    def _is_known_until(self, subject_id: UUID, moment: float) -> bool:
        until, key = self._remembered.get(subject_id, (0.0, None))
        return key is not None and until >= moment

    def _key_to_write(self, subject_id: UUID) -> bytes:
        if subject_id in self._held:
            return self._held[subject_id]
        until, key = self._remembered.get(subject_id, (0.0, None))
        if key is None or until <= time.monotonic():
            with self.database.writing_once() as connection:
                wrapped = self._make(connection, subject_id)
            key = self._remember(subject_id, wrapped)
        if key is None:
            raise SubjectForgotten
        return key

    def _key_to_read(self, subject_id: UUID) -> bytes | None:
        until, key = self._remembered.get(subject_id, (0.0, None))
        if until > time.monotonic():
            return key
        found = dict(self._those.rows([subject_id]))
        return self._remember(subject_id, found.get(subject_id))

    def _find(self, connection: Connection, subject_id: UUID) -> bytes | None:
        wrapped: bytes | None = connection.execute(self._this, {"subject_id": subject_id}).scalar()
        return wrapped

    def _make(self, connection: Connection, subject_id: UUID) -> bytes | None:
        """A new key, unless the subject has one or had one."""
        row = self._new_row(subject_id)
        is_new = connection.execute(self._insert_one, row).first() is not None
        return row["wrapped"] if is_new else self._find(connection, subject_id)

    def _new_row(self, subject_id: UUID) -> dict[str, Any]:
        nonce = os.urandom(NONCE_BYTES)
        key = AESGCM.generate_key(KEY_BYTES * 8)
        wrapped = nonce + self._master.encrypt(nonce, key, subject_id.bytes)
        return {"subject_id": subject_id, "wrapped": wrapped, "made_at": datetime.now(UTC)}

    def _remember(self, subject_id: UUID, wrapped: bytes | None) -> bytes | None:
        key = None if wrapped is None else self._unwrapped(subject_id, wrapped)
        if len(self._remembered) >= REMEMBERED_KEYS:
            self._remembered.clear()
        until = time.monotonic() + REMEMBERED_SECONDS
        self._remembered[subject_id] = (until, key)
        return key

    def _unwrapped(self, subject_id: UUID, wrapped: bytes) -> bytes:
        nonce, sealed_part = wrapped[:NONCE_BYTES], wrapped[NONCE_BYTES:]
        try:
            return self._master.decrypt(nonce, sealed_part, subject_id.bytes)
        except InvalidTag:
            raise WrongMasterKey(self.database.place.service) from None

    def _overwrite_what_is_gone(self) -> None:
        # Both stores keep the old row for a while after an update: in the write-ahead file, or as a dead row.
        with self.database.engine.connect() as connection:
            if self.database.schema is None:
                connection.exec_driver_sql("ROLLBACK")
                connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
                return
            alone = connection.execution_options(isolation_level="AUTOCOMMIT")
            alone.execute(text(f'VACUUM "{self.database.schema}"."subject_keys"'))


class SealingMapper(Mapper[UUID]):
    """Stores the `personal` fields of an event sealed for its subject, and reads them as None once it is forgotten."""

    def __init__(self, transcoder: Transcoder, keys: KeyRing) -> None:
        super().__init__(transcoder)
        self.keys = keys

    def to_stored_event(self, domain_event: DomainEventProtocol[UUID]) -> StoredEvent:
        kind = type(domain_event)
        state = dict(vars(domain_event))
        originator_id = state.pop("originator_id")
        version = state.pop("originator_version")
        personal = {name: state.pop(name) for name in getattr(kind, "personal", ())}
        told = {name: value for name, value in personal.items() if value is not None}
        if told:
            context = f"{originator_id}:{version}"
            sealed = self.keys.seal(_subject(domain_event), self.transcoder.encode(told), context)
            state["_sealed"] = base64.b64encode(sealed).decode()
        class_version = getattr(kind, "class_version", 1)
        if class_version > 1:
            state["class_version"] = class_version
        return StoredEvent(originator_id, version, get_topic(kind), self.transcoder.encode(state))

    def to_domain_event(self, stored_event: StoredEvent) -> DomainEventProtocol[UUID]:
        event: Any = super().to_domain_event(stored_event)
        personal = getattr(resolve_topic(stored_event.topic), "personal", ())
        if personal:
            state = vars(event)
            sealed = state.pop("_sealed", None)
            state.update(dict.fromkeys(personal), **self._opened(event, sealed))
        return event  # type: ignore[no-any-return]

    def _opened(self, event: Any, sealed: str | None) -> dict[str, Any]:
        if sealed is None:
            return {}
        context = f"{event.originator_id}:{event.originator_version}"
        plain = self.keys.open(_subject(event), base64.b64decode(sealed), context)
        return {} if plain is None else self.transcoder.decode(plain)


def sealed_by(keys: KeyRing) -> Callable[[Transcoder], SealingMapper]:
    """For `open_application`: the application's personal fields are sealed by these keys."""
    return lambda transcoder: SealingMapper(transcoder, keys)


def opened_events(application: Application[UUID], stored: Sequence[StoredEvent]) -> list[Any]:
    """Stored events as the domain knows them; the keys that most of them were sealed with are read all at once."""
    mapper = application.mapper
    if isinstance(mapper, SealingMapper) and len(stored) > 1:
        mapper.keys.fetch(_sealed_with(stored))
    return [mapper.to_domain_event(event) for event in stored]


def _sealed_with(stored: Sequence[StoredEvent]) -> Iterator[UUID]:
    for event in stored:
        kind: Any = resolve_topic(event.topic)
        if isinstance(event.originator_id, UUID) and getattr(kind, "personal", None):
            yield event.originator_id


def fingerprint(secret: str) -> bytes:
    """What may be kept of a secret that is only ever compared."""
    return hashlib.sha256(secret.encode()).digest()


def _subject(event: Any) -> UUID:
    subject: UUID = getattr(event, type(event).subject)
    return subject
