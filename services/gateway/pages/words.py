"""Which words does a reader see for the codes that events and read models hold?"""

from events.sales import OPEN_STAGES
from shared.marks import N_

__all__ = [
    "ACTIVITIES",
    "CURRENCIES",
    "KINDS",
    "LIFECYCLE",
    "OF_FIELDS",
    "OPEN",
    "OPEN_STAGES",
    "SEXES",
    "SOURCES",
    "STAGES",
    "lifecycle_word",
    "word",
]

STAGES = {
    "prospecting": N_("Prospecting"),
    "engaging": N_("Engaging"),
    "proposal": N_("Proposal"),
    "negotiation": N_("Negotiation"),
    "won": N_("Won"),
    "lost": N_("Lost"),
}
LIFECYCLE = {
    "prospect": N_("Prospect"),
    "customer": N_("Customer"),
    "loyal": N_("Loyal"),
    "lost": N_("Lost customer"),
}
TASKS = {
    "open": N_("To be done"),
    "done": N_("Done"),
    "dropped": N_("Dropped"),
}
OPEN = {"open": N_("Open deals")}
KINDS = {"person": N_("Person"), "organization": N_("Organization")}
SEXES = {"female": N_("Female"), "male": N_("Male"), "other": N_("Other")}
ACTIVITIES = {
    "call": N_("Call"),
    "mail": N_("Mail"),
    "meeting": N_("Meeting"),
    "visit": N_("Visit"),
    "note": N_("Note"),
    "todo": N_("To do"),
}
SOURCES = {
    "web": N_("web"),
    "api": N_("API"),
    "import": N_("import"),
    "undo": N_("undone import"),
    "automation": N_("automation"),
    "demo": N_("demo"),
    "cli": N_("command line"),
    "anonymous": N_("anonymous"),
}
CURRENCIES = ("CNY", "USD", "EUR", "GBP", "HKD", "JPY")


def word(code: str | None) -> str:
    """The English word of a code (the key of its translation); an unknown code stands for itself."""
    for words in (STAGES, KINDS, SEXES, SOURCES, OPEN, ACTIVITIES):
        if code in words:
            return words[code]
    return lifecycle_word(code)


def lifecycle_word(code: str | None) -> str:
    """The word of a customer's stage: a lost customer is something else than a lost deal."""
    return LIFECYCLE.get(code or "", code or "")


def task_word(code: str | None) -> str:
    """The word of a task's state: an open task is something else than open deals."""
    return TASKS.get(code or "", code or "")


OF_FIELDS = {"lifecycle": lifecycle_word, "state": task_word}
"""The words of fields whose codes mean something else elsewhere."""
