"""In which language does this reader want an answer, and how does a sentence read in it?"""

import gettext
from functools import cache
from io import BytesIO
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from starlette.requests import Request

LANGUAGES = ("en", "zh")
COOKIE = "lang"
LOCALE = Path(__file__).parent / "locale"


def language_of(request: Request) -> str:
    """What the address (?lang=), else the reader's preference, else the cookie, else the browser asks for.

    English if nothing fits.
    """
    preferred = getattr(request.scope.get("preferences"), "language", "")
    asked = (request.query_params.get("lang"), preferred, request.cookies.get(COOKIE))
    accepted = preferences(request.headers.get("accept-language", ""))
    return next((language for language in (*asked, *accepted) if language in LANGUAGES), LANGUAGES[0])


def preferences(accept_language: str) -> list[str]:
    """The languages of an Accept-Language header, best first: `zh-CN,en;q=0.8` → zh, en."""
    weighed = [_weighed(part) for part in accept_language.split(",")[:20]]
    return [language for language, weight in sorted(weighed, key=lambda pair: -pair[1]) if weight > 0]


def _weighed(part: str) -> tuple[str, float]:
    tag, _, quality = part.partition(";q=")
    try:
        return tag.strip().partition("-")[0].lower(), float(quality or 1)
    except ValueError:
        return "", 0.0


def translated(language: str, sentence: str) -> str:
    """The sentence in this language; itself where there is no translation."""
    return translations(language).gettext(sentence) if sentence else sentence


@cache
def translations(language: str) -> gettext.NullTranslations:
    """The texts of a language, compiled in memory from its catalogues; none for English."""
    together: gettext.NullTranslations = gettext.NullTranslations()
    for path in catalogues(language):
        compiled = BytesIO()
        with path.open("rb") as file:
            write_mo(compiled, read_po(file, locale=language))
        compiled.seek(0)
        found = gettext.GNUTranslations(compiled)
        found.add_fallback(together)
        together = found
    return together


def catalogues(language: str) -> list[Path]:
    """The translators' files of a language, one for each part of the product."""
    return sorted((LOCALE / language / "LC_MESSAGES").glob("*.po"))
