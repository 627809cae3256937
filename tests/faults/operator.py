"""What an operator asks of a running platform."""

import json
import os
import subprocess
import sys
from typing import Any

from chassis.following.parking import Parking
from tests.fixtures.platform import TestPlatform


def replayed(platform: TestPlatform, visit_id: str) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(care(platform, "replay", visit_id, "--json").stdout)
    return told


def parked(platform: TestPlatform) -> list[Any]:
    parking = Parking(platform.environment["CARE_AMQP_URL"])
    return [entry for queue in parking.queues() for entry in parking.list(queue)]


def care(platform: TestPlatform, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "tools.care", *arguments],
        env={**os.environ, **platform.environment},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
