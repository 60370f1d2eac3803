"""Which people stand in this vCard file (2.1, 3.0 or 4.0)? Each card becomes a row of a CSV file."""

import csv
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import vobject  # type: ignore[import-untyped]

from services.importing.encoding import encoding_of
from services.importing.problems import Unreadable

MAX_LINE = 1_000_000
MAX_CARD = 2_000_000
_MANY = 10
_HAN = re.compile("[\u4e00-\u9fff]")
_PICTURE = re.compile(r"(?:[\w-]+\.)?(?:PHOTO|LOGO|SOUND|KEY|X-MS-OL-DESIGN)\b[;:]", re.IGNORECASE)
_PROPERTY = re.compile(r"[\w.-]+[;:]")
_PLACE = ("street", "city", "region", "code", "country")
_SINGLE = ("Name", "First name", "Last name", "Company", "Job title", "Birthday", "Website", "Note")
_ADDRESS = ("Street", "City", "Region", "Postal code", "Country")


def tables(path: Path, folder: Path) -> list[dict[str, Any]]:
    """One table: people, with as many columns of e-mail addresses and numbers as somebody has."""
    people = [_person(card) for card in _cards(path)]
    if not people:
        raise Unreadable(f"{path.name}: has no complete card (BEGIN:VCARD … END:VCARD).")
    mails = max(len(person["emails"]) for person in people)
    phones = max(len(person["phones"]) for person in people)
    header = [
        *_SINGLE,
        *(f"E-mail {number}" for number in range(1, mails + 1)),
        *(f"Phone {number}" for number in range(1, phones + 1)),
        *_ADDRESS,
    ]
    with (folder / "0.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, header, restval="")
        writer.writeheader()
        writer.writerows(_row(person) for person in people)
    return [{"name": "vCard", "file": "0.csv", "rows": len(people)}]


def _row(person: dict[str, Any]) -> dict[str, str]:
    many = {f"E-mail {number}": mail for number, mail in enumerate(person["emails"], 1)}
    many |= {f"Phone {number}": phone for number, phone in enumerate(person["phones"], 1)}
    return {**many, **{key: value for key, value in person.items() if key not in ("emails", "phones")}}


def _cards(path: Path) -> Iterator[str]:
    """The text of each card, without pictures and keys, which may be larger than all the rest."""
    encoding, _ = encoding_of(path)
    lines: list[str] = []
    inside = skipping = False
    with path.open(encoding=encoding, errors="replace") as file:
        for line in iter(lambda: file.readline(MAX_LINE), ""):
            mark = line.strip().upper()
            if mark == "BEGIN:VCARD":
                lines, inside, skipping = [], True, False
            if not inside:
                continue
            folded = line[:1] in (" ", "\t") or not _PROPERTY.match(line)
            skipping = (skipping and folded) or bool(_PICTURE.match(line))
            if not skipping:
                lines.append(line.rstrip("\r\n"))
            if mark == "END:VCARD":
                inside = False
                yield "\n".join(lines)[:MAX_CARD]


def _person(text: str) -> dict[str, Any]:
    try:
        card = vobject.readOne(text, allowQP=True, ignoreUnreadable=True)
    except (vobject.base.VObjectError, ValueError, LookupError, IndexError, AttributeError) as error:
        # The row has no name: it is refused, and told.
        return {"emails": [], "phones": [], "Note": f"This card cannot be read: {error}"}
    name = _first(card, "n")
    first, last = _joined(getattr(name, "given", "")), _joined(getattr(name, "family", ""))
    place = _first(card, "adr")
    address = [_joined(getattr(place, part, "")) for part in _PLACE]
    if place and not address[0]:
        address[0] = _joined(place.extended)
    return {
        "Name": _full(first, last) or _joined(_first(card, "fn")),
        "First name": first,
        "Last name": last,
        "Company": _organization(_first(card, "org")),
        "Job title": _joined(_first(card, "title")),
        "Birthday": _day(_joined(_first(card, "bday"))),
        "Website": _joined(_first(card, "url")).replace("\\:", ":"),
        "Note": "\n".join(_all(card, "note")),
        "emails": _all(card, "email"),
        "phones": _all(card, "tel"),
        **dict(zip(_ADDRESS, address, strict=True)),
    }


def _full(first: str, last: str) -> str:
    if first and last:
        return f"{last}{first}" if _HAN.match(last) else f"{first} {last}"
    return first or last


def _first(card: Any, name: str) -> Any:
    lines = card.contents.get(name)
    return lines[0].value if lines else None


def _all(card: Any, name: str) -> list[str]:
    texts = [_joined(line.value).removeprefix("tel:") for line in card.contents.get(name, [])]
    return list(dict.fromkeys(text for text in texts if text))[:_MANY]


def _joined(value: Any) -> str:
    if isinstance(value, list | tuple):
        return " ".join(_joined(each) for each in value).strip()
    return re.sub(r"\s*\n\s*", ", ", str(value or "").replace("\r", "").replace("\x00", "").strip())


def _organization(value: Any) -> str:
    # An unescaped comma splits a company's name; a semicolon leads to the department.
    first = value[0] if isinstance(value, list) and value else value
    return ",".join(first).strip() if isinstance(first, list) else _joined(first)


def _day(text: str) -> str:
    match = re.match(r"(\d{4})-?(\d\d)-?(\d\d)", text)
    return "-".join(match.groups()) if match else ""
