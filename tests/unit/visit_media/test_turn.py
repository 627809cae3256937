"""What a client is told of a relay."""

import pytest

from visit_media.sfu.negotiation.turn import TurnServer, TurnSettings, turn_servers

URLS = ("turn:turn.example.org:3478?transport=udp", "turns:turn.example.org:443?transport=tcp")


def test_credentials_are_those_coturn_computes_from_the_shared_secret() -> None:
    settings = TurnSettings(URLS, "north", 3600)

    [server] = turn_servers(settings, "PA_x", 1_700_000_000.9)

    # printf 1700003600:PA_x | openssl dgst -sha1 -hmac north -binary | base64
    assert server == TurnServer(URLS, "1700003600:PA_x", "tA50pxOTHHdD4r0oNHoos0M90wI=")


def test_without_a_relay_nothing_is_told() -> None:
    assert turn_servers(None, "PA_x", 0.0) == ()


def test_secrets_do_not_show_in_logs() -> None:
    settings = TurnSettings(URLS, "north")

    assert "north" not in repr(settings)
    assert turn_servers(settings, "x", 0.0)[0].credential not in repr(turn_servers(settings, "x", 0.0))


@pytest.mark.parametrize(
    ("urls", "secret", "lifetime"),
    [((), "s", 60), (("stun:x",), "s", 60), (URLS, "", 60), (URLS, "s", 0), (URLS, "s", 100_000)],
)
def test_settings_by_which_no_relay_could_be_used_are_refused(
    urls: tuple[str, ...], secret: str, lifetime: int
) -> None:
    with pytest.raises(ValueError, match="relay"):
        TurnSettings(urls, secret, lifetime)
