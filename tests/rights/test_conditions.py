"""Does the condition in a query let through what the principal may see, and nothing else?"""

from itertools import product
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import Engine, text

from shared.rights.levels import Level
from shared.rights.principal import SYSTEM, Principal, Rights

ME, MATE, OTHER = UUID(int=1), UUID(int=2), UUID(int=3)
ROWS = list(product((ME, MATE, OTHER, None), ("north", "harbour", "south", "")))
LEVELS = [Level.NONE, Level.OWN, Level.TEAM, Level.BRANCH, Level.ALL]


def somebody(level: Level, **of: Any) -> Principal:
    rights = Rights(levels={"file.see": level})
    place = {"branch": "north", "branches": ("north", "harbour"), "colleagues": (ME, MATE)}
    return Principal(user_id=ME, name="Li", rights=rights, **{**place, **of})


PEOPLE = [
    *(somebody(level) for level in LEVELS),
    *(somebody(level, within=("harbour",)) for level in LEVELS),
    somebody(Level.BRANCH, branch="", branches=()),
    somebody(Level.ALL, within=()),
    SYSTEM,
]


def seen(database: Engine, who: Principal) -> set[tuple[UUID | None, str]]:
    see = who.where("file", alias="f")
    values = ", ".join(
        f"({(owner and repr(str(owner))) or 'null'}::uuid, '{branch}')" for owner, branch in ROWS
    )
    statement = text(f"select owner_id, branch from (values {values}) f (owner_id, branch) where {see.sql}")
    with database.connect() as connection:
        return {tuple(row) for row in connection.execute(statement, see.parameters)}


def test_the_condition_and_the_question_about_one_record_agree(database: Engine) -> None:
    for who in PEOPLE:
        allowed = {row for row in ROWS if who.may("file", "see", owner_id=row[0], branch=row[1])}
        assert seen(database, who) == allowed, who


@pytest.mark.parametrize(("level", "rows"), list(zip(LEVELS, (0, 4, 8, 12, 16), strict=True)))
def test_each_level_sees_more(database: Engine, level: Level, rows: int) -> None:
    assert len(seen(database, somebody(level))) == rows


def test_a_record_of_nobody_in_no_branch_is_seen_by_those_who_see_all(database: Engine) -> None:
    lost = (None, "")
    assert [lost in seen(database, somebody(level)) for level in LEVELS] == [False] * 4 + [True]


def test_one_query_may_ask_for_several_kinds_of_records(database: Engine) -> None:
    rights = Rights(levels={"file.see": Level.OWN, "box.see": Level.TEAM})
    who = Principal(user_id=ME, name="Li", colleagues=(ME, MATE), rights=rights)
    files, boxes = who.where("file", alias="f"), who.where("box", alias="b")
    assert not files.parameters.keys() & boxes.parameters.keys()
