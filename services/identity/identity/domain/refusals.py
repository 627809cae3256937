"""The ways in which identity says no."""

from chassis.domain import Refusal


class PersonnummerInvalid(Refusal):
    kind = "invalid"
    code = "personnummer_invalid"


class PersonnummerTaken(Refusal):
    """Someone at this provider, perhaps a removed one, holds the number."""

    code = "personnummer_taken"


class RolesInvalid(Refusal):
    """A patient is a patient only; staff and administrator may be held together."""

    kind = "invalid"
    code = "roles_invalid"


class NameMissing(Refusal):
    kind = "invalid"
    code = "invalid"


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
