"""How far does a right reach?"""

from enum import IntEnum


class Level(IntEnum):
    """Whose records a right concerns; each level includes those below it."""

    NONE = 0
    OWN = 1
    TEAM = 2
    BRANCH = 3
    """The principal's branch and those below it."""
    ALL = 4
