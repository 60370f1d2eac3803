"""What does `hindsight replay` do with what it was asked?"""

import shlex
import sys
from typing import Any

import msgspec

import events  # noqa: F401 - whatever is stored should be known to the folds
from services import product
from services.operations import console
from services.operations.database import database
from services.operations.installation import installed
from services.operations.replay import showing
from services.operations.replay.choosing import Choice
from services.operations.replay.destination import Destination, destination
from services.operations.replay.pausing import pausing
from shared.log.scan import Scan
from shared.projection import Projection
from shared.replay import rows, watermark
from shared.replay.export import Exported, export
from shared.replay.fold import Folded, fold_log
from shared.replay.source import NoProjection, source
from shared.settings import Settings


def run(settings: Settings, to: str | None, projection: str | None, choice: Choice, *, json: bool) -> bool:
    """Export or fold; whether it came to its end. Raises NoTarget, NoProjection, NoBound and what they do."""
    there = destination(to, projection)
    with database(installed(settings)) as url:
        scan = choice.scan(watermark(url))
        if there.projection:
            _fold(url, scan, _projection(there.projection), there, json=json)
            return True
        return _export(url, scan, there, json=json)


def _projection(name: str) -> Projection:
    known = {projection.name: projection for projection in product.PROJECTIONS}
    if ".py" in name or name not in known:
        try:
            return source(name).load()
        except NoProjection as error:
            if ".py" in name:
                raise
            listed = ", ".join(sorted(known))
            raise NoProjection(f"There is no read model {name}; there are: {listed}.") from error
    return known[name]


def _export(url: str, scan: Scan, there: Destination, *, json: bool) -> bool:
    with pausing() as asked, showing.progress() as watch:
        done = export(url, scan, there.target(), watch=watch, paused=asked.is_set)
    console.answer({"target": there.told, **msgspec.structs.asdict(done)}, _exported(done, there), json=json)
    return done.finished


def _exported(done: Exported, there: Destination) -> str:
    rate = f"{done.events / max(done.seconds, 1e-9):,.0f}/s"
    figures = f"{done.events:,} events in {done.seconds:.1f} s ({rate}), {done.total:,} in {there.told}"
    if done.finished:
        return f"{figures}: everything up to position {done.position:,}."
    again = there.without_password(shlex.join(["hindsight", *sys.argv[1:]]))
    paused = f"Paused at position {done.position:,} of {done.upto:,}: {figures}."
    return f"{paused} The same command goes on from there:\n  {again}"


def _fold(url: str, scan: Scan, projection: Projection, there: Destination, *, json: bool) -> None:
    try:
        with showing.progress() as watch:
            folded = fold_log(url, scan, projection, watch)
    except KeyboardInterrupt:
        console.say("Stopped, nothing was written. The same command starts again.")
        raise
    written = there.write(folded)
    value = _told(folded, written)
    text = showing.rows(folded) if written is None else f"{len(folded.rows):,} rows are in {written}."
    console.answer(value, f"{text}\n{_summary(folded, value['digest'])}", json=json)


def _told(folded: Folded, written: str | None) -> dict[str, Any]:
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
