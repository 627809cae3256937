"""A real OpenID provider (django-oauth-toolkit) as a process, with a login page and, beside it, its operator's hands.

`python -m tests.fakes.oidc_provider FOLDER PORT REDIRECT_URI`
"""

# mypy: disable-error-code="import-untyped"
# Neither Django nor the toolkit says its types.

import json
import secrets
import sys
import time
from pathlib import Path
from socketserver import ThreadingMixIn
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import django
from django.conf import settings
from django.core.management import call_command
from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import include, path
from joserfc import jwt
from joserfc.jwk import RSAKey

CLIENT_ID, CLIENT_SECRET = "care", "a-secret-of-the-brokers"
LOA3 = "http://id.sambi.se/loa/loa3"
LOGOUT_EVENT = "http://schemas.openid.net/event/backchannel-logout"
LOGIN_PAGE = """<!doctype html><title>Legitimera</title><form method="post">
<label>HSA-id <input name="hsa_id"></label> <label>Nivå <input name="acr" value="{acr}"></label>
<button>Legitimera</button></form>"""


def configure(folder: Path, port: int) -> None:
    issuer = f"http://127.0.0.1:{port}/o"
    settings.configure(
        SECRET_KEY=secrets.token_hex(16),
        ALLOWED_HOSTS=["127.0.0.1"],
        ROOT_URLCONF=__name__,
        INSTALLED_APPS=[
            "django.contrib.auth",
            "django.contrib.contenttypes",
            "django.contrib.sessions",
            "oauth2_provider",
        ],
        MIDDLEWARE=[
            "django.contrib.sessions.middleware.SessionMiddleware",
            "django.contrib.auth.middleware.AuthenticationMiddleware",
        ],
        DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": str(folder / "provider.sqlite")}},
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
        LOGIN_URL="/login",
        USE_TZ=True,
        OAUTH2_PROVIDER=provider_settings(issuer, []),
    )
    django.setup()
    call_command("migrate", verbosity=0)


def provider_settings(issuer: str, former_keys: list[str]) -> dict[str, Any]:
    return {
        "OIDC_ENABLED": True,
        "OIDC_ISS_ENDPOINT": issuer,
        "OIDC_RSA_PRIVATE_KEY": RSAKey.generate_key(2048).as_pem(private=True).decode(),
        "OIDC_RSA_PRIVATE_KEYS_INACTIVE": former_keys,
        "OAUTH2_VALIDATOR_CLASS": f"{__name__}.validator",
        "SCOPES": {"openid": "Who somebody is"},
        "PKCE_REQUIRED": True,
        "COMPLIANT_BCP_RFC9700_AUTHZ_RESPONSE_ISS": True,
    }


def validator(*args: Any, **kwargs: Any) -> Any:
    """The toolkit's own, which also tells the claims of a Swedish broker."""
    from oauth2_provider.oauth2_validators import OAuth2Validator

    class WithSwedishClaims(OAuth2Validator):  # type: ignore[misc] # the toolkit has no types
        oidc_claim_scope = None

        def get_additional_claims(self, request: Any) -> dict[str, Any]:
            who = request.user
            return {"employeeHsaId": who.username, "acr": who.first_name, "sid": who.last_name}

    return WithSwedishClaims(*args, **kwargs)


def add_client(redirect_uri: str) -> None:
    from oauth2_provider.models import Application

    Application.objects.create(
        client_id=CLIENT_ID,
        client_secret=CLIENT_SECRET,
        client_type="confidential",
        authorization_grant_type="authorization-code",
        redirect_uris=redirect_uri,
        algorithm="RS256",
        skip_authorization=True,
    )


def login_page(request: HttpRequest) -> HttpResponse:
    """Whoever types an HSA-id is that person; a session of the broker's begins."""
    from django.contrib.auth import login
    from django.contrib.auth.models import User

    if request.method != "POST":
        return HttpResponse(LOGIN_PAGE.format(acr=LOA3))
    user, _ = User.objects.get_or_create(username=request.POST["hsa_id"])
    user.first_name, user.last_name = request.POST.get("acr", LOA3), secrets.token_hex(8)
    user.save()
    login(request, user, backend="django.contrib.auth.backends.ModelBackend")
    return HttpResponseRedirect(request.GET["next"])


def rotate(_: HttpRequest) -> HttpResponse:
    """A new key signs from now on; the old one is still published, as a broker does."""
    from oauth2_provider.settings import oauth2_settings

    issuer, old = oauth2_settings.OIDC_ISS_ENDPOINT, oauth2_settings.OIDC_RSA_PRIVATE_KEY
    settings.OAUTH2_PROVIDER = provider_settings(issuer, [old])
    oauth2_settings.reload()
    return JsonResponse({})


def logout_token(request: HttpRequest) -> HttpResponse:
    """What the broker posts to its relying parties when this person signs out there."""
    from django.contrib.auth.models import User
    from oauth2_provider.settings import oauth2_settings

    user = User.objects.get(username=json.loads(request.body)["hsa_id"])
    key = RSAKey.import_key(oauth2_settings.OIDC_RSA_PRIVATE_KEY)
    claims = {
        "iss": oauth2_settings.OIDC_ISS_ENDPOINT,
        "aud": CLIENT_ID,
        "sub": str(user.pk),
        "sid": user.last_name,
        "iat": int(time.time()),
        "exp": int(time.time()) + 120,
        "jti": secrets.token_hex(8),
        "events": {LOGOUT_EVENT: {}},
    }
    header = {"alg": "RS256", "typ": "logout+jwt", "kid": key.thumbprint()}
    return JsonResponse({"logout_token": jwt.encode(header, claims, key)})


urlpatterns: list[Any] = []
"""Filled once the settings stand: the toolkit's own addresses read them."""


def lay_out() -> None:
    urlpatterns.extend(
        [
            path("o/", include("oauth2_provider.urls")),
            path("login", login_page),
            path("hands/rotate", rotate),
            path("hands/logout_token", logout_token),
        ]
    )


class Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class Quiet(WSGIRequestHandler):
    def log_message(self, *_: Any) -> None:
        """Tests read answers, not lines."""


def main(folder: Path, port: int, redirect_uri: str) -> None:
    sys.modules["tests.fakes.oidc_provider"] = sys.modules["__main__"]
    configure(folder, port)
    lay_out()
    add_client(redirect_uri)
    make_server("127.0.0.1", port, get_wsgi_application(), Server, Quiet).serve_forever()


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3])
