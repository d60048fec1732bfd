import tomllib
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checklists.positions import Path, line_of, locate

TEXT = """# a comment with [brackets] and "quotes"
schema_version = 1
name = { zh = "名 # not a comment", en = "it's" }
[[clauses]]
id = "a"
parts = [
  "front", # why
  "bow",
]

  [[clauses.rules]]
  measure = "x"
  low = -3.5

  [[clauses.rules]]
  measure = "y"

[[clauses]]
id = "b"
says.zh = "点"
text = \"""
[[clauses]]
id = "not this one" \\"\"""
[clauses.drill]
steps = [
  { says = { zh = "一" }, seconds = 1.0 },
  { says = { zh = "二" } },
]
"""


@pytest.mark.parametrize(
    ("path", "line"),
    [
        (("schema_version",), 2),
        (("name", "en"), 3),
        (("clauses", 0), 4),
        (("clauses", 0, "id"), 5),
        (("clauses", 0, "parts"), 6),
        (("clauses", 0, "parts", 1), 8),
        (("clauses", 0, "rules", 0, "low"), 13),
        (("clauses", 0, "rules", 1, "measure"), 16),
        (("clauses", 1), 18),
        (("clauses", 1, "says", "zh"), 20),
        (("clauses", 1, "text"), 21),
        (("clauses", 1, "drill"), 24),
        (("clauses", 1, "drill", "steps", 1, "says", "zh"), 27),
    ],
)
def test_every_key_is_found_on_its_line(path: Path, line: int) -> None:
    tomllib.loads(TEXT)
    assert locate(TEXT)[path] == line


def test_a_missing_key_is_placed_at_its_table() -> None:
    lines = locate(TEXT)
    assert line_of(lines, ("clauses", 1, "drill", "done_if")) == 24
    assert line_of(lines, ("nothing",)) is None


keys = st.from_regex(r"[a-z_]{1,6}", fullmatch=True)
scalars = st.one_of(
    st.integers(-999, 999), st.booleans(), st.text("ab [{#=\"'\\\n,字", max_size=8), st.floats(-9, 9, allow_nan=False)
)
values = st.recursive(scalars, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(keys, inner, max_size=3))


def _toml(value: Any) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key} = {_toml(inner)}" for key, inner in value.items()) + "}"
    if isinstance(value, list):
        return "[\n" + "".join(f"  {_toml(inner)}, # ] }}\n" for inner in value) + "]"
    if isinstance(value, str):
        escaped = value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
        return f'"{escaped}"'
    return str(value).lower()


def _paths(value: Any, path: Path = ()) -> list[Path]:
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [found for key, each in inner for found in [(*path, key), *_paths(each, (*path, key))]]


@settings(max_examples=40)
@given(st.dictionaries(keys, values, max_size=4))
def test_every_path_of_a_valid_text_is_found(content: dict[str, Any]) -> None:
    text = "".join(f"{key} = {_toml(value)}\n" for key, value in content.items() if not isinstance(value, dict))
    text += "".join(
        f"[{key}]\n" + "".join(f"{name} = {_toml(each)}\n" for name, each in value.items())
        for key, value in content.items()
        if isinstance(value, dict)
    )
    parsed = tomllib.loads(text)
    lines = locate(text)
    assert set(_paths(parsed)) == set(lines)
    for key in content:
        line = text.splitlines()[lines[(key,)] - 1]
        assert line.startswith((f"{key} =", f"[{key}]"))
