"""What identity answers."""

from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from chassis.outbox import events_since
from chassis.serving import Provide, answers, hears, serve
from chassis.store import Delivery
from contracts.identity.calls import (
    AddImportRows,
    BeginBankId,
    BeginOidc,
    CancelBankId,
    CancelImport,
    ChangeLogo,
    ChangeProfile,
    ChangeRoles,
    ChangeSettings,
    ChangeStatus,
    CloseOwnSessions,
    CloseSession,
    CloseSupport,
    CollectBankId,
    ConfirmImport,
    DescribePeople,
    EndOidcSessions,
    ExportPeople,
    FindHolder,
    FinishOidc,
    IdentityEventsSince,
    ListPeople,
    ListSessions,
    ListSignInMethods,
    OpenSession,
    OpenSupport,
    PrepareImport,
    ReadImport,
    ReadLogo,
    ReadProfile,
    ReadSession,
    ReadSessions,
    ReadSettings,
    ReadSupport,
    RegisterPerson,
    ReplayPersonStanding,
    RestorePerson,
    SearchPeople,
)
from contracts.visit_media.events import ParticipantJoined, ParticipantLeft
from identity import wiring
from identity.application.sessions import SignedIn
from identity.projections.people import described, described_holder, described_profile
from identity.projections.standing import told
from identity.publishing import published


