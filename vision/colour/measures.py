"""The colour family: everything that is told by colour, with the light and the person's skin looked up once."""

from collections.abc import Iterable

from vision.colour.cuffs import read_cuffs
from vision.colour.light import light_of, occupied_by
from vision.colour.nails import read_nails
from vision.colour.shoes import read_shoes
from vision.colour.skin import skin_of
from vision.colour.uniform import read_uniform
from vision.families import MeasureContext
from vision.measure import Measure


def measure_colours(context: MeasureContext) -> Iterable[Measure]:
    """Uniform, shoes, nails and cuffs, or why they cannot be told."""
    light = light_of(context.frame.pixels, occupied_by(context.landmarks))
    tone = skin_of(context.frame.pixels, context.person.face)
    return [
        *read_uniform(context, light, tone),
        *read_shoes(context, light, tone),
        *read_nails(context, light),
        *read_cuffs(context, tone),
    ]
