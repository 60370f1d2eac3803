"""Who works here, where and as what, in an installation?"""

from collections.abc import Callable
from typing import TypeVar

from sqlalchemy import Connection

from projections.identity.branches import Branch, branches
from projections.identity.colleagues import Person, colleagues, everyone
from projections.identity.roles import Role, roles
from services.operations.importing.destination import destination
from shared.settings import Settings

T = TypeVar("T")


def listed(settings: Settings, *, left: bool) -> list[Person]:
    """Everybody who works there, with those who left if asked for."""
    return _asked(settings, everyone if left else colleagues)


def branches_in(settings: Settings) -> list[Branch]:
    """Each followed by those below it."""
    return _asked(settings, branches)


def roles_in(settings: Settings) -> list[Role]:
    """The administrators' first."""
    return _asked(settings, roles)


def _asked(settings: Settings, question: Callable[[Connection], T]) -> T:
    with destination(settings) as there:
        there.wait(there.log.watermark())
        with there.engine.connect() as connection:
            return question(connection)
