"""A projector process over the parcels, as the command line would start one."""

from shared.projector.process import run_projectors
from shared.settings import from_environment
from shared.telemetry import logs
from tests.projector.parcels import arrivals, parcels

if __name__ == "__main__":
    logs.configure("projector")
    run_projectors(from_environment(), [parcels, arrivals], {}, {})
