"""Turns the environment into the gateway's settings; the only reader of `os.environ` here."""

import os
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Settings:
    """What a provider's deployment sets for its gateway."""

    amqp_url: str
    host: str
    port: int
    health_port: int
    public_url: str
    provider_name: str
    demo: bool
    media_public_url: str
    media_api_key: str
    media_api_secret: str
    pages: Path
    """The built web interface."""
    unit: str
    """The provider's id, as the access log writes it."""
    trusted_proxies: tuple[str, ...]
    """Addresses or networks whose word is taken for where a browser is (X-Forwarded-For)."""
    limits_factor: int
    """Every limit on how often one may ask, times this; 1 but for tests and benchmarks."""
    media_engine: str = "builtin"
    """What carries the media: our own server, or `livekit`, a cluster that tells only what a token's attributes say."""


def settings() -> Settings:
    """Reads every setting once; a missing one is a `KeyError` naming the variable."""
    environment = os.environ
    secrets = Path(environment["CARE_SECRETS_DIR"])
    port = int(environment.get("CARE_GATEWAY_PORT", "8400"))
    return Settings(
        amqp_url=environment["CARE_AMQP_URL"],
        host=environment.get("CARE_GATEWAY_HOST", "127.0.0.1"),
        port=port,
        health_port=int(environment.get("CARE_HEALTH_PORT", "0")),
        public_url=environment.get("CARE_PUBLIC_URL", f"http://localhost:{port}"),
        provider_name=environment.get("CARE_PROVIDER_NAME", "CarePlatform"),
        demo=environment.get("CARE_DEMO") == "1",
        media_public_url=environment["CARE_MEDIA_PUBLIC_URL"],
        media_api_key=environment.get("CARE_MEDIA_API_KEY", "care"),
        media_api_secret=(secrets / "media_api_secret").read_text().strip(),
        pages=Path(environment.get("CARE_WEB_DIR", Path(__file__).parents[1] / "web" / "dist")),
        unit=environment.get("CARE_UNIT", "demo"),
        trusted_proxies=tuple(environment.get("CARE_TRUSTED_PROXIES", "").replace(",", " ").split()),
        limits_factor=int(environment.get("CARE_LIMITS_FACTOR", "1")),
        media_engine=environment.get("CARE_MEDIA_ENGINE", "builtin"),
    )
