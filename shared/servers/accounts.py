"""Which unprivileged account does a private server run under, and can that account reach its folder?"""

import os
import pwd
import stat
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from shared.servers.errors import ServerMissing


class Account:
    """The user a server process runs as: ourselves, unless we are root."""

    def __init__(self, entry: pwd.struct_passwd) -> None:
        self.name = entry.pw_name
        self.uid = entry.pw_uid
        self.gid = entry.pw_gid

    def process_options(self) -> dict[str, Any]:
        """Arguments for subprocess that make the child run under this account."""
        if os.geteuid() != 0 or self.uid == 0:
            return {}
        return {"user": self.uid, "group": self.gid, "extra_groups": []}

    def owns(self, folder: Path) -> None:
        """Make `folder`, with what is in it private to this account, and reachable by it.

        Folders above that others may not enter (root's home, a fresh temporary folder) get the permission
        to pass through, not to list: a server that refuses root could not open its own files otherwise.
        Raises ServerMissing when the folder is somebody else's, or a link, which may lead to anybody's.
        """
        if folder.is_symlink():
            raise ServerMissing(
                f"{folder} is a symbolic link: a server's folder must be a folder itself. "
                "Remove the link, or choose another HINDSIGHT_DATA_DIR."
            )
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        # Of a link that was put there this very moment, this is the owner of the link.
        owner = folder.lstat().st_uid
        if owner not in (os.geteuid(), self.uid):
            raise ServerMissing(
                f"{folder} belongs to the account {pwd.getpwuid(owner).pw_name}: a server of another one "
                "must not use it. Start Hindsight under that account, or choose another HINDSIGHT_DATA_DIR."
            )
        if not self.process_options():
            return
        for path in (folder, *folder.iterdir()):
            os.chown(path, self.uid, self.gid, follow_symlinks=False)
        self.may_enter(folder.parent)

    def may_enter(self, folder: Path) -> None:
        """Let this account pass through `folder` and everything above it."""
        for above in (folder, *folder.parents):
            mode = above.stat().st_mode
            if self.process_options() and above.stat().st_uid != self.uid and not mode & stat.S_IXOTH:
                print(f"{above}: letting the account {self.name} pass through (chmod o+x)", file=sys.stderr)
                above.chmod(stat.S_IMODE(mode) | stat.S_IXOTH)


def unprivileged(names: Sequence[str]) -> Account:
    """Ourselves, or as root the first existing account of `names`, or nobody."""
    if os.geteuid() != 0:
        return Account(pwd.getpwuid(os.geteuid()))
    known = {entry.pw_name: entry for entry in pwd.getpwall()}
    return Account(next(known[name] for name in (*names, "nobody") if name in known))
