"""How does somebody at the command line export events, pause, and go on?"""

import shlex
import sys

import msgspec

from services.operations.console import answer
from services.operations.replay import showing
from services.operations.replay.destination import Destination, writing
from services.operations.replay.pausing import pausing
from shared.log.scan import Scan
from shared.replay.export import Exported, export


def export_to(there: Destination, url: str, scan: Scan, *, json: bool) -> bool:
    """Export and say what came of it; whether it came to its end."""
    with writing(there), pausing() as asked, showing.progress() as watch:
        done = export(url, scan, there.target(), watch=watch, paused=asked.is_set)
    answer({"target": there.told, **msgspec.structs.asdict(done)}, _told(done, there), json=json)
    return done.finished


def _told(done: Exported, there: Destination) -> str:
    if done.finished and not done.events:
        return f"Nothing new: {done.total:,} in {there.told}, everything up to position {done.position:,}."
    rate = f"{done.events / max(done.seconds, 1e-9):,.0f}/s"
    figures = f"{done.events:,} events in {done.seconds:.1f} s ({rate}), {done.total:,} in {there.told}"
    if done.finished:
        return f"{figures}: everything up to position {done.position:,}."
    again = there.without_password(shlex.join(["hindsight", *sys.argv[1:]]))
    paused = f"Paused at position {done.position:,} of {done.upto:,}: {figures}."
    return f"{paused} The same command goes on from there:\n  {again}"
