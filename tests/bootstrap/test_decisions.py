"""The list of decisions: who looks for a reason finds it."""

import re
from pathlib import Path

DECISIONS = Path(__file__).resolve().parents[2] / "docs" / "decisions"


def test_every_decision_is_listed_once_and_by_its_own_title():
    page = (DECISIONS / "README.md").read_text("utf-8")
    listed = re.findall(r"^- \[(\d{4})\]\((\S+\.md)\) (.+)$", page, re.MULTILINE)
    pages = sorted(DECISIONS.glob("[0-9]*.md"))
    titles = {page.name: page.read_text("utf-8").splitlines()[0] for page in pages}
    assert sorted(name for _, name, _ in listed) == list(titles)
    for number, name, title in listed:
        assert name.startswith(number)
        assert titles[name] == f"# {number} {title}"
