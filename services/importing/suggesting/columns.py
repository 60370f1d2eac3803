"""Which column of this file is which field of such a record?"""

from collections.abc import Collection, Sequence

from services.importing.suggesting.later import later_of
from services.importing.suggesting.sample import Sample
from services.importing.suggesting.targets import TARGETS, Target
from services.importing.suggesting.words import plain

LISTS = ("emails", "phones")
_SINGLE_PARTS = ("first_name", "last_name")
_ENOUGH = 2
_REACHED = 1.5
"""A name beside an e-mail address or a phone number is somebody's."""
_MARKS = {
    "activity": ("kind", "happened_at", "customer"),
    "task": ("due_at", "title"),
    "user": ("name", "team"),
    "team": ("name", "branch"),
    "branch": ("code", "name"),
}  # fields without which rows are no such records


def columns_for(target: Target, sample: Sample) -> dict[str, list[str]]:
    """Field → its columns, the best first; several only for lists."""
    named = {plain(name): name for name in sample.table.header if name}
    found: dict[str, list[str]] = {}
    # What an administrator called a field is said of this company, the other words of all.
    for field in sorted(target.words, key=lambda field: field not in target.kinds):
        words = target.words[field]
        own = [named[word] for word in words if word in named]
        if field in LISTS:
            own = list(dict.fromkeys([*own, *_numbered(named, words)]))
        own = [name for name in own if not any([name] == found.get(kind) for kind in target.kinds)]
        if own:
            found[field] = own if field in LISTS else own[:1]
    if all(part in found for part in _SINGLE_PARTS) and found.get("name", [""])[0] != "Name":
        found.pop("name", None)
    return _by_content(target, sample, found)


def _numbered(named: dict[str, str], words: Sequence[str]) -> list[str]:
    """`Phone 2` and `email1value` belong to `phone` and `email`."""
    stripped: dict[str, list[str]] = {}
    for plain_name, name in named.items():
        stripped.setdefault(plain_name.rstrip("0123456789"), []).append(name)
    return [name for word in words for name in stripped.get(word, [])]


def _by_content(target: Target, sample: Sample, found: dict[str, list[str]]) -> dict[str, list[str]]:
    taken = {name for names in found.values() for name in names}
    free = [name for name in sample.table.header if name and name not in taken]
    if "emails" in target.words and "emails" not in found:
        found |= {"emails": mails} if (mails := [name for name in free if sample.is_mail(name)]) else {}
    if "phones" in target.words and "phones" not in found:
        found |= {"phones": phones} if (phones := [name for name in free if sample.is_phone(name)]) else {}
    return found


def target_of(sample: Sample, file: str, things: Collection[str] | None = None) -> Target | None:
    """What the rows of this file are, of the things that may be imported; None where nobody knows."""
    allowed = {name: target for name, target in TARGETS.items() if things is None or target.entity in things}
    scores = {name: _score(target, sample, file) for name, target in allowed.items()}
    if not scores or later_of(sample.table.header):
        return None
    best = max(scores, key=lambda name: scores[name])
    return TARGETS[best] if scores[best] > _ENOUGH else None


def _score(target: Target, sample: Sample, file: str) -> float:
    named = {plain(name) for name in sample.table.header}
    score = 0.0
    for field, words in target.words.items():
        places = [place for place, word in enumerate(words) if word in named]
        if places:
            score += (2.0 if field in target.own else 0.5) / (1 + min(places) * 0.1)
    needed = ("amount", "stage") if target.name == "deal" else ()
    if any(not set(target.words[field]) & named for field in needed):
        return 0.0
    if target.name == "deal" and not named & {*target.words["title"], *target.words["product"]}:
        return 0.0
    if any(not set(target.words[field]) & named for field in _MARKS.get(target.name, ())):
        return 0.0
    if target.name == "product" and not set(target.words["list_price"]) & named:
        return 0.0
    if target.name in ("person", "organization") and not _has_name(target, named):
        return 0.0
    if target.name in ("person", "organization") and any(set(target.words[each]) & named for each in LISTS):
        score += _REACHED
    return score + (3.0 if any(word in file.casefold() for word in target.names) else 0.0)


def _has_name(target: Target, named: set[str]) -> bool:
    parts = [word for part in _SINGLE_PARTS for word in target.words.get(part, ())]
    return bool(named & {*target.words["name"], *parts})
