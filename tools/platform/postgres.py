"""A private PostgreSQL cluster that keeps everything in one folder and listens on loopback only."""

import os
import pwd
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from tools.platform.answering import answers_connections

PACKAGED = Path("/usr/lib/postgresql")
USER = "care"
DATABASE = "care"

SETTINGS = """
listen_addresses = '127.0.0.1'
port = {port}
unix_socket_directories = ''
shared_buffers = 32MB
max_connections = 200
logging_collector = off
log_min_messages = warning
"""
# A test's database need not survive a power cut.
THROWAWAY_SETTINGS = """
fsync = off
synchronous_commit = off
full_page_writes = off
"""


class PostgresMissing(Exception):
    """No installed PostgreSQL was found."""


def programs_folder() -> Path:
    """The newest installed version's programs."""
    versions = [folder for folder in PACKAGED.glob("*/bin") if (folder / "initdb").exists()]
    if not versions:
        raise PostgresMissing(f"no PostgreSQL under {PACKAGED}")
    return max(versions, key=lambda folder: float(folder.parent.name))


@dataclass(frozen=True, kw_only=True)
class PostgresCluster:
    """Where a cluster lives, how it is started, and how to reach it."""

    directory: Path
    port: int
    password: str
    is_throwaway: bool = False

    @property
    def data(self) -> Path:
        return self.directory / "data"

    @property
    def command(self) -> list[str]:
        return [*self._as_another_user(), str(programs_folder() / "postgres"), "-D", str(self.data)]

    @property
    def environment(self) -> dict[str, str]:
        return {"LANG": "C.UTF-8", "TZ": "UTC"}

    def prepare(self) -> None:
        """Make the cluster once; the settings are written anew each time."""
        self.directory.mkdir(parents=True, exist_ok=True)
        if os.geteuid() == 0:
            shutil.chown(self.directory, _unprivileged_user().pw_name)
        if not (self.data / "PG_VERSION").exists():
            self._make_cluster()
        settings = SETTINGS.format(port=self.port) + (THROWAWAY_SETTINGS if self.is_throwaway else "")
        (self.data / "postgresql.auto.conf").write_text(settings)

    def url(self, database: str = DATABASE) -> str:
        return f"postgresql://{USER}:{self.password}@127.0.0.1:{self.port}/{database}"

    def is_answering(self) -> bool:
        """Whether it takes connections; while it still recovers it refuses the session, not the socket."""
        if not answers_connections(self.port):
            return False
        import psycopg

        try:
            psycopg.connect(self.url("postgres"), connect_timeout=2).close()
        except psycopg.OperationalError:
            return False
        return True

    def make_database(self, name: str = DATABASE) -> str:
        """Make the database unless it is there, and return its URL."""
        import psycopg
        from psycopg import sql

        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            known = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
            if known.fetchone() is None:
                connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        return self.url(name)

    def _make_cluster(self) -> None:
        shutil.rmtree(self.data, ignore_errors=True)
        password_file = self.directory / "password"
        password_file.touch(mode=0o600)
        password_file.write_text(self.password)
        if os.geteuid() == 0:
            shutil.chown(password_file, _unprivileged_user().pw_name)
        try:
            subprocess.run(
                [
                    *self._as_another_user(),
                    str(programs_folder() / "initdb"),
                    *("-D", str(self.data), "-U", USER, "--pwfile", str(password_file)),
                    *("-A", "scram-sha-256", "-E", "UTF8", "--locale", "C.UTF-8", "--no-sync"),
                ],
                check=True,
                capture_output=True,
                cwd=self.directory,
                env={**os.environ, **self.environment},
            )
        finally:
            password_file.unlink()

    def _as_another_user(self) -> list[str]:
        """PostgreSQL refuses to run as root; a capability opens the way through root's own folders."""
        if os.geteuid() != 0:
            return []
        user = _unprivileged_user()
        prefix = ["setpriv", f"--reuid={user.pw_uid}", f"--regid={user.pw_gid}", "--clear-groups"]
        if not _everyone_may_enter(self.directory):
            prefix += ["--inh-caps=+dac_override", "--ambient-caps=+dac_override"]
        return prefix


def _unprivileged_user() -> pwd.struct_passwd:
    try:
        return pwd.getpwnam("postgres")
    except KeyError:
        return pwd.getpwnam("nobody")


def _everyone_may_enter(folder: Path) -> bool:
    return all(parent.stat().st_mode & 0o001 for parent in folder.resolve().parents)
