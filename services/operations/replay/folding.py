"""How does somebody at the command line fold history into the rows of a projection?"""

import gc
from typing import Any

from services import product
from services.operations import console
from services.operations.replay import showing
from services.operations.replay.destination import Destination, writing
from shared.log.scan import Scan
from shared.projection import Projection
from shared.replay import rows
from shared.replay.fold import Folded, fold_log
from shared.replay.source import NoProjection, source


def fold_to(there: Destination, url: str, scan: Scan, name: str, *, json: bool) -> None:
    """Fold, write or show the rows, and say what came of it. Raises NoProjection, FoldFailed."""
    projection = _projection(name)
    gc.disable()  # rows form no cycles, and looking for some takes a fifth of the time
    try:
        with showing.progress() as watch:
            folded = fold_log(url, scan, projection, watch)
    except KeyboardInterrupt:
        console.say("Stopped, nothing was written. The same command starts again.")
        raise
    finally:
        gc.enable()
    with writing(there):
        written = there.write(folded)
    value = _value(folded, written)
    text = showing.rows(folded) if written is None else f"{len(folded.rows):,} rows are in {written}."
    console.answer(value, f"{text}\n{_summary(folded, value['digest'])}", json=json)


def _projection(name: str) -> Projection:
    known = {projection.name: projection for projection in product.PROJECTIONS}
    if name in known:
        return known[name]
    if ".py" in name:
        return source(name).load()
    raise NoProjection(f"There is no read model {name}; there are: {', '.join(sorted(known))}.")


def _value(folded: Folded, written: str | None) -> dict[str, Any]:
    return {
        "projection": folded.projection.name,
        "version": folded.projection.version,
        "position": folded.position,
        "events": folded.events,
        "unreadable": folded.unreadable,
        "count": len(folded.rows),
        "digest": rows.digest(folded.table()),
        **({"rows": folded.rows} if written is None else {"written": written}),
    }


def _summary(folded: Folded, digest: str) -> str:
    left_out = f", {folded.unreadable:,} of which this release cannot read" if folded.unreadable else ""
    return (
        f"{folded.projection.name}, version {folded.projection.version}, as of position {folded.position:,}: "
        f"{len(folded.rows):,} rows from {folded.events:,} events{left_out}, digest {digest}."
    )
