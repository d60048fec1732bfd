"""Sheets of quads with skin weights: the stuff that bodies, clothes and hair are made of, and their texture atlas.

Every patch of a sheet (a quad of the base mesh, or its four quarters) gets a square cell of one texture, so that any
mesh can be painted by place instead of by a drawn layout: a texel is coloured by where on the body it lies.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from training.render.body_shapes import Points

Whole = NDArray[np.int64]
PAD = 2.0
"""Texels around a cell that go on beyond the patch, so that neighbours do not bleed in."""
ATLAS_WIDTH_PX = 2048


@dataclass(frozen=True, slots=True)
class Sheet:
    """Points N x 3 m, weights N x bones, patches P x r x r point numbers (r = 2: one quad, 3: four quarters)."""

    part: str
    points: Points
    weights: Points
    patches: Whole
    cells_px: Whole
    """Side of every patch's cell in the texture."""
    shade: Points
    """N, 0..1: painted darkness of hollows, 1 = none."""
    texels: Points
    """N x 2 places in MakeHuman's own layout, where its masks apply; NaN elsewhere."""

    def quads(self) -> Whole:
        """All small quads, Q x 4."""
        r = self.patches.shape[1] - 1
        parts = [
            np.stack([self.patches[:, i, j], self.patches[:, i, j + 1], self.patches[:, i + 1, j + 1],
                      self.patches[:, i + 1, j]], 1)
            for i in range(r) for j in range(r)
        ]  # fmt: skip
        return np.concatenate(parts)

    def normals(self) -> Points:
        """N x 3 unit normals, outwards where the mesh's quads turn that way."""
        quads = self.quads()
        corners = self.points[quads]
        face = np.cross(corners[:, 2] - corners[:, 0], corners[:, 3] - corners[:, 1])
        total = np.zeros_like(self.points)
        for corner in range(4):
            np.add.at(total, quads[:, corner], face)
        return np.asarray(total / (np.linalg.norm(total, axis=1, keepdims=True) + 1e-12))

    def neighbours_mean(self, values: Points) -> Points:
        """Mean of every point's neighbours along the small quads' edges."""
        quads = self.quads()
        total, count = np.zeros_like(values), np.zeros(len(values))
        for a, b in ((0, 1), (1, 2), (2, 3), (3, 0)):
            for one, other in ((a, b), (b, a)):
                np.add.at(total, quads[:, one], values[quads[:, other]])
                np.add.at(count, quads[:, one], 1.0)
        count = np.maximum(count, 1.0)
        return total / (count[:, None] if values.ndim == 2 else count)

    def rim(self) -> NDArray[np.bool_]:
        """Points on an open edge."""
        quads = self.quads()
        edges = np.sort(np.concatenate([quads[:, [k, (k + 1) % 4]] for k in range(4)]), axis=1)
        unique, count = np.unique(edges, axis=0, return_counts=True)
        on_rim = np.zeros(len(self.points), bool)
        on_rim[unique[count == 1].ravel()] = True
        return on_rim

    def smoothed(self, rounds: int, share: float = 0.5, where: Points | None = None) -> "Sheet":
        """Points drawn towards their neighbours' mean, by `where` 0..1 per point; open edges stay."""
        moving = share * ~self.rim() * (1.0 if where is None else where)
        sheet = self
        for _ in range(rounds):
            points = sheet.points + moving[:, None] * (sheet.neighbours_mean(sheet.points) - sheet.points)
            sheet = replace(sheet, points=points)
        return sheet

    def kept(self, patches: NDArray[np.bool_]) -> "Sheet":
        """Only some patches, and only their points."""
        chosen = self.patches[patches]
        used, index = np.unique(chosen, return_inverse=True)
        return Sheet(
            self.part, self.points[used], self.weights[used], index.reshape(chosen.shape), self.cells_px[patches],
            self.shade[used], self.texels[used],
        )  # fmt: skip

    def centres(self) -> Points:
        """P x 3 centres of the patches."""
        return np.asarray(self.points[self.patches.reshape(len(self.patches), -1)].mean(1))


def sheet_of(part: str, points: Points, weights: Points, quads: Whole, cell_px: int, texels: Points) -> Sheet:
    """A sheet whose patches are quads of a larger mesh. `texels` belong to the mesh's points."""
    patches = np.stack([quads[:, [0, 1]], quads[:, [3, 2]]], axis=1)
    cells = np.full(len(quads), cell_px)
    everything = Sheet(part, points, weights, patches, cells, np.ones(len(points)), texels)
    return everything.kept(np.ones(len(quads), bool))


