"""How does a template become a page in the reader's language?"""

import re
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import msgspec
from jinja2 import Environment, FileSystemLoader, StrictUndefined, pass_context
from jinja2.runtime import Context
from markupsafe import Markup, escape
from starlette.requests import Request
from starlette.responses import HTMLResponse

from services.gateway.language import COOKIE, language_of, translated, translations
from services.gateway.pages import words
from services.gateway.pages.asset_files import SHELL, asset, modules
from services.gateway.pages.creating import creatable
from services.gateway.pages.formats import ZONE, Formats
from services.gateway.pages.help import help_for
from services.gateway.pages.navigation import GROUPS, groups, settings_groups, settings_of
from services.gateway.pages.reaching import reaching
from services.gateway.time_zone import zone_of
from services.gateway.viewer import viewer
from shared.custom_fields import Definition, said
from shared.search import tokens

GATEWAY = Path(__file__).parents[1]
ONE_YEAR = 365 * 24 * 3600
_IN_BACKTICKS = re.compile(r"`([^`]*)`")
THEMES = ("light", "dark")
LANGUAGE_NAMES = {"en": "English", "zh": "中文"}


@lru_cache
def environment(language: str) -> Environment:
    """The templates in one language, compiled once per process."""
    built = Environment(
        loader=FileSystemLoader(GATEWAY / "templates"),
        autoescape=True,
        auto_reload=False,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    built.install_gettext_translations(translations(language), newstyle=True)  # type: ignore[attr-defined]
    built.globals |= {
        "fmt": Formats(language),
        "language": language,
        "languages": LANGUAGE_NAMES,
        "asset": asset,
        "modules": modules,
        "SHELL": SHELL,
        "creatable": creatable,
        "help_for": help_for,
        "navigation_groups": groups,
        "settings_of": settings_of,
        "settings_groups": settings_groups,
        "groups_of_settings": GROUPS,
        "typed": typed,
        "words": words,
        "here": here,
        "offered": lambda definition, held: offered(definition, held, language),
    }
    built.filters["word"] = lambda code: translated(language, words.word(code))
    # What people name is plain text: `gettext` would take it for a template.
    built.filters["titled"] = lambda name: translated(language, name)
    built.filters["named_stages"] = lambda stages: [
        (each.stage, translated(language, each.name)) for each in stages
    ]
    built.filters["named_in"] = lambda key, names: translated(language, names.get(key, key))
    built.filters["items_of"] = lambda names: [
        (key, translated(language, name)) for key, name in names.items()
    ]
    built.filters["rate_said"] = lambda row: (
        f"1 {row.base} = {row.rate.normalize():f} {row.quote} ({row.day})"
    )
    built.filters["lifecycle"] = lambda code: translated(language, words.lifecycle_word(code))
    built.filters["task_state"] = lambda code: translated(language, words.task_word(code))
    built.filters["worded"] = lambda codes: [(code, translated(language, words.word(code))) for code in codes]
    built.filters["worded_lifecycle"] = lambda codes: [
        (code, translated(language, words.lifecycle_word(code))) for code in codes
    ]
    built.filters["address"] = address
    built.filters["reaching"] = reaching
    built.filters["coded"] = coded
    built.filters["same"] = lambda values: [(value, value) for value in values]
    built.filters["pairs"] = pairs
    built.filters["initials"] = initials
    built.filters["hue"] = hue
    # As long as its deal (a frozen value) is the same, a card looks the same to all of one zone:
    # most of a busy board is drawn before.
    draw = built.get_template("components/card.html").module.card  # type: ignore[attr-defined]
    drawn = lru_cache(maxsize=4096)(lambda zone, deal, head, today: draw(deal, head, today))
    built.globals["drawn_card"] = lambda deal, head, today: drawn(ZONE.get(), deal, head, today)
    return built


def render(request: Request, template: str, status: int = 200, **context: Any) -> HTMLResponse:
    """The page in the reader's language; a choice by `?lang=` is remembered."""
    language = language_of(request)
    ZONE.set(zone_of(request))
    html = environment(language).get_template(template).render(request=request, **_reader(request), **context)
    headers = {"Vary": "Accept-Language, Cookie", "Content-Language": language}
    response = HTMLResponse(html, status, headers)
    if request.query_params.get("lang") == language:
        response.set_cookie(COOKIE, language, max_age=ONE_YEAR, samesite="lax", httponly=True)
    return response


def _reader(request: Request) -> dict[str, Any]:
    """Who reads, and how they like the frame of the page."""
    narrow = request.cookies.get("navigation") == "narrow"
    preferences = request.scope.get("preferences")
    held = msgspec.to_builtins(preferences) if preferences else None
    return {"who": viewer(request), "theme": theme_of(request), "narrow": narrow, "preferences": held}


@lru_cache(maxsize=512)
def typed(text: str) -> str:
    """What finds this text as it is typed: its words, and Chinese also by pinyin and initials."""
    return " ".join(tokens(text))


def theme_of(request: Request) -> str | None:
    """Light or dark, where the reader chose one; None is what their system says."""
    preferred = request.cookies.get("theme") or getattr(request.scope.get("preferences"), "theme", None)
    return preferred if preferred in THEMES else None


@pass_context
def here(context: Context, **changes: Any) -> str:
    """This page's address with some query parameters changed (None or "" removes one)."""
    request: Request = context["request"]
    merged = {**request.query_params, **changes}
    query = urlencode({name: value for name, value in merged.items() if value not in (None, "")})
    return f"{request.url.path}?{query}" if query else request.url.path


def offered(definition: Definition, held: Iterable[Any], language: str) -> list[tuple[str, str]]:
    """The choices of a field a record may take, and those it holds already."""
    kept = list(held)
    return [
        (choice.key, said(choice.label, language) or choice.key)
        for choice in definition.choices
        if not choice.retired or choice.key in kept
    ]


def pairs(records: Iterable[Any], value: str, text: str) -> list[tuple[Any, Any]]:
    """The options of a select: two fields of each record."""
    return [(getattr(record, value), getattr(record, text)) for record in records]


def address(parts: Any) -> str:
    """A postal address on one line, its label first."""
    place = ", ".join(
        filter(None, (parts.street, parts.postal_code, parts.city, parts.region, parts.country))
    )
    return f"{parts.label}: {place}" if parts.label else place


def coded(text: str) -> Markup:
    """A text whose commands stand in backticks."""
    return Markup(_IN_BACKTICKS.sub(r"<code>\1</code>", str(escape(text))))  # noqa: S704 — escaped before


def initials(name: str | None) -> str:
    """What stands in a person's circle: two Latin initials, or the first sign of a Chinese name."""
    parts = (name or "?").split()
    if not parts or not parts[0].isascii():
        return (name or "?").strip()[:1] or "?"
    return "".join(part[0] for part in (parts[0], *parts[1:][-1:])).upper()


def hue(name: str | None) -> int:
    """One of eight colours, the same for the same name on every page."""
    return sum((name or "").encode()) % 8
