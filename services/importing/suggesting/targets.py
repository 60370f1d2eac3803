"""What can the rows of a file become, in the words of a salesperson, and which headers speak for it?"""

from typing import NamedTuple

from services.importing.suggesting.words import WORDS
from shared.marks import N_

Words = dict[str, list[str]]


class Target(NamedTuple):
    """A kind of record.

    constants: fields with one value for all rows. words: field → what a header may be called, plain.
    names:     what a file of such rows may be called. own: fields that say much about the kind.
    """

    name: str
    title: str
    entity: str
    constants: dict[str, str]
    words: Words
    names: list[str]
    own: tuple[str, ...]


def _target(
    name: str, title: str, *, entity: str, own: tuple[str, ...], parts: tuple[str, ...], began: str
) -> Target:
    words: Words = dict(WORDS["fields"][name])
    for part in parts:
        words |= WORDS[part]
    words[began] = [*words.get(began, []), *WORDS["began"]["words"]]
    constants = {"kind": name} if entity == "customer" else {}
    return Target(name, title, entity, constants, words, WORDS["files"][name], own)


_REACHED = ("reached", "owned", "place")
PERSON = _target(
    "person",
    N_("People"),
    entity="customer",
    own=("first_name", "last_name", "job_title", "sex", "birth_date", "company"),
    parts=_REACHED,
    began="registered_at",
)
ORGANIZATION = _target(
    "organization",
    N_("Companies"),
    entity="customer",
    own=("sector", "employees", "annual_revenue", "founded_year"),
    parts=_REACHED,
    began="registered_at",
)
DEAL = _target(
    "deal",
    N_("Deals"),
    entity="deal",
    own=("stage", "amount", "expected_close_on", "lost_reason", "title"),
    parts=("owned",),
    began="opened_at",
)
PRODUCT = _target(
    "product", N_("Products"), entity="product", own=("list_price", "series"), parts=(), began="listed_at"
)
TARGETS = {target.name: target for target in (PERSON, ORGANIZATION, DEAL, PRODUCT)}
