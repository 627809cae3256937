"""Janus as Debian packs it, at its best setting, and the viewers it wants: ICE, DTLS, and nothing decoded.

Needs the package `janus` (1.1.2): `apt-get install janus`, or where that is not wanted
`apt-get download janus` with what it depends on, each unpacked by `dpkg -x FILE DIRECTORY`, and `--janus DIRECTORY`.
"""

import json
import os
import secrets
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from aioice import stun
from websockets.sync.client import ClientConnection, connect

from visit_media.sfu.plane.python.port import INCOMING_BYTES, UdpPort
from visit_media.sfu.transport.certificate import Fingerprint, Identity
from visit_media.sfu.transport.dtls import Dtls, DtlsState
from visit_media.sfu.transport.srtp import SrtpKeys
from visit_media.sfu.transport.stun import read_binding_request

WS_PORT: Final = 8188
MEDIA_PORT: Final = 5004
MOUNTPOINT: Final = 1
LIBRARIES: Final = Path("usr/lib/x86_64-linux-gnu")
NEEDED: Final = {"libjanus_streaming.so", "libjanus_websockets.so"}
PATIENCE_SECONDS: Final = 20.0
SETTINGS: Final = """general: {{
    configs_folder = "{folder}"; plugins_folder = "{folder}/plugins"; transports_folder = "{folder}/transports";
    events_folder = "{folder}/none"; loggers_folder = "{folder}/none"; event_loops = 2; debug_level = 4;
    session_timeout = 0;
}}
nat: {{ ice_lite = true; ice_enforce_list = "{interface}"; }}
"""
STREAM: Final = """bench: {{
    type = "rtp"; id = {id}; audio = false; video = true; videoport = {port}; videopt = 100;
    videortpmap = "VP8/90000";
}}
"""
SOCKETS: Final = 'general: {{ ws = true; ws_port = {port}; ws_ip = "127.0.0.1"; }}\nadmin: {{ admin_ws = false; }}\n'


class JanusMissing(Exception):
    """There is no Janus to compare with."""


class Janus:
    """One Janus process with one mountpoint, which takes plain RTP on `MEDIA_PORT`."""

    def __init__(self, unpacked: Path, interface: str) -> None:
        self._program = unpacked / "usr/bin/janus"
        if not self._program.exists():
            raise JanusMissing("apt-get install janus, or name a directory with its packages unpacked: --janus DIR")
        self._libraries = unpacked / LIBRARIES
        self._interface = interface

    @contextmanager
    def running(self, inside: list[str], core: int) -> Iterator[int]:
        """Start it by the command that leads inside a namespace, on one core; yield its process id; stop it."""
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            self._write(folder)
            environment = dict(os.environ, LD_LIBRARY_PATH=str(self._libraries))
            with (folder / "log").open("w") as log:
                process = subprocess.Popen(
                    [*inside, "taskset", "-c", str(core), self._program, "-F", folder],
                    env=environment,
                    stdout=log,
                    stderr=subprocess.STDOUT,
                )
            try:
                _await_log(folder / "log", process)
                yield process.pid
            finally:
                process.terminate()
                process.wait(PATIENCE_SECONDS)

    def _write(self, folder: Path) -> None:
        for kind in ("plugins", "transports"):
            (folder / kind).mkdir()
            for library in sorted((self._libraries / "janus" / kind).iterdir()):
                if library.name in NEEDED:
                    (folder / kind / library.name).symlink_to(library)
        (folder / "janus.jcfg").write_text(SETTINGS.format(folder=folder, interface=self._interface))
        (folder / "janus.plugin.streaming.jcfg").write_text(STREAM.format(id=MOUNTPOINT, port=MEDIA_PORT))
        (folder / "janus.transport.websockets.jcfg").write_text(SOCKETS.format(port=WS_PORT))


class Conversation:
    """The JSON that Janus speaks, as far as a viewer needs it."""

    def __init__(self, connection: ClientConnection) -> None:
        self._connection = connection
        self._session: dict[str, int] = {}
        self._session = {"session_id": self.ask(janus="create")["data"]["id"]}

    def ask(self, **message: Any) -> dict[str, Any]:
        """Send a request and return what finally answers it."""
        transaction = secrets.token_hex(8)
        self._connection.send(json.dumps({**message, **self._session, "transaction": transaction}))
        while True:
            answer: dict[str, Any] = json.loads(self._connection.recv(timeout=PATIENCE_SECONDS))
            if answer.get("transaction") == transaction and answer["janus"] != "ack":
                return answer


