"""What does `hindsight replay` do with what it was asked?"""

from services.operations.commands.filters import Filters
from services.operations.database import database
from services.operations.installation import installed
from services.operations.replay.choosing import chosen
from services.operations.replay.destination import destination
from services.operations.replay.exporting import export_to
from shared.replay import watermark
from shared.settings import Settings


def run(settings: Settings, to: str | None, projection: str | None, filters: Filters, *, json: bool) -> bool:
    """Export or fold; whether it came to its end. Raises NoTarget, NoProjection, NoBound, UnknownType."""
    there = destination(to, projection)
    with database(installed(settings)) as url:
        scan = chosen(filters, watermark(url))
        if not there.projection:
            return export_to(there, url, scan, json=json)
        # Only here, since it loads the whole product.
        from services.operations.replay.folding import fold_to

        fold_to(there, url, scan, there.projection, json=json)
        return True
