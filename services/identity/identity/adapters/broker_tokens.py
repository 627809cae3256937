"""The tokens a broker signs, believed only when everything in them fits (OpenID Connect Core 1.0, 3.1.3.7)."""

import logging
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, Protocol

from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import InvalidKeyIdError, JoseError
from joserfc.jwk import JWKRegistry, KeySet
from joserfc.jwt import JWTClaimsRegistry

from chassis.telling import tell
from identity.domain.refusals import OidcFailed
from identity.domain.signing_in import BrokerLogout, BrokerWord

# Signatures of a key pair only: what anyone can verify with a public key, nobody can make with it.
ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"]
KEY_TYPES = frozenset({"RSA", "EC", "OKP"})
CLOCK_SKEW_SECONDS = 60
LOGOUT_TOKEN_LIVES = timedelta(minutes=5)
LOGOUT_EVENT = "http://schemas.openid.net/event/backchannel-logout"
TEXT_LENGTH_MAX = 255


class KeyUnknown(Exception):
    """Signed by a key that is not among those we know: perhaps the broker has changed its keys."""


class Expected(Protocol):
    @property
    def issuer(self) -> str: ...
    @property
    def client_id(self) -> str: ...
    @property
    def claim(self) -> str: ...
    @property
    def strengths(self) -> Mapping[str, str]: ...


def key_set(published: Mapping[str, Any]) -> KeySet:
    """The broker's signing keys; those of kinds we do not use are left out, not stumbled over."""
    keys = []
    for each in published.get("keys") or []:
        if not isinstance(each, dict) or each.get("kty") not in KEY_TYPES or each.get("use", "sig") != "sig":
            continue
        try:
            keys.append(JWKRegistry.import_key(each))
        except (JoseError, ValueError, TypeError, KeyError):
            tell("broker_key_unreadable", level=logging.WARNING)
    return KeySet(keys)


def read_id_token(token: str, *, keys: KeySet, settings: Expected, nonce: str, now: datetime) -> BrokerWord:
    """Who signed in and how strongly; `OidcFailed` for whatever is not exactly as agreed."""
    decoded = _decoded(token, keys)
    options = {
        "iss": {"essential": True, "value": settings.issuer},
        "aud": {"essential": True, "value": settings.client_id},
        "nonce": {"essential": True, "value": nonce},
        "acr": {"essential": True, "values": list(settings.strengths)},
        settings.claim: {"essential": True},
    }
    claims = CodeIDToken(decoded.claims, decoded.header, options, {"nonce": nonce, "client_id": settings.client_id})
    try:
        claims.validate(now=int(now.timestamp()), leeway=CLOCK_SKEW_SECONDS)
    except JoseError as wrong:
        raise _not_believed("id_token", wrong) from None
    acr = claims["acr"]
    return BrokerWord(
        claim=_text(claims, settings.claim),
        strength=settings.strengths[acr] if isinstance(acr, str) else _unreadable("acr"),
        subject=_text(claims, "sub"),
        broker_session=_text(claims, "sid") if "sid" in claims else None,
    )


def read_logout_token(token: str, *, keys: KeySet, settings: Expected, now: datetime) -> BrokerLogout:
    """Whose sessions end (OpenID Connect Back-Channel Logout 1.0, 2.6)."""
    decoded = _decoded(token, keys)
    claims = decoded.claims
    registry = JWTClaimsRegistry(
        now=int(now.timestamp()),
        leeway=CLOCK_SKEW_SECONDS,
        iss={"essential": True, "value": settings.issuer},
        aud={"essential": True, "value": settings.client_id},
        iat={"essential": True},
        jti={"essential": True},
        events={"essential": True},
    )
    try:
        registry.validate(claims)
    except JoseError as wrong:
        raise _not_believed("logout_token", wrong) from None
    issued_at = datetime.fromtimestamp(claims["iat"], UTC)
    until = issued_at + LOGOUT_TOKEN_LIVES + timedelta(seconds=CLOCK_SKEW_SECONDS)
    events = claims["events"]
    fits = (
        isinstance(events, dict)
        and isinstance(events.get(LOGOUT_EVENT), dict)
        and "nonce" not in claims
        and ("sid" in claims or "sub" in claims)
        and decoded.header.get("typ", "JWT").lower().removeprefix("application/") in ("logout+jwt", "jwt")
        and now < until
    )
    if not fits:
        tell("broker_not_believed", level=logging.WARNING, reason="logout_token_form")
        raise OidcFailed
    return BrokerLogout(
        token_id=_text(claims, "jti"),
        subject=_text(claims, "sub") if "sub" in claims else None,
        broker_session=_text(claims, "sid") if "sid" in claims else None,
        until=until,
    )


def _decoded(token: str, keys: KeySet) -> jwt.Token:
    try:
        return jwt.decode(token, keys, algorithms=ALGORITHMS)
    except InvalidKeyIdError:
        raise KeyUnknown from None
    except (JoseError, ValueError, TypeError) as wrong:
        raise _not_believed("signature", wrong) from None


def _text(claims: Mapping[str, Any], name: str) -> str:
    value = claims.get(name)
    if not isinstance(value, str) or not 0 < len(value) <= TEXT_LENGTH_MAX:
        _unreadable(name)
    return str(value)


def _unreadable(name: str) -> str:
    tell("broker_not_believed", level=logging.WARNING, reason="claim_form", claim=name)
    raise OidcFailed


def _not_believed(what: str, wrong: Exception) -> OidcFailed:
    """The library's text may quote a claim: only the kind of the fault is told, and which claim it was."""
    claim = getattr(wrong, "claim", None)
    tell("broker_not_believed", level=logging.WARNING, reason=what, fault=type(wrong).__name__, claim=claim)
    return OidcFailed()
