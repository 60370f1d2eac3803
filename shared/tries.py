"""How often was something tried lately, in all processes together?

Counted in the database, by its clock, beside the log: what was merely tried is no fact.
"""

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import Engine

from shared.log.session import run

_COUNT = """
    with given as (
        select %s::text as key, make_interval(secs => %s) as window_, %s as sliding, %s::float8[] as locks),
    tidied as (
        delete from log.tries where key in (
            select key from log.tries where began < now() - interval '1 day' and locked_until < now()
            order by began limit 10 for update skip locked))
    insert into log.tries as t (key, tries, began, locked_until)
    select key, 1, now(), now() + make_interval(secs => locks[1]) from given
    on conflict (key) do update set (tries, began, locked_until) = (
        select n, case when sliding or n = 1 then now() else t.began end,
            now() + make_interval(secs => locks[least(n, cardinality(locks))])
        from given, lateral (
            select case when t.began + window_ <= now() then 1 else t.tries + 1 end as n) as counted)
    returning tries, extract(epoch from began - now()), extract(epoch from locked_until - now())"""
_LOOK = """
    select key, tries, extract(epoch from began - now()), extract(epoch from locked_until - now())
    from log.tries where key = any(%s)"""
_FORGET = "delete from log.tries where key = %s and locked_until <= now() returning key"
NO_LOCKS = (0.0,)


class Tried(NamedTuple):
    """tries: in the present window, which began `age` seconds ago; locked: for so many seconds from now."""

    tries: int = 0
    age: float = 0.0
    locked: float = 0.0


def count(
    engine: Engine,
    key: str,
    window_seconds: float,
    *,
    sliding: bool = False,
    locks: Sequence[float] = NO_LOCKS,
) -> Tried:
    """Count one more. The n-th of a window locks the key for the n-th of `locks` (the last for all later).

    A window begins with its first try, a sliding one anew with each.
    """
    ((tries, age, locked),) = run(engine, _COUNT, (key, window_seconds, sliding, list(locks)))
    return Tried(tries, -float(age), float(locked))


def look(engine: Engine, *keys: str) -> dict[str, Tried]:
    """Key → how often it was tried; a key that nobody tried is missing, one whose window is over is not."""
    rows = run(engine, _LOOK, (list(keys),))
    return {key: Tried(tries, -float(age), float(locked)) for key, tries, age, locked in rows}


def forget(engine: Engine, key: str) -> None:
    """Begin anew with the next try; a key that is locked stays so."""
    run(engine, _FORGET, (key,))
