"""Is the process in this container ready? Ends with 1 and says why if not."""

import os
import sys
import urllib.error
import urllib.request

# The gateway answers on its own port, every other process on the one for metrics.
port = os.environ.get("HINDSIGHT_METRICS_PORT") or os.environ.get("HINDSIGHT_PORT", "8080")
try:
    urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=4)
except urllib.error.HTTPError as answer:
    sys.exit(answer.read().decode())
except OSError as error:
    sys.exit(f"no answer on port {port}: {error}")
