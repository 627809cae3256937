"""The web pages: npm packages from the lock file, and a build whenever the sources changed."""

import os
import subprocess
from pathlib import Path

from tools.install.stamps import fingerprint, is_made_from, remember

NOT_SOURCES = {"node_modules", "dist", "compiled"}


class Web:
    """`gateway/web`, built with the node that came with the Python packages."""

    def __init__(self, root: Path) -> None:
        self._folder = root / "gateway" / "web"
        self._programs = root / ".venv" / "bin"
        self._packages_stamp = self._folder / "node_modules" / ".made-from"
        self._pages_stamp = self._folder / "dist" / ".made-from"

    def announcements(self) -> list[str]:
        said = []
        if not is_made_from(self._packages_stamp, self._packages_made_from()):
            said.append("npm packages from gateway/web/package-lock.json")
        if not is_made_from(self._pages_stamp, self._pages_made_from()):
            said.append("a fresh build of the web pages")
        return said

    def bring_up_to_date(self) -> None:
        packages, pages = self._packages_made_from(), self._pages_made_from()
        if not is_made_from(self._packages_stamp, packages):
            print("npm packages …", flush=True)
            self._npm("ci", "--no-audit", "--no-fund", "--loglevel=error")
            remember(self._packages_stamp, packages)
        if not is_made_from(self._pages_stamp, pages):
            print("Web pages …", flush=True)
            self._npm("run", "build", "--silent")
            remember(self._pages_stamp, self._pages_made_from())

    def _packages_made_from(self) -> str:
        return fingerprint([self._folder / "package.json", self._folder / "package-lock.json"], self._folder)

    def _pages_made_from(self) -> str:
        return fingerprint(self._sources(), self._folder)

    def _sources(self) -> list[Path]:
        found = []
        for folder, folders, files in os.walk(self._folder):
            folders[:] = [name for name in folders if name not in NOT_SOURCES]
            found += [Path(folder, name) for name in files if not name.endswith(".log")]
        return found

    def _npm(self, *arguments: str) -> None:
        path = f"{self._programs}{os.pathsep}{os.environ['PATH']}"
        subprocess.run(
            [str(self._programs / "npm"), *arguments],
            check=True,
            cwd=self._folder,
            env={**os.environ, "PATH": path, "NPM_CONFIG_UPDATE_NOTIFIER": "false"},
            stdin=subprocess.DEVNULL,
        )
