"""Examples for the head network: stored heads, groomed anew by drawing, moved and photographed anew."""

import json
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from training.grooming import beards, eyewear, hair, headwear
from training.grooming.canvas import Canvas, Random, any_colour, cloth, smooth_noise
from training.grooming.render import MARGIN, STORED_PX
from training.render.bodies import HELD_OUT, original_name
from vision.grooming import close_up
from vision.grooming.chart import SIDE_PX, SPAN, TOP
from vision.grooming.parts import Part

FACE_PX, FACE_SPAN, FACE_TOP = close_up.SIDE_PX, close_up.SPAN, close_up.TOP
UNKNOWN = -1.0
NOT_KNOWN = 255
FLAGS = ("beard", "glasses", "dark_glasses", "headwear")
STUBBLED = ("MENA_M_2_Busi", "White_M_1_Util", "Hispanic_M_1_Busi")
"""Their skin has some stubble of its own: whether that is facial hair is not known."""


@dataclass(slots=True)
class Head:
    """One stored head; all places in px of the stored chart."""

    jpeg: bytes
    png: bytes
    avatar: str
    skin_of: str
    wig: str
    camera: NDArray[np.float64]
    face: NDArray[np.float64]
    body: NDArray[np.float64]
    azimuth_deg: float
    unit_px: float

    @property
    def held_out(self) -> bool:
        """Nobody trains on it."""
        return original_name(self.avatar) in HELD_OUT

    @property
    def shows_face(self) -> bool:
        """Whether the product would cut out the face."""
        axes = self.camera[2, [0, 2]]
        return not np.isnan(self.face[0, 0]) and abs(float(np.degrees(np.arctan2(axes[0], -axes[1])))) < 62

    @property
    def eyes(self) -> NDArray[np.float64]:
        """Middle of the eyes' corners, px."""
        return np.asarray(self.face[[33, 133, 362, 263], :2].mean(0))

    def canvas(self) -> Canvas:
        """A fresh canvas."""
        pixels = cv2.imdecode(np.frombuffer(self.jpeg, np.uint8), cv2.IMREAD_COLOR)
        packed = cv2.imdecode(np.frombuffer(self.png, np.uint8), cv2.IMREAD_COLOR)
        kinds = packed[..., 2].copy()
        return Canvas(pixels.astype(np.float32), kinds, packed[..., :2], self.camera, np.array([20.0, 18.0, 16.0]))


def read_heads(path: Path) -> list[Head]:
    """The heads that `training.grooming.render` stored."""
    with np.load(path) as stored:
        data = {name: stored[name] for name in stored.files}
    heads, jpeg, png = [], 0, 0
    for n, (jpeg_end, png_end) in enumerate(zip(data["jpeg_end"], data["png_end"], strict=True)):
        scene = json.loads(str(data["params"][n]))
        heads.append(
            Head(
                data["jpeg"][jpeg:jpeg_end].tobytes(),
                data["png"][png:png_end].tobytes(),
                str(data["avatar"][n]),
                str(scene["skin_of"]),
                str(scene["wig"]),
                data["camera"][n],
                data["face"][n],
                data["body"][n],
                float(data["azimuth_deg"][n]),
                float(data["unit_px"][n]),
            )
        )
        jpeg, png = int(jpeg_end), int(png_end)
    return heads


def groomed(head: Head, rng: Random) -> tuple[Canvas, NDArray[np.float32]]:
    """Draw on a head what people wear and grow; flags in the order of `FLAGS`."""
    canvas = head.canvas()
    flags = np.zeros(len(FLAGS), np.float32)
    if head.skin_of in STUBBLED:
        flags[0] = UNKNOWN
    hair.recolour(canvas, rng)
    _recolour_rest(canvas, rng)
    if rng.random() < 0.35:
        eyewear.make_up(canvas, rng)
    if rng.random() < 0.35:
        mouth(canvas, rng)
    if rng.random() < 0.45:
        grown = beards.grow(canvas, rng)
        flags[0] = 1.0 if grown == 1.0 else UNKNOWN if grown is None or flags[0] != 0 else 0.0
    for draw, chance in ((hair.bun, 0.07), (hair.loose, 0.13), (hair.over_ears, 0.13), (hair.fringe, 0.2)):
        if rng.random() < chance:
            draw(canvas, rng)
    if rng.random() < 0.15:
        hair.wisps(canvas, rng)
    if rng.random() < 0.4:
        shadow(canvas, rng)
    if rng.random() < 0.42:
        flags[1:3] = eyewear.wear(canvas, rng)
    if rng.random() < 0.2:
        headwear.put_on(canvas, rng)
        flags[3] = 1.0
    if rng.random() < 0.06:
        occluder(canvas, rng)
    # what hair or a hat hides is not there to be learned
    for column, kind, fewest in ((0, Part.BEARD, 60), (1, Part.GLASSES, 40)):
        if flags[column] == 1.0 and int(canvas.is_(kind).sum()) < fewest:
            flags[column : column + 1 + column] = UNKNOWN
    return canvas, flags


