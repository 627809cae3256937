"""The fixtures every test may ask for."""

from hypothesis import HealthCheck, settings

pytest_plugins = [
    "tests.fixtures.broker",
    "tests.fixtures.database",
    "tests.fixtures.platform",
    "tests.fakes.bankid_process",
]

# How long an example takes says something about the machine, and how busy it is, only.
settings.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("house")
