"""Rebuilding the parcels' read models as these tests need it."""

from collections.abc import Sequence

from sqlalchemy import Engine

from shared.projection import Projection
from shared.rebuild.plan import Means
from shared.rebuild.rebuild import Rebuilt, rebuild
from shared.rebuild.verify import verify

ONE_BY_ONE = Means(workers=1, row_bytes=0)
"""No memory at all, so that partition after partition is folded, and each is done for itself."""


def url_of(database: Engine) -> str:
    """The address of the test's database."""
    return database.url.render_as_string(hide_password=False)


def built(database: Engine, *projections: Projection, means: Means = Means(workers=1)) -> list[Rebuilt]:  # noqa: B008
    """Rebuild, in this process unless said otherwise."""
    return rebuild(url_of(database), projections, means=means)


def wrong_rows(database: Engine, projection: Projection) -> list[tuple[str, str]]:
    """Key and way in which each row differs from what the events make of it."""
    (verdict,) = verify(url_of(database), [projection], means=Means(workers=1))
    assert verdict.same == (not verdict.differences)
    return [(one.key, one.how) for one in verdict.differences]


def builds(database: Engine, name: str) -> Sequence[tuple[int, int, str]]:
    """Version, generation and state of each build of a read model."""
    with database.connect() as connection:
        found = connection.exec_driver_sql(
            "select version, generation, state from read.builds where name = %s order by 1, 2", (name,)
        )
        return [(row.version, row.generation, row.state) for row in found]