def _recolour_rest(canvas: Canvas, rng: Random) -> None:
    """Another background, other clothes, another skin tone."""
    side = canvas.side
    if rng.random() < 0.75:
        canvas.blend(background(rng, side), _soft(canvas.is_(Part.BACKGROUND)))
    if rng.random() < 0.6:
        mask = canvas.is_(Part.CLOTH)
        if mask.any():
            luma = canvas.pixels.mean(2)
            shade = np.clip(luma / max(float(luma[mask].mean()), 20.0), 0.4, 2.0)[..., None]
            canvas.blend(np.clip(cloth(rng, side) * shade, 0, 255), _soft(mask))
    if rng.random() < 0.7:
        mask = canvas.is_(Part.SKIN, Part.EAR)
        gain = np.exp(rng.normal(0, 0.22)) * np.exp(rng.normal(0, 0.05, 3))
        canvas.blend(np.clip(canvas.pixels * gain, 0, 255), _soft(mask))


def _soft(mask: NDArray[np.bool_]) -> NDArray[np.float32]:
    return np.asarray(cv2.GaussianBlur(mask.astype(np.float32), (0, 0), 0.7), np.float32)


def background(rng: Random, side: int) -> NDArray[np.float32]:
    """Anything behind a head: walls, blobs, blocks, stripes, noise."""
    if side > 120:
        return np.asarray(
            cv2.resize(background(rng, side // 3), (side, side), interpolation=cv2.INTER_CUBIC), np.float32
        )
    out = np.ones((side, side, 3), np.float32) * any_colour(rng).astype(np.float32)
    y, x = np.mgrid[0:side, 0:side].astype(np.float32) / side
    out += (rng.normal(0, 60, 3) * (x[..., None] - 0.5) + rng.normal(0, 60, 3) * (y[..., None] - 0.5)).astype(
        np.float32
    )
    for _ in range(int(rng.integers(0, 9))):
        colour = any_colour(rng)
        centre, size = rng.uniform(0, side, 2), rng.uniform(5, side, 2) * rng.uniform(0.1, 1)
        mask = np.zeros((side, side), np.uint8)
        if rng.random() < 0.6:
            box = cv2.boxPoints((tuple(centre), tuple(size), float(rng.choice([0, 0, rng.uniform(0, 90)]))))
            cv2.fillPoly(mask, [box.astype(np.int32)], 1)
        else:
            cv2.ellipse(mask, (tuple(centre), tuple(size), float(rng.uniform(0, 180))), 1, -1)
        out[mask > 0] = colour
    if rng.random() < 0.5:
        for cells in (6, 18, 50):
            out += rng.uniform(0, 22) * smooth_noise(rng, side, cells)[..., None]
    return np.clip(cv2.GaussianBlur(out, (0, 0), float(rng.choice([0.3, 0.8, 2.5]))), 0, 255)


def mouth(canvas: Canvas, rng: Random) -> None:
    """An open mouth, teeth, painted lips: no beard."""
    turn = np.linspace(0, 2 * np.pi, 24)
    half, tall = rng.uniform(0.016, 0.033), rng.uniform(0.002, 0.014)
    lift = rng.uniform(-0.1, 0.35)
    curve = lift * half * (np.cos(turn) ** 2) * 0.6
    shape = np.column_stack(
        [half * np.cos(turn), -0.068 + tall * np.sin(turn) + curve, 0.022 - 9 * (half * np.cos(turn)) ** 2]
    )
    face = canvas.on_face()
    lips = shape * (1.12, 1.0, 1.0) + np.column_stack([0 * turn, 0.006 * np.sin(turn), 0 * turn])
    red = np.array([90, 80, 170]) * rng.uniform(0.4, 1.2) * np.exp(rng.normal(0, 0.15, 3))
    canvas.blend(np.clip(red, 0, 255), canvas.polygon(canvas.at(lips)) * face * rng.uniform(0.1, 0.8))
    if rng.random() < 0.7:
        inside = canvas.polygon(canvas.at(shape)) * face
        canvas.blend(np.array([35, 25, 55]) * rng.uniform(0.3, 1.3), inside)
        upper = shape.copy()
        upper[:, 1] = np.maximum(upper[:, 1], -0.068 + curve - tall * rng.uniform(-0.5, 0.9))
        canvas.blend(
            np.array([205, 220, 228]) * rng.uniform(0.5, 1.05), canvas.polygon(canvas.at(upper)) * face * 0.9
        )


def shadow(canvas: Canvas, rng: Random) -> None:
    """A soft shadow: of the nose, the chin, a hat, half of the face."""
    side = canvas.side
    if rng.random() < 0.5:
        spot = canvas.at([(rng.normal(0, 0.03), rng.choice([-0.055, -0.12, 0.06, -0.09]), 0.02)])[0]
        y, x = np.mgrid[0:side, 0:side]
        size = rng.uniform(0.008, 0.05, 2) * canvas.metre_px
        weight = np.exp(-(((x - spot[0]) / size[0]) ** 2) - ((y - spot[1]) / size[1]) ** 2)
    else:
        angle = rng.uniform(0, 2 * np.pi)
        y, x = np.mgrid[0:side, 0:side] / side - 0.5
        weight = 1 / (1 + np.exp(-(x * np.cos(angle) + y * np.sin(angle) + rng.normal(0, 0.1)) * rng.uniform(6, 60)))
    canvas.pixels *= (1 - rng.uniform(0.1, 0.6) * weight)[..., None].astype(np.float32)


def occluder(canvas: Canvas, rng: Random) -> None:
    """A hand, phone or microphone before the head: its classes are not known."""
    spot = canvas.at([(rng.normal(0, 0.09), rng.uniform(-0.16, 0.05), 0.05)])[0]
    box = cv2.boxPoints(
        (tuple(spot), tuple(rng.uniform(0.02, 0.09, 2) * canvas.metre_px), float(rng.uniform(0, 180)))
    )
    inside = canvas.polygon(box)
    canvas.blend(any_colour(rng), inside)
    canvas.classes[inside > 0.5] = NOT_KNOWN


@dataclass(slots=True)
class Examples:
    """Photographs of one groomed head: charts with their classes, and close-ups of the face."""

    charts: list[NDArray[np.uint8]]
    """SIDE_PX x SIDE_PX x 3, red-green-blue."""
    classes: list[NDArray[np.uint8]]
    """SIDE_PX x SIDE_PX."""
    faces: list[NDArray[np.uint8]]
    """FACE_PX x FACE_PX x 3; empty where the face is turned away."""
    flags: NDArray[np.float32]


def examples(head: Head, rng: Random, charts: int, faces: int, plain: bool = False) -> Examples:
    """Photograph a head; `plain`: no grooming is drawn."""
    if plain:
        canvas, flags = head.canvas(), np.zeros(len(FLAGS), np.float32)
    else:
        canvas, flags = groomed(head, rng)
    taken = [_photograph(canvas, rng) for _ in range(charts)]
    close = [face_close_up(canvas, head, rng) for _ in range(faces)] if head.shows_face else []
    return Examples([one[0] for one in taken], [one[1] for one in taken], close, flags)


def face_close_up(canvas: Canvas, head: Head, rng: Random, amount: float = 1.0) -> NDArray[np.uint8]:
    """The face alone as the product cuts it out, with the errors of the landmarks; red-green-blue."""
    unit = STORED_PX / (SPAN + 2 * MARGIN)
    scale = FACE_PX / FACE_SPAN / unit * np.exp(amount * rng.normal(0, 0.05))
    angle = np.radians(amount * rng.normal(0, 4))
    c, s = scale * np.cos(angle), scale * np.sin(angle)
    turn = np.array([[c, -s], [s, c]])
    goal = np.array([FACE_PX / 2, -FACE_TOP * FACE_PX / FACE_SPAN]) + amount * rng.normal(0, 0.025, 2) * FACE_PX
    matrix = np.column_stack([turn, goal - turn @ head.eyes])
    whole = np.clip(canvas.pixels, 0, 255)
    pixels = cv2.warpAffine(
        whole, matrix, (FACE_PX, FACE_PX), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE
    )
    if rng.random() < 0.5:
        pixels = pixels[:, ::-1]
    picture = photographed(np.ascontiguousarray(pixels), rng, FACE_SPAN)
    return np.ascontiguousarray(picture[..., ::-1])


def _photograph(canvas: Canvas, rng: Random) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    matrix, size = moved(rng), (SIDE_PX, SIDE_PX)
    whole = np.clip(canvas.pixels, 0, 255)
    pixels = cv2.warpAffine(whole, matrix, size, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    classes = cv2.warpAffine(canvas.classes, matrix, size, flags=cv2.INTER_NEAREST, borderValue=NOT_KNOWN)
    if rng.random() < 0.5:
        pixels, classes = pixels[:, ::-1], classes[:, ::-1]
    picture = photographed(np.ascontiguousarray(pixels), rng)
    classes = np.ascontiguousarray(classes)
    if rng.random() < 0.12:
        _cut_off(picture, classes, rng)
    return np.ascontiguousarray(picture[..., ::-1]), classes


def moved(rng: Random, amount: float = 1.0) -> NDArray[np.float64]:
    """Canvas px -> chart px with the errors of the landmarks; 2 x 3."""
    unit = STORED_PX / (SPAN + 2 * MARGIN)
    scale = SIDE_PX / SPAN / unit * np.exp(amount * rng.normal(0, 0.07))
    angle = np.radians(amount * rng.normal(0, 5))
    c, s = scale * np.cos(angle), scale * np.sin(angle)
    # turned about the middle at the eyes' height
    eyes = np.array([STORED_PX / 2, (-TOP + MARGIN) * unit])
    goal = np.array([SIDE_PX / 2, -TOP * SIDE_PX / SPAN]) + amount * rng.normal(0, 0.045, 2) * SIDE_PX / SPAN
    turn = np.array([[c, -s], [s, c]])
    return np.column_stack([turn, goal - turn @ eyes])


def photographed(
    pixels: NDArray[np.float32], rng: Random, span: float = SPAN, face_px: float = 0.0
) -> NDArray[np.uint8]:
    """A camera of any kind at any distance; `span` units are in the picture. `face_px` 0: of any size."""
    side = pixels.shape[0]
    face = face_px or float(np.exp(rng.uniform(np.log(34), np.log(200))))
    small = int(np.clip(face * span, 44, side))
    picture = pixels
    if small < side:
        picture = cv2.resize(picture, (small, small), interpolation=cv2.INTER_AREA)
    picture = 255 * (np.clip(picture, 0, 255) / 255) ** np.float32(np.exp(rng.normal(0, 0.18)))
    picture = picture * (np.exp(rng.normal(0, 0.18)) * np.exp(rng.normal(0, 0.06, 3))).astype(np.float32)
    grey = picture.mean(2, keepdims=True)
    picture = grey + (picture - grey) * np.float32(rng.uniform(0.5, 1.4) if rng.random() > 0.04 else 0.0)
    middle = picture.mean()
    picture = middle + (picture - middle) * np.float32(np.exp(rng.normal(0, 0.15)))
    if rng.random() < 0.25:
        kernel = np.zeros((7, 7), np.float32)
        cv2.line(kernel, tuple(int(v) for v in rng.integers(0, 7, 2)), (3, 3), 1.0, 1)
        picture = cv2.filter2D(picture, -1, kernel / kernel.sum())
    if rng.random() < 0.4:
        picture = cv2.GaussianBlur(picture, (0, 0), rng.uniform(0.3, 1.1))
    if rng.random() < 0.4:
        picture = picture + rng.uniform(0.3, 1.8) * (picture - cv2.GaussianBlur(picture, (0, 0), 1.2))
    grain = rng.standard_normal(picture.shape, np.float32)
    picture = picture + np.float32(rng.uniform(0, 6)) * grain + np.float32(rng.uniform(0, 7)) * grain[::-1, :, :1]
    done = np.clip(picture, 0, 255).astype(np.uint8)
    if rng.random() < 0.75:
        coded = cv2.imencode(".jpg", done, [cv2.IMWRITE_JPEG_QUALITY, int(rng.integers(35, 95))])[1]
        done = np.asarray(cv2.imdecode(coded, cv2.IMREAD_COLOR), np.uint8)
    if small < side:
        done = np.asarray(cv2.resize(done, (side, side), interpolation=cv2.INTER_LINEAR), np.uint8)
    return done


def _cut_off(pixels: NDArray[np.uint8], classes: NDArray[np.uint8], rng: Random) -> None:
    """The picture ends inside the chart: its rim is repeated."""
    edge, at = int(rng.integers(0, 3)), int(rng.integers(4, 34))
    if edge == 0:
        at = int(at * 0.7)
        pixels[:at], classes[:at] = pixels[at], NOT_KNOWN
    elif edge == 1:
        pixels[:, :at], classes[:, :at] = pixels[:, at : at + 1], NOT_KNOWN
    else:
        pixels[:, -at:], classes[:, -at:] = pixels[:, -at - 1 : -at], NOT_KNOWN
