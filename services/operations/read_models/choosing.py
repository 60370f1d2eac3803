"""Which read models does somebody mean?"""

from collections.abc import Sequence

from services import product
from shared.projection import Projection


class UnknownProjection(ValueError):
    """There is no read model of that name; the message lists those there are."""


def chosen(names: Sequence[str]) -> list[Projection]:
    """The read models of these names; all if none is named. Raises UnknownProjection."""
    known = {projection.name: projection for projection in product.PROJECTIONS}
    if unknown := sorted(set(names) - set(known)):
        raise UnknownProjection(
            f"There is no read model {', '.join(unknown)}; there are: {', '.join(sorted(known))}."
        )
    return [known[name] for name in names] if names else list(known.values())
