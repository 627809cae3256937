"""What the broker calls our people and sessions, so that a logout it tells finds them."""

import hashlib
import hmac
from datetime import datetime
from uuid import UUID

from sqlalchemy import Column, LargeBinary, MetaData, Table, Uuid, delete, select

from chassis.store import Database, Moment
from identity.domain.signing_in import BrokerLogout


class BrokerNames:
    """Kept as keyed hashes only: what a broker calls somebody may be a personnummer."""

    def __init__(self, database: Database, index_key: bytes) -> None:
        self.database, self._index_key = database, index_key
        metadata = MetaData(schema=database.schema)
        self.subjects = Table(
            "broker_subjects",
            metadata,
            Column("subject", LargeBinary(32), primary_key=True),
            Column("person_id", Uuid, nullable=False),
            Column("until", Moment, nullable=False, index=True),
        )
        self.logouts = Table(
            "broker_logouts",
            metadata,
            Column("token", LargeBinary(32), primary_key=True),
            Column("until", Moment, nullable=False, index=True),
        )
        database.create(metadata)

    def of_session(self, broker_session: str) -> str:
        """What one of our sessions keeps of the broker's name for it."""
        return self._hash("session", broker_session).hex()

    def note_subject(self, subject: str, person_id: UUID, until: datetime, now: datetime) -> None:
        """Remember whom the broker means by a subject, for as long as a session of theirs may last."""
        row = {"subject": self._hash("subject", subject), "person_id": person_id, "until": until}
        noted = self.database.insert(self.subjects).values(row)
        with self.database.writing() as connection:
            connection.execute(delete(self.subjects).where(self.subjects.c.until <= now))
            connection.execute(noted.on_conflict_do_update(index_elements=["subject"], set_=row))

    def person_of(self, subject: str) -> UUID | None:
        asked = select(self.subjects.c.person_id).where(self.subjects.c.subject == self._hash("subject", subject))
        with self.database.reading() as connection:
            person_id: UUID | None = connection.execute(asked).scalar()
        return person_id

    def was_heard(self, logout: BrokerLogout) -> bool:
        asked = select(self.logouts.c.token).where(self.logouts.c.token == self._hash("token", logout.token_id))
        with self.database.reading() as connection:
            return connection.execute(asked).first() is not None

    def note_heard(self, logout: BrokerLogout, now: datetime) -> None:
        row = {"token": self._hash("token", logout.token_id), "until": logout.until}
        noted = self.database.insert(self.logouts).values(row)
        with self.database.writing() as connection:
            connection.execute(delete(self.logouts).where(self.logouts.c.until <= now))
            connection.execute(noted.on_conflict_do_nothing())

    def _hash(self, what: str, name: str) -> bytes:
        return hmac.digest(self._index_key, f"broker {what}:{name}".encode(), hashlib.sha256)
