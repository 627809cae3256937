"""What runs on this machine and with which environment: the one table of the platform's processes."""

import os
import signal
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from tools.platform.keys import prepare_secrets, read_secret
from tools.platform.ports import BASE_VARIABLE, PORTS
from tools.platform.postgres import PostgresCluster
from tools.platform.rabbit import RabbitNode

ROOT = Path(__file__).parents[2]
DEMO_PROVIDER = "Norrviks vårdcentral"
DEMO_UNIT = "norrvik"
BROKER_PORTS = frozenset({"amqp", "amqp_dist", "epmd"})
DATABASE_PORTS = frozenset({"postgres"})

# Name → module. The order is the order in which they are listed, not in which they start.
SERVICES = {
    "identity-service": "identity.service",
    "identity-follower": "identity.follower",
    "booking-service": "booking.service",
    "booking-follower": "booking.follower",
    "visit-media-service": "visit_media.service",
    "visit-media-follower": "visit_media.follower",
    "audit-service": "audit.service",
    "audit-follower": "audit.follower",
    "notifications-service": "notifications.service",
    "notifications-follower": "notifications.follower",
    "media": "visit_media.media",
    "gateway": "gateway.app",
}
# What no service reads, and what would point tests and tools at another platform.
NOT_HANDED_ON = {BASE_VARIABLE, *(port.variable for port in PORTS)}


@dataclass(frozen=True, kw_only=True)
class Program:
    """One process for the process manager to keep."""

    name: str
    command: list[str]
    environment: Mapping[str, str] = field(default_factory=dict)
    stop_with: signal.Signals = signal.SIGTERM
    ready_url: str = ""
    folder: Path = ROOT
    """Where it stands, and where it may drop a dump."""


@dataclass(frozen=True, kw_only=True)
class Plan:
    """One platform: its folder, its ports, its store, and what it was given from outside."""

    folder: Path
    ports: Mapping[str, int]
    store: str = "sqlite"
    given: Mapping[str, str] = field(default_factory=dict)

    @property
    def secrets(self) -> Path:
        return self.folder / "secrets"

    @property
    def logs(self) -> Path:
        return self.folder / "logs"

    @property
    def url(self) -> str:
        return self.given.get("CARE_PUBLIC_URL", f"http://localhost:{self.ports['gateway']}")

    @property
    def page_url(self) -> str:
        """The gateway's own address on this machine, whatever stands in front of it."""
        return f"http://127.0.0.1:{self.ports['gateway']}/"

    @property
    def rabbit(self) -> RabbitNode | None:
        """The private broker; none when one was given by address."""
        if self.given.get("CARE_AMQP_URL"):
            return None
        return RabbitNode(
            directory=self.folder / "broker",
            amqp_port=self.ports["amqp"],
            dist_port=self.ports["amqp_dist"],
            epmd_port=self.ports["epmd"],
            password=read_secret(self.secrets, "broker_password"),
        )

    @property
    def postgres(self) -> PostgresCluster | None:
        """The private database; none when SQLite is the store or one was given by address."""
        if self.store != "postgres" or self.given.get("CARE_DATABASE_URL"):
            return None
        return PostgresCluster(
            directory=self.folder / "database",
            port=self.ports["postgres"],
            password=read_secret(self.secrets, "database_password"),
        )

    @property
    def unused_ports(self) -> frozenset[str]:
        unused: frozenset[str] = frozenset()
        if self.given.get("CARE_AMQP_URL"):
            unused |= BROKER_PORTS
        if self.store != "postgres" or self.given.get("CARE_DATABASE_URL"):
            unused |= DATABASE_PORTS
        return unused

    def prepare(self) -> None:
        """Make the folders, the secrets and the configuration of broker and database."""
        self.folder.mkdir(parents=True, exist_ok=True)
        prepare_secrets(self.secrets)
        for private in (self.folder / "data", self.logs):
            private.mkdir(exist_ok=True, mode=0o700)
        for part in (self.rabbit, self.postgres):
            if part is not None:
                part.prepare()

    def environment(self) -> dict[str, str]:
        """What every process of the platform is told; what was given from outside wins."""
        rabbit, postgres = self.rabbit, self.postgres
        told = {
            "CARE_STORE": self.store,
            "CARE_DATA_DIR": str(self.folder / "data"),
            "CARE_SECRETS_DIR": str(self.secrets),
            "CARE_DEMO": "1",
            "CARE_PROVIDER_NAME": DEMO_PROVIDER,
            "CARE_UNIT": DEMO_UNIT,
            "CARE_PUBLIC_URL": self.url,
            "CARE_GATEWAY_HOST": "127.0.0.1",
            "CARE_GATEWAY_PORT": str(self.ports["gateway"]),
            "CARE_MEDIA_HOST": "127.0.0.1",
            "CARE_MEDIA_WS_PORT": str(self.ports["media_ws"]),
            "CARE_MEDIA_UDP_PORT": str(self.ports["media_udp"]),
            "CARE_MEDIA_ANNOUNCED_ADDRESS": "127.0.0.1",
            "CARE_MEDIA_PUBLIC_URL": f"ws://localhost:{self.ports['media_ws']}",
            "CARE_MEDIA_API_KEY": "care",
        }
        if rabbit is not None:
            told["CARE_AMQP_URL"] = rabbit.url()
        if postgres is not None:
            told["CARE_DATABASE_URL"] = postgres.url()
        handed_on = {
            name: value
            for name, value in self.given.items()
            if name.startswith("CARE_") and name not in NOT_HANDED_ON and value
        }
        return told | handed_on

    def ground(self) -> list[Program]:
        """What the services stand on: started first, stopped last."""
        programs = []
        rabbit, postgres = self.rabbit, self.postgres
        if rabbit is not None:
            programs += [
                Program(name="epmd", command=rabbit.epmd_command),
                Program(
                    name="broker",
                    command=rabbit.command,
                    environment=rabbit.environment,
                    folder=rabbit.directory,
                ),
            ]
        if postgres is not None:
            programs.append(
                Program(
                    name="database",
                    command=postgres.command,
                    environment=postgres.environment,
                    stop_with=signal.SIGINT,
                )
            )
        return programs

    def services(self) -> list[Program]:
        """Everything that is ours."""
        environment = self.environment()
        return [
            Program(
                name=name,
                command=[sys.executable, "-m", module],
                environment=environment | {"CARE_HEALTH_PORT": str(self._health_port(name))},
                ready_url=f"http://127.0.0.1:{self._health_port(name)}/readyz",
            )
            for name, module in SERVICES.items()
        ]

    def _health_port(self, name: str) -> int:
        return self.ports[f"health_{name.replace('-', '_')}"]


def given_environment() -> dict[str, str]:
    """What whoever starts the platform set for it."""
    return {name: value for name, value in os.environ.items() if name.startswith("CARE_")}
