"""One rebuild in a process of its own, whose memory can be told from everything else's."""

import json
import resource
import sys

from projections.sales.deal_list import deal_list
from shared.rebuild.plan import Means
from shared.rebuild.rebuild import rebuild


def main() -> None:
    """Rebuild the list of deals with the number of workers given, and print what was seen."""
    url, workers = sys.argv[1], int(sys.argv[2])
    (done,) = rebuild(url, [deal_list], means=Means(workers))
    mine, others = (
        resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    kilobytes = mine + (workers * others if workers > 1 else 0)
    print(json.dumps({"events": done.events, "seconds": done.seconds, "megabytes": kilobytes / 1024}))


if __name__ == "__main__":
    main()
