"""How is text in any script compared: without case, accents and width, Chinese by its pinyin?"""

import re
import unicodedata
from itertools import islice

from pypinyin import Style, lazy_pinyin, pinyin

HAN = r"\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
CJK = HAN + r"\u3040-\u30ff\uac00-\ud7af"

_han_run = re.compile(f"[{HAN}]+")
_READINGS = 4
_SYLLABLES = 20


def folded(text: str) -> str:
    """The text lower-cased, full-width forms made plain, accents taken away."""
    decomposed = unicodedata.normalize("NFKD", text).casefold()
    bare = "".join(char for char in decomposed if not unicodedata.combining(char))
    return unicodedata.normalize("NFC", bare)


def sort_key(name: str) -> str:
    """What a list of names is ordered by: 张三 stands where Zhang San stands."""
    return folded(_han_run.sub(lambda run: f" {' '.join(lazy_pinyin(run[0]))} ", name)).strip()


def readings(run: str) -> set[str]:
    """The pinyin of a run of Chinese characters from each character on, in full and as initials.

    上海 → shanghai, hai, sh. A first character with several readings (a surname, often) gives each.
    """
    found: set[str] = set()
    for first in _first_readings(run):
        syllables = [first, *lazy_pinyin(run[1:_SYLLABLES], errors="ignore")]
        for start in range(len(syllables)):
            found.add("".join(syllables[start:]))
            initials = "".join(syllable[0] for syllable in syllables[start:])
            # A single initial is the beginning of its syllable anyway.
            found |= {initials} if len(initials) > 1 else set()
    return found


def _first_readings(run: str) -> list[str]:
    usual = lazy_pinyin(run[:_SYLLABLES], errors="ignore")[:1]
    others = pinyin(run[0], style=Style.NORMAL, heteronym=True, errors="ignore")
    return list(islice(dict.fromkeys([*usual, *(others[0] if others else [])]), _READINGS))
