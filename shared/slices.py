"""Into which slice and partition of the log does a stream fall?

The same in SQL: `log.slice_of(stream_id)` and `log.partition_of(stream_id)`.
"""

from uuid import UUID

SLICES = 1024
PARTITIONS = 16
"""Each is a run of neighbouring slices."""
WHOLE = -1
"""Stands for all partitions together, where a reader follows the log as a whole."""


def slice_of(stream_id: UUID) -> int:
    """The slice of a stream, 0 to 1023.

    Both ends of the id are mixed: random in versions 4 and 5, and one of them in versions 1 and 7.
    """
    return (stream_id.int ^ stream_id.int >> 96) & (SLICES - 1)


def partition_of(stream_id: UUID) -> int:
    """The partition of a stream, 0 to 15."""
    return slice_of(stream_id) * PARTITIONS // SLICES
