"""QR and bar codes held up to the camera, read from the unmirrored frame a few times a second."""

import zxingcpp

from vision.frame import Frame

INTERVAL_S = 0.4
MAX_TEXT = 128


def read_codes(frame: Frame) -> tuple[str, ...]:
    """The texts of all codes in the picture, blanks stripped, empty and overlong ones left out."""
    found = []
    for barcode in zxingcpp.read_barcodes(frame.pixels):
        text = barcode.text.strip()
        if barcode.valid and 0 < len(text) <= MAX_TEXT and text not in found:
            found.append(text)
    return tuple(found)


class CodeReader:
    """Looks at a frame every `interval_s` and gives each code once until it has been gone. `reset` forgets."""

    def __init__(self, interval_s: float = INTERVAL_S) -> None:
        self.interval_s = interval_s
        self.reset()

    def reset(self) -> None:
        """Look at the very next frame."""
        self._next_s: float | None = None
        self._last: tuple[str, ...] = ()

    def look(self, frame: Frame, now_s: float) -> tuple[str, ...]:
        """Texts that are new in this frame; empty between two looks."""
        if self._next_s is not None and now_s < self._next_s:
            return ()
        self._next_s = now_s + self.interval_s
        found = read_codes(frame)
        fresh = tuple(text for text in found if text not in self._last)
        self._last = found
        return fresh
