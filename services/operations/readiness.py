"""Can this database be worked with: does it answer, is it up to date, do the read models keep up?"""

from collections.abc import Callable, Sequence

from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from shared.projection import Projection
from shared.projector.failures import told

LAG_EVENTS = 10_000
_STATE = """
select w.position, s.name, s.position, s.error from log.watermark w
left join (
    select name, position, error from read.serving
    union all
    select f.name, m.position, f.error from read.filling f, log.watermark m) s on s.name = any(%s)"""

Checks = dict[str, str | None]


def database_checks(engine: Engine, projections: Sequence[Projection]) -> Callable[[], Checks]:
    """Checks for /readyz: `database`, `migrations`, `read models`."""
    names = [projection.name for projection in projections]

    def checks() -> Checks:
        try:
            with engine.connect() as connection:
                rows = connection.exec_driver_sql(_STATE, (names,)).all()
        except SQLAlchemyError as error:
            if getattr(getattr(error, "orig", None), "pgcode", None) in ("42P01", "3F000"):
                return {
                    "database": None,
                    "migrations": "The database is not prepared: run `hindsight migrate`.",
                }
            return {"database": f"The database does not answer ({told(error)})."}
        found = {name: (position, error) for _, name, position, error in rows if name}
        return {"database": None, "migrations": None, "read models": _behind(names, rows[0][0], found)}

    return checks


def _behind(names: list[str], watermark: int, found: dict[str, tuple[int, str | None]]) -> str | None:
    for name in names:
        if name not in found:
            return f"The read model {name} does not exist yet: run `hindsight migrate`."
        position, error = found[name]
        if error:
            return f"The read model {name} stopped ({error})."
        if watermark - position > LAG_EVENTS:
            return f"The read model {name} is {watermark - position} events behind."
    return None
