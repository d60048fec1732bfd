"""The dress model: one backbone, and the decoders that read its features for a chest or for a collar.

The backbone is nine tenths of the arithmetic; each decoder is a file of its own, so that a look is answered by the
one that it was taken for. Training, figures and limits: `assets/models/own/dress.md`.
"""

from functools import cache

import numpy as np
import onnxruntime as ort

from vision.frame import Picture
from vision.landmarks.points import Floats
from vision.models.sessions import load_session
from vision.upright_chart import model_input

BACKBONE, CHEST, COLLAR = "dress_features", "dress", "collar"


@cache
def _session(name: str) -> ort.InferenceSession:
    return load_session(name)


def read_chest(cut: Picture) -> list[Floats]:
    """A chest's chart, 256 x 192 x 3, to logits: 7 flags; 3 masks, 4 heat maps and 8 corner offsets of 64 x 48."""
    return _read(CHEST, cut)


def read_collar(cut: Picture) -> list[Floats]:
    """A collar's cut, 256 x 192 x 3, to what is said of it, and the heat map of a scarf's knot, 64 x 48, logits.

    Said are four numbers: the logit that a tie is worn, the evidence of ImageNet's classifier for one, the logit that
    a scarf is worn, and the classifier's evidence for a bow tie.
    """
    return _read(COLLAR, cut)


def _read(decoder: str, cut: Picture) -> list[Floats]:
    backbone = _session(BACKBONE)
    names = [output.name for output in backbone.get_outputs()]
    features = dict(zip(names, backbone.run(None, {"chart": model_input(cut)}), strict=True))
    return [np.asarray(part[0]) for part in _session(decoder).run(None, features)]
