"""The library's own tests, which no database can change the outcome of."""

from pathlib import Path

import pytest

HERE = Path(__file__).parent


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """All of them are marked."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker("library")
