"""Is an error file harmless in a spreadsheet, and the same rows again when it is imported?"""

from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given
from hypothesis import strategies as st

from services.importing.error_file import ErrorFile, harmless, restored
from services.importing.table import open_table

CELLS = st.text(st.characters(blacklist_categories=("Cs", "Cc")), max_size=30).map(str.strip)


@given(st.text(max_size=50))
def test_a_cell_comes_back_as_it_was_and_never_begins_a_formula(cell: str) -> None:
    assert restored(harmless(cell)) == cell
    assert harmless(cell)[:1] not in ("=", "+", "-", "@", "\t", "\r")


@given(st.lists(st.tuples(CELLS, CELLS, CELLS), min_size=1, max_size=5), st.sampled_from(",;\t|"))
def test_rejected_rows_are_read_again_as_they_were(rows: list[tuple[str, str, str]], delimiter: str) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "goods.errors.csv"
        with ErrorFile(path, ["A", "=B", "C"], delimiter) as errors:
            for number, row in enumerate(rows, start=2):
                errors.add(number, row, "=why")
        table = open_table(path, delimiter=delimiter)
        assert table.header == ["A", "=B", "C"]
        assert [tuple(line.cells) for line in table.lines()] == rows
