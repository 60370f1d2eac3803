"""Which builds of read models are there, and how is each?"""

import msgspec
from sqlalchemy import Connection

from services.operations.console import table
from services.operations.database import engine
from services.operations.installation import installed
from shared.projector.builds import Standing, status
from shared.projector.checkpoints import Build
from shared.projector.parked import listed as parked
from shared.projector.table import table_name
from shared.settings import Settings
from shared.status.rebuilds import Rebuild, rebuilds

HEADINGS = ("name", "version", "build", "state", "position", "behind", "rows", "parked", "stopped by")


class Listed(msgspec.Struct, kw_only=True):
    """One build of a read model, or a policy (which has no rows); `behind` counts positions to the watermark.

    Nobody follows the log for a build whose state is `previous`; it comes back with a rollback.
    """

    name: str
    version: int
    generation: int
    state: str
    paused: bool
    position: int
    behind: int
    rows: int | None
    parked: int
    error: str | None
    rebuild: Rebuild | None


def listed(settings: Settings) -> list[Listed]:
    """Every build and every policy."""
    with engine(installed(settings)) as opened, opened.connect() as connection:
        watermark = connection.exec_driver_sql("select position from log.watermark").scalar_one()
        under_way = {Build(one.name, one.version, one.generation): one for one in rebuilds(connection)}
        waiting = [one.build for one in parked(connection) if one.skipped_at is None]
        return [
            Listed(
                **each.build._asdict(),
                **each.state._asdict(),
                position=each.position,
                behind=max(0, watermark - each.position),
                rows=_rows(connection, each),
                parked=waiting.count(each.build),
                rebuild=under_way.get(each.build),
            )
            for each in status(connection)
        ]


def _rows(connection: Connection, standing: Standing) -> int | None:
    name = table_name(standing.build)
    if connection.exec_driver_sql("select to_regclass(%s)", (name,)).scalar_one() is None:
        return None
    return int(connection.exec_driver_sql(f"select count(*) from {name.replace('%', '%%')}").scalar_one())


def text(found: list[Listed]) -> str:
    """A line for each."""
    return table(HEADINGS, [_line(each) for each in found])


def _line(each: Listed) -> tuple[object, ...]:
    behind = "" if each.state == "previous" else f"{each.behind:,}"
    rows = "" if each.rows is None else f"{each.rows:,}"
    names = (each.name, each.version, each.generation, _state(each))
    return (*names, f"{each.position:,}", behind, rows, each.parked or "", each.error)


def _state(each: Listed) -> str:
    state = f"{each.state}, paused" if each.paused else each.state
    if each.rebuild is None:
        return state
    if not each.rebuild.runs:
        return f"{state}, broken off at {each.rebuild.share:.0%}"
    return f"{state}: {each.rebuild.phase} {each.rebuild.share:.0%}"
