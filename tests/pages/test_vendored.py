"""Are the files from elsewhere the ones that were chosen?"""

import base64
import json
import re
from hashlib import sha512

from services.gateway.pages.asset_files import STATIC
from services.gateway.pages.environment import GATEWAY

VENDOR = STATIC / "vendor"
LOCK = json.loads((VENDOR / "vendor.lock").read_text())


def test_every_vendored_file_is_locked_and_unchanged() -> None:
    for entry in LOCK:
        digest = base64.b64encode(sha512((VENDOR / entry["file"]).read_bytes()).digest()).decode()
        assert entry["file_sha512"] == f"sha512-{digest}", entry["file"]
    present = {path.name for path in VENDOR.iterdir() if path.is_file()} - {"vendor.lock"}
    assert present == {entry["file"] for entry in LOCK}


def test_every_vendored_package_states_version_and_licence() -> None:
    for entry in LOCK:
        assert entry["version"]
        assert entry["licence"]
        assert entry["package_sha512"].startswith("sha512-")


def test_every_icon_used_is_in_the_sprite() -> None:
    sprite = set(re.findall(r'<symbol id="([^"]+)"', (VENDOR / "lucide.svg").read_text()))
    templates = "".join(path.read_text() for path in (GATEWAY / "templates").rglob("*.html"))
    used = set(re.findall(r'icon\("([^"]+)"', templates))
    assert used <= sprite
