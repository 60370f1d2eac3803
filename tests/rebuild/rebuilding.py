"""Rebuilds a read model whose fold takes its time, in a process that can be killed."""

import sys
import time

from shared.projection import Projection
from shared.rebuild.plan import Means
from shared.rebuild.rebuild import rebuild
from shared.records import Recorded
from tests.projector.parcels import ParcelMoved, ParcelRow, ParcelSent, moved, sent

leisurely = Projection("leisurely", version=1, row=ParcelRow)
leisurely.on(ParcelSent)(sent)


@leisurely.on(ParcelMoved)
def slowly(row: ParcelRow, record: Recorded[ParcelMoved]) -> ParcelRow:
    time.sleep(0.005)
    return moved(row, record)


if __name__ == "__main__":
    from tests.rebuild.rebuilding import leisurely as found_by_workers

    rebuild(sys.argv[1], [found_by_workers], means=Means(workers=int(sys.argv[2]), row_bytes=0))
