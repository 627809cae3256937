"""Where one service keeps its data: files in a folder, or schemas in a PostgreSQL database."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, Self

from sqlalchemy.engine import URL, make_url

Kind = Literal["sqlite", "postgres"]
Part = Literal["log", "views", "keys"]

LOCK_TIMEOUT_SECONDS = 10


@dataclass(frozen=True, slots=True)
class Place:
    """One service's place. The keys that open personal data never share a file or schema with the data."""

    service: str
    kind: Kind
    address: str  # a folder for SQLite, a postgresql:// URL for PostgreSQL

    @classmethod
    def of(cls, service: str, environment: Mapping[str, str]) -> Self:
        """The place that `CARE_STORE`, `CARE_DATA_DIR` and `CARE_DATABASE_URL` describe."""
        kind = environment.get("CARE_STORE", "sqlite")
        if kind == "sqlite":
            return cls(service, "sqlite", environment["CARE_DATA_DIR"])
        if kind == "postgres":
            return cls(service, "postgres", environment["CARE_DATABASE_URL"])
        raise ValueError("CARE_STORE must be sqlite or postgres")

    @property
    def folder(self) -> Path:
        folder = Path(self.address)
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        return folder

    def file(self, part: Part) -> Path:
        names = {
            "log": f"{self.service}.sqlite",
            "views": f"{self.service}-views.sqlite",
            "keys": f"keys-{self.service}.sqlite",
        }
        return self.folder / names[part]

    def schema(self, part: Part) -> str | None:
        if self.kind == "sqlite":
            return None
        name = self.service.replace("-", "_")
        return f"{name}_keys" if part == "keys" else name

    def url(self, part: Part) -> URL:
        if self.kind == "sqlite":
            return URL.create("sqlite", database=str(self.file(part)))
        return make_url(self.address).set(drivername="postgresql+psycopg")

    def log_environment(self) -> dict[str, str]:
        """The settings by which the eventsourcing library finds the log."""
        if self.kind == "sqlite":
            return {
                "PERSISTENCE_MODULE": "eventsourcing.sqlite",
                "SQLITE_DBNAME": str(self.file("log")),
                "SQLITE_LOCK_TIMEOUT": str(LOCK_TIMEOUT_SECONDS),
            }
        url = make_url(self.address)
        socket_folder = url.query.get("host", "localhost")
        return {
            "PERSISTENCE_MODULE": "eventsourcing.postgres",
            "POSTGRES_DBNAME": url.database or "",
            "POSTGRES_HOST": url.host or str(socket_folder),
            "POSTGRES_PORT": str(url.port or url.query.get("port", 5432)),
            "POSTGRES_USER": url.username or "",
            "POSTGRES_PASSWORD": url.password or "",
            "POSTGRES_SCHEMA": self.schema("log") or "",
            "POSTGRES_POOL_SIZE": "1",
            "POSTGRES_MAX_OVERFLOW": "5",
            "POSTGRES_MAX_WAITING": "100",
            "POSTGRES_CONNECT_TIMEOUT": "5",
            "POSTGRES_LOCK_TIMEOUT": "5",
            "POSTGRES_ENABLE_DB_FUNCTIONS": "yes",
            "APPLICATION_RECORDER_TOPIC": "chassis.store.postgres_log:AtOnceRecorder",
        }
