"""`tongjing badge`: what stands on the card in a picture, to see whether the camera is sharp enough for it."""

from typing import TextIO

from station.badge_text import card_reader
from station.capture.sources import frames_of, resolve
from station.pipeline import make_backend
from vision.badge_text.reader import CardText
from vision.body.trunk import measure_trunk
from vision.dress.measures import measure_badge
from vision.errors import TongjingError
from vision.models.text import INSTALL
from vision.observer import Observer

EXIT_READ, EXIT_NOT_READ = 0, 3


def read_badges(source: str, number: str | None, out: TextIO) -> int:
    """Write the lines of every picture's card to `out`. 0 where each is readable (and shows `number`), else 3.

    Raises TongjingError without the extra, or where there is no picture.
    """
    reader = card_reader()
    if reader is None:
        raise TongjingError(f"Text on badges cannot be read: the optional reader is not installed; {INSTALL}.")
    observer = Observer(make_backend(), stills=True, families=(measure_trunk, measure_badge))
    missed = False
    for one in resolve(source):
        for frame in frames_of(one):
            badge = observer.observe(frame).items.badge
            if badge is None:
                out.write(f"{one.name}: no badge found\n")
                missed = True
                continue
            text = reader.read(frame.pixels, badge.corners)
            out.write("".join(f"{one.name}: {sentence}\n" for sentence in _sentences(text, number)))
            missed |= not text.readable or (number is not None and not text.shows(number))
    return EXIT_NOT_READ if missed else EXIT_READ


def _sentences(text: CardText, number: str | None) -> list[str]:
    said = [f"{line.text} ({100.0 * line.belief:.0f} %)" for line in text.lines] or ["nothing could be read"]
    if number is not None:
        said.append(f"the number {number} was {'read' if text.shows(number) else 'not read'}")
    return said
