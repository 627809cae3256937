"""Turning a plain service class into one that nameko runs, checked against the contracts before it starts."""

import inspect
from collections import defaultdict
from collections.abc import Callable
from typing import Any

from eventlet.semaphore import Semaphore
from nameko.extensions import DependencyProvider, register_entrypoint

from chassis.serving import ANSWERS, HEARS, Provide
from chassis.serving.answering import Answering, answerer
from chassis.serving.batches import listener
from chassis.serving.hearing import Hearing
from contracts.message import Event
from contracts.readers import READERS

# nameko sets everything up side by side; factories share what they make, and wait for each other's file locks.
_ONE_FACTORY_AT_A_TIME = Semaphore()


class WronglyAssembled(TypeError):
    """The service class does not fit the contracts: a mistake of ours, seen at the start."""


class Provided(DependencyProvider):  # type: ignore[misc] # nameko has no types
    """One object made at the start, given to every call, closed at the end."""

    def __init__(self, factory: Callable[[], Any]) -> None:
        self.factory = factory

    def setup(self) -> None:
        with _ONE_FACTORY_AT_A_TIME:
            self._made = self.factory()

    def stop(self) -> None:
        close = getattr(self._made, "close", None)
        if close is not None:
            close()

    def get_dependency(self, worker_ctx: Any) -> Any:
        return self._made


def nameko_service(service: type) -> type:
    """A subclass that nameko can run: an entry point for each mark, a dependency for each `Provide`."""
    name: str = service.name  # type: ignore[attr-defined] # every service has one
    members: dict[str, Any] = {
        attribute: Provided(provide.factory) for attribute, provide in inspect.getmembers(service, _is_provide)
    }
    heard: dict[str, dict[str, Callable[..., Any]]] = defaultdict(dict)
    for method_name, method in inspect.getmembers(service, inspect.isfunction):
        call = getattr(method, ANSWERS, None)
        if call is not None:
            if name != call.SERVICE:
                raise WronglyAssembled(f"{name} cannot answer {call.SERVICE}'s calls")
            members[method_name] = answerer(name, call, method)
            register_entrypoint(members[method_name], Answering())
        event = getattr(method, HEARS, None)
        if event is not None:
            heard[event.SERVICE][event.NAME] = method
    _check_that_readers_agree(name, heard)
    for source, methods in heard.items():
        hearing = f"hear_{source.replace('-', '_')}"
        members[hearing] = listener(name, methods)
        register_entrypoint(members[hearing], Hearing(source))
    return type(service.__name__, (service,), members)


def _is_provide(member: object) -> bool:
    return isinstance(member, Provide)


def _check_that_readers_agree(name: str, heard: dict[str, dict[str, Callable[..., Any]]]) -> None:
    """Queues are declared from `contracts.readers`: what is heard and what stands there must be the same."""
    promised: tuple[type[Event], ...] = READERS.get(name, ())
    missing = {(e.SERVICE, e.NAME) for e in promised} ^ {
        (source, event) for source, methods in heard.items() for event in methods
    }
    if missing:
        raise WronglyAssembled(f"{name}: readers.py and @hears differ in {missing}")
