"""The JSON Schema of a checklist file, for editors that check while one types."""

import json
from pathlib import Path
from typing import Any

from checklists.model import Checklist

SCHEMA_FILE = Path(__file__).with_name("schema.json")


def schema_text() -> str:
    """What `schema.json` must hold. A file that extends a standard may leave out what it inherits."""
    schema: dict[str, Any] = Checklist.model_json_schema()
    schema["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    schema["title"] = "Tongjing checklist"
    schema["required"] = ["schema_version", "id", "version"]
    schema["properties"] |= {
        "extends": {"type": "string", "description": "id of the standard that this file changes"},
        "omit": {"type": "array", "items": {"type": "string"}, "description": "ids of its clauses left out"},
    }
    clause = schema["$defs"]["Clause"]
    complete, clause["required"] = clause["required"], ["id"]
    schema["if"] = {"not": {"required": ["extends"]}}
    schema["then"] = {
        "required": ["name", "clauses"],
        "properties": {"clauses": {"items": {"required": complete}}},
    }
    return json.dumps(schema, ensure_ascii=False, indent=2) + "\n"


def write_schema() -> None:
    """Bring `schema.json` up to date; run by `python -m checklists.schema` after a change of the model."""
    SCHEMA_FILE.write_text(schema_text(), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    write_schema()
