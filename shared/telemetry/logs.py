"""What does a process log? One JSON object a line on standard error, with the correlation id."""

import logging
import sys
from contextlib import AbstractContextManager
from typing import Any

import structlog
from structlog.typing import EventDict, Processor

_SHARED: list[Processor] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
]


def configure(process: str, *, level: int = logging.INFO) -> None:
    """Send this process's logs, and those of its libraries, to standard error as JSON lines.

    `process` stands in every line (gateway, sales, relay …). Call it once, at the start.
    """
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=_SHARED,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                _names(process),
                structlog.processors.format_exc_info,
                structlog.processors.JSONRenderer(ensure_ascii=False, default=str),
            ],
        )
    )
    logging.basicConfig(handlers=[handler], level=level, force=True)
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *_SHARED,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )


def logger(name: str) -> structlog.stdlib.BoundLogger:
    """A logger: `logger(__name__).info("what happened", key=value)`."""
    bound: structlog.stdlib.BoundLogger = structlog.stdlib.get_logger(name)
    return bound


def correlated(correlation_id: Any, **more: Any) -> AbstractContextManager[None]:
    """Within this block every log line of this thread or task carries the correlation id."""
    return structlog.contextvars.bound_contextvars(correlation_id=str(correlation_id), **more)


def _names(process: str) -> Processor:
    def add(_: Any, __: str, event: EventDict) -> EventDict:
        event["process"] = process
        return event

    return add
