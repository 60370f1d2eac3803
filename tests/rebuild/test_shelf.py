"""Are rows that were packed to save memory the same when an event asks for them?"""

import pytest

from shared.rebuild import shelf
from shared.rebuild.shelf import Shelf
from tests.projector.parcels import SENT_AT, CityRow


def leeds() -> CityRow:
    return CityRow("Leeds", SENT_AT.date(), 3)


@pytest.fixture
def rows(monkeypatch: pytest.MonkeyPatch) -> Shelf:
    monkeypatch.setattr(shelf, "_WORTH_IT", 0)
    rows = Shelf(CityRow)
    rows["Leeds"] = leeds()
    rows.tidy(0)
    return rows


def test_a_packed_row_is_there(rows: Shelf) -> None:
    assert len(rows) == 0
    assert rows["Leeds"] == leeds()
    assert rows["York"] is None


def test_a_packed_row_that_is_copied_stays(rows: Shelf) -> None:
    copy = rows.copy_of("Leeds")
    assert copy == rows["Leeds"] == leeds()
    assert copy is not rows["Leeds"]


def test_packed_and_other_rows_are_taken_out_together(rows: Shelf) -> None:
    rows["York"] = CityRow("York", SENT_AT.date(), 1)
    rows["Hull"] = None
    assert [key for key, _ in rows.empty()] == ["York", "Leeds"]
