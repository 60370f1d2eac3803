"""`hindsight replay` in small steps and with pauses, so that a test can hit it in the middle."""

import time
from typing import Any

from services.operations import cli
from services.operations.replay import exporting
from shared.replay.export import export


def _slowly(*where: Any, **how: Any) -> Any:
    return export(*where, **how | {"step_bytes": 20_000, "watch": lambda _: time.sleep(0.02)})


if __name__ == "__main__":
    vars(exporting)["export"] = _slowly
    cli.main()
