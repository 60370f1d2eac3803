"""When is a rebuild refused? (Apart from the rest, which loads Arrow: the gateway says the same.)"""

from shared.refusals import Refused


class AlreadyRebuilding(Refused):
    """Read model {name} is being rebuilt, verified or rolled back by another process at this moment.
    Wait until that has ended; `hindsight projections list` shows how far it is.
    """