class IdentityService:
    name = "identity"

    identity = Provide(wiring.identity)
    persons = Provide(wiring.persons)
    sessions = Provide(wiring.sessions)
    calls_going_on = Provide(wiring.calls_going_on)
    provider_settings = Provide(wiring.provider_settings)
    support = Provide(wiring.support)
    people = Provide(wiring.people)
    directory = Provide(wiring.directory)
    imports = Provide(wiring.imports)
    by_bank_id = Provide(wiring.sign_in_by_bank_id)
    by_broker = Provide(wiring.sign_in_by_broker)
    replays = Provide(wiring.replays)

    @answers(RegisterPerson)
    def register_person(self, **person: Any) -> dict[str, Any]:
        return {"position": self.persons.register(**person, now=datetime.now(UTC))}

    @answers(ChangeStatus)
    def change_status(self, **change: Any) -> dict[str, Any]:
        return {"position": self.persons.change_status(**change, now=datetime.now(UTC))}

    @answers(ChangeProfile)
    def change_profile(self, **change: Any) -> dict[str, Any]:
        return {"position": self.persons.change_profile(**change, now=datetime.now(UTC))}

    @answers(ChangeRoles)
    def change_roles(self, **change: Any) -> dict[str, Any]:
        return {"position": self.persons.change_roles(**change, now=datetime.now(UTC))}

    @answers(RestorePerson)
    def restore_person(self, **restored: Any) -> dict[str, Any]:
        return {"position": self.persons.restore(**restored, now=datetime.now(UTC))}

    @answers(FindHolder)
    def find_holder(self, asked_by: UUID, personnummer: str) -> dict[str, Any]:
        holder = self.persons.find_holder(asked_by=asked_by, personnummer=personnummer, now=datetime.now(UTC))
        return described_holder(holder)

    @answers(ReadProfile)
    def read_profile(self, person_id: UUID) -> dict[str, Any]:
        return {"profile": described_profile(self.persons.read(person_id))}

    @answers(SearchPeople)
    def search_people(self, at_least: int | None, **sought: Any) -> dict[str, Any]:
        # The page remembers one position for all its services: what is beyond this log's end was another's.
        self.people.catch_up(min(at_least or 0, self.identity.head))
        return self.directory.search(**sought)

    @answers(DescribePeople)
    def describe_people(self, person_ids: list[UUID], at_least: int | None) -> dict[str, Any]:
        self.people.catch_up(at_least)
        return {"people": self.people.with_ids(person_ids)}

    @answers(ListPeople)
    def list_people(self, role: str, limit: int, after_name: str | None, at_least: int | None) -> dict[str, Any]:
        self.people.catch_up(at_least)
        return {"people": self.directory.with_role(role, limit, after_name)}

    @answers(OpenSession)
    def open_session(self, person_id: UUID, method: str, device: str | None) -> dict[str, Any]:
        return {"token": self.sessions.open_demo(person_id=person_id, device=device, now=datetime.now(UTC))}

    @answers(ReadSession)
    def read_session(self, token: str, clicked: bool) -> dict[str, Any]:
        return _described(self.sessions.read(token=token, clicked=clicked, now=datetime.now(UTC)))

    @answers(ReadSessions)
    def read_sessions(self, sessions: list[dict[str, Any]]) -> dict[str, Any]:
        asked = [(each["token"], each["clicked"]) for each in sessions]
        read = self.sessions.read_many(asked, now=datetime.now(UTC))
        return {"sessions": [signed_in and _described(signed_in) for signed_in in read]}

    @answers(CloseSession)
    def close_session(self, token: str) -> dict[str, Any]:
        self.sessions.close(token=token, now=datetime.now(UTC))
        return {}

    @answers(ListSessions)
    def list_sessions(self, person_id: UUID, at_least: int | None) -> dict[str, Any]:
        return {"sessions": self.sessions.of_person(person_id, at_least)}

    @answers(CloseOwnSessions)
    def close_own_sessions(self, token: str, session_id: UUID | None) -> dict[str, Any]:
        closed, position = self.sessions.close_own(token=token, session_id=session_id, now=datetime.now(UTC))
        return {"closed": closed, "position": position}

    @answers(ReadSettings)
    def read_settings(self) -> dict[str, Any]:
        return {"settings": self.provider_settings.read()}

    @answers(ChangeSettings)
    def change_settings(self, **settings: Any) -> dict[str, Any]:
        return {"settings": self.provider_settings.change(**settings, now=datetime.now(UTC))}

    @answers(ChangeLogo)
    def change_logo(self, **logo: Any) -> dict[str, Any]:
        return {"settings": self.provider_settings.change_logo(**logo, now=datetime.now(UTC))}

    @answers(ReadLogo)
    def read_logo(self, logo: str) -> dict[str, Any]:
        return self.provider_settings.logo(logo)

    @answers(OpenSupport)
    def open_support(self, **window: Any) -> dict[str, Any]:
        return {"position": self.support.open(**window, now=datetime.now(UTC))}

    @answers(CloseSupport)
    def close_support(self, closed_by: UUID) -> dict[str, Any]:
        return {"position": self.support.close(closed_by=closed_by, now=datetime.now(UTC))}

    @answers(ReadSupport)
    def read_support(self, at_least: int | None) -> dict[str, Any]:
        """Read from the log itself, which is never behind `at_least`."""
        return self.support.read(datetime.now(UTC))

    @answers(ExportPeople)
    def export_people(self, roles: list[str], after: UUID | None, limit: int) -> dict[str, Any]:
        people = self.people.exported(roles, after, limit + 1)
        return {"people": people[:limit], "has_more": len(people) > limit}

    @answers(AddImportRows)
    def add_import_rows(self, **brought: Any) -> dict[str, Any]:
        self.imports.add_rows(**brought, now=datetime.now(UTC))
        return {}

    @answers(PrepareImport)
    def prepare_import(self, **prepared: Any) -> dict[str, Any]:
        return {"progress": self.imports.prepare(**prepared, now=datetime.now(UTC))}

    @answers(ReadImport)
    def read_import(self, import_id: UUID, asked_by: UUID) -> dict[str, Any]:
        return {"progress": self.imports.read(import_id=import_id, asked_by=asked_by)}

    @answers(ConfirmImport)
    def confirm_import(self, **confirmed: Any) -> dict[str, Any]:
        return {"position": self.imports.confirm(**confirmed, now=datetime.now(UTC))}

    @answers(CancelImport)
    def cancel_import(self, **cancelled: Any) -> dict[str, Any]:
        return {"position": self.imports.cancel(**cancelled, now=datetime.now(UTC))}

    @answers(ListSignInMethods)
    def list_sign_in_methods(self) -> dict[str, Any]:
        labels = {"oidc": wiring.configuration().broker_label}
        methods = self.provider_settings.sign_in_methods()
        return {"methods": [{"id": method, "label": labels.get(method)} for method in methods]}

    @answers(BeginBankId)
    def begin_bank_id(self, **asked: Any) -> dict[str, Any]:
        return asdict(self.by_bank_id.begin(**asked, now=datetime.now(UTC)))

    @answers(CollectBankId)
    def collect_bank_id(self, **asked: Any) -> dict[str, Any]:
        return asdict(self.by_bank_id.collect(**asked, now=datetime.now(UTC)))

    @answers(CancelBankId)
    def cancel_bank_id(self, **asked: Any) -> dict[str, Any]:
        self.by_bank_id.cancel(**asked, now=datetime.now(UTC))
        return {}

    @answers(BeginOidc)
    def begin_oidc(self, **asked: Any) -> dict[str, Any]:
        return {"url": self.by_broker.begin(**asked, now=datetime.now(UTC))}

    @answers(FinishOidc)
    def finish_oidc(self, **asked: Any) -> dict[str, Any]:
        return asdict(self.by_broker.finish(**asked, now=datetime.now(UTC)))

    @answers(EndOidcSessions)
    def end_oidc_sessions(self, logout_token: str) -> dict[str, Any]:
        return {"closed": self.by_broker.end_sessions(logout_token=logout_token, now=datetime.now(UTC))}

    @hears(ParticipantJoined)
    def participant_joined(self, delivery: Delivery, **connection: Any) -> None:
        self.calls_going_on.hear(delivery, connection)

    @hears(ParticipantLeft)
    def participant_left(self, delivery: Delivery, **connection: Any) -> None:
        self.calls_going_on.hear(delivery, connection)

    @answers(ReplayPersonStanding)
    def replay_person_standing(self, person_id: UUID, at: datetime | None) -> dict[str, Any]:
        return told(self.replays.standing(person_id=person_id, at=at), person_id)

    @answers(IdentityEventsSince)
    def events_since(self, after: int, limit: int) -> dict[str, Any]:
        return events_since(self.identity, published, after, limit)


def _described(signed_in: SignedIn) -> dict[str, Any]:
    whose = signed_in.person
    return {
        "session_id": signed_in.session_id,
        "csrf_token": signed_in.csrf_token,
        "person": described(whose.id, whose.name, whose.personnummer, whose.roles, whose.status),
        "method": signed_in.session.method,
        "strength": signed_in.session.strength,
        "idle_ends_at": signed_in.idle_ends_at,
    }


if __name__ == "__main__":
    wiring.configuration()
    serve(IdentityService)
