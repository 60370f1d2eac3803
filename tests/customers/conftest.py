"""Sentences about one customer."""

import pytest

from services.customers.application import customers
from tests.customers.words import CUSTOMER
from tests.spec import Spec


@pytest.fixture
def customer() -> Spec:
    return Spec(customers, CUSTOMER)
