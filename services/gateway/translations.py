"""Is every text of the product translated, and which texts are there?

`python -m services.gateway.translations check|extract|update` keeps the catalogues complete.
"""

import ast
import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po, write_po

from services.gateway.language import LANGUAGES, LOCALE, catalogues

ROOT = Path(__file__).parents[2]
MAPPING = ROOT / "babel.cfg"
NEWCOMERS = "messages.po"
KEYWORDS: dict[str, tuple[int, ...] | None] = {
    "_": None,
    "N_": None,
    "gettext": None,
    "ngettext": (1, 2),
}
USAGE = "usage: python -m services.gateway.translations check|extract|update"


def main(arguments: list[str]) -> int:
    """Run one action; 1 when a translation is missing, 2 on a wrong call."""
    actions = {"check": check, "extract": extract, "update": update}
    if len(arguments) != 1 or arguments[0] not in actions:
        print(USAGE, file=sys.stderr)
        return 2
    return actions[arguments[0]]()


def texts() -> Catalog:
    """Every text of the pages and every refusal's message, with the places where they stand."""
    catalogue = Catalog(project="Hindsight", charset="utf-8")
    with MAPPING.open() as file:
        methods, options = parse_mapping_cfg(file)  # type: ignore[no-untyped-call]
    found = extract_from_dir(ROOT / "services" / "gateway", methods, options, keywords=KEYWORDS)
    for filename, _, message, comments, context in found:
        location = (f"services/gateway/{filename}", 1)
        catalogue.add(message, locations=[location], auto_comments=comments, context=context)
    for path, message in (*refusals(), *marked()):
        catalogue.add(message, locations=[(path, 1)])
    return catalogue


def marked() -> Iterator[tuple[str, str]]:
    """File and text of every `N_`: the gateway is not alone in naming what is wrong with a field."""
    for path, tree in _sources():
        for node in ast.walk(tree):
            match node:
                case ast.Call(func=ast.Name(id="N_"), args=[ast.Constant(value=str(message))]):
                    yield str(path.relative_to(ROOT)), message


def _sources() -> Iterator[tuple[Path, ast.Module]]:
    for folder in ("shared", "events", "services", "projections"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            yield path, ast.parse(path.read_text(encoding="utf-8"))


def refusals() -> Iterator[tuple[str, str]]:
    """File and template of every class derived from Refused, read from the sources (nothing is imported)."""
    classes = [
        (path, node) for path, tree in _sources() for node in ast.walk(tree) if isinstance(node, ast.ClassDef)
    ]
    # Two modules may have classes of one name, of which one is a refusal.
    named: dict[str, list[ast.ClassDef]] = defaultdict(list)
    for _, node in classes:
        named[node.name].append(node)
    for path, node in classes:
        message = ast.get_docstring(node)
        if message and _is_refusal(node, named):
            yield str(path.relative_to(ROOT)), " ".join(message.split("\n\n")[0].split())


def _is_refusal(node: ast.ClassDef, named: Mapping[str, list[ast.ClassDef]]) -> bool:
    bases = [base.id for base in node.bases if isinstance(base, ast.Name) and base.id != node.name]
    return node.name == "Refused" or any(
        _is_refusal(base, named) for name in bases for base in named.get(name, ())
    )


def problems(language: str) -> list[str]:
    """What is wrong with a language's catalogue, one line for each text."""
    translated = _read(language)
    return [
        f"{language}: {state}: {message.id!r} ({message.locations[0][0] if message.locations else '?'})"
        for message in texts()
        if message.id and (state := _state(translated.get(message.id, message.context)))
    ]


def _state(message: Message | None) -> str | None:
    if message is None or not all(
        [message.string] if isinstance(message.string, str) else message.string or [""]
    ):
        return "missing"
    return "fuzzy" if message.fuzzy else None


def check() -> int:
    """Fail when a language lacks a text, or only guesses it."""
    found = [problem for language in _translated() for problem in problems(language)]
    print("\n".join(found) if found else "every text is translated")
    return 1 if found else 0


def extract() -> int:
    """Print the template of all texts, for a new language."""
    write_po(sys.stdout.buffer, texts(), sort_output=True, omit_header=False)
    return 0


def update() -> int:
    """Drop texts that are no more, and put new ones into messages.po, where they wait for a translation."""
    for language in _translated():
        wanted, known = texts(), _read(language)
        for path in catalogues(language) or [LOCALE / language / "LC_MESSAGES" / NEWCOMERS]:
            catalogue = _catalogue(path, language)
            newcomers = path.name == NEWCOMERS
            _tidy(catalogue, wanted, known if newcomers else None)
            with path.open("wb") as file:
                write_po(file, catalogue, sort_output=True, width=110, include_lineno=False)
    return check()


def _tidy(catalogue: Catalog, wanted: Catalog, known: Catalog | None) -> None:
    """Keep what is still said; with `known` given, add what no catalogue knows."""
    held = {message.id for message in catalogue if message.id}
    template = Catalog()
    for message in wanted:
        if message.id and (message.id in held or (known is not None and message.id not in known)):
            template[message.id] = message
    catalogue.update(template, no_fuzzy_matching=True)
    catalogue.obsolete.clear()
    catalogue.fuzzy = False


def _translated() -> list[str]:
    # The first language is the one the sources are written in.
    return list(LANGUAGES[1:])


def _read(language: str) -> Catalog:
    """Everything the catalogues of a language hold together."""
    together = Catalog(locale=language, project="Hindsight", charset="utf-8")
    for path in catalogues(language):
        for message in _catalogue(path, language):
            if message.id:
                together[message.id] = message
    return together


def _catalogue(path: Path, language: str) -> Catalog:
    if not path.exists():
        return Catalog(locale=language, project="Hindsight", charset="utf-8")
    with path.open("rb") as file:
        return read_po(file, locale=language)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
