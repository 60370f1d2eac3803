"""Sentences about one deal, product or agent."""

import pytest

from services.sales.application import sales
from tests.sales.words import AGENT, DEAL, PRODUCT
from tests.spec import Spec


@pytest.fixture
def deal() -> Spec:
    return Spec(sales, DEAL)


@pytest.fixture
def product() -> Spec:
    return Spec(sales, PRODUCT)


@pytest.fixture
def agent() -> Spec:
    return Spec(sales, AGENT)
