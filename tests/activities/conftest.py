"""Sentences about one activity, one task, and what one user has read."""

import pytest

from services.activities.application import activities
from tests.activities.words import ACTIVITY, CUSTOMER, DEAL, READING, TASK, customer, deal
from tests.spec import Spec


@pytest.fixture
def activity() -> Spec:
    return Spec(activities, ACTIVITY).given(customer, on=CUSTOMER)


@pytest.fixture
def task() -> Spec:
    return Spec(activities, TASK).given(deal, on=DEAL)


@pytest.fixture
def reading() -> Spec:
    return Spec(activities, READING)
