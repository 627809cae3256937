"""How operations has set up signing in, read from the environment with a sentence for each thing that is wrong."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from identity.adapters.bankid import STRONG_POLICIES, BankIdSettings
from identity.adapters.oidc import BrokerSettings

BANK_ID_IN_PRODUCTION = "https://appapi2.bankid.com/rp/v6.0"
CALLBACK = "/api/sign-in/oidc/callback"
SIGN_IN_PAGE = "/sign-in"
LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})

Environment = Mapping[str, str]
Proves = Literal["hsa_id", "personnummer"]


class WronglyConfigured(Exception):
    """A sentence for whoever runs the platform; it names variables, never what they hold."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SignInConfiguration:
    demo: bool
    bank_id: BankIdSettings | None
    broker: BrokerSettings | None
    broker_proves: Proves = "hsa_id"
    broker_label: str | None = None

    @property
    def methods(self) -> tuple[str, ...]:
        """What may be switched on here, in the order in which it is offered."""
        set_up = {"bankid": self.bank_id is not None, "oidc": self.broker is not None, "demo": self.demo}
        return tuple(method for method, is_set_up in set_up.items() if is_set_up)


def sign_in_configuration(environment: Environment) -> SignInConfiguration:
    """Everything there is to know at the start; a platform that nobody could sign in to does not start."""
    proves: Proves = "personnummer" if environment.get("CARE_OIDC_PERSONNUMMER_CLAIM") else "hsa_id"
    configuration = SignInConfiguration(
        demo=environment.get("CARE_DEMO") == "1",
        bank_id=_bank_id(environment) if _is_begun(environment, "CARE_BANKID_") else None,
        broker=_broker(environment, proves) if _is_begun(environment, "CARE_OIDC_") else None,
        broker_proves=proves,
        broker_label=environment.get("CARE_OIDC_LABEL") or None,
    )
    if not configuration.methods:
        raise WronglyConfigured(
            "Nobody could sign in: set up BankID (CARE_BANKID_…) or a broker (CARE_OIDC_…) as docs/signing-in.md says, "
            "or set CARE_DEMO=1 for a demonstration without real people."
        )
    return configuration


def _bank_id(environment: Environment) -> BankIdSettings:
    url = environment.get("CARE_BANKID_URL") or BANK_ID_IN_PRODUCTION
    if urlsplit(url).scheme != "https":
        raise WronglyConfigured("CARE_BANKID_URL must begin with https://.")
    own = _text(environment, "CARE_PUBLIC_URL").rstrip("/")
    if urlsplit(own).scheme != "https" and urlsplit(own).hostname not in LOOPBACK:
        raise WronglyConfigured("CARE_PUBLIC_URL must begin with https://, since BankID's app leads back to it.")
    return BankIdSettings(
        url=url,
        return_page=own + SIGN_IN_PAGE,
        certificate=_file(environment, "CARE_BANKID_CERTIFICATE"),
        key=_file(environment, "CARE_BANKID_KEY"),
        authority=_file(environment, "CARE_BANKID_CA"),
        policies=(environment.get("CARE_BANKID_POLICIES") or "").split() or STRONG_POLICIES,
    )


def _broker(environment: Environment, proves: Proves) -> BrokerSettings:
    issuer = urlsplit(_text(environment, "CARE_OIDC_ISSUER"))
    if issuer.scheme != "https" and issuer.hostname not in LOOPBACK:
        raise WronglyConfigured("CARE_OIDC_ISSUER must begin with https://.")
    claims = {
        "hsa_id": environment.get("CARE_OIDC_HSA_ID_CLAIM"),
        "personnummer": environment.get("CARE_OIDC_PERSONNUMMER_CLAIM"),
    }
    if all(claims.values()):
        raise WronglyConfigured("Set CARE_OIDC_HSA_ID_CLAIM or CARE_OIDC_PERSONNUMMER_CLAIM, not both.")
    strengths = {
        acr: level
        for level in ("loa3", "loa4")
        for acr in (environment.get(f"CARE_OIDC_ACR_{level.upper()}") or "").split()
    }
    if not strengths:
        raise WronglyConfigured("CARE_OIDC_ACR_LOA3 or CARE_OIDC_ACR_LOA4 must name a level that the broker tells.")
    secret = _file(environment, "CARE_OIDC_SECRET_FILE").read_text().strip()
    if not secret:
        raise WronglyConfigured("The file that CARE_OIDC_SECRET_FILE names is empty.")
    return BrokerSettings(
        issuer=environment["CARE_OIDC_ISSUER"],
        client_id=_text(environment, "CARE_OIDC_CLIENT_ID"),
        client_secret=secret,
        redirect_uri=_text(environment, "CARE_PUBLIC_URL").rstrip("/") + CALLBACK,
        claim=claims[proves] or "employeeHsaId",
        strengths=strengths,
        scope=environment.get("CARE_OIDC_SCOPE") or "openid",
    )


def _is_begun(environment: Environment, prefix: str) -> bool:
    return any(name.startswith(prefix) and value for name, value in environment.items())


def _text(environment: Environment, name: str) -> str:
    value = environment.get(name)
    if not value:
        raise WronglyConfigured(f"{name} is missing.")
    return value


def _file(environment: Environment, name: str) -> Path:
    file = Path(_text(environment, name))
    try:
        file.open("rb").close()
    except OSError:
        raise WronglyConfigured(f"The file that {name} names cannot be read.") from None
    return file
