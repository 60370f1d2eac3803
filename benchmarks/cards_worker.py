"""A projector process over the cards."""

from benchmarks.cards import cards
from shared.projector.process import run_projectors
from shared.settings import from_environment

if __name__ == "__main__":
    run_projectors(from_environment(), [cards], {}, {})
