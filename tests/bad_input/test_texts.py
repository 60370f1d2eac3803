"""Which characters does a text take? The rule of docs/text.md."""

import pytest

from shared.texts import CONTROL, DIRECTION, ONE_LINE, problem_with
from tests.bad_input.texts import REFUSED, TAKEN


@pytest.mark.parametrize("name", REFUSED)
def test_hidden_characters_are_refused_in_lines_and_in_texts(name: str) -> None:
    assert problem_with(REFUSED[name])
    assert problem_with(REFUSED[name], lines=True)


@pytest.mark.parametrize("name", TAKEN)
def test_whatever_can_be_seen_is_text(name: str) -> None:
    assert problem_with(TAKEN[name]) is None


@pytest.mark.parametrize("break_", ["\n", "\r", "\x0b", "\x85", "\u2028", "\u2029"])
def test_a_line_has_no_break_in_it(break_: str) -> None:
    assert problem_with(f"one{break_}two") == ONE_LINE


def test_a_text_may_have_lines_and_tabs() -> None:
    assert problem_with("one\r\n\ttwo", lines=True) is None
    assert problem_with("one\ttwo") == CONTROL


def test_what_is_wrong_is_said() -> None:
    assert problem_with("a\u202eb") == DIRECTION
    assert problem_with("a\x00b") == CONTROL
