"""A log of parcels, and a projector that folds it."""

from tests.projector.conftest import _quiet, log, projector

__all__ = ["_quiet", "log", "projector"]
