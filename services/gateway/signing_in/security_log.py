"""What is written down for those who watch over the installation: sign-ins, denials, changes of rights?"""

from typing import Any

from shared.telemetry import metrics
from shared.telemetry.logs import logger

_log = logger("hindsight.security")


def signed_in(outcome: str, reason: str = "", **details: Any) -> None:
    """One attempt to sign in; `outcome` is ok, pending or refused, `reason` says why it was refused."""
    metrics.sign_ins.labels(outcome, reason).inc()
    _log.warning("sign-in", outcome=outcome, reason=reason, **details)


def denied(**details: Any) -> None:
    """Somebody asked for what they may not do, or showed what is not good (any more)."""
    metrics.denials.inc()
    _log.warning("denied", **details)


def noted(what: str, **details: Any) -> None:
    """A change of somebody's rights or secrets, or the first use of a token."""
    _log.warning(what, **details)
