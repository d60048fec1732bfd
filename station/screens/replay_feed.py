"""Files, folders and the demo as a live feed: played in their own time, over and over, from one thread."""

import time
from collections.abc import Iterator
from dataclasses import replace

from station.capture.sources import Source, SourceKind, frames_of
from station.screens.played_feed import PlayedFeed
from vision.frame import Frame

STILL_S = 6.0
"""How long a single picture stands."""
STILL_FPS = 15.0


class ReplayFeed(PlayedFeed):
    """Plays sources in a loop. Time and index go on over the ends, as a camera's would."""

    def __init__(self, sources: tuple[Source, ...]) -> None:
        super().__init__("replay")
        self._sources = sources

    def _play(self) -> None:
        begun_s, offset_s, index = time.monotonic(), 0.0, 0
        while True:
            for source in self._sources:
                last_s = 0.0
                for frame in _played(source):
                    last_s = frame.time_s
                    if self._stopped(begun_s + offset_s + last_s):
                        return
                    self.frames.put(replace(frame, index=index, time_s=offset_s + last_s))
                    index += 1
                offset_s += last_s + 1.0 / STILL_FPS


def _played(source: Source) -> Iterator[Frame]:
    if source.kind is not SourceKind.PICTURE:
        yield from frames_of(source)
        return
    still = next(iter(frames_of(source)))
    for number in range(int(STILL_S * STILL_FPS)):
        yield Frame(still.pixels, number, number / STILL_FPS, still.source)
