"""What does somebody who waits see where there is no terminal?"""

import pytest

from services.operations import progress
from services.operations.progress import Step


def test_a_line_tells_the_share_the_figures_and_the_time_left(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(progress, "PLAIN_SECONDS", 0.0)
    with progress.progress() as show:
        show(Step("deal_list: folding", 0.5, "1,000 events, 500/s", 2.0))
        show(Step("deal_list: indexing", 0.0))
    assert capsys.readouterr().err.splitlines() == [
        "deal_list: folding 50% 1,000 events, 500/s, 2 s left",
        "deal_list: indexing 0%",
    ]


def test_who_only_counts_is_told_the_same(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(progress, "PLAIN_SECONDS", 0.0)
    with progress.counted("events", 200) as show:
        show(50)
    assert capsys.readouterr().err.startswith("events 25% 50 of 200, ")
