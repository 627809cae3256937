"""A private RabbitMQ node that keeps everything in one folder and listens on loopback only."""

import os
import subprocess
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from tools.platform.answering import answers_amqp

# Debian's wrapper in /usr/sbin insists on root or the user rabbitmq; the program itself does not.
SERVER = Path("/usr/lib/rabbitmq/bin/rabbitmq-server")
EPMD = Path("/usr/bin/epmd")
ERL_CALL = Path("/usr/bin/erl_call")
NODE_NAME = "care@localhost"
USER = "care"

# The write-ahead log of quorum queues is kept in memory until it is rolled over: 512 MB by default.
CONFIGURATION = """\
default_user = {user}
default_pass = {password}
raft.wal_max_size_bytes = 16777216
disk_free_limit.absolute = 50MB
log.console.level = warning
"""
LOOPBACK_ONLY = "-kernel inet_dist_use_interface {127,0,0,1}"
# Schedulers that spin while waiting take the cores from everyone else on a small machine.
NO_BUSY_WAITING = "+sbwt none +sbwtdcpu none +sbwtdio none"


class BrokerRefused(Exception):
    """The node did not do what it was asked."""


@dataclass(frozen=True, kw_only=True)
class RabbitNode:
    """Where a node lives, how it is started, and how to reach it."""

    directory: Path
    amqp_port: int
    dist_port: int
    epmd_port: int
    password: str

    @property
    def command(self) -> list[str]:
        return [str(SERVER)]

    @property
    def epmd_command(self) -> list[str]:
        """The name server Erlang would otherwise leave behind as a daemon of its own."""
        return [str(EPMD), "-address", "127.0.0.1", "-port", str(self.epmd_port)]

    @property
    def environment(self) -> dict[str, str]:
        here = self.directory
        return {
            "HOME": str(here / "home"),
            "LANG": "C.UTF-8",
            "RABBITMQ_NODENAME": NODE_NAME,
            "RABBITMQ_NODE_IP_ADDRESS": "127.0.0.1",
            "RABBITMQ_NODE_PORT": str(self.amqp_port),
            "RABBITMQ_DIST_PORT": str(self.dist_port),
            "ERL_EPMD_PORT": str(self.epmd_port),
            "ERL_EPMD_ADDRESS": "127.0.0.1",
            "RABBITMQ_BASE": str(here),
            "RABBITMQ_MNESIA_BASE": str(here / "mnesia"),
            "RABBITMQ_LOG_BASE": str(here / "log"),
            "RABBITMQ_LOGS": "-",
            "RABBITMQ_CONF_ENV_FILE": str(here / "rabbitmq-env.conf"),
            "RABBITMQ_CONFIG_FILE": str(here / "rabbitmq.conf"),
            "RABBITMQ_ENABLED_PLUGINS_FILE": str(here / "enabled_plugins"),
            "RABBITMQ_PID_FILE": str(here / "rabbit.pid"),
            "RABBITMQ_GENERATED_CONFIG_DIR": str(here / "generated"),
            "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS": f"{LOOPBACK_ONLY} {NO_BUSY_WAITING}",
            # Makes the start script replace itself by the node, so signals reach it directly.
            "RUNNING_UNDER_SYSTEMD": "1",
        }

    def prepare(self) -> None:
        """Write the folder and the configuration; a second time changes nothing."""
        (self.directory / "home").mkdir(parents=True, exist_ok=True, mode=0o700)
        configuration = self.directory / "rabbitmq.conf"
        configuration.touch(mode=0o600)
        configuration.write_text(CONFIGURATION.format(user=USER, password=self.password))

    def url(self, vhost: str = "/") -> str:
        return f"amqp://{USER}:{self.password}@127.0.0.1:{self.amqp_port}/{quote(vhost, safe='')}"

    def is_answering(self) -> bool:
        return answers_amqp(self.amqp_port)

    def add_vhost(self, name: str) -> str:
        """Make a virtual host and return its URL; asked of the node directly, rabbitmqctl takes seconds."""
        self._evaluate(
            f'rabbit_vhost:add(<<"{name}">>, <<"{USER}">>), '
            f'rabbit_auth_backend_internal:set_permissions(<<"{USER}">>, <<"{name}">>, '
            f'<<".*">>, <<".*">>, <<".*">>, <<"{USER}">>).'
        )
        return self.url(name)

    def delete_vhost(self, name: str) -> None:
        self._evaluate(f'rabbit_vhost:delete(<<"{name}">>, <<"{USER}">>).')

    def _evaluate(self, expression: str) -> None:
        cookie = (self.directory / "home" / ".erlang.cookie").read_text().strip()
        asked = subprocess.run(
            [str(ERL_CALL), "-address", f"127.0.0.1:{self.dist_port}", "-c", cookie, "-e"],
            input=expression + "\n",
            capture_output=True,
            text=True,
            timeout=30,
            env={**os.environ, "ERL_EPMD_PORT": str(self.epmd_port)},
            check=False,
        )
        if asked.returncode != 0 or not asked.stdout.startswith("{ok, ok}"):
            raise BrokerRefused(asked.stdout + asked.stderr)
