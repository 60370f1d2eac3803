"""How do millions of rows stay in memory? Those that no event has asked for in a while are kept packed."""

from collections.abc import Collection, Hashable, Iterator
from itertools import islice
from uuid import UUID

import msgspec

from shared.projection import Row
from shared.slices import partition_of

# What a row takes as an object, and what a packed one takes beside its bytes. Seen with rows of every type.
_OBJECT, _PACKED = 1_500, 150
_WORTH_IT, _SAMPLE = 20_000, 20
_pack = msgspec.msgpack.Encoder().encode


class Shelf(dict[Hashable, "Row | None"]):
    """Rows by key; a key without a row gives None.

    Those of a projection that follows by partitions are kept under the 16 bytes of their stream: hashing a
    UUID takes longer than folding a small event.
    """

    def __init__(self, row: type[Row]) -> None:
        super().__init__()
        self._decoder = msgspec.msgpack.Decoder(row)
        self._packed: dict[Hashable, bytes] = {}
        self._bytes = 0

    def __missing__(self, key: Hashable) -> Row | None:
        packed = self._packed.pop(key, None)
        if packed is None:
            return None
        self._bytes -= len(packed) + _PACKED
        return self._decoder.decode(packed)

    def least(self) -> int:
        """In how much memory the rows would fit, nearly, if all of them were packed."""
        some = [row for row in islice(self.values(), _SAMPLE) if row is not None]
        each = sum(len(_pack(row)) + _PACKED for row in some) // max(len(some), 1)
        return self._bytes + len(self) * each

    def tidy(self, limit: int) -> None:
        """Pack what lies about, when memory becomes short."""
        if len(self) > _WORTH_IT and self._bytes + len(self) * _OBJECT > limit * 3 // 4:
            for key, row in self.items():
                if row is not None:
                    self._packed[key] = packed = _pack(row)
                    self._bytes += len(packed) + _PACKED
            self.clear()

    def empty(self) -> Iterator[tuple[Hashable, Row]]:
        """Take out every key that has a row, with it."""
        while self:
            key, row = self.popitem()
            if row is not None:
                yield key, row
        while self._packed:
            key, packed = self._packed.popitem()
            yield key, self._decoder.decode(packed)

    def keep(self, partitions: Collection[int]) -> None:
        """Forget the rows of the streams of other partitions."""
        for rows in (self, self._packed):
            for key in [key for key in rows if not _belongs(key, partitions)]:
                del rows[key]
        self._bytes = sum(map(len, self._packed.values())) + len(self._packed) * _PACKED

    def copy_of(self, key: Hashable) -> Row | None:
        """A copy of a row, which does not change with it."""
        row = self[key]
        if row is None:
            return None
        self[key] = row  # one that was packed has been taken out
        return self._decoder.decode(_pack(row))


def _belongs(key: Hashable, partitions: Collection[int]) -> bool:
    return isinstance(key, bytes) and partition_of(UUID(bytes=key)) in partitions
