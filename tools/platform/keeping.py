"""The process manager: supervisor, configured for one platform, started, asked and stopped."""

import os
import signal
import subprocess
import sys
import xmlrpc.client
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from tools.platform.keys import read_secret
from tools.platform.plan import ROOT, Plan, Program
from tools.platform.running import WITH_PARENT
from tools.platform.trees import end_leftovers, family

USER = "care"
SERVICES_GROUP = "care"
# Longer than any process takes to drain; a service whose broker is gone does not hear TERM at all.
GRACE_SECONDS = 10
STOP_TIMEOUT_SECONDS = 40

HEAD = """\
[supervisord]
nodaemon=true
silent=true
user={user}
logfile={logs}/process-manager.log
logfile_maxbytes=1MB
logfile_backups=1
pidfile={folder}/process-manager.pid
minfds=1024

[inet_http_server]
port=127.0.0.1:{port}
username={name}
password={password}

[rpcinterface:supervisor]
supervisor.rpcinterface_factory=supervisor.rpcinterface:make_main_rpcinterface
"""

# A process that ends within three seconds counts as failed: the next try waits one second longer each time.
PROGRAM = """
[program:{name}]
command={command}
directory={folder}
environment={environment}
priority={priority}
autostart={autostart}
autorestart=true
startsecs=3
startretries=60
stopsignal={stop_with}
stopwaitsecs={grace}
killasgroup=true
redirect_stderr=true
stdout_logfile={logs}/{name}.log
stdout_logfile_maxbytes=5MB
stdout_logfile_backups=2
"""

GROUP = """
[group:{name}]
programs={programs}
priority={priority}
"""


@dataclass(frozen=True)
class Kept:
    """What the process manager says of one process."""

    name: str
    pid: int
    state: str


class ProcessManager:
    """One supervisor for one plan."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._process: subprocess.Popen[bytes] | None = None
        self._services = {program.name for program in plan.services()}

    @property
    def has_ended(self) -> bool:
        return self._process is not None and self._process.poll() is not None

    def start(self) -> None:
        """Start the manager, which starts the ground at once and the services when told."""
        file = self._plan.folder / "process-manager.conf"
        file.touch(mode=0o600)
        file.write_text(configuration(self._plan))
        with (self._plan.logs / "process-manager.err").open("wb") as errors:
            self._process = subprocess.Popen(
                [*WITH_PARENT, sys.executable, "-m", "supervisor.supervisord", "-c", str(file)],
                env=_outer_environment(),
                cwd=ROOT,
                stdin=subprocess.DEVNULL,
                stdout=errors,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def is_answering(self) -> bool:
        try:
            self._ask("getState")
        except (OSError, xmlrpc.client.Error):
            return False
        return True

    def start_services(self) -> None:
        self._ask("startProcessGroup", SERVICES_GROUP, False)

    def start_one(self, name: str) -> None:
        self._ask("startProcess", self._full_name(name), False)

    def stop_one(self, name: str) -> None:
        self._ask("stopProcess", self._full_name(name), True)

    def kept(self) -> list[Kept]:
        return ask_kept(self._plan)

    def pid(self, name: str) -> int:
        """The running process of that name; 0 while there is none."""
        answer = cast(dict[str, Any], self._ask("getProcessInfo", self._full_name(name)))
        return int(answer["pid"])

    def stop(self) -> None:
        """Stop everything: services first and together, then the ground; nothing is left behind."""
        if self._process is None:
            return
        everyone = family(self._process.pid)
        if self._process.poll() is None:
            self._process.send_signal(signal.SIGTERM)
        try:
            self._process.wait(STOP_TIMEOUT_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        end_leftovers(everyone)

    def _full_name(self, name: str) -> str:
        return f"{SERVICES_GROUP}:{name}" if name in self._services else name

    def _ask(self, question: str, *arguments: object) -> object:
        return ask(self._plan, question, *arguments)


def ask(plan: Plan, question: str, *arguments: object) -> object:
    """One question to the manager that runs for this plan, whoever started it."""
    password = read_secret(plan.secrets, "process_manager_password")
    address = f"http://{USER}:{password}@127.0.0.1:{plan.ports['supervisor']}/RPC2"
    with xmlrpc.client.ServerProxy(address) as manager:
        return getattr(manager.supervisor, question)(*arguments)


def ask_kept(plan: Plan) -> list[Kept]:
    """Every process the manager that runs for this plan looks after."""
    answer = cast(list[dict[str, Any]], ask(plan, "getAllProcessInfo"))
    return [Kept(name=one["name"], pid=one["pid"], state=one["statename"]) for one in answer]


def configuration(plan: Plan) -> str:
    """Supervisor's file: the ground starts by itself, the services when they are told to."""
    ground, services = plan.ground(), plan.services()
    sections = [
        HEAD.format(
            user=os.geteuid(),
            folder=_escaped(str(plan.folder)),
            logs=_escaped(str(plan.logs)),
            port=plan.ports["supervisor"],
            name=USER,
            password=read_secret(plan.secrets, "process_manager_password"),
        )
    ]
    for priority, program in enumerate(ground, start=1):
        sections.append(_section(plan, program, priority=priority, autostart=True))
    for program in services:
        sections.append(_section(plan, program, priority=100, autostart=False))
    names = ",".join(program.name for program in services)
    sections.append(GROUP.format(name=SERVICES_GROUP, programs=names, priority=100))
    return "".join(sections)


def _section(plan: Plan, program: Program, *, priority: int, autostart: bool) -> str:
    return PROGRAM.format(
        name=program.name,
        command=_command(program.command),
        folder=_escaped(str(program.folder)),
        environment=_environment(program.environment.items()),
        priority=priority,
        autostart=str(autostart).lower(),
        stop_with=program.stop_with.name.removeprefix("SIG"),
        grace=GRACE_SECONDS,
        logs=_escaped(str(plan.logs)),
    )


def _command(command: Iterable[str]) -> str:
    words = [*WITH_PARENT, *command]
    return " ".join('"' + _escaped(word).replace('"', '\\"') + '"' for word in words)


def _environment(pairs: Iterable[tuple[str, str]]) -> str:
    return ",".join(f"{name}={_quoted(value)}" for name, value in sorted(pairs))


def _quoted(value: str) -> str:
    return '"' + _escaped(value).replace("\\", "\\\\").replace('"', '\\"') + '"'


def _escaped(text: str) -> str:
    """Supervisor fills in %(names)s."""
    return text.replace("%", "%%")


def _outer_environment() -> dict[str, str]:
    """Nothing of the caller's but what a program needs to run at all."""
    programs = Path(sys.executable).parent
    return {
        "PATH": f"{programs}{os.pathsep}{os.environ['PATH']}",
        "HOME": os.environ.get("HOME", "/"),
        "LANG": "C.UTF-8",
        "PYTHONUNBUFFERED": "1",
        # Threads of one process share two heaps instead of opening eight each.
        "MALLOC_ARENA_MAX": "2",
    }
