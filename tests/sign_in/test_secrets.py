"""Which passwords will do, and what does the key keep?"""

from pathlib import Path

import pytest

from services.identity.secrets import keys
from services.identity.secrets.password_rules import (
    TOO_COMMON,
    TOO_LONG,
    TOO_PERSONAL,
    TOO_PLAIN,
    TOO_SHORT,
    problem_with,
)


@pytest.mark.parametrize(
    ("password", "problem"),
    [
        ("ninechars", TOO_SHORT),
        ("x" * 201, TOO_LONG),
        ("aaaaaaaaaaaa", TOO_PLAIN),
        ("123456789012", TOO_PLAIN),
        ("abcdefghijklm", TOO_PLAIN),
        ("password2026!", TOO_COMMON),
        ("1qaz2wsx3edc", TOO_COMMON),
        ("!!!!Football99", TOO_COMMON),
        ("wangfang2026", TOO_PERSONAL),
        ("Hindsight-1234", TOO_PERSONAL),
        ("four unrelated words", None),
        ("学而时习之不亦说乎有朋", None),
    ],
)
def test_what_is_tried_first_is_no_password(password: str, problem: str | None) -> None:
    assert problem_with(password, ("Wang Fang", "wangfang@example.com")) == problem


def test_the_key_is_made_once_and_read_by_its_owner_only(tmp_path: Path) -> None:
    first, again = keys.load(tmp_path, {}), keys.load(tmp_path, {})
    assert again.unseal("a purpose", first.seal("a purpose", b"secret")) == b"secret"
    assert (tmp_path / keys.FILE).stat().st_mode & 0o777 == 0o600


def test_nothing_opens_with_another_key_or_for_another_purpose(tmp_path: Path) -> None:
    ours, theirs = keys.load(tmp_path / "ours", {}), keys.load(tmp_path / "theirs", {})
    sealed = ours.seal("a purpose", b"secret")
    for key, purpose, text in (
        (theirs, "a purpose", sealed),
        (ours, "another", sealed),
        (ours, "a purpose", "AAAA" + sealed[4:]),
        (ours, "a purpose", "no base64 é"),
    ):
        with pytest.raises(keys.Unsealable):
            key.unseal(purpose, text)


def test_a_key_file_that_is_none_is_named(tmp_path: Path) -> None:
    (tmp_path / "short").write_text("c2hvcnQ=")
    for file in ("short", "missing"):
        with pytest.raises(keys.NoKey, match=file):
            keys.load(tmp_path, {keys.VARIABLE: str(tmp_path / file)})
