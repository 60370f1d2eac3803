"""What does a page say to somebody who asks for help on it?"""

from shared.marks import N_

Told = tuple[str, str]
EVERYWHERE: tuple[Told, ...] = (
    (
        N_("Find anything"),
        N_(
            "Press / or Ctrl K and type a name, a number or an address. Chinese names are also found by "
            "pinyin or its first letters: zs finds 张三. The same box goes to pages and does what can be "
            "done here."
        ),
    ),
    (
        N_("Nothing is lost"),
        N_(
            "Every change is kept with who made it, when and from where. Open a record to see its whole "
            "history; what was done by mistake can be undone."
        ),
    ),
)
HELP: dict[str, tuple[Told, ...]] = {
    "home": (
        (
            N_("Your day"),
            N_(
                "Tasks that are due and your open deals stand here, and what you looked at last. The first "
                "steps tick themselves as you go."
            ),
        ),
    ),
    "customers": (
        (
            N_("Customers"),
            N_(
                "Filter by any field, choose and order the columns, and save it as a view: its address can "
                "be sent to colleagues. Press a row to see it at the side, Open for the full page."
            ),
        ),
        (
            N_("Many at once"),
            N_("Choose rows to tag, assign or export them together, and see how far it is."),
        ),
    ),
    "deals": (
        (
            N_("The board"),
            N_(
                "Drag a card to another stage, or press its menu key. The head of a column shows how many "
                "deals it holds, what they are worth, and that sum weighed by how likely they are."
            ),
        ),
        (
            N_("Won or lost"),
            N_("Closing a deal asks for the amount or the reason: reports are made of it later."),
        ),
    ),
    "tasks": (
        (
            N_("Tasks"),
            N_("Plan the next step with each customer. You are reminded here and by mail when it is due."),
        ),
    ),
    "reports": (
        (
            N_("Figures"),
            N_("Every figure opens the deals it is made of. Sums of different currencies are never mixed."),
        ),
    ),
    "operations": (
        (
            N_("Operations"),
            N_("How the log and the read models stand, which alarms are on, and what to do about them."),
        ),
    ),
    "settings": (
        (
            N_("Settings"),
            N_("Yours stand first. What concerns the company is seen by those who have the right to it."),
        ),
    ),
}


def help_for(section: str) -> tuple[Told, ...]:
    """Titles and texts for this section, its own first."""
    return (*HELP.get(section, ()), *EVERYWHERE)
