"""Is the product complete in Chinese?"""

import pytest

from services.gateway.language import translated
from services.gateway.translations import problems, texts
from services.gateway.validation_words import problem_in


def test_every_text_has_a_chinese_translation() -> None:
    assert problems("zh") == []


def test_the_messages_of_refusals_are_texts_too() -> None:
    conflict = "Someone else changed this record in the meantime. Look at its present state and try again."
    assert conflict in texts()
    assert translated("zh", conflict).startswith("其他人")


@pytest.mark.parametrize(
    ("problem", "english", "chinese"),
    [
        ("Field required", "This is needed.", "必填。"),
        ("String should have at most 200 characters", "At most 200 characters.", "最多 200 个字符。"),
        ("Value error, is not allowed here", "is not allowed here", "is not allowed here"),
    ],
)
def test_a_problem_with_a_field_is_a_sentence(problem: str, english: str, chinese: str) -> None:
    assert problem_in("en", problem) == english
    assert problem_in("zh", problem) == chinese
