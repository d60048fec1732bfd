"""Older checklist files, brought up to the current schema one version at a time.

A migration takes the parsed TOML of version n and returns that of version n + 1 (without `schema_version`, which is
set here). It must not change its argument, and every one needs a test with a file of the old version.
"""

from collections.abc import Callable, Mapping
from typing import Any

from checklists.model import SCHEMA_VERSION

Content = dict[str, Any]
Migration = Callable[[Content], Content]

MIGRATIONS: Mapping[int, Migration] = {}
"""From version -> the step to the next one."""


class UnknownSchemaError(ValueError):
    """The file's schema version is none that this product knows; the message says which are known."""


def migrate(content: Content, migrations: Mapping[int, Migration] = MIGRATIONS, to: int = SCHEMA_VERSION) -> Content:
    """`content` in schema version `to`; the same object where it already is. Raises UnknownSchemaError."""
    version = content.get("schema_version")
    known = sorted({*migrations, to})
    if type(version) is not int or version not in known:
        wanted = " or ".join(str(number) for number in known)
        if version is None:
            raise UnknownSchemaError(f"this is no checklist: schema_version is missing and must be {wanted}")
        raise UnknownSchemaError(
            f"schema_version must be {wanted} for this version of the product, found {version!r}"
        )
    while version < to:
        content = {**migrations[version](content), "schema_version": version + 1}
        version += 1
    return content
