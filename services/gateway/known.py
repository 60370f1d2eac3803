"""What do several parts of one page ask of the company: who works here, what is sold, in which stages?"""

from functools import cached_property

from sqlalchemy import Connection

from projections.configuration.custom_fields import all_definitions
from projections.identity.branches import Branch, branches
from projections.identity.colleagues import Person, everyone
from projections.sales.pipelines import Pipeline, pipelines
from projections.sales.products import Product, products
from shared.custom_fields import Definition


class Known:
    """Each is read when it is first asked for, once for a page, in the page's own look at the database."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self._defined: dict[str, list[Definition]] = {}

    @cached_property
    def everyone(self) -> list[Person]:
        """Everybody who ever worked here, by name."""
        return everyone(self.connection)

    @cached_property
    def colleagues(self) -> list[Person]:
        """Those who work here now."""
        return [each for each in self.everyone if each.active]

    @cached_property
    def branches(self) -> list[Branch]:
        """Every branch, closed ones too."""
        return branches(self.connection)

    @property
    def open_branches(self) -> list[Branch]:
        """Those that are not closed."""
        return [each for each in self.branches if not each.closed]

    @cached_property
    def pipelines(self) -> list[Pipeline]:
        """Every pipeline, the first one first."""
        return pipelines(self.connection)

    @cached_property
    def products(self) -> list[Product]:
        """Every product, withdrawn ones too."""
        return products(self.connection)

    def all_definitions(self, thing: str) -> list[Definition]:
        """The custom fields of customers or deals, retired ones too."""
        if thing not in self._defined:
            self._defined[thing] = all_definitions(self.connection, thing)
        return self._defined[thing]

    def definitions(self, thing: str) -> list[Definition]:
        """Those that are filled in now."""
        return [each for each in self.all_definitions(thing) if not each.retired]
