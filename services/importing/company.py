"""What holds for this company where a file does not say, and which fields did its administrators add?"""

from collections.abc import Mapping, Sequence

from sqlalchemy import Connection

from events.pipelines import CLOSED, DEFAULT_PIPELINE
from projections.configuration.custom_fields import definitions
from projections.configuration.rates import phone_region, reporting_currency
from projections.sales.pipelines import pipeline
from services.importing.custom_cells import CUSTOM, Defined
from services.importing.entities import ENTITIES
from services.importing.suggesting.fields import Usual
from shared.custom_fields import Definition
from shared.rights.levels import Level
from shared.rights.principal import Principal

CURRENCY = "CNY"  # until somebody has chosen the one reports are told in
_WITH_FIELDS = ("customer", "deal")


def usual(connection: Connection, who: Principal) -> Usual:
    """For suggestions: currency, region of phone numbers, stages, and the fields that `who` may fill in."""
    chosen = reporting_currency(connection)
    return Usual(
        currency=chosen or CURRENCY,
        stages=stages_of(connection),
        region=phone_region(connection),
        things=frozenset(thing for thing in ENTITIES if who.level(thing, "import") > Level.NONE),
        custom=fields_of(connection, who),
    )


def defined(connection: Connection, who: Principal) -> Defined:
    """For the rows: the same fields, by their keys."""
    fields = {thing: {each.key: each for each in own} for thing, own in fields_of(connection, who).items()}
    return Defined(fields, reporting_currency(connection) or CURRENCY)


def fields_of(connection: Connection, who: Principal) -> Mapping[str, Sequence[Definition]]:
    """Thing → the fields that administrators added to it and that `who` may fill in."""
    return {
        thing: [each for each in definitions(connection, thing) if who.writes(thing, f"{CUSTOM}{each.key}")]
        for thing in _WITH_FIELDS
    }


def stages_of(connection: Connection) -> dict[str, str]:
    """The open stages a deal may come to, by key, and how it may end."""
    found = pipeline(connection, DEFAULT_PIPELINE)
    stages = {stage.stage: stage.name for stage in found.open_stages} if found else {}
    return stages | {key: key for key in CLOSED}
