"""A complaints desk: every lost parcel opens a complaint, through a policy."""

from collections.abc import Iterable
from functools import singledispatch
from typing import Any
from uuid import UUID, uuid5

import msgspec

from shared.application import Aggregate, Application, Right
from shared.commands import Command
from shared.events import Event
from shared.log.log import Log
from shared.records import Envelope
from shared.refusals import Refused
from tests.projector.parcels import ParcelLost, ParcelMoved


class ComplaintOpened(Event):
    about: UUID


class OpenComplaint(Command):
    complaint_id: UUID
    about: UUID


class BlacklistCity(Command):
    city_id: UUID


class CityIsFine(Refused):
    """There is nothing wrong with this city."""


class Complaint(msgspec.Struct, frozen=True):
    """A complaint has no rules."""


def evolve(complaint: Complaint, event: Event) -> Complaint:
    return complaint


def refuse(complaint: Complaint, command: BlacklistCity) -> list[Event]:
    raise CityIsFine


def desk(log: Log) -> Application:
    """The application that opens complaints and blacklists no city."""
    app = Application("desk", log)
    complaint = Aggregate(name="complaint", initial=Complaint(), evolve=evolve)
    open_it = Right("complaint", "open")
    app.handles(
        OpenComplaint,
        complaint,
        right=open_it,
        stream=lambda command: command.complaint_id,
        decide=lambda _, command: [ComplaintOpened(about=command.about)],
        creates=True,
    )
    app.handles(
        BlacklistCity,
        complaint,
        right=open_it,
        stream=lambda command: command.city_id,
        decide=refuse,
        creates=True,
    )
    return app


@singledispatch
def react(event: Any, envelope: Envelope) -> Iterable[Command]:
    """Nothing follows from other facts."""
    return ()


@react.register
def _(event: ParcelLost, envelope: Envelope) -> Iterable[Command]:
    yield OpenComplaint(complaint_id=uuid5(envelope.stream_id, "complaint"), about=envelope.stream_id)


@react.register
def _(event: ParcelMoved, envelope: Envelope) -> Iterable[Command]:
    if event.city == "Nowhere":
        yield BlacklistCity(city_id=uuid5(envelope.stream_id, event.city))
    if event.city == "Atlantis":
        raise LookupError("Atlantis")
