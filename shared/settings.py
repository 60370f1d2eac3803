"""What does the environment say about where and how to run?"""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Settings:
    """Where this process finds its database and broker, and where it listens.

    `database_url` and `amqp_url` are None when not given: then a server is looked for or started.
    """

    database_url: str | None
    amqp_url: str | None
    data_dir: Path
    host: str
    port: int
    metrics_port: int


def from_environment(environment: Mapping[str, str] = os.environ) -> Settings:
    """Settings from HINDSIGHT_* variables. Raises ValueError naming the variable that is wrong."""
    return Settings(
        database_url=environment.get("HINDSIGHT_DATABASE_URL") or None,
        amqp_url=environment.get("HINDSIGHT_AMQP_URL") or None,
        data_dir=Path(environment.get("HINDSIGHT_DATA_DIR") or ".data").absolute(),
        host=environment.get("HINDSIGHT_HOST") or "127.0.0.1",
        port=_port(environment, "HINDSIGHT_PORT", 8080),
        metrics_port=_port(environment, "HINDSIGHT_METRICS_PORT", 0),
    )


def _port(environment: Mapping[str, str], name: str, default: int) -> int:
    value = environment.get(name) or str(default)
    if not value.isdigit() or int(value) > 65535:
        raise ValueError(f"{name} is {value!r}, which is not a port; give a number from 1 to 65535.")
    return int(value)
