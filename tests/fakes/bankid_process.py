"""The BankID of a test: its process, the certificates of both sides, and the app in somebody's hand."""

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
import trustme

from tests.architecture.tree import ROOT
from tests.fixtures.database import START_TIMEOUT_SECONDS
from tests.fixtures.free_ports import free_port
from tools.platform.answering import answers_connections, wait_until
from tools.platform.running import Running


class App:
    """One person's BankID app."""

    def __init__(self, hands: httpx.Client, number: str) -> None:
        self._hands, self.number = hands, number

    def open(self, **by: str) -> dict[str, Any]:
        """Take up an order, `by` its `qr` or its `auto_start_token`; refused when the code is stale or forged."""
        return self._do("open", number=self.number, **by)

    def sign(self, ref: str) -> str | None:
        """Enter the code; the address that the app opens then."""
        leads_to: str | None = self._do("sign", ref=ref)["leads_to"]
        return leads_to

    def identify(self, **by: str) -> str | None:
        """Take an order up and enter the code; the address that the app opens then."""
        return self.sign(self.open(**by)["ref"])

    def fail(self, hint: str, **by: str) -> None:
        self._do("fail", hint=hint, **by)

    def hint(self, hint: str, **by: str) -> None:
        self._do("hint", hint=hint, **by)

    def _do(self, deed: str, **asked: str) -> dict[str, Any]:
        answer = self._hands.post(f"/{deed}", json=asked)
        answer.raise_for_status()
        done: dict[str, Any] = answer.json()
        return done


class FakeBankId:
    """Runs until `stop`; `environment` is what identity is told of it."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.folder, self.port, hands_port = folder, free_port(), free_port()
        bank_id, banks = trustme.CA(), trustme.CA()
        bank_id.cert_pem.write_to_path(str(folder / "bankid-ca.pem"))
        banks.cert_pem.write_to_path(str(folder / "relying-parties-ca.pem"))
        bank_id.issue_cert("localhost", "127.0.0.1").private_key_and_cert_chain_pem.write_to_path(
            str(folder / "server.pem")
        )
        for name, authority in (("provider", banks), ("stranger", trustme.CA())):
            certificate = authority.issue_cert(f"{name}@clinic.test")
            certificate.cert_chain_pems[0].write_to_path(str(folder / f"{name}.pem"))
            certificate.private_key_pem.write_to_path(str(folder / f"{name}.key"))
        command = [sys.executable, "-m", "tests.fakes.bankid", str(folder), str(self.port), str(hands_port)]
        self._running = Running(
            command, environment={"PYTHONPATH": os.pathsep.join([str(ROOT), *sys.path])}, log=folder / "bankid.log"
        )
        self._hands = httpx.Client(base_url=f"http://127.0.0.1:{hands_port}", trust_env=False)
        for port in (self.port, hands_port):
            wait_until(
                lambda port=port: answers_connections(port),  # type: ignore[misc]
                what="the fake BankID",
                timeout_seconds=START_TIMEOUT_SECONDS,
            )

    @property
    def url(self) -> str:
        return f"https://127.0.0.1:{self.port}/rp/v6.0"

    @property
    def environment(self) -> dict[str, str]:
        return {
            "CARE_BANKID_URL": self.url,
            "CARE_BANKID_CERTIFICATE": str(self.folder / "provider.pem"),
            "CARE_BANKID_KEY": str(self.folder / "provider.key"),
            "CARE_BANKID_CA": str(self.folder / "bankid-ca.pem"),
        }

    def app(self, number: str) -> App:
        return App(self._hands, number)

    def counted(self) -> dict[str, int]:
        """How many orders are live, and how many were cancelled."""
        counted: dict[str, int] = self._hands.post("/counted", json={}).json()
        return counted

    def break_down(self, status: int, error_code: str) -> None:
        self._hands.post("/break", json={"status": status, "error_code": error_code})

    def begin_anew(self) -> None:
        """In good health, and knowing no order."""
        self._hands.post("/begin_anew", json={})

    def stop(self) -> None:
        self._hands.close()
        self._running.stop()


@pytest.fixture(scope="session")
def bank_id_process(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FakeBankId]:
    """The process behind `bank_id`."""
    fake = FakeBankId(tmp_path_factory.mktemp("bankid"))
    try:
        yield fake
    finally:
        fake.stop()


@pytest.fixture
def bank_id(bank_id_process: FakeBankId) -> FakeBankId:
    """BankID's API on the loopback, in good health and without orders."""
    bank_id_process.begin_anew()
    return bank_id_process
