"""History for data engineers: read the log in bulk as Arrow, fold it, export it.

    from shared.replay import Scan, read
    won = read(url, Scan(types=("sales.DealWon",)))

`url` names the database; a login that may only read is enough (a member of the role hindsight_reader).
"""

from shared.log.scan import Scan
from shared.replay.notebook import batches, fold, read, records, to_parquet
from shared.replay.origin import watermark

__all__ = ["Scan", "batches", "fold", "read", "records", "to_parquet", "watermark"]
