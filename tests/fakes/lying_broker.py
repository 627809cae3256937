"""A broker in memory that signs whatever a test tells it to; by default it keeps to the standard."""

import hmac
import json
from base64 import urlsafe_b64encode
from collections.abc import Callable
from datetime import timedelta
from functools import cache
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
from authlib.oauth2.rfc7636 import create_s256_code_challenge
from joserfc import jwt
from joserfc.jwk import ECKey, KeySet, RSAKey

from identity.adapters.broker_tokens import LOGOUT_EVENT
from identity.adapters.oidc import BrokerSettings
from tests.unit.identity.people import NOW

ISSUER, CLIENT, SECRET = "https://broker.test", "care platform", "s3cret/with+signs"
LOA3, LOA4 = "http://id.sambi.se/loa/loa3", "http://id.sambi.se/loa/loa4"
CALLBACK = "https://norrvik.test/api/sign-in/oidc/callback"

Change = Callable[[dict[str, Any]], Any]


def saying(**claims: Any) -> Change:
    return lambda before: before.update(claims)


def without(name: str) -> Change:
    return lambda claims: claims.pop(name)


def seconds_from_now(name: str, seconds: int) -> Change:
    return lambda claims: claims.update({name: int(NOW.timestamp()) + seconds})


class LyingBroker:
    """`identify` answers an address with a code; `changed` alters the claims just before they are signed."""

    def __init__(self) -> None:
        self.settings = BrokerSettings(
            issuer=ISSUER,
            client_id=CLIENT,
            client_secret=SECRET,
            redirect_uri=CALLBACK,
            claim="employeeHsaId",
            strengths={LOA3: "loa3", LOA4: "loa4"},
        )
        self.key: RSAKey | ECKey = rsa_key("first")
        self.published: list[RSAKey | ECKey] = [self.key]
        self.metadata: dict[str, Any] = {
            "issuer": ISSUER,
            "authorization_endpoint": f"{ISSUER}/authorize",
            "token_endpoint": f"{ISSUER}/token",
            "jwks_uri": f"{ISSUER}/jwks",
            "authorization_response_iss_parameter_supported": True,
        }
        self.header: dict[str, Any] = {"alg": "RS256"}
        self.answers: dict[str, httpx.Response] = {}
        self.fetched: list[str] = []
        self.token_request: httpx.Request | None = None
        self._codes: dict[str, tuple[dict[str, Any], str]] = {}

    def client(self) -> httpx.Client:
        return httpx.Client(transport=httpx.MockTransport(self._answer), trust_env=False)

    def identify(self, address: str, hsa_id: str, changed: Change = lambda _: None) -> dict[str, Any]:
        """What the broker puts into the address it sends the browser back to."""
        asked = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
        claims = self.claims() | {"nonce": asked["nonce"], "acr": LOA3, "employeeHsaId": hsa_id, "sid": "session-1"}
        changed(claims)
        code = f"code-{len(self._codes)}"
        self._codes[code] = claims, asked["code_challenge"]
        return {"state": asked["state"], "code": code, "iss": ISSUER, "error": None}

    def claims(self) -> dict[str, Any]:
        issued_at = int(NOW.timestamp())
        expires_at = int((NOW + timedelta(minutes=5)).timestamp())
        return {"iss": ISSUER, "aud": CLIENT, "sub": "subject-1", "iat": issued_at, "exp": expires_at}

    def logout_token(self, changed: Change = lambda _: None, **header: Any) -> str:
        claims = self.claims() | {"jti": "logout-1", "sid": "session-1", "events": {LOGOUT_EVENT: {}}}
        changed(claims)
        return self.signed(claims, {"typ": "logout+jwt", **header})

    def rotate(self, key: ECKey | None = None) -> None:
        """Sign with a new key from now on, and publish only that."""
        self.key = key or rsa_key("second")
        self.published = [self.key]

    def signed(self, claims: dict[str, Any], header: dict[str, Any]) -> str:
        header = {"kid": self.key.kid, **self.header, **header}
        if header["alg"] == "none":
            return f"{_encoded(header)}.{_encoded(claims)}."
        if header["alg"].startswith("HS") and isinstance(self.key, RSAKey):
            return _signed_with_the_public_key(self.key, header, claims)
        return jwt.encode(header, claims, self.key, algorithms=[header["alg"]])

    def _answer(self, request: httpx.Request) -> httpx.Response:
        path = request.url.path
        self.fetched.append(path)
        if path in self.answers:
            return self.answers[path]
        if path == "/.well-known/openid-configuration":
            return httpx.Response(200, json=self.metadata)
        if path == "/jwks":
            return httpx.Response(200, json=KeySet(list(self.published)).as_dict(private=False))
        self.token_request = request
        form = {name: values[0] for name, values in parse_qs(request.content.decode()).items()}
        claims, challenge = self._codes.pop(form.get("code", ""), ({}, ""))
        if not claims or create_s256_code_challenge(form["code_verifier"]) != challenge:
            return httpx.Response(400, json={"error": "invalid_grant"})
        token = {"access_token": "opaque", "token_type": "Bearer", "id_token": self.signed(claims, {})}
        return httpx.Response(200, json=token)


@cache
def rsa_key(kid: str) -> RSAKey:
    """Making one takes long; each is made once for all tests."""
    return RSAKey.generate_key(2048, {"kid": kid})


def _signed_with_the_public_key(key: RSAKey, header: dict[str, Any], claims: dict[str, Any]) -> str:
    """By hand: the library knows the trick and will not do it."""
    signed = f"{_encoded(header)}.{_encoded(claims)}"
    code = hmac.digest(key.as_pem(private=False), signed.encode(), header["alg"].replace("HS", "sha"))
    return f"{signed}.{urlsafe_b64encode(code).rstrip(b'=').decode()}"


def _encoded(part: dict[str, Any]) -> str:
    return urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=").decode()


def elliptic_key(kid: str = "curve") -> ECKey:
    return ECKey.generate_key("P-256", {"kid": kid})
