"""What does somebody at the command line read when a command fails?"""

import os
import sys
from types import TracebackType

from services.operations.console import say

DEBUG = "HINDSIGHT_DEBUG"


def install() -> None:
    """From now on, an error ends the process with one sentence; HINDSIGHT_DEBUG=1 shows where it arose."""
    sys.excepthook = _tell


def _tell(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    if issubclass(kind, KeyboardInterrupt):
        return
    if os.environ.get(DEBUG) == "1":
        sys.__excepthook__(kind, error, trace)
    say(sentence(error))


def sentence(error: BaseException) -> str:
    """What went wrong, and for errors nobody foresaw, how to learn more."""
    told = " ".join(str(getattr(error, "orig", None) or error).split())
    if type(error).__name__ in _SAID_IN_FULL or _is_refusal(error):
        return told
    if type(error).__module__.startswith(("sqlalchemy", "psycopg2")):
        return f"The database refused or did not answer: {told}. `hindsight doctor` looks into it."
    return f"{type(error).__name__}: {told or 'no further words'}. Run it again with {DEBUG}=1 to see where."


_SAID_IN_FULL = {
    "AlreadyRunning",
    "Busy",
    "Cancelled",
    "CannotFollow",
    "CannotListen",
    "ColumnsChanged",
    "DoesNotFit",
    "FoldFailed",
    "Interrupted",
    "NoBound",
    "NoKey",
    "NoLog",
    "NoProjection",
    "NoServers",
    "NoTarget",
    "NotRunning",
    "NotServing",
    "OtherExport",
    "RebuildFailed",
    "RolesMissing",
    "ScanFailed",
    "ServerMissing",
    "SettingMissing",
    "TargetFailed",
    "UnknownProjection",
    "UnknownType",
    "ValueError",
    "WrongUrl",
}


def _is_refusal(error: BaseException) -> bool:
    return any(kind.__name__ == "Refused" for kind in type(error).__mro__)
