"""Under which tokens is text found again, in Chinese and in Latin script, by number and by address?

No extension of the database is needed: tokens are stored in a tsvector, queries match their beginnings.
"""

import re
from collections.abc import Iterator

from shared.writing import CJK, HAN, folded, readings

_pieces = re.compile(f"[{CJK}]+|[^\\W{CJK}_]+")
_han = re.compile(f"[{HAN}]+")
_phone = re.compile(r"[\d+()\-./ #*]*(?:(?:x|ext\.?) *\d+)?")
_LONGEST = 60
_TERMS = 8
_SHORTEST_PART = 4
_WHOLE_NUMBER = 7
# Whole addresses and parts of numbers are nearly all different. Apart from the words, they do not slow
# down the search for a word's first letters.
_ADDRESS = "@"
_PART = "#"


def tokens(text: str) -> list[str]:
    """The tokens to store for a text: a name, an e-mail address, a phone number, free words."""
    plain = folded(text)
    if _is_phone(plain):
        return sorted(_number_tokens(_number(plain)))
    found = {token for chunk in plain.split() for token in _chunk_tokens(chunk)}
    return sorted(token[:_LONGEST] for token in found)


def query(text: str) -> str | None:
    """The tsquery (as text, to be cast) that finds what is stored for this text; None if it has no token.

    Every word must match; Latin words and digits match as beginnings. A phone number is taken as one
    word, however it is spaced.
    """
    plain = folded(text)
    if _is_phone(plain):
        return _phone_query(_number(plain))
    terms = [term for chunk in plain.split()[:_TERMS] for term in _chunk_terms(chunk)]
    return " & ".join(terms) or None


def _chunk_tokens(chunk: str) -> Iterator[str]:
    local, _, domain = chunk.partition("@")
    if domain:
        yield _ADDRESS + chunk
        yield _ADDRESS + domain
        # Without the last label: "com" would find everybody.
        domain = domain.rpartition(".")[0]
    pieces = _pieces.findall(f"{local} {domain}")
    for piece in pieces:
        yield from _piece_tokens(piece)
    if len(pieces) > 1:
        yield "".join(pieces)


def _piece_tokens(piece: str) -> Iterator[str]:
    if not re.match(f"[{CJK}]", piece):
        yield piece
        return
    yield from piece
    yield from _bigrams(piece)
    for run in _han.findall(piece):
        yield from readings(run)


def _chunk_terms(chunk: str) -> Iterator[str]:
    local, _, domain = chunk.partition("@")
    if domain:
        yield _beginning(_ADDRESS + (chunk if local else domain))
    elif "." in local.strip("."):
        yield f"({' & '.join(_words(local))} | {_beginning(_ADDRESS + local)})"
    else:
        yield from _words(local)


def _words(chunk: str) -> Iterator[str]:
    for piece in _pieces.findall(chunk):
        if re.match(f"[{CJK}]", piece):
            yield from (_exactly(part) for part in _bigrams(piece) or [piece])
        else:
            yield _beginning(piece)


def _bigrams(piece: str) -> list[str]:
    return [piece[start : start + 2] for start in range(len(piece) - 1)]


def _is_phone(plain: str) -> bool:
    return _phone.fullmatch(plain) is not None and bool(_number(plain))


def _number(plain: str) -> str:
    """The digits of a phone number without its extension."""
    return re.sub(r"\D", "", re.split(r"x|ext", plain)[0])


def _number_tokens(number: str) -> set[str]:
    """The number from each digit on, so that any part of it is found; a short one is a word, too."""
    parts = {_PART + number[start:] for start in range(len(number) - _SHORTEST_PART + 1)}
    return parts | ({number} if len(number) < _WHOLE_NUMBER else set())


def _phone_query(number: str) -> str:
    word = _beginning(number)
    if len(number) < _SHORTEST_PART:
        return word
    if len(number) < _WHOLE_NUMBER:
        return f"{word} | {_beginning(_PART + number)}"
    # The zeros dialled first, within a country or to leave it, may be missing in what is stored.
    either = dict.fromkeys((number, number.lstrip("0") or number))
    return " | ".join(_beginning(_PART + digits) for digits in either)


def _exactly(token: str) -> str:
    escaped = token[:_LONGEST].replace("\\", "\\\\").replace("'", "''")
    return f"'{escaped}'"


def _beginning(token: str) -> str:
    return f"{_exactly(token)}:*"
