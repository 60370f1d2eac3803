"""At which addresses are all the pages there are, about records that there are?"""

import re
from collections.abc import Iterator
from uuid import uuid4

from fastapi import FastAPI

from events.pipelines import DEFAULT_PIPELINE
from services.gateway.rights.door import is_command, routes
from tests.rights.matrix.asking import OTHERS
from tests.rights.matrix.company import Company

_PLACE = re.compile(r"\{(\w+)(?::\w+)?\}")
EDITED = {"customer": ("name", "phones", "emails", "city", "sector"), "deal": ("title", "amount")}
"""Fields that are edited where they stand."""


def pages(company: Company, app: FastAPI) -> Iterator[str]:
    """One address for each."""
    known = {name: values[0] for name, values in OTHERS.items()}
    known |= {f"{record.kind}_id": str(record.id) for record in company.records if record.branch}
    known |= {"record_id": known["customer_id"], "stream_id": known["customer_id"]}
    known |= {
        "user_id": str(company.mate),
        "team_id": str(company.team),
        "pipeline_id": str(DEFAULT_PIPELINE),
    }
    for route in routes(app):
        path = route.path_format
        if (
            "GET" in route.methods
            and not is_command(route.tags)
            and not path.startswith(("/api/", "/static"))
        ):
            yield _PLACE.sub(lambda name: known.get(name[1], str(uuid4())), path)
    for thing, names in EDITED.items():
        yield from (f"/records/{thing}/{known[f'{thing}_id']}/{name}" for name in names)
