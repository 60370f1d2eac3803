"""History for data engineers: read the log in bulk as Arrow, fold it, export it.

    from shared.replay import Scan, read
    table = read(url, Scan(types=("sales.DealWon",)))

`url` names the database; a login that may only read is enough (a member of the role hindsight_reader).
"""

from shared.log.scan import Scan
from shared.replay.reading import batches, fold, read, records, watermark

__all__ = ["Scan", "batches", "fold", "read", "records", "watermark"]
