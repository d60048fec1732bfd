"""The grooming family: everything about the head's items from one run of the model."""

from collections.abc import Callable, Iterable

from vision.colour import hair_colour
from vision.families import MeasureContext
from vision.grooming import face_items, hair
from vision.grooming.parts import HeadParts, head_parts
from vision.measure import Measure
from vision.reason import Reason

Reader = Callable[[MeasureContext, HeadParts], Iterable[Measure]]
READERS: tuple[tuple[tuple[str, ...], Reader], ...] = (
    (face_items.NAMES, face_items.read_face_items),
    (hair.NAMES, hair.read_hair),
    ((hair_colour.NAME,), hair.read_hair_colour),
)
"""Names and reader; one run of the model serves them all."""
NAMES = tuple(name for names, _ in READERS for name in names)


def measure_grooming(context: MeasureContext) -> Iterable[Measure]:
    """Facial hair, glasses and hair, or why they cannot be told."""
    head = head_parts(context)
    if isinstance(head, Reason):
        return [Measure.missing(name, head, context.view) for name in NAMES]
    return [measure for _, read in READERS for measure in read(context, head)]
