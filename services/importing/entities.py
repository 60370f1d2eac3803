"""Which entities can be imported?"""

from services.activities.importing import IMPORTABLE as ACTIVITIES
from services.customers.importing import IMPORTABLE as CUSTOMERS
from services.identity.importing import IMPORTABLE as IDENTITY
from services.sales.importing import IMPORTABLE as SALES
from shared.importing import Importable

ENTITIES: dict[str, Importable] = {
    entity.name: entity for entity in (*IDENTITY, *CUSTOMERS, *SALES, *ACTIVITIES)
}
