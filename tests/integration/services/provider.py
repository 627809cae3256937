"""Identity's persons on a real store: the log, what writes to it, and what can be asked."""

from uuid import UUID

from chassis.following.projecting import ProjectionLoop
from chassis.sealing import KeyRing, sealed_by
from chassis.store import Database, Place, open_application
from identity.adapters.reaching import Reaching
from identity.adapters.swedish_numbers import SwedishNumbers
from identity.application import Identity
from identity.application.persons import Persons
from identity.projections.directory import Directory
from identity.projections.people import People
from tests.unit.identity.people import NOW

MASTER_KEY = bytes(range(32))
ANNA, BO, CECILIA = (UUID(int=number) for number in (1, 2, 3))


class Provider:
    def __init__(self, store: dict[str, str]) -> None:
        place = Place.of("identity", store)
        self.keys = KeyRing(place, MASTER_KEY)
        self.database = Database(place)
        self.log = open_application(Identity, place, sealed_by(self.keys))
        self.persons = Persons(self.log, numbers=SwedishNumbers(MASTER_KEY), reaching=Reaching())
        self.people = People(self.database, self.keys)
        self.loop = ProjectionLoop(self.log, self.people)
        self.directory = self.new_directory()

    def new_directory(self) -> Directory:
        """As another process of the same service has it, or this one after a restart."""
        return Directory(self.people, lambda text: self.persons.by_number(text, NOW.date()))

    def add(self, person_id: UUID, number: str, name: str, roles: list[str]) -> None:
        self.persons.register(
            person_id=person_id, registered_by=ANNA, personnummer=number, name=name, roles=roles, now=NOW
        )

    def follow(self) -> None:
        while self.loop.follow_once():
            pass

    def close(self) -> None:
        self.log.close()
        self.database.close()
        self.keys.database.close()
