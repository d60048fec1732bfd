"""Reads a TensorFlow Lite file: the few tables of its flatbuffer schema that a float network of one graph needs.

Field numbers, enumeration values and defaults are those of TensorFlow's published `schema.fbs` (version 3). Field `n`
of a table stands at entry `4 + 2 n` of its vtable, which is all that flatbuffers needs to know.
"""

import struct
from dataclasses import dataclass
from typing import Any

import flatbuffers
import numpy as np
from flatbuffers import number_types as wire
from numpy.typing import NDArray

from vision.errors import TongjingError

Array = NDArray[Any]

CUSTOM = 32
BUILTIN_OPERATORS = {
    0: "ADD",
    1: "AVERAGE_POOL_2D",
    2: "CONCATENATION",
    3: "CONV_2D",
    4: "DEPTHWISE_CONV_2D",
    5: "DEPTH_TO_SPACE",
    6: "DEQUANTIZE",
    9: "FULLY_CONNECTED",
    14: "LOGISTIC",
    17: "MAX_POOL_2D",
    18: "MUL",
    19: "RELU",
    22: "RESHAPE",
    23: "RESIZE_BILINEAR",
    34: "PAD",
    39: "TRANSPOSE",
    40: "MEAN",
    41: "SUB",
    42: "DIV",
    45: "STRIDED_SLICE",
    54: "PRELU",
    59: "NEG",
    74: "SUM",
    75: "SQRT",
    76: "RSQRT",
    99: "SQUARED_DIFFERENCE",
    117: "HARD_SWISH",
    124: "DENSIFY",
}
TENSOR_TYPES: dict[int, type[np.generic]] = {0: np.float32, 1: np.float16, 2: np.int32}
# The union SparseIndexVector: how wide the stored numbers are.
INDEX_TYPES = {1: wire.Int32Flags, 2: wire.Uint16Flags, 3: wire.Uint8Flags}
SPARSE = 1


class FlatTable:
    """One table of a flatbuffer; a field that is not stored reads as its default."""

    def __init__(self, buffer: bytes, position: int) -> None:
        self._table = flatbuffers.table.Table(buffer, position)

    @classmethod
    def root(cls, buffer: bytes) -> "FlatTable":
        """The outermost table of a whole buffer."""
        return cls(buffer, flatbuffers.encode.Get(flatbuffers.packer.uoffset, buffer, 0))

    def _offset(self, field: int) -> int:
        return int(self._table.Offset(4 + 2 * field))

    def byte(self, field: int, default: int = 0) -> int:
        """A field of one signed byte: small enumerations and booleans."""
        return int(self._table.GetSlot(4 + 2 * field, default, wire.Int8Flags))

    def int32(self, field: int, default: int = 0) -> int:
        """A field of four bytes; what this reader takes of unsigned ones stays far below 2^31."""
        return int(self._table.GetSlot(4 + 2 * field, default, wire.Int32Flags))

    def flag(self, field: int) -> bool:
        """A boolean that is false unless stored."""
        return bool(self.byte(field))

    def text(self, field: int) -> str:
        """A string, empty where not stored."""
        offset = self._offset(field)
        return self._table.String(offset + self._table.Pos).decode() if offset else ""

    def table(self, field: int) -> "FlatTable | None":
        """A table, or the value of a union."""
        offset = self._offset(field)
        if not offset:
            return None
        return FlatTable(self._table.Bytes, self._table.Indirect(offset + self._table.Pos))

    def tables(self, field: int) -> list["FlatTable"]:
        """A vector of tables."""
        offset = self._offset(field)
        if not offset:
            return []
        start, count = self._table.Vector(offset), self._table.VectorLen(offset)
        return [FlatTable(self._table.Bytes, self._table.Indirect(start + 4 * k)) for k in range(count)]

    def numbers(self, field: int, flags: Any = wire.Int32Flags) -> Array:
        """A vector of numbers; empty where not stored."""
        offset = self._offset(field)
        if not offset:
            return np.empty(0, np.int32)
        values: Array = self._table.GetVectorAsNumpy(flags, offset)
        return values


@dataclass(frozen=True, slots=True)
class SparseDimension:
    """One level of a sparse tensor's traversal: dense (a size) or compressed (segments and indices)."""

    size: int
    segments: Array | None
    indices: Array | None


@dataclass(frozen=True, slots=True)
class Sparsity:
    """How a sparse tensor is stored: levels in traversal order; a number >= rank is a block's inner dimension."""

    traversal_order: tuple[int, ...]
    block_map: tuple[int, ...]
    dimensions: tuple[SparseDimension, ...]


@dataclass(frozen=True, slots=True)
class Tensor:
    """A value of the graph; `stored` holds the flat numbers of a constant, None for what is computed."""

    name: str
    shape: tuple[int, ...]
    stored: Array | None
    sparsity: Sparsity | None

    def constant(self) -> Array | None:
        """The constant in its shape, made dense, in its stored type."""
        if self.stored is None:
            return None
        if self.sparsity is None:
            return self.stored.reshape(self.shape)
        return densified(self.stored, self.shape, self.sparsity)


