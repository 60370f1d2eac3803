"""Sentences about the fields of customers."""

import pytest

from events.configuration import fields_of
from services.configuration.application import configuration
from tests.spec import Spec


@pytest.fixture
def fields() -> Spec:
    return Spec(configuration, fields_of("customer"))
