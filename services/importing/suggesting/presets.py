"""Which program wrote this file, and which of our words are its values?"""

from collections.abc import Collection, Mapping

from services.importing.suggesting.words import WORDS, plain

_ENOUGH = 2


def preset_of(header: Collection[str]) -> str | None:
    """The program that writes such headers; two of those it alone uses are enough."""
    found = {plain(name) for name in header}
    marks: dict[str, list[str]] = WORDS["presets"]
    best = max(marks, key=lambda name: len(found.intersection(marks[name])))
    return best if len(found.intersection(marks[best])) >= _ENOUGH else None


def translation(texts: Collection[str], words: Mapping[str, Collection[str]]) -> dict[str, str]:
    """Value in the file → value here, for those that are understood and not the same already."""
    known = {plain(word): value for value, each in words.items() for word in (value, *each)}
    return {text: known[plain(text)] for text in texts if plain(text) in known and known[plain(text)] != text}
