"""Which read models are being folded again, and how far is each?"""

import msgspec
from sqlalchemy import Connection, Engine

# Whoever rebuilds holds a session lock on the read model's name; see shared.rebuild.builds.claimed.
_CLAIMED = """
exists (select from pg_locks l where l.locktype = 'advisory' and l.granted and l.objsubid = 2
        and l.database = (select oid from pg_database where datname = current_database())
        and l.classid = 723684352 and l.objid = (hashtext({name})::bigint & 4294967295)::oid)"""
_REBUILDS = f"""
select b.name, b.version, b.generation, b.details::text, {_CLAIMED.format(name="b.name")} as runs
from read.builds b where b.state = 'rebuilding' order by b.name"""


class Rebuild(msgspec.Struct, frozen=True, kw_only=True):
    """A build that is being folded beside the one that serves; `share` (0 to 1) of its `phase` is done.

    `runs` is false where it was broken off; asking for it again goes on from there.
    """

    name: str
    version: int
    generation: int
    runs: bool
    phase: str
    share: float
    rate: float
    eta_seconds: float | None


class _Details(msgspec.Struct):
    phase: str = ""
    share: float = 0.0
    rate: float = 0.0
    eta_seconds: float | None = None


def rebuilds(connection: Connection) -> list[Rebuild]:
    """Those under way, and those that were broken off."""
    return [
        Rebuild(
            name=name,
            version=version,
            generation=generation,
            runs=runs,
            **msgspec.structs.asdict(msgspec.json.decode(details, type=_Details)),
        )
        for name, version, generation, details, runs in connection.exec_driver_sql(_REBUILDS)
    ]


def claimed(engine: Engine, name: str) -> bool:
    """Does somebody rebuild, verify or roll back this read model now?"""
    with engine.connect() as connection:
        asked = f"select {_CLAIMED.format(name='%s')}"
        return bool(connection.exec_driver_sql(asked, (name,)).scalar_one())
