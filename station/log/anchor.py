"""Signed notes outside the database that say how far the chain had come: the head file and the daily checkpoints."""

import json
from dataclasses import dataclass
from pathlib import Path

from station.log.durable import replace_synced, write_new, write_synced
from station.log.encoding import Json, canonical, sha256
from station.log.key import PublicKey, StationKey

HEAD_FILE = Path("head.json")
PREPARED_HEAD_FILE = Path("head.next.json")
CHECKPOINT_FOLDER = Path("checkpoints")


@dataclass(frozen=True, slots=True)
class Anchor:
    """At `utc` the chain ended with record `sequence`, whose hash was `hash`. `day` is empty for a head."""

    kind: str
    chain: str
    sequence: int
    hash: str
    utc: str
    day: str = ""
    signature: str = ""

    def body(self) -> dict[str, Json]:
        """What is signed."""
        return {
            "kind": self.kind,
            "chain": self.chain,
            "sequence": self.sequence,
            "hash": self.hash,
            "utc": self.utc,
            "day": self.day,
        }

    def signed(self, key: StationKey) -> "Anchor":
        """The same with the station's signature."""
        signature = key.sign(self.kind, sha256(canonical(self.body())))
        return Anchor(self.kind, self.chain, self.sequence, self.hash, self.utc, self.day, signature)

    def is_signed_by(self, key: PublicKey) -> bool:
        """Whether the station's key made this note."""
        return self.chain == key.id and key.verifies(self.kind, sha256(canonical(self.body())), self.signature)

    def text(self) -> str:
        """The file's content: one line of canonical JSON."""
        return canonical({**self.body(), "signature": self.signature}) + "\n"

    @classmethod
    def parse(cls, text: str) -> "Anchor":
        """Reads what `text` wrote; ValueError where it is anything else."""
        found = json.loads(text)
        if not isinstance(found, dict):
            raise ValueError("not an anchor: no JSON object")
        words: list[str] = []
        for name in ("kind", "chain", "hash", "utc", "day", "signature"):
            if not isinstance(found.get(name), str):
                raise ValueError(f"not an anchor: {name} is missing or no text")
            words.append(found[name])
        sequence = found.get("sequence")
        if type(sequence) is not int:
            raise ValueError("not an anchor: sequence is missing or no whole number")
        kind, chain, digest, utc, day, signature = words
        return cls(kind, chain, sequence, digest, utc, day, signature)


def read_head(data_dir: Path) -> Anchor | None:
    """The head file; None where there is none. ValueError where it is no anchor, OSError where unreadable."""
    try:
        return Anchor.parse((data_dir / HEAD_FILE).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None


def prepare_head(data_dir: Path, head: Anchor) -> None:
    """Puts the next head on the disk under its preliminary name, while the commit can still be called off.

    After the commit only a rename is left to do, which needs no space: a full disk is met before, not after.
    """
    write_synced(data_dir / PREPARED_HEAD_FILE, head.text().encode("utf-8"))


def install_head(data_dir: Path) -> None:
    """Makes the prepared head the head."""
    replace_synced(data_dir / PREPARED_HEAD_FILE, data_dir / HEAD_FILE)


def checkpoint_path(data_dir: Path, day: str) -> Path:
    """Where the checkpoint of a local day (YYYY-MM-DD) lies."""
    return data_dir / CHECKPOINT_FOLDER / f"{day}.json"


def write_checkpoint(data_dir: Path, checkpoint: Anchor) -> None:
    """Writes a day's checkpoint; a second one of the same day (clock set back) takes the first one's place."""
    path = checkpoint_path(data_dir, checkpoint.day)
    path.parent.mkdir(exist_ok=True)
    write_new(path, checkpoint.text().encode("utf-8"), mode=0o644)


def read_checkpoints(data_dir: Path) -> dict[str, "Anchor | None"]:
    """All checkpoint files by name, oldest first; None where a file is no anchor."""
    found: dict[str, Anchor | None] = {}
    folder = data_dir / CHECKPOINT_FOLDER
    for path in sorted(folder.glob("*.json")) if folder.is_dir() else []:
        try:
            found[path.name] = Anchor.parse(path.read_text(encoding="utf-8"))
        except ValueError:
            found[path.name] = None
    return found
