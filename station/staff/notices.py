"""Who has accepted which version of the notice, by pseudonym: so that staff read it once and not every day."""

import json
from pathlib import Path

FILE_NAME = "notices.json"


class NoticeBook:
    """Accepted notice versions. A book that cannot be read or written only means that the notice is shown again."""

    def __init__(self, path: Path | None = None) -> None:
        """`path` None: remembered until the program ends."""
        self._path = path
        self._accepted: dict[str, str] = {}
        if path is not None and path.exists():
            try:
                document = json.loads(path.read_text(encoding="utf-8"))
                self._accepted = {str(key): str(value) for key, value in document.items()}
            except (OSError, ValueError, AttributeError):
                self._accepted = {}

    def accepted(self, pseudonym: str, version: str) -> bool:
        """True where this person has accepted exactly this version."""
        return self._accepted.get(pseudonym) == version

    def accept(self, pseudonym: str, version: str) -> None:
        """Remember it."""
        if self.accepted(pseudonym, version):
            return
        self._accepted[pseudonym] = version
        if self._path is None:
            return
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            fresh = self._path.with_suffix(".new")
            fresh.write_text(json.dumps(self._accepted), encoding="utf-8")
            fresh.replace(self._path)
        except OSError:
            return  # shown once more next time; no reason to stop a session
