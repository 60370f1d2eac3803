"""What is a field of a list: what is it called, what does it hold, and which SQL finds it?"""

from collections.abc import Mapping
from typing import Any

import msgspec

from shared.listing.kinds import Kind


class Field(msgspec.Struct, frozen=True, kw_only=True):
    """One field. All SQL in it comes from the code, never from a reader.

    sql:     what is shown and compared; `bound` are the parameters in it.
    with_:   further values that belong to it: name in the row → SQL (a person's name, an amount's currency).
    order:   what it is ordered by, where that is not `sql`; `ordered` False cannot be ordered by.
    type:    the Python type of what it is ordered by.
    present: it is never null.
    choices: the codes of a choice; `choice_labels` their words, where they are not the code's own.
    search:  where values are looked up as they are typed (an address), for those too many to list.
    sums:    the list's foot adds it up, by the currency named in `with_` where it is money.
    reach:   how one reaches whom it names, where a press does: tel or mailto.
    custom:  defined by an administrator.
    """

    name: str
    title: str
    kind: Kind
    sql: str
    bound: Mapping[str, Any] = {}
    with_: Mapping[str, str] = {}
    order: str = ""
    ordered: bool = True
    type: Any = str
    present: bool = False
    choices: tuple[str, ...] = ()
    choice_labels: Mapping[str, str] = {}
    search: str = ""
    sums: bool = False
    reach: str = ""
    custom: bool = False
