"""What is an event, and under which name is it stored?"""

import sys
from collections.abc import Callable, Iterator
from functools import cache
from typing import (
    Annotated,
    Any,
    ClassVar,
    TypeVar,
    dataclass_transform,
    get_args,
    get_origin,
    get_type_hints,
)

import msgspec

M = TypeVar("M")


class Personal(msgspec.Struct, frozen=True):
    """Marks an event field as personal data, or free text that may hold some: `Annotated[str, Personal()]`.

    `of` names the field that holds the person's id; by default, and where that field is None, it is the
    stream itself.
    The mapper is the only code that acts on this mark.
    """

    of: str = "stream_id"


class About(msgspec.Struct, frozen=True):
    """Marks an event field as the id of another record, so that its timeline shows this stream too."""


# Tells type checkers what msgspec does: a subclass of a frozen struct is frozen.
@dataclass_transform(frozen_default=True, kw_only_default=True)
class Event(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A fact that happened: frozen, flat, named in the past tense.

    A subclass is stored as `<context>.<ClassName>` where the context is the last part of its module
    (`events.sales` → `sales.DealOpened`), or what that module names as its CONTEXT where the events of one
    context fill several modules; never as a Python path. A changed shape raises
    `schema_version` and adds a static method `upcast_<n>_to_<n+1>(data)` that changes the decoded
    payload in place. Facts are plain data and form no cycles, so the garbage collector may ignore them.
    """

    schema_version: ClassVar[int] = 1

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        name = event_name(cls)
        known = _registry.get(name)
        if known is not None and known.__module__ != cls.__module__:
            raise TypeError(f"two event classes are named {name}: {known.__module__} and {cls.__module__}")
        _registry[name] = cls


class UnknownEvent(LookupError):
    """A stored event has a type that no loaded module of `events/` declares."""


class Unreadable(msgspec.Struct, frozen=True, kw_only=True):
    """What a reader finds in place of an event that this release cannot load: its bytes, and why not.

    Whoever reads decides what to do with one such event, and goes on; whoever writes must not build on a
    stream with one, and gets the exception instead.
    """

    type: str
    schema_version: int
    payload: bytes
    reason: str


def event_name(cls: type[Event]) -> str:
    """The registered name an event class is stored under."""
    name: str = _event_name(cls)
    return name


@cache
def _event_name(cls: Any) -> str:
    module = sys.modules.get(cls.__module__)
    context = getattr(module, "CONTEXT", None) or cls.__module__.rpartition(".")[2]
    return f"{context}.{cls.__name__}"


def event_class(name: str) -> type[Event]:
    """The class registered under `name`. Raises UnknownEvent."""
    try:
        return _registry[name]
    except KeyError:
        raise UnknownEvent(
            f"event type {name!r} is stored but not declared; is the module that declares it loaded?"
        ) from None


def event_classes() -> Iterator[type[Event]]:
    """Every declared event class, in the order of declaration."""
    yield from _registry.values()


def upcasters(cls: type[Event]) -> dict[int, Callable[[dict[str, Any]], None]]:
    """From-version → function that lifts a decoded payload by one version, in place."""
    return {n: getattr(cls, f"upcast_{n}_to_{n + 1}") for n in range(1, cls.schema_version)}


def marked_fields(cls: type[Event], mark: type[M]) -> dict[str, M]:
    """Field name → mark, for the fields annotated with a mark (Personal, About) of that class."""
    hints = get_type_hints(cls, include_extras=True)
    found = ((field, _mark_in(hints[field], mark)) for field in cls.__struct_fields__)
    return {field: value for field, value in found if value is not None}


def _mark_in(hint: Any, mark: type[M]) -> M | None:
    if get_origin(hint) is Annotated:
        return next((extra for extra in get_args(hint)[1:] if isinstance(extra, mark)), None)
    return None


_registry: dict[str, type[Event]] = {}