class Viewer:
    """One subscriber: it connects as a browser would and from then on only takes packets."""

    identity: Final = Identity()

    def __init__(self, conversation: Conversation, port: UdpPort, host: str) -> None:
        self._conversation = conversation
        self._port = port
        self._host = host
        self._ufrag, self._password = secrets.token_hex(4), secrets.token_hex(12)
        self.server = ("", 0)
        self.keys: SrtpKeys | None = None

    @staticmethod
    @contextmanager
    def session(url: str) -> Iterator[Conversation]:
        """Open one session for all viewers."""
        with connect(url, subprotocols=["janus-protocol"]) as connection:  # type: ignore[list-item]
            yield Conversation(connection)

    def watch(self) -> None:
        """Ask for the stream and return when its keys are agreed."""
        handle = self._conversation.ask(janus="attach", plugin="janus.plugin.streaming")["data"]["id"]
        offered = self._conversation.ask(janus="message", handle_id=handle, body={"request": "watch", "id": MOUNTPOINT})
        sdp = offered["jsep"]["sdp"]
        self._conversation.ask(
            janus="message", handle_id=handle, body={"request": "start"}, jsep={"type": "answer", "sdp": self._answer()}
        )
        self._connect(sdp)

    def _answer(self) -> str:
        return "\r\n".join((
            "v=0", "o=- 1 1 IN IP4 0.0.0.0", "s=-", "t=0 0", "a=group:BUNDLE v",
            "m=video 9 UDP/TLS/RTP/SAVPF 100", "c=IN IP4 0.0.0.0", "a=mid:v", "a=recvonly", "a=rtcp-mux",
            f"a=ice-ufrag:{self._ufrag}", f"a=ice-pwd:{self._password}", "a=setup:passive",
            f"a=fingerprint:{self.identity.fingerprint.algorithm} {self.identity.fingerprint.value}",
            "a=rtpmap:100 VP8/90000",
            f"a=candidate:1 1 udp 2015363327 {self._host} {self._port.number} typ host", "a=end-of-candidates", "",
        ))  # fmt: skip

    def _connect(self, sdp: str) -> None:
        lines = dict(line[2:].split(":", 1) for line in sdp.splitlines() if line.startswith("a=") and ":" in line)
        candidate = lines["candidate"].split()
        address = (candidate[4], int(candidate[5]))
        algorithm, value = lines["fingerprint"].split()
        dtls = Dtls(self.identity, (Fingerprint(algorithm, value),), lambda data: self._port.send(address, data))
        self.server = address
        until = time.monotonic() + PATIENCE_SECONDS
        while dtls.state is not DtlsState.CONNECTED:
            if time.monotonic() > until:
                raise TimeoutError("a viewer could not connect to Janus")
            self._port.send(address, self._check(lines["ice-ufrag"], lines["ice-pwd"]))
            time.sleep(0.02)
            for slot in range(self._port.receive()):
                start = slot * INCOMING_BYTES
                size = self._port.incoming.header_words[8 * slot + 7]
                datagram = bytes(self._port.incoming.data[start : start + size])
                if 19 < datagram[0] < 64:
                    dtls.receive(datagram)
                elif (request := read_binding_request(datagram)) is not None:
                    self._port.send(address, request.answer(seen_from=address, password=self._password))
        self.keys = dtls.keys

    def _check(self, ufrag: str, password: str) -> bytes:
        request = stun.Message(stun.Method.BINDING, stun.Class.REQUEST)
        request.attributes["USERNAME"] = f"{ufrag}:{self._ufrag}"
        request.attributes["PRIORITY"] = 1
        request.attributes["ICE-CONTROLLING"] = 1
        request.attributes["USE-CANDIDATE"] = None
        request.add_message_integrity(password.encode())
        return bytes(request)


def unpacked_at(named: str | None) -> Path:
    """Return where Janus lies: the directory that was named, or the system."""
    if named is None and shutil.which("janus") is None:
        raise JanusMissing("apt-get install janus, or name a directory with its packages unpacked: --janus DIR")
    return Path(named or "/")


def _await_log(log: Path, process: "subprocess.Popen[bytes]") -> None:
    until = time.monotonic() + PATIENCE_SECONDS
    while "WebSockets thread started" not in log.read_text():
        if time.monotonic() > until or process.poll() is not None:
            raise TimeoutError("Janus does not start: " + log.read_text()[-500:])
        time.sleep(0.1)
