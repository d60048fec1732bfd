"""`tongjing calibrate uniform`: the colours of the house's clothes from a few pictures of people who wear them."""

import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TextIO

import numpy as np

from calibration.uniform import UNIFORM_FILE, file_of, save_uniform
from calibration.white_card import card_light
from station.calibration_source import running, still
from station.capture.sources import Source, SourceKind, frames_of, resolve
from station.own_files import keep_good
from station.pipeline import make_backend
from station.session.wording import reason_text
from station.settings import data_folder
from vision.body.trunk import measure_trunk
from vision.colour.cielab import Array, lab_of
from vision.colour.garments import Garment, GarmentPixels, garments_of
from vision.colour.light import Light, light_like, light_of, occupied_by
from vision.colour.modes import ColourMode, Uniform, distance_to, modes_of
from vision.colour.skin import skin_of
from vision.errors import TongjingError
from vision.families import Finding, MeasureContext
from vision.frame import Frame
from vision.landmarks.backend import LandmarkBackend
from vision.observer import Observer
from vision.reason import Reason

MOST_PICTURES = 24
_STEP_S = 0.5
"""Of a clip or a camera, one picture each half second."""
_LIVE_PICTURES = 8
_PIXELS_EACH = 400
"""Of each garment and picture: every picture counts the same."""
_UNLIKE = 12.0
"""CIEDE2000 of one picture to all: beyond it, it does not show the same clothes."""


@dataclass(frozen=True, slots=True)
class _Look:
    """What one picture shows of the clothes."""

    name: str
    linear: dict[Garment, Array]
    light: Light


def calibrate_uniform(
    sources: Sequence[str],
    name: str,
    card: str | None,
    output: Path | None,
    out: TextIO,
    *,
    wait_s: float = 0.0,
    backend: LandmarkBackend | None = None,
) -> int:
    """Write the uniform's file; 0. Raises TongjingError in one sentence where no picture shows the clothes."""
    collecting = _Collecting(backend or make_backend())
    looks, refused = [], Counter[Reason]()
    for frame in islice(_frames(sources, wait_s, out), MOST_PICTURES):
        look = collecting.look(frame)
        if isinstance(look, Reason):
            refused[look] += 1
        else:
            looks.append(look)
    if not looks:
        raise TongjingError(_nothing(refused))
    light = looks[0].light
    if card is not None:
        # the room as this picture shows it: a white card held up may change the camera's exposure
        shown = still(card, wait_s, out)
        light = card_light(shown, light_of(shown).reference, card)
    uniform = _enrolled(looks, light, name)
    _tell(uniform, looks, refused, out)
    path = output or data_folder() / UNIFORM_FILE
    path.parent.mkdir(parents=True, exist_ok=True)
    save_uniform(file_of(uniform, len(looks), card=card is not None), path)
    keep_good(path)
    out.write(f"uniform: written to {path}; no picture is stored\n")
    return 0


class _Collecting:
    """Runs the landmarks on one picture after another and keeps what they show of the clothes."""

    def __init__(self, backend: LandmarkBackend) -> None:
        self._context: MeasureContext | None = None
        # the core wants the trunk's inclination of every frame
        self._observer = Observer(backend, stills=True, families=(measure_trunk, self._keep))

    def _keep(self, context: MeasureContext) -> Iterable[Finding]:
        self._context = context
        return ()

    def look(self, frame: Frame) -> _Look | Reason:
        """The clothes of one picture, or why it cannot serve."""
        self._context = None
        observation = self._observer.observe(frame)
        if observation.people > 1:
            return Reason.SEVERAL_PEOPLE
        if not observation.quality.fit:
            return observation.quality.reasons[0]
        if self._context is None:
            return Reason.NOBODY
        found = garments_of(self._context, skin_of(frame.pixels, self._context.person.face))
        upper = found[Garment.UPPER]
        if isinstance(upper, Reason):
            return upper
        light = light_of(frame.pixels, occupied_by(self._context.landmarks))
        if light.coloured or light.colourless:
            return Reason.COLOURED_LIGHT
        linear = {key: _thinned(seen) for key, seen in found.items() if isinstance(seen, GarmentPixels)}
        return _Look(frame.source or f"picture {frame.index}", linear, light)


def _thinned(seen: GarmentPixels) -> Array:
    step = max(1, len(seen.linear) // _PIXELS_EACH)
    return seen.linear[::step]


def _frames(sources: Sequence[str], wait_s: float, out: TextIO) -> Iterator[Frame]:
    for text in sources:
        for source in resolve(text):
            if source.kind is SourceKind.CAMERA:
                yield from _live(source, wait_s, out)
                continue
            last_s = -_STEP_S
            for frame in frames_of(source):
                if frame.time_s - last_s >= _STEP_S:
                    last_s = frame.time_s
                    yield frame


def _live(source: Source, wait_s: float, out: TextIO) -> Iterator[Frame]:
    """Pictures of the camera while the person stands on the mark."""
    with running(source) as live:
        out.write(f"{_LIVE_PICTURES} pictures are taken in {wait_s:.0f} s: stand on the mark, arms a little out\n")
        out.flush()
        time.sleep(wait_s)
        for _ in range(_LIVE_PICTURES):
            frame = live.frames.get()
            if frame is not None:
                yield frame
            time.sleep(_STEP_S)


def _enrolled(looks: Sequence[_Look], light: Light, name: str) -> Uniform:
    garments: dict[str, tuple[ColourMode, ...]] = {}
    for garment in Garment:
        shown = [_balanced(look, garment, light) for look in looks if garment in look.linear]
        if shown:
            garments[garment.value] = modes_of(np.concatenate(shown))
    return Uniform(garments, light, (name,) if name else ())


def _balanced(look: _Look, garment: Garment, light: Light) -> Array:
    return lab_of(light_like(light, look.light).balanced(look.linear[garment]))


def _tell(uniform: Uniform, looks: Sequence[_Look], refused: Counter[Reason], out: TextIO) -> None:
    out.write(f"pictures that show the clothes: {len(looks)}\n")
    for reason, count in refused.most_common():
        out.write(f"not used: {count}, {reason_text(reason, 'en')}\n")
    for garment, modes in uniform.garments.items():
        colours = ", ".join(
            f"L* {mode.lab[0]:.0f} a* {mode.lab[1]:+.0f} b* {mode.lab[2]:+.0f} ({mode.share:.0%})" for mode in modes
        )
        out.write(f"{garment} garment: {colours}\n")
    if "lower" not in uniform.garments:
        out.write("the legs are in no picture: only the upper garment is enrolled\n")
    for look in looks:
        apart = max(
            distance_to(uniform.garments[garment.value], _balanced(look, garment, uniform.light))
            for garment in look.linear
        )
        if apart > _UNLIKE:
            out.write(f"{look.name}: lies {apart:.0f} from the others (CIEDE2000); is it the same uniform?\n")


def _nothing(refused: Counter[Reason]) -> str:
    if not refused:
        return "There is no picture to take the uniform from; give pictures, a clip or --source 0 for the camera."
    reason = refused.most_common(1)[0][0]
    why = reason_text(reason, "en").rstrip(".") or reason.value
    if reason is Reason.COLOURED_LIGHT:
        why = "the light is coloured, or the picture has no colours"
    return (
        f"No picture shows the uniform ({why[:1].lower()}{why[1:]}); give a few of"
        " one person in it, from the front, from the shoulders to the knees, in white light."
    )
