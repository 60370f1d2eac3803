"""Nothing can leave a rebuild: no code that sends a command, a mail or a message is even loaded."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
SENDERS = (
    "aio_pika", "shared.amqp_bus", "shared.application", "shared.bus", "shared.local_bus", "shared.policy",
    "shared.relay", "shared.rpc", "smtplib",
)  # fmt: skip
LOADED = """
import importlib, pkgutil, sys
for package in (importlib.import_module(name) for name in ("shared.rebuild", "shared.replay")):
    for module in pkgutil.iter_modules(package.__path__, package.__name__ + "."):
        importlib.import_module(module.name)
print(*sys.modules)
"""


def test_what_rebuilds_and_replays_can_send_nothing() -> None:
    loaded = subprocess.run(
        [sys.executable, "-c", LOADED], cwd=ROOT, check=True, capture_output=True, text=True, timeout=60
    ).stdout.split()
    assert "shared.rebuild.rebuild" in loaded
    assert not set(SENDERS) & set(loaded)
