"""Which command concerns which of the things that are settled for everybody?"""

from collections.abc import Callable, Sequence
from operator import attrgetter
from typing import Any
from uuid import UUID

from events.configuration import COMPANY, fields_of, rates_of
from events.views import default_of
from projections.configuration.company import COMPANY_SETTINGS
from projections.configuration.defined_fields import FIELDS
from services.configuration import commands, currencies, custom_fields, view
from services.configuration.view import DEFAULT_VIEW, VIEW
from shared.application import Application, Right
from shared.commands import Command
from shared.events import Event
from shared.log.log import Log
from shared.rights.directory import Directory
from shared.rights.right import ONES_OWN

_FIELD = Right("custom_field", "administer")
_RATE = Right("report", "administer")
_FIELD_COMMANDS: tuple[tuple[type[Command], Callable[..., Sequence[Event]]], ...] = (
    (commands.RelabelField, custom_fields.relabel),
    (commands.ChangeFieldRule, custom_fields.change_rule),
    (commands.PlaceField, custom_fields.place),
    (commands.AddChoice, custom_fields.add_choice),
    (commands.RelabelChoice, custom_fields.relabel_choice),
    (commands.RetireChoice, custom_fields.retire_choice),
    (commands.RestoreChoice, custom_fields.restore_choice),
    (commands.RetireField, custom_fields.retire),
    (commands.RestoreField, custom_fields.restore),
)


def configuration(log: Log, directory: Directory | None = None) -> Application:
    """The configuration service, kept in this log."""
    app = Application("configuration", log, directory)
    app.handles(
        commands.DefineField,
        FIELDS,
        right=_FIELD,
        stream=_fields,
        decide=custom_fields.define,
        creates=True,
    )
    for command, decide in _FIELD_COMMANDS:
        app.handles(command, FIELDS, right=_FIELD, stream=_fields, decide=decide)
    _currencies(app)
    _views(app)
    return app


def _views(app: Application) -> None:
    kept = attrgetter("view_id")
    edit = Right("view", "edit")
    app.handles(
        commands.SaveView, VIEW, right=Right("view", "create"), stream=kept, decide=view.save, creates=True
    )
    app.handles(commands.RenameView, VIEW, right=edit, stream=kept, decide=view.rename)
    app.handles(commands.ChangeView, VIEW, right=edit, stream=kept, decide=view.change)
    app.handles(commands.ShareView, VIEW, right=edit, stream=kept, decide=view.share)
    app.handles(commands.RemoveView, VIEW, right=Right("view", "remove"), stream=kept, decide=view.remove)
    app.handles(
        commands.ChooseDefaultView,
        DEFAULT_VIEW,
        right=ONES_OWN,
        stream=lambda command: default_of(command.owner_id, command.object),
        decide=view.choose,
        creates=True,
    )


def _currencies(app: Application) -> None:
    app.handles(
        commands.NoteRate,
        currencies.RATES,
        right=_RATE,
        stream=lambda command: rates_of(command.base, command.quote),
        decide=currencies.note,
        creates=True,
    )
    app.handles(
        commands.ChooseReportingCurrency,
        COMPANY_SETTINGS,
        right=_RATE,
        stream=lambda _: COMPANY,
        decide=currencies.choose,
        creates=True,
    )
    app.handles(
        commands.ChoosePhoneRegion,
        COMPANY_SETTINGS,
        right=_RATE,
        stream=lambda _: COMPANY,
        decide=currencies.choose_phone_region,
        creates=True,
    )


def _fields(command: Any) -> UUID:
    return fields_of(command.object)
