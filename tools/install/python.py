"""The virtual environment: locked packages with checked hashes, and the project's own packages in place."""

import shutil
import subprocess
import sys
from pathlib import Path

from tools.install.stamps import fingerprint, is_made_from, remember

PACKAGES = (
    "contracts",
    "chassis",
    "services/identity",
    "services/booking",
    "services/visit-media",
    "services/audit",
    "services/notifications",
    "gateway",
    ".",
)
PIP = ("-m", "pip", "--disable-pip-version-check", "--quiet")


class Environment:
    """`.venv` in the project, for running or for testing (which includes running)."""

    def __init__(self, root: Path, *, is_for_tests: bool) -> None:
        self._root = root
        self._folder = root / ".venv"
        self._python = self._folder / "bin" / "python"
        # Whoever installed for testing has everything for running too.
        self._locks = [root / "requirements-test.lock"]
        if not is_for_tests:
            self._locks.append(root / "requirements.lock")

    def announcements(self) -> list[str]:
        said = []
        if not self._has_locked_packages():
            said.append(f"Python packages from {self._locks[-1].name} into .venv (every hash is checked)")
        if not self._has_own_packages():
            said.append("the project's own packages into .venv, in place")
        return said

    def bring_up_to_date(self) -> None:
        if not self._has_locked_packages():
            print("Python packages …", flush=True)
            self._install_locked_packages(self._locks[-1])
        if not self._has_own_packages():
            self._install_own_packages()

    def _has_locked_packages(self) -> bool:
        return self._python.exists() and any(
            is_made_from(self._folder / ".locked-packages", self._made_from(lock)) for lock in self._locks
        )

    def _has_own_packages(self) -> bool:
        return is_made_from(self._folder / ".own-packages", self._own_packages_made_from())

    def _install_locked_packages(self, lock: Path) -> None:
        # An environment of another Python, or one left half made, is not worth mending.
        if not self._can_be_added_to():
            shutil.rmtree(self._folder, ignore_errors=True)
            self._run(sys.executable, "-m", "venv", str(self._folder))
        (self._folder / ".locked-packages").unlink(missing_ok=True)
        self._run(str(self._python), *PIP, "install", "--require-hashes", "-r", str(lock))
        remember(self._folder / ".locked-packages", self._made_from(lock))

    def _install_own_packages(self) -> None:
        in_place = [part for package in PACKAGES for part in ("--editable", str(self._root / package))]
        self._run(str(self._python), *PIP, "install", "--no-deps", "--no-build-isolation", *in_place)
        remember(self._folder / ".own-packages", self._own_packages_made_from())

    def _can_be_added_to(self) -> bool:
        if not self._python.exists():
            return False
        asked = "import pip, sys; sys.exit(sys.version_info[:2] != (3, 11))"
        return subprocess.run([str(self._python), "-c", asked], capture_output=True, check=False).returncode == 0

    def _made_from(self, lock: Path) -> str:
        return fingerprint([lock], self._root)

    def _own_packages_made_from(self) -> str:
        """The place counts too: an environment that was moved points at the old one."""
        return f"{self._root} " + fingerprint(
            [self._root / package / "pyproject.toml" for package in PACKAGES], self._root
        )

    def _run(self, *command: str) -> None:
        subprocess.run(command, check=True, cwd=self._root)
