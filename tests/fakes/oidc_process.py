"""The provider's broker of a test: its process, and somebody with a browser and a card in front of it."""

import os
import sys
from pathlib import Path
from urllib.parse import urljoin

import httpx

from tests.architecture.tree import ROOT
from tests.fakes.oidc_provider import CLIENT_ID, CLIENT_SECRET, LOA3
from tests.fixtures.database import START_TIMEOUT_SECONDS
from tests.fixtures.free_ports import free_port
from tools.platform.answering import answers_http, wait_until
from tools.platform.running import Running


class OidcProvider:
    """Runs until `stop`; `environment` is what identity is told of it."""

    def __init__(self, folder: Path, redirect_uri: str) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        port = free_port()
        self._url, self._secret = f"http://127.0.0.1:{port}", folder / "client-secret"
        self._secret.write_text(CLIENT_SECRET)
        self._running = Running(
            [sys.executable, "-m", "tests.fakes.oidc_provider", str(folder), str(port), redirect_uri],
            environment={"PYTHONPATH": os.pathsep.join([str(ROOT), *sys.path])},
            log=folder / "provider.log",
        )
        discovery = f"{self.issuer}/.well-known/openid-configuration"
        wait_until(lambda: answers_http(discovery), what="the OpenID provider", timeout_seconds=START_TIMEOUT_SECONDS)

    @property
    def issuer(self) -> str:
        return f"{self._url}/o"

    @property
    def environment(self) -> dict[str, str]:
        return {
            "CARE_OIDC_ISSUER": self.issuer,
            "CARE_OIDC_CLIENT_ID": CLIENT_ID,
            "CARE_OIDC_SECRET_FILE": str(self._secret),
            "CARE_OIDC_ACR_LOA3": LOA3,
            "CARE_OIDC_LABEL": "SITHS",
        }

    def identify(self, address: str, hsa_id: str, acr: str = LOA3) -> str:
        """Go where the page said, type the id, and be sent back: the address the browser is led to at last."""
        with httpx.Client(trust_env=False) as browser:
            answer = browser.get(address)
            while answer.is_redirect:
                target = urljoin(str(answer.url), answer.headers["Location"])
                if not target.startswith(self._url):
                    return target
                is_login = target.startswith(f"{self._url}/login")
                answer = browser.post(target, data={"hsa_id": hsa_id, "acr": acr}) if is_login else browser.get(target)
            raise AssertionError(f"the provider answered {answer.status_code}")

    def rotate(self) -> None:
        httpx.post(f"{self._url}/hands/rotate", trust_env=False).raise_for_status()

    def logout_token(self, hsa_id: str) -> str:
        answer = httpx.post(f"{self._url}/hands/logout_token", json={"hsa_id": hsa_id}, trust_env=False)
        token: str = answer.json()["logout_token"]
        return token

    def stop(self) -> None:
        self._running.stop()
