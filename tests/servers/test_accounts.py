"""Is a server's folder given to its account only where it is safe to do so?"""

import os
from pathlib import Path

import pytest

from shared.servers.accounts import unprivileged
from shared.servers.errors import ServerMissing


@pytest.fixture
def elsewhere(tmp_path: Path) -> Path:
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    (folder / "secret").write_text("mine")
    return folder


def test_a_link_in_the_place_of_the_folder_is_refused(tmp_path: Path, elsewhere: Path) -> None:
    link = tmp_path / "hindsight-1234"
    link.symlink_to(elsewhere)
    with pytest.raises(ServerMissing, match="is a symbolic link"):
        unprivileged(["postgres"]).owns(link)
    assert (elsewhere / "secret").stat().st_uid == os.geteuid()
    assert elsewhere.stat().st_uid == os.geteuid()


def test_a_link_that_leads_nowhere_is_refused(tmp_path: Path) -> None:
    link = tmp_path / "hindsight-1234"
    link.symlink_to(tmp_path / "nowhere")
    with pytest.raises(ServerMissing, match="is a symbolic link"):
        unprivileged(["postgres"]).owns(link)
    assert not (tmp_path / "nowhere").exists()


def test_a_folder_of_our_own_is_taken(tmp_path: Path) -> None:
    account = unprivileged(["postgres"])
    account.owns(tmp_path / "postgres")
    assert (tmp_path / "postgres").stat().st_uid == account.uid