@dataclass(frozen=True, slots=True)
class Operator:
    """A step: `kind` is the schema's name or a custom operator's own, tensors by number (-1: left out)."""

    kind: str
    inputs: tuple[int, ...]
    outputs: tuple[int, ...]
    options: FlatTable | None


@dataclass(frozen=True, slots=True)
class Network:
    """The one graph of a file, operators in an order in which they can run."""

    tensors: tuple[Tensor, ...]
    operators: tuple[Operator, ...]
    inputs: tuple[int, ...]
    outputs: tuple[int, ...]


def densified(stored: Array, shape: tuple[int, ...], sparsity: Sparsity) -> Array:
    """The dense array of a tensor in TensorFlow Lite's block-sparse form.

    Walks the levels in traversal order; a level multiplies (dense) or lists (compressed) the entries below each
    entry of the level above, and the last level's entries are the stored numbers in their order.
    """
    rank = len(shape)
    block = {dimension: sparsity.dimensions[rank + k].size for k, dimension in enumerate(sparsity.block_map)}
    position = np.zeros(1, np.int64)
    coordinates: dict[int, Array] = {}
    for dimension, level in zip(sparsity.traversal_order, sparsity.dimensions, strict=True):
        if level.segments is None or level.indices is None:
            parents = np.repeat(np.arange(len(position)), level.size)
            coordinate = np.tile(np.arange(level.size), len(position))
            position = position[parents] * level.size + coordinate
        else:
            first, end = level.segments[position].astype(np.int64), level.segments[position + 1].astype(np.int64)
            parents = np.repeat(np.arange(len(position)), end - first)
            runs = [np.arange(a, b) for a, b in zip(first, end, strict=True)]
            position = np.concatenate(runs) if runs else np.empty(0, np.int64)
            coordinate = level.indices[position].astype(np.int64)
        coordinates = {known: values[parents] for known, values in coordinates.items()}
        coordinates[dimension] = coordinate
    inner = {dimension: coordinates[rank + k] for k, dimension in enumerate(sparsity.block_map)}
    index = tuple(coordinates[d] * block[d] + inner[d] if d in block else coordinates[d] for d in range(rank))
    dense = np.zeros(shape, stored.dtype)
    dense[index] = stored
    return dense


def _sparsity(table: FlatTable | None) -> Sparsity | None:
    if table is None:
        return None
    dimensions = []
    for entry in table.tables(2):
        segments = indices = None
        if entry.byte(0) == SPARSE:
            segments, indices = _index_vector(entry, 2), _index_vector(entry, 4)
        dimensions.append(SparseDimension(entry.int32(1), segments, indices))
    order, blocks = table.numbers(0), table.numbers(1)
    return Sparsity(tuple(map(int, order)), tuple(map(int, blocks)), tuple(dimensions))


def _index_vector(entry: FlatTable, type_field: int) -> Array:
    vector = entry.table(type_field + 1)
    if vector is None:
        raise ValueError("a sparse dimension without its indices")
    return vector.numbers(0, INDEX_TYPES[entry.byte(type_field)])


def _tensor(table: FlatTable, buffers: list[FlatTable]) -> Tensor:
    shape = tuple(int(n) for n in table.numbers(0))
    raw = buffers[table.int32(2)].numbers(0, wire.Uint8Flags)
    stored = None
    if raw.size:
        code = table.byte(1)
        if code not in TENSOR_TYPES:
            raise ValueError(f"a constant of type {code}, which is not one of float32, float16, int32")
        stored = np.frombuffer(raw.tobytes(), TENSOR_TYPES[code])
    return Tensor(table.text(3), shape, stored, _sparsity(table.table(6)))


def _kind(code: FlatTable) -> str:
    # Codes above 127 do not fit the older one-byte field, which then holds 127: the larger of the two is the code.
    number = max(code.byte(0), code.int32(3))
    if number == CUSTOM:
        return code.text(1)
    if number not in BUILTIN_OPERATORS:
        raise ValueError(f"operator {number} of the schema, which is not supported")
    return BUILTIN_OPERATORS[number]


def read_network(content: bytes, name: str) -> Network:
    """Read the file's bytes. Raises TongjingError naming `name` where they are not a network this reader knows."""
    if content[4:8] != b"TFL3":
        raise TongjingError(f"The model {name} is not a TensorFlow Lite file; install the models again.")
    try:
        root = FlatTable.root(content)
        (graph,) = root.tables(2)
        kinds = [_kind(code) for code in root.tables(1)]
        buffers = root.tables(4)
        tensors = tuple(_tensor(table, buffers) for table in graph.tables(0))
        operators = tuple(
            Operator(
                kinds[table.int32(0)],
                tuple(map(int, table.numbers(1))),
                tuple(map(int, table.numbers(2))),
                table.table(4),
            )
            for table in graph.tables(3)
        )
        return Network(tensors, operators, tuple(map(int, graph.numbers(1))), tuple(map(int, graph.numbers(2))))
    except (struct.error, IndexError, KeyError, ValueError, TypeError, UnicodeDecodeError) as fault:
        raise TongjingError(
            f"The TensorFlow Lite model {name} cannot be read ({fault}); install the models again."
        ) from fault
