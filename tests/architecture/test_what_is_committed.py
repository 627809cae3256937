"""Nothing of one machine, no secret and no loose end is part of the project."""

import json
import re

from tests.architecture.tree import ROOT, project_files, shown, text_files

# Written in two parts so that this file does not find itself.
MACHINE_PATHS = re.compile("/ro" + r"ot/|/ho" + r"me/[a-z]+/|/wo" + r"rk/[a-z.]|/opt/py" + r"pi|/tmp/te" + "am")
REGISTRY_HOSTS = re.compile(
    r"\b(py" + r"pi\.org|files\.python" + r"hosted\.org|registry\.np" + r"mjs\.org|deb\.deb" + r"ian\.org"
    r"|registry\.yarn" + r"pkg\.com|ghcr\.io|docker\.io)\b"
)
LOOSE_ENDS = re.compile(
    r"\b(TO" + r"DO|FIX" + r"ME|XX" + r"X|HA" + r"CK)\b(?! \(#\d+\))|lorem ip" + "sum", re.IGNORECASE
)
PRIVATE_KEY = re.compile("-----BEGIN [A-Z ]*PRIVATE " + "KEY-----")
SECRET_NAMES = re.compile(r"(^|/)(\.env(\..+)?|.+\.(pem|key|p12|pfx|sqlite|db)|id_(rsa|ed25519))$")


def test_no_path_of_one_machine_is_committed():
    assert _found(MACHINE_PATHS) == []


def test_no_host_of_a_package_registry_is_committed():
    assert _found(REGISTRY_HOSTS) == []


def test_no_private_key_and_no_secret_file_is_committed():
    assert _found(PRIVATE_KEY) == []
    assert [shown(path) for path in project_files() if SECRET_NAMES.search(shown(path))] == []


def test_no_loose_end_is_left_in_code_or_documents():
    assert _found(LOOSE_ENDS) == []


def test_the_npm_lock_file_names_no_address():
    lock = json.loads((ROOT / "gateway" / "web" / "package-lock.json").read_text())

    addressed = [name for name, package in lock["packages"].items() if "resolved" in package]
    without_hash = [name for name, package in lock["packages"].items() if name and "integrity" not in package]

    assert addressed == []
    assert without_hash == []


def test_every_locked_python_package_has_hashes_and_no_address():
    for name in ("requirements.lock", "requirements-test.lock"):
        text = (ROOT / name).read_text()

        assert "--hash=sha256:" in text
        assert "://" not in text
        assert re.findall(r"^[A-Za-z][^\s\\]*\s*$", text, re.MULTILINE) == [], f"{name}: a package without a hash"


def test_whoever_comes_new_finds_the_papers():
    for name in ("README.md", "CHANGELOG.md", "docs/ARCHITECTURE.md", "docs/requirements.md", "docs/decisions"):
        assert (ROOT / name).exists(), f"{name} is missing"


def _found(pattern: re.Pattern[str]) -> list[str]:
    return [
        f"{shown(path)}:{number}: {match.group()}"
        for path, text in text_files()
        for number, line in enumerate(text.splitlines(), start=1)
        if (match := pattern.search(line))
    ]
