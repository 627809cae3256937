"""The provider's broker, spoken to by OpenID Connect Core 1.0: code flow with PKCE, discovery and key rotation."""

import json
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal, TypeVar
from urllib.parse import quote, urlsplit

import httpx
from authlib.oauth2.rfc6749.parameters import prepare_grant_uri
from authlib.oauth2.rfc7636 import create_s256_code_challenge
from joserfc.jwk import KeySet

from chassis.telling import counter, tell
from identity.adapters.broker_tokens import KeyUnknown, key_set, read_id_token, read_logout_token
from identity.domain.refusals import LogoutTokenInvalid, OidcFailed, OidcUnavailable
from identity.domain.signing_in import BrokerLogout, BrokerVisit, BrokerWord

TIMEOUT = httpx.Timeout(4.0, connect=2.0)
METADATA_KEPT = timedelta(hours=1)
REFETCHED_EVERY = timedelta(seconds=30)  # however many tokens with unknown keys arrive
ENDPOINTS = ("authorization_endpoint", "token_endpoint", "jwks_uri")

Request = Literal["discovery", "keys", "token"]
Read = TypeVar("Read")


@dataclass(frozen=True, slots=True, kw_only=True)
class BrokerSettings:
    """What the broker and the provider have agreed on."""

    issuer: str
    client_id: str
    client_secret: str
    redirect_uri: str
    claim: str
    """The claim that says who somebody is."""
    strengths: Mapping[str, str]
    """The levels (`acr`) that are strong enough, and what they count as here."""
    scope: str = "openid"


@dataclass(frozen=True, slots=True)
class Known:
    """What the broker says of itself, and when it said so."""

    metadata: Mapping[str, Any]
    keys: KeySet
    fetched_at: datetime


def broker_client() -> httpx.Client:
    """Follows nobody elsewhere and goes through no proxy."""
    return httpx.Client(timeout=TIMEOUT, trust_env=False, follow_redirects=False)