def subdivided(sheet: Sheet) -> Sheet:
    """Every one-quad patch in four quarters; new points lie on the old surface."""
    quads = sheet.quads()
    edges = np.sort(np.concatenate([quads[:, [k, (k + 1) % 4]] for k in range(4)]), axis=1)
    unique, index = np.unique(edges, axis=0, return_inverse=True)
    index = index.reshape(-1)
    first = len(sheet.points)
    middles = first + index.reshape(4, -1)
    centres = first + len(unique) + np.arange(len(quads))

    def grown(values: Points) -> Points:
        return np.concatenate([values, values[unique].mean(1), values[quads].mean(1)])

    q = quads.T
    rows = (
        np.stack([q[0], middles[0], q[1]], 1),
        np.stack([middles[3], centres, middles[1]], 1),
        np.stack([q[3], middles[2], q[2]], 1),
    )
    return Sheet(
        sheet.part, grown(sheet.points), grown(sheet.weights), np.stack(rows, axis=1), sheet.cells_px,
        grown(sheet.shade), grown(sheet.texels),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Spot:
    """M texels on a sheet: where they lie, which way they look, their shade and their place on MakeHuman's masks."""

    points: Points
    normals: Points
    shade: Points
    texels: Points


Paint = Callable[[str, Spot], Points]
"""Colours M x 3, 0..1, of the spots of a part."""


@dataclass(frozen=True, slots=True)
class Unfolded:
    """Sheets as one mesh for the renderer: a point per patch corner."""

    points: Points
    normals: Points
    weights: Points
    uv: Points
    triangles: Whole
    parts: tuple[str, ...]
    """Part of every point."""
    picture: NDArray[np.uint8]
    """The texture, height x width x 3, RGB."""


def unfold(sheets: list[Sheet], paint: Paint) -> Unfolded:
    """One mesh with a painted texture."""
    sizes = np.concatenate([sheet.cells_px for sheet in sheets])
    painted = [cell for sheet in sheets for cell in _painted_cells(sheet, paint)]
    places, height = _packed(sizes, np.array([cell.mean() for cell in painted]))
    picture = np.zeros((height, ATLAS_WIDTH_PX, 3), np.uint8)
    for cell, (x, y) in zip(painted, places, strict=True):
        picture[y : y + len(cell), x : x + len(cell)] = cell
    columns: dict[str, list[Points]] = {name: [] for name in ("points", "normals", "weights", "uv", "triangles")}
    parts: list[str] = []
    start, first = 0, 0
    for sheet in sheets:
        count, r = len(sheet.patches), sheet.patches.shape[1]
        where = places[start : start + count]
        start += count
        normals = sheet.normals()
        flat = sheet.patches.reshape(-1)
        step = np.linspace(0.0, 1.0, r)
        inner = sheet.cells_px - 2 * PAD
        u = where[:, 0, None, None] + PAD + step[None, None, :] * inner[:, None, None]
        v = where[:, 1, None, None] + PAD + step[None, :, None] * inner[:, None, None]
        u, v = np.broadcast_arrays(u, v)
        columns["uv"].append(np.stack([u / ATLAS_WIDTH_PX, v / height], -1).reshape(-1, 2))
        for name, values in (("points", sheet.points), ("normals", normals), ("weights", sheet.weights)):
            columns[name].append(values[flat])
        grid = first + np.arange(len(flat)).reshape(count, r, r)
        for i in range(r - 1):
            for j in range(r - 1):
                a, b, c, d = grid[:, i, j], grid[:, i, j + 1], grid[:, i + 1, j + 1], grid[:, i + 1, j]
                columns["triangles"] += [np.stack([a, b, c], 1), np.stack([a, c, d], 1)]
        parts += [sheet.part] * len(flat)
        first += len(flat)
    joined = {name: np.concatenate(values) for name, values in columns.items()}
    return Unfolded(
        joined["points"], joined["normals"], joined["weights"], joined["uv"], joined["triangles"].astype(np.int64),
        tuple(parts), picture,
    )  # fmt: skip


def _packed(sizes: Whole, brightness: Points) -> tuple[Whole, int]:
    """Upper left corners of square cells in rows of equal size, and the picture's height (a multiple of 64).

    Cells of like brightness lie side by side: a coarse level of the texture mixes neighbours.
    """
    places = np.zeros((len(sizes), 2), np.int64)
    y = 0
    for size in np.unique(sizes)[::-1]:
        chosen = np.flatnonzero(sizes == size)
        chosen = chosen[np.argsort(brightness[chosen], kind="stable")]
        a_row = ATLAS_WIDTH_PX // int(size)
        number = np.arange(len(chosen))
        row = number // a_row
        column = np.where(row % 2 == 0, number % a_row, a_row - 1 - number % a_row)
        places[chosen, 0] = column * size
        places[chosen, 1] = y + row * size
        y += -(-len(chosen) // a_row) * int(size)
    return places, -(-y // 64) * 64


def _painted_cells(sheet: Sheet, paint: Paint) -> list[NDArray[np.uint8]]:
    """The pictures of a sheet's patches in their order."""
    normals = sheet.normals()
    cells: list[NDArray[np.uint8]] = [np.zeros((0, 0, 3), np.uint8)] * len(sheet.patches)
    for size in np.unique(sheet.cells_px):
        chosen = np.flatnonzero(sheet.cells_px == size)
        step = (np.arange(size) + 0.5 - PAD) / (size - 2 * PAD)
        r = sheet.patches.shape[1]

        def spread(values: Points, step: Points = step, chosen: Whole = chosen, r: int = r) -> Points:
            corners = values[sheet.patches[chosen]]
            cell = np.clip(np.floor(step * (r - 1)).astype(int), 0, r - 2)
            share = step * (r - 1) - cell
            rows = _between(corners, cell, share, axis=1)
            return _between(rows, cell, share, axis=2).reshape(-1, *values.shape[1:])

        facing = spread(normals)
        facing /= np.linalg.norm(facing, axis=1, keepdims=True) + 1e-9
        spot = Spot(spread(sheet.points), facing, spread(sheet.shade), spread(sheet.texels))
        colours = np.clip(paint(sheet.part, spot) * 255 + 0.5, 0, 255).astype(np.uint8)
        for number, colour in zip(chosen, colours.reshape(len(chosen), size, size, 3), strict=True):
            cells[number] = colour
    return cells


def _between(values: Points, cell: Whole, share: Points, axis: int) -> Points:
    shape = [1] * values.ndim
    shape[axis] = len(share)
    weight = share.reshape(shape)
    return np.asarray(np.take(values, cell, axis) * (1 - weight) + np.take(values, cell + 1, axis) * weight)
