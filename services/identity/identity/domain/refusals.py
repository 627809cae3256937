"""The ways in which identity says no."""

from chassis.domain import Refusal


class PersonnummerInvalid(Refusal):
    kind = "invalid"
    code = "personnummer_invalid"


class PersonnummerTaken(Refusal):
    """Someone at this provider, perhaps a removed one, holds the number."""

    code = "personnummer_taken"


class RolesInvalid(Refusal):
    """Patients and support are nothing else; staff and administrator may be held together."""

    kind = "invalid"
    code = "roles_invalid"


class NameMissing(Refusal):
    kind = "invalid"
    code = "invalid"


class PhoneInvalid(Refusal):
    kind = "invalid"
    code = "phone_invalid"


class EmailInvalid(Refusal):
    kind = "invalid"
    code = "email_invalid"


class HsaIdInvalid(Refusal):
    """Not an id of the HSA directory, or not a colleague's."""

    kind = "invalid"
    code = "hsa_id_invalid"


class IdTaken(Refusal):
    """The id was used for someone else."""

    code = "id_taken"


class NotAllowed(Refusal):
    kind = "forbidden"
    code = "forbidden"


class PersonUnknown(Refusal):
    kind = "not_found"
    code = "person_unknown"


class PersonNotActive(Refusal):
    code = "person_not_active"


class OwnAccount(Refusal):
    """Nobody shuts himself out."""

    code = "own_account"


class LastAdministrator(Refusal):
    """A provider always has someone who can let people in."""

    code = "last_administrator"


class SignInUnavailable(Refusal):
    kind = "forbidden"
    code = "sign_in_unavailable"


class NotSignedIn(Refusal):
    kind = "unauthenticated"
    code = "not_signed_in"


class ReasonMissing(Refusal):
    kind = "invalid"
    code = "reason_missing"


class SessionUnknown(Refusal):
    """There is no such session, or it is someone else's."""

    kind = "not_found"
    code = "session_unknown"


class SupportIsClosed(Refusal):
    """The provider has not let support in now."""

    kind = "forbidden"
    code = "support_closed"


class SupportIsOpen(Refusal):
    """One window at a time."""

    code = "support_open"


class SettingsInvalid(Refusal):
    kind = "invalid"
    code = "settings_invalid"


class ColourContrastTooLow(Refusal):
    """White text could not be read on the colour."""

    kind = "invalid"
    code = "colour_contrast_too_low"


class SmsDecisionMissing(Refusal):
    """Nobody has written down why text messages may be sent."""

    kind = "invalid"
    code = "sms_decision_missing"


class MethodNotConfigured(Refusal):
    """Operations has not set this way to sign in up here."""

    kind = "invalid"
    code = "method_not_configured"


class LogoInvalid(Refusal):
    """Not a picture of the type it is said to be, or too large."""

    kind = "invalid"
    code = "logo_invalid"


class LogoUnknown(Refusal):
    kind = "not_found"
    code = "not_found"


class SignInExpired(Refusal):
    """There is no such attempt to sign in, or none any more, or it is another browser's."""

    code = "sign_in_expired"


class NoAccess(Refusal):
    """Proven to be somebody, but nobody with a way in here: unknown, inactive and removed are answered alike."""

    kind = "forbidden"
    code = "no_access"


class BankIdInProgress(Refusal):
    """BankID has another order of the same person: it cancels both."""

    code = "bankid_in_progress"


class BankIdUnavailable(Refusal):
    kind = "busy"
    code = "bankid_unavailable"


class OidcUnavailable(Refusal):
    kind = "busy"
    code = "oidc_unavailable"


class OidcCancelled(Refusal):
    """The person turned back at the broker."""

    code = "oidc_cancelled"


class OidcFailed(Refusal):
    """What the broker said does not hold."""

    kind = "forbidden"
    code = "oidc_failed"


class LogoutTokenInvalid(Refusal):
    kind = "invalid"
    code = "logout_token_invalid"


class ImportUnknown(Refusal):
    """There is no such import, or someone else prepared it."""

    kind = "not_found"
    code = "import_unknown"


class ImportIncomplete(Refusal):
    """Other rows came than were announced."""

    code = "import_incomplete"


class ImportHasBadRows(Refusal):
    """Nobody is added while one row is wrong."""

    code = "import_has_bad_rows"


class ImportOver(Refusal):
    """It is done, cancelled or failed: another import is another beginning."""

    code = "import_over"
