"""Enters models of our own into the manifest, after training. Not used at set-up or while the product runs."""

from pathlib import Path

import tomlkit
from tomlkit.items import AoT

from vision.errors import TongjingError
from vision.models.manifest import OWN, load_manifest, models_folder, sha256

LICENCE = "Apache-2.0"


def record_own_model(file: Path, *, purpose: str = "", card: str = "", folder: Path | None = None) -> None:
    """Enter `file`, which lies in the `own` folder, with its SHA-256; a known model keeps what is not given anew.

    The model's name is the file's without its ending. Comments and order of the manifest stay. Raises TongjingError
    where the file lies elsewhere, or where a new model comes without purpose or card.
    """
    folder = models_folder() if folder is None else folder
    if not file.is_file() or file.resolve().parent != (folder / OWN).resolve():
        raise TongjingError(f"{file} is no file in {folder / OWN}; put the model there first.")
    path = folder / "manifest.toml"
    document = tomlkit.parse(path.read_text(encoding="utf-8"))
    models = document["models"]
    if not isinstance(models, AoT):
        raise TongjingError(f"The models' manifest {path} has no list of models; restore the file.")
    entry = next((table for table in models if table["name"] == file.stem), None)
    if entry is None:
        if not purpose or not card:
            raise TongjingError(f"{file.stem} is a new model; give its --purpose and its --card.")
        entry = tomlkit.table()
        entry.add("name", file.stem)
        models.append(entry)
    values = {"purpose": purpose or entry["purpose"], "licence": LICENCE, "source": OWN, "file": file.name}
    values |= {"card": card or entry["card"], "sha256": sha256(file.read_bytes())}
    for key, value in values.items():
        entry[key] = value
    path.write_text(tomlkit.dumps(document), encoding="utf-8")
    load_manifest(folder)
