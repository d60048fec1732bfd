"""The mechanism; each real migration brings a test of its own with a file of its version."""

import pytest

from checklists.migrations import MIGRATIONS, UnknownSchemaError, migrate
from checklists.model import SCHEMA_VERSION

STEPS = {
    1: lambda content: {**content, "limits": [content["low"], content["high"]]},
    2: lambda content: {key: value for key, value in content.items() if key not in ("low", "high")},
}


def test_an_old_file_is_brought_up_step_by_step() -> None:
    old = {"schema_version": 1, "low": 2, "high": 3}
    assert migrate(old, STEPS, to=3) == {"schema_version": 3, "limits": [2, 3]}
    assert old == {"schema_version": 1, "low": 2, "high": 3}


def test_a_current_file_is_left_as_it_is() -> None:
    content = {"schema_version": 3}
    assert migrate(content, STEPS, to=3) is content


@pytest.mark.parametrize("version", [0, 4, -1, "1", 1.0, True, None])
def test_an_unknown_version_names_the_known_ones(version: object) -> None:
    with pytest.raises(UnknownSchemaError, match="must be 1 or 2 or 3"):
        migrate({"schema_version": version}, STEPS, to=3)


def test_there_is_a_migration_from_every_older_version() -> None:
    assert sorted(MIGRATIONS) == list(range(1, SCHEMA_VERSION))