class Broker:
    def __init__(self, settings: BrokerSettings, client: httpx.Client) -> None:
        self._settings, self._client = settings, client
        self._known: Known | None = None
        self._fetched_again_at: datetime | None = None
        self._calls = counter("identity", "broker_calls", "Calls of the OpenID Connect broker", ("call", "outcome"))

    def address(self, *, visit: BrokerVisit, state: str, language: str, now: datetime) -> str:
        """Where the browser goes to be identified."""
        metadata, settings = self._current(now).metadata, self._settings
        parameters = {
            "client_id": settings.client_id,
            "response_type": "code",
            "redirect_uri": settings.redirect_uri,
            "scope": settings.scope,
            "state": state,
            "nonce": visit.nonce,
            "code_challenge": create_s256_code_challenge(visit.code_verifier),
            "code_challenge_method": "S256",
            "acr_values": " ".join(settings.strengths),
            "ui_locales": language,
        }
        if metadata.get("claims_parameter_supported") is True:
            parameters["claims"] = json.dumps({"id_token": {settings.claim: {"essential": True}}})
        address: str = prepare_grant_uri(metadata["authorization_endpoint"], **parameters)
        return address

    def check_came_from(self, issuer: str | None, now: datetime) -> None:
        """RFC 9207: an answer that names another issuer, or none although ours always names itself, is not ours."""
        promises = self._current(now).metadata.get("authorization_response_iss_parameter_supported") is True
        if issuer != self._settings.issuer and (promises or issuer is not None):
            self._tell("issuer_wrong")
            raise OidcFailed

    def redeem(self, *, code: str, visit: BrokerVisit, now: datetime) -> BrokerWord:
        """Whom the broker vouches for; every claim is checked before any is believed."""
        answer = self._fetched("token", self._token_request(self._current(now).metadata, code, visit))
        token = answer.get("id_token")
        if not isinstance(token, str):
            self._tell("id_token_missing")
            raise OidcFailed
        return self._with_newer_keys(
            lambda keys: read_id_token(token, keys=keys, settings=self._settings, nonce=visit.nonce, now=now), now
        )

    def logout(self, token: str, now: datetime) -> BrokerLogout:
        try:
            return self._with_newer_keys(
                lambda keys: read_logout_token(token, keys=keys, settings=self._settings, now=now), now
            )
        except OidcFailed:
            raise LogoutTokenInvalid from None

    def close(self) -> None:
        self._client.close()

    def _with_newer_keys(self, read: Callable[[KeySet], Read], now: datetime) -> Read:
        """Read with the keys we know; when the broker has changed them, once more with its present ones."""
        try:
            return read(self._current(now).keys)
        except KeyUnknown:
            if not self._may_fetch_again(now):
                raise OidcFailed from None
        try:
            return read(self._refreshed(now).keys)
        except KeyUnknown:
            self._tell("key_unknown")
            raise OidcFailed from None

    def _current(self, now: datetime) -> Known:
        known = self._known
        if known is None:
            return self._refreshed(now)
        if now - known.fetched_at < METADATA_KEPT or not self._may_fetch_again(now):
            return known
        try:
            return self._refreshed(now)
        except OidcUnavailable:
            return known  # what held an hour ago is better than closing the door

    def _may_fetch_again(self, now: datetime) -> bool:
        """Whether it is time to; True counts as having fetched."""
        if self._fetched_again_at is not None and now - self._fetched_again_at < REFETCHED_EVERY:
            return False
        self._fetched_again_at = now
        return True

    def _refreshed(self, now: datetime) -> Known:
        issuer = self._settings.issuer
        metadata = self._read("discovery", f"{issuer.rstrip('/')}/.well-known/openid-configuration")
        secure = urlsplit(issuer).scheme
        fits = metadata.get("issuer") == issuer and all(
            isinstance(metadata.get(name), str) and urlsplit(metadata[name]).scheme in ("https", secure)
            for name in ENDPOINTS
        )
        if not fits:
            self._tell("metadata_wrong")
            raise OidcUnavailable
        self._known = Known(metadata, key_set(self._read("keys", metadata["jwks_uri"])), now)
        return self._known

    def _token_request(self, metadata: Mapping[str, Any], code: str, visit: BrokerVisit) -> httpx.Request:
        settings, address = self._settings, metadata["token_endpoint"]
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": settings.redirect_uri,
            "code_verifier": visit.code_verifier,
        }
        if "client_secret_basic" not in metadata.get("token_endpoint_auth_methods_supported", ["client_secret_basic"]):
            form |= {"client_id": settings.client_id, "client_secret": settings.client_secret}
            return self._client.build_request("POST", address, data=form)
        # RFC 6749, 2.3.1: both parts are form-encoded before they are joined.
        basic = httpx.BasicAuth(quote(settings.client_id, safe=""), quote(settings.client_secret, safe=""))
        return next(basic.auth_flow(self._client.build_request("POST", address, data=form)))

    def _fetched(self, call: Request, request: httpx.Request) -> Mapping[str, Any]:
        try:
            response = self._client.send(request)
            answer = response.json() if response.status_code == httpx.codes.OK else None
        except (httpx.HTTPError, ValueError) as failure:
            self._calls.labels(call, "unanswered").inc()
            tell("broker_unanswered", level=logging.WARNING, call=call, exception=type(failure).__name__)
            raise OidcUnavailable from None
        if isinstance(answer, dict):
            self._calls.labels(call, "answered").inc()
            return answer
        self._calls.labels(call, "refused").inc()
        tell("broker_refused", level=logging.WARNING, call=call, status=response.status_code)
        raise OidcFailed if call == "token" and response.is_client_error else OidcUnavailable

    def _read(self, call: Request, address: str) -> Mapping[str, Any]:
        return self._fetched(call, self._client.build_request("GET", address))

    def _tell(self, what: str) -> None:
        tell("broker_not_believed", level=logging.WARNING, reason=what)
