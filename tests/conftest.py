"""The fixtures every test may ask for."""

pytest_plugins = [
    "tests.fixtures.broker",
    "tests.fixtures.database",
    "tests.fixtures.platform",
    "tests.fakes.bankid_process",
]
