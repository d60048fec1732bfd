"""`tongjing checklist copy`: a standard of one's own to begin with, as a whole file or as what differs."""

import re
from pathlib import Path
from typing import TextIO

from checklists.folder import load_folder
from checklists.loader import STANDARDS
from checklists.model import SCHEMA_VERSION
from checklists.schema import SCHEMA_FILE
from station.own_checklists import CHECKLIST_FOLDER
from station.settings import data_folder
from vision.errors import TongjingError

_ID = re.compile(r"[a-z][a-z0-9_]{0,63}")
_ID_LINE = re.compile(r'^id = "[^"]*"', re.MULTILINE)
_SCHEMA_LINE = re.compile(r"\A#:schema .*")
_NEXT = {
    "zh_CN": "已写入 {path}。修改后请运行：tongjing checklist validate {path}",
    "en": "{path} is written. When you have edited it, run: tongjing checklist validate {path}",
}


def copy_checklist(
    source_id: str,
    new_id: str,
    out: TextIO,
    *,
    extends: bool = False,
    language: str = "zh_CN",
    folder: Path | None = None,
) -> int:
    """Write `new_id`.toml into the owner's folder, never over a file that is there; 0, and the next step on `out`.

    `extends`: not a whole copy, but a file that says only what differs. `folder`: default the data folder's. Raises
    TongjingError for an unknown source, an id that cannot be one, a file that is there or cannot be written.
    """
    target = (folder or data_folder() / CHECKLIST_FOLDER) / f"{new_id}.toml"
    known = load_folder(target.parent).checklists
    if source_id not in known:
        raise TongjingError(f"{source_id}: there is no such checklist; choose one of {', '.join(known)}.")
    if _ID.fullmatch(new_id) is None:
        raise TongjingError(f"{new_id}: is no id; use small letters, digits and underscores, like my_branch.")
    if target.exists():
        raise TongjingError(f"{target}: is there already; choose another id, or edit that file.")
    if extends:
        name = known[source_id].name.text
        text = _beginning(source_id, new_id, name.zh, name.en)
    else:
        own = target.parent / f"{source_id}.toml"
        original = own if own.is_file() else STANDARDS / f"{source_id}.toml"
        text = _ID_LINE.sub(f'id = "{new_id}"', original.read_text(encoding="utf-8"), count=1)
        text = _SCHEMA_LINE.sub(lambda _: f"#:schema {SCHEMA_FILE}", text)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        raise TongjingError(f"{target}: cannot be written ({error.strerror}); check the folder's rights.") from None
    print(_NEXT["en" if language.startswith("en") else "zh_CN"].format(path=target), file=out)
    return 0


def _beginning(source_id: str, new_id: str, zh: str, en: str) -> str:
    return (
        f"#:schema {SCHEMA_FILE}\n"
        f"schema_version = {SCHEMA_VERSION}\n"
        f'id = "{new_id}"\n'
        'version = "1"\n'
        f'extends = "{source_id}"\n'
        "omit = []  # ids of clauses to leave out\n"
        f'name = {{ zh = "{zh}", en = "{en}" }}\n'
        "\n"
        "# Of a clause of the same id only the keys given here are replaced, for example:\n"
        "# [[clauses]]\n"
        '# id = "uniform.badge_level"\n'
        '# rules = [{ measure = "badge_tilt_deg", abs = 3 }]\n'
    )
