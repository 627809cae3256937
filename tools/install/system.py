"""Installs Debian packages as root or through sudo, without starting the services they bring."""

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

# The packages' services would listen on everyone's ports; the platform starts nodes of its own.
# A policy that is already there stays as it is; a service that was there before is not touched.
SCRIPT = """
set -eu
export DEBIAN_FRONTEND=noninteractive
policy=/usr/sbin/policy-rc.d
if [ ! -e "$policy" ]; then
    printf '#!/bin/sh\\nexit 101\\n' > "$policy"
    chmod 755 "$policy"
    trap 'rm -f "$policy"' EXIT
fi
apt-get update -q
apt-get install -y -q --no-install-recommends "$@"
if [ -d /run/systemd/system ]; then
    for service in rabbitmq-server postgresql epmd; do
        case " $* " in
            *" $service "*) systemctl disable --now "$service" || true ;;
        esac
    done
fi
"""


class CannotInstall(Exception):
    """The text says what to install by hand."""


def install_packages(packages: Sequence[str]) -> None:
    """Install with the system's package manager, or raise CannotInstall with what to do instead."""
    wanted = " ".join(packages)
    if not _is_debian() or shutil.which("apt-get") is None:
        raise CannotInstall(
            f"This is no Debian system, so please install by hand what Debian calls: {wanted}. Then start again."
        )
    installed = subprocess.run([*_as_root(wanted), "sh", "-c", SCRIPT, "sh", *packages], check=False)
    if installed.returncode != 0:
        raise CannotInstall(f"The installation failed. Please run: apt-get install {wanted}. Then start again.")


def _is_debian() -> bool:
    try:
        release = Path("/etc/os-release").read_text()
    except OSError:
        return False
    families = [line.partition("=")[2] for line in release.splitlines() if line.startswith(("ID=", "ID_LIKE="))]
    return "debian" in " ".join(families)


def _as_root(wanted: str) -> list[str]:
    if os.geteuid() == 0:
        return []
    if shutil.which("sudo") is None:
        raise CannotInstall(
            f"Installing needs root, and there is no sudo here. As root, please run: apt-get install {wanted}. "
            "Then start again."
        )
    return ["sudo"] if sys.stdin.isatty() else ["sudo", "-n"]
