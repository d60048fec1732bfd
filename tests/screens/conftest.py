"""Any warning of Qt fails the test that caused it."""

import pytest


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "tests/screens" in item.path.as_posix():
            item.add_marker(pytest.mark.qt_log_level_fail("WARNING"))


@pytest.fixture(autouse=True)
def _application(qapp: object) -> object:
    """Fonts and images need Qt's application."""
    return qapp
