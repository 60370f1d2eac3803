"""Sentences about one deal or product."""

import pytest

from services.sales.application import sales
from tests.sales.words import DEAL, PRODUCT
from tests.spec import Spec


@pytest.fixture
def deal() -> Spec:
    return Spec(sales, DEAL)


@pytest.fixture
def product() -> Spec:
    return Spec(sales, PRODUCT)
