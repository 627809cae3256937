"""The secrets of this one platform: made once, kept in files only their owner may read."""

import base64
import secrets
from pathlib import Path

# The first four are read by the services; the others by the broker, the database and the process manager.
NAMES = (
    "master_key",
    "index_key",
    "media_api_secret",
    "receipt_key",
    "broker_password",
    "database_password",
    "process_manager_password",
)
KEY_BYTES = 32


def prepare_secrets(folder: Path) -> None:
    """Make what is missing; a secret that exists is never changed, or nothing sealed could be opened again."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    for name in NAMES:
        file = folder / name
        if file.exists() and file.read_text():
            continue
        is_password = name.endswith("_password")
        file.touch(mode=0o600)
        file.write_text(secrets.token_hex(16) if is_password else _fresh_key())


def read_secret(folder: Path, name: str) -> str:
    return (folder / name).read_text()


def _fresh_key() -> str:
    return base64.b64encode(secrets.token_bytes(KEY_BYTES)).decode()
