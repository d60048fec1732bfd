"""What a SOURCE on the command line means: pictures, folders, clips, the demo person or a camera."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from station.capture.clips import CLIP_ENDINGS, read_clip
from station.capture.pictures import PICTURE_ENDINGS, read_picture
from vision.errors import TongjingError
from vision.frame import Frame

DEMO_CLIP = Path(__file__).resolve().parents[2] / "assets" / "demo" / "person.mp4"


class SourceKind(StrEnum):
    """How a source is read."""

    PICTURE = "picture"
    CLIP = "clip"
    CAMERA = "camera"


@dataclass(frozen=True, slots=True)
class Source:
    """One thing to look at."""

    name: str
    """As the person wrote it; lines of output carry it."""
    kind: SourceKind
    path: Path | None = None
    device: int | str | None = None


class SourceError(TongjingError):
    """A SOURCE that leads nowhere."""


def resolve(text: str) -> tuple[Source, ...]:
    """The sources one argument names: a folder gives its pictures and clips in order of their names.

    Raises SourceError where there is nothing to look at.
    """
    if not text.strip():
        raise SourceError(
            "The name of a source is empty; give a picture, a video, a folder, a camera's number or demo."
        )
    if text == "demo":
        return (Source("demo", SourceKind.CLIP, DEMO_CLIP),)
    if text.isdigit():
        return (Source(text, SourceKind.CAMERA, device=int(text)),)
    if text.startswith("/dev/"):
        return (Source(text, SourceKind.CAMERA, device=text),)
    path = Path(text)
    if path.is_dir():
        known = PICTURE_ENDINGS | CLIP_ENDINGS
        inside = sorted(entry for entry in path.iterdir() if entry.suffix.lower() in known and entry.is_file())
        if not inside:
            raise SourceError(f"{text}: the folder holds no pictures and no videos.")
        return tuple(_of_file(str(entry), entry) for entry in inside)
    if not path.exists():
        raise SourceError(f"{text}: there is no such file, folder or camera.")
    return (_of_file(text, path),)


def _of_file(name: str, path: Path) -> Source:
    kind = SourceKind.CLIP if path.suffix.lower() in CLIP_ENDINGS or _is_clip(path) else SourceKind.PICTURE
    return Source(name, kind, path)


def _is_clip(path: Path) -> bool:
    """A clip under a wrong ending: MP4/MOV carry `ftyp`, Matroska and AVI their own first bytes."""
    if not path.is_file():
        return False
    with path.open("rb") as handle:
        head = handle.read(12)
    return head[4:8] == b"ftyp" or head[:4] in (b"\x1aE\xdf\xa3",) or (head[:4] == b"RIFF" and head[8:11] == b"AVI")


def frames_of(source: Source) -> Iterator[Frame]:
    """The frames of a picture (one) or a clip, read as they are asked for. Raises the reader's own error."""
    if source.path is None:
        raise SourceError(f"{source.name}: a camera is read live, not as a file.")
    if source.kind is SourceKind.CLIP and not (
        source.path.suffix.lower() in CLIP_ENDINGS and _is_picture(source.path)
    ):
        yield from read_clip(source.path, source.name)
    else:
        yield Frame(read_picture(source.path), 0, 0.0, source.name)


def _is_picture(path: Path) -> bool:
    """A picture under a clip's ending."""
    if not path.is_file():
        return False
    with path.open("rb") as handle:
        head = handle.read(8)
    return head[:3] == b"\xff\xd8\xff" or head == b"\x89PNG\r\n\x1a\n"
