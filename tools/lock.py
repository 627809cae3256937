"""Chooses the newest allowed packages and writes both lock files, with hashes and without any address."""

import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[1]
COMPILE = (
    *("pip", "compile", "pyproject.toml", "--python-version", "3.11", "--upgrade", "--quiet"),
    *("--generate-hashes", "--no-emit-index-url", "--no-emit-find-links", "--no-annotate", "--no-header"),
)


def main() -> int:
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([sys.executable, "-m", "venv", folder], check=True)
        programs = Path(folder, "bin")
        subprocess.run([str(programs / "pip"), "install", "--quiet", "uv"], check=True)
        compile_with_uv = [str(programs / "uv"), *COMPILE]
        subprocess.run([*compile_with_uv, "-o", "requirements.lock"], check=True, cwd=ROOT)
        subprocess.run(
            [*compile_with_uv, "--group", "test", "-c", "requirements.lock", "-o", "requirements-test.lock"],
            check=True,
            cwd=ROOT,
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
