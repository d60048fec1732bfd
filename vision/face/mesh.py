"""The face mesh's points by name, and where they lie on an average head.

Indices and positions are those of MediaPipe's canonical face model (Apache-2.0), in cm: x to the wearer's left, y up,
z out of the face. Only points that expression hardly moves are listed for the pose.
"""

from typing import Final

import numpy as np
from numpy.typing import NDArray

RIGHT_EYE_OUTER: Final = 33
RIGHT_EYE_INNER: Final = 133
LEFT_EYE_INNER: Final = 362
LEFT_EYE_OUTER: Final = 263
MOUTH_RIGHT: Final = 61
MOUTH_LEFT: Final = 291
LIP_UPPER_INNER: Final = 13
LIP_LOWER_INNER: Final = 14
CHIN: Final = 152
FOREHEAD: Final = 10
RIGHT_SIDE: Final = 234
LEFT_SIDE: Final = 454
"""Just before the ears."""
RIGHT_IRIS: Final = 468
LEFT_IRIS: Final = 473

RIGID_POINTS: Final[tuple[int, ...]] = (
    4,
    6,
    10,
    33,
    54,
    67,
    117,
    119,
    121,
    127,
    129,
    132,
    133,
    136,
    143,
    147,
    198,
    205,
    263,
    284,
    297,
    346,
    348,
    350,
    356,
    358,
    361,
    362,
    365,
    372,
    376,
    420,
    425,
)
RIGID_SHAPE_CM: Final[NDArray[np.float64]] = np.array(
    [
        [0.000, -0.463, 7.587],
        [0.000, 2.473, 5.789],
        [0.000, 8.262, 4.482],
        [-4.446, 2.664, 3.173],
        [-6.279, 6.615, 1.426],
        [-3.524, 8.006, 3.729],
        [-5.259, 0.946, 2.974],
        [-3.301, 0.862, 3.873],
        [-1.821, 1.468, 4.224],
        [-7.743, 2.365, -2.005],
        [-1.786, -0.978, 4.850],
        [-7.271, -2.891, -2.252],
        [-1.856, 2.585, 3.758],
        [-5.085, -7.179, 0.715],
        [-6.408, 2.236, 1.561],
        [-6.235, -1.944, 1.664],
        [-1.247, 0.230, 5.681],
        [-3.833, -1.537, 4.138],
        [4.446, 2.664, 3.173],
        [6.279, 6.615, 1.426],
        [3.524, 8.006, 3.729],
        [5.259, 0.946, 2.974],
        [3.301, 0.862, 3.873],
        [1.821, 1.468, 4.224],
        [7.743, 2.365, -2.005],
        [1.786, -0.978, 4.850],
        [7.271, -2.891, -2.252],
        [1.856, 2.585, 3.758],
        [5.085, -7.179, 0.715],
        [6.408, 2.236, 1.561],
        [6.235, -1.944, 1.664],
        [1.247, 0.230, 5.681],
        [3.833, -1.537, 4.138],
    ]
)
"""len(RIGID_POINTS) x 3."""
