"""From the environment to the objects of identity."""

import os
import sys
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from chassis.sealing import KeyRing, read_secret, sealed_by
from chassis.store import Bookmarks, Database, Place, open_application
from identity.adapters.attempts import Attempts
from identity.adapters.bankid import BankId, bank_id_client
from identity.adapters.broker_names import BrokerNames
from identity.adapters.clicks import Clicks
from identity.adapters.import_rows import ImportRows
from identity.adapters.oidc import Broker, broker_client
from identity.adapters.pictures import check_picture
from identity.adapters.reaching import Reaching
from identity.adapters.sign_in_configuration import SignInConfiguration, WronglyConfigured, sign_in_configuration
from identity.adapters.swedish_numbers import SwedishNumbers
from identity.adapters.switchboards import switchboard_number
from identity.application import Identity
from identity.application.import_checks import RowChecks
from identity.application.import_running import ImportLoop
from identity.application.imports import Imports
from identity.application.persons import Persons
from identity.application.replaying import Replays
from identity.application.sessions import Sessions
from identity.application.settings import Deployment, ProviderSettings
from identity.application.sign_in.by_bankid import SignInByBankId
from identity.application.sign_in.by_broker import SignInByBroker
from identity.application.sign_in.entrance import Entrance
from identity.application.support import Support
from identity.application.sweeping import Sweeper
from identity.projections.calls_going_on import CallsGoingOn
from identity.projections.directory import Directory
from identity.projections.open_sessions import OpenSessions
from identity.projections.people import People
from identity.projections.sign_ins import SignIns
from identity.projections.staff_ids import StaffIds


@cache
def identity() -> Identity:
    return open_application(Identity, place(), sealed_by(keys()))


@cache
def persons() -> Persons:
    return Persons(identity(), numbers=numbers(), reaching=Reaching())


@cache
def sessions() -> Sessions:
    return Sessions(
        identity(),
        clicks=clicks(),
        calls=calls_going_on(),
        settings=provider_settings(),
        open_sessions=open_sessions(),
    )


@cache
def sweeper() -> Sweeper:
    return Sweeper(sessions(), open_sessions(), provider_settings())


@cache
def provider_settings() -> ProviderSettings:
    return ProviderSettings(
        identity(),
        deployment=Deployment(os.environ.get("CARE_PROVIDER_NAME", "CarePlatform"), sign_in_methods()),
        check_picture=check_picture,
        normalised_phone=switchboard_number,
    )


@cache
def support() -> Support:
    return Support(identity())


@cache
def clicks() -> Clicks:
    return Clicks(database())


@cache
def calls_going_on() -> CallsGoingOn:
    return CallsGoingOn(database())


@cache
def open_sessions() -> OpenSessions:
    return OpenSessions(database(), keys(), clicks().table)


@cache
def replays() -> Replays:
    return Replays(identity(), sign_ins())


@cache
def sign_ins() -> SignIns:
    return SignIns(database())


@cache
def imports() -> Imports:
    return Imports(identity(), rows=import_rows(), checks=import_checks())


def import_loop() -> ImportLoop:
    return ImportLoop(identity(), rows=import_rows(), checks=import_checks(), keys=keys())


@cache
def import_rows() -> ImportRows:
    return ImportRows(database(), keys())


def import_checks() -> RowChecks:
    return RowChecks(identity(), numbers=numbers(), reaching=Reaching())


@cache
def numbers() -> SwedishNumbers:
    return SwedishNumbers(read_secret(secrets_folder(), "index_key"))


def sign_in_methods() -> tuple[str, ...]:
    """What is set up here: whatever has its configuration, and the demo's."""
    return configuration().methods


@cache
def configuration() -> SignInConfiguration:
    """How one can sign in here; whoever set it up wrongly reads one sentence, and the process does not start."""
    try:
        return sign_in_configuration(os.environ)
    except WronglyConfigured as wrong:
        sys.exit(f"identity does not start: {wrong}")


@cache
def sign_in_by_bank_id() -> SignInByBankId:
    settings = configuration().bank_id
    return SignInByBankId(
        entrance(),
        bank_id=BankId(bank_id_client(settings), settings.policies) if settings is not None else None,
        attempts=attempts(),
        provider_name=provider_settings().name,
        return_page=settings.return_page if settings is not None else "",
    )


@cache
def sign_in_by_broker() -> SignInByBroker:
    settings = configuration().broker
    return SignInByBroker(
        entrance(),
        broker=Broker(settings, broker_client()) if settings is not None else None,
        proves=configuration().broker_proves,
        attempts=attempts(),
        names=BrokerNames(database(), read_secret(secrets_folder(), "index_key")),
        sessions=sessions(),
    )


@cache
def entrance() -> Entrance:
    return Entrance(
        identity(),
        sessions=sessions(),
        numbers=numbers(),
        staff_ids=staff_ids(),
        methods=provider_settings().sign_in_methods,
    )


@cache
def attempts() -> Attempts:
    return Attempts(database())


@cache
def staff_ids() -> StaffIds:
    return StaffIds(database(), numbers().index_id)


@cache
def people() -> People:
    return People(database(), keys())


@cache
def directory() -> Directory:
    return Directory(people(), lambda text: persons().by_number(text, datetime.now(UTC).date()))


@cache
def bookmarks() -> Bookmarks:
    return Bookmarks(database())


@cache
def database() -> Database:
    return Database(place())


@cache
def keys() -> KeyRing:
    return KeyRing(place(), read_secret(secrets_folder(), "master_key"))


def place() -> Place:
    return Place.of("identity", os.environ)


def secrets_folder() -> Path:
    return Path(os.environ["CARE_SECRETS_DIR"])


def amqp_url() -> str:
    return os.environ["CARE_AMQP_URL"]


def health_port() -> int:
    return int(os.environ.get("CARE_HEALTH_PORT", "0"))
