"""The bundled demo person, for a station without a camera: a rendered person who takes a whole session."""

from station.capture.played import PlayedSource, played
from station.capture.sources import DEMO_CLIP, Source, SourceKind
from vision.errors import TongjingError


def demo_source() -> PlayedSource:
    """The demo person in real time, again and again. Raises TongjingError where the clip is not installed."""
    if not DEMO_CLIP.is_file():
        raise TongjingError(
            f"{DEMO_CLIP}: the demo clip is not installed; give a camera, a file or a folder instead."
        )
    return played((Source("demo", SourceKind.CLIP, DEMO_CLIP),))
