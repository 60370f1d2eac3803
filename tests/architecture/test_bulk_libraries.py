"""Do services stay small and the command line quick, because only bulk work loads Arrow?"""

import pytest

from tests.architecture.test_green_threads import modules_after_importing


@pytest.mark.parametrize(
    "module", ["services.gateway.app", "services.operations.cli", "shared.local_bus", "shared.nameko_host"]
)
def test_arrow_is_not_loaded(module: str) -> None:
    assert modules_after_importing(module).isdisjoint({"pyarrow", "adbc_driver_postgresql", "duckdb"})
