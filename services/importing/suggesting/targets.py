"""What can the rows of a file become, in the words of a salesperson, and which headers speak for it?"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from services.importing.custom_cells import CUSTOM
from services.importing.suggesting.words import WORDS, plain
from shared.custom_fields import Definition
from shared.marks import N_

Words = dict[str, list[str]]


class Target(NamedTuple):
    """A kind of record.

    constants: fields with one value for all rows. words: field → what a header may be called, plain.
    names:     what a file of such rows may be called. own: fields that say much about the kind.
    kinds:     field that an administrator added → what kind of value it holds.
    """

    name: str
    title: str
    entity: str
    constants: dict[str, str]
    words: Words
    names: list[str]
    own: tuple[str, ...]
    kinds: Mapping[str, str] = {}

    def with_fields(self, custom: Mapping[str, Sequence[Definition]]) -> "Target":
        """The same with the fields that administrators added; a header may be their label or their key."""
        own = [each for each in custom.get(self.entity, ()) if not each.retired]
        words = {f"{CUSTOM}{each.key}": _called(each) for each in own}
        kinds = {f"{CUSTOM}{each.key}": each.kind for each in own}
        return self._replace(words={**self.words, **words}, kinds=kinds)


def _called(definition: Definition) -> list[str]:
    return list(dict.fromkeys(plain(text) for text in (*definition.label.values(), definition.key)))


def _target(
    name: str, title: str, *, entity: str, own: tuple[str, ...], parts: tuple[str, ...] = (), began: str = ""
) -> Target:
    words: Words = dict(WORDS["fields"][name])
    for part in parts:
        words |= WORDS[part]
    if began:
        words[began] = [*words.get(began, []), *WORDS["began"]["words"]]
    constants = {"kind": name} if entity == "customer" else {}
    return Target(name, title, entity, constants, words, WORDS["files"][name], own)


_REACHED = ("reached", "owned", "place", "lived")
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
ACTIVITY = _target(
    "activity", N_("Activities"), entity="activity", own=("kind", "happened_at", "subject"), parts=("owned",)
)
TASK = _target("task", N_("Tasks"), entity="task", own=("due_at", "state"), parts=("owned",))
USER = _target("user", N_("Colleagues"), entity="user", own=("team", "roles"), began="added_at")
TEAM = _target("team", N_("Teams"), entity="team", own=("name",), began="formed_at")
BRANCH = _target("branch", N_("Branches"), entity="branch", own=("parent",), began="opened_at")
TARGETS = {
    target.name: target
    for target in (PERSON, ORGANIZATION, DEAL, PRODUCT, ACTIVITY, TASK, USER, TEAM, BRANCH)
}
