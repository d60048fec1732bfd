"""Writes small TensorFlow Lite files, the counterpart of the reader under test; fields as in the published schema."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import flatbuffers
import numpy as np
from numpy.typing import NDArray

from vision.models.tflite import BUILTIN_OPERATORS, CUSTOM

NUMBERS = {name: number for number, name in BUILTIN_OPERATORS.items()}
TYPES = {np.dtype(np.float32): 0, np.dtype(np.float16): 1, np.dtype(np.int32): 2, np.dtype(np.uint8): 3}
BYTE, INT32 = "byte", "int32"
Option = tuple[int, str, int]


@dataclass
class Level:
    """One level of a sparse tensor: dense, or compressed where `segments` is given."""

    size: int = 0
    segments: Sequence[int] | None = None
    indices: Sequence[int] = ()


@dataclass
class SparseStorage:
    order: Sequence[int]
    blocks: Sequence[int]
    levels: Sequence[Level]


@dataclass
class _Tensor:
    name: str
    shape: tuple[int, ...]
    stored: NDArray[np.generic] | None
    sparse: SparseStorage | None


@dataclass
class TfliteWriter:
    """Collects tensors and operators; a tensor is named by its number."""

    tensors: list[_Tensor] = field(default_factory=list)
    operators: list[tuple[str, Sequence[int], Sequence[int], Sequence[Option] | None]] = field(default_factory=list)

    def value(self, *shape: int) -> int:
        """A tensor that is computed."""
        self.tensors.append(_Tensor(f"value_{len(self.tensors)}", shape, None, None))
        return len(self.tensors) - 1

    def constant(
        self, stored: NDArray[np.generic], shape: tuple[int, ...] = (), sparse: SparseStorage | None = None
    ) -> int:
        """A constant; `shape` is needed only where it is stored sparse."""
        self.tensors.append(_Tensor(f"constant_{len(self.tensors)}", shape or stored.shape, stored, sparse))
        return len(self.tensors) - 1

    def operator(self, kind: str, inputs: Sequence[int], output: int, options: Sequence[Option] | None = ()) -> int:
        """An operator; returns its output."""
        self.operators.append((kind, inputs, [output], options))
        return output

    def content(self, source: int, outputs: Sequence[int]) -> bytes:
        """The file's bytes."""
        b = flatbuffers.Builder(1024)
        kinds = list(dict.fromkeys(kind for kind, *_ in self.operators))
        stored = [t.stored for t in self.tensors if t.stored is not None]
        buffers = [
            _table(b, []),
            *(_table(b, [(0, b.CreateNumpyVector(np.frombuffer(a.tobytes(), np.uint8)))]) for a in stored),
        ]
        graph = _table(
            b,
            [
                (0, _tables(b, self._tensor_tables(b))),
                (1, _numbers(b, [source])),
                (2, _numbers(b, outputs)),
                (3, _tables(b, self._operator_tables(b, kinds))),
            ],
        )
        codes = [_code(b, kind) for kind in kinds]
        root = _table(b, [(1, _tables(b, codes)), (2, _tables(b, [graph])), (4, _tables(b, buffers))])
        b.Finish(root, file_identifier=b"TFL3")
        return bytes(b.Output())

    def _tensor_tables(self, b: flatbuffers.Builder) -> list[int]:
        tables, buffer = [], 0
        for tensor in self.tensors:
            offsets = [(0, _numbers(b, tensor.shape)), (3, b.CreateString(tensor.name))]
            scalars: list[Option] = []
            if tensor.stored is not None:
                buffer += 1
                scalars = [(1, BYTE, TYPES[tensor.stored.dtype]), (2, INT32, buffer)]
            if tensor.sparse is not None:
                offsets.append((6, _sparsity(b, tensor.sparse)))
            tables.append(_table(b, offsets, scalars))
        return tables

    def _operator_tables(self, b: flatbuffers.Builder, kinds: list[str]) -> list[int]:
        tables = []
        for kind, inputs, outputs, options in self.operators:
            offsets = [(1, _numbers(b, inputs)), (2, _numbers(b, outputs))]
            if options is not None:
                offsets.append((4, _table(b, [], options)))
            tables.append(_table(b, offsets, [(0, INT32, kinds.index(kind))]))
        return tables


def _code(b: flatbuffers.Builder, kind: str) -> int:
    if kind not in NUMBERS:
        return _table(b, [(1, b.CreateString(kind))], [(0, BYTE, CUSTOM), (3, INT32, CUSTOM)])
    number = NUMBERS[kind]
    return _table(b, [], [(0, BYTE, min(number, 127)), (3, INT32, number)])


def _sparsity(b: flatbuffers.Builder, sparse: SparseStorage) -> int:
    levels = []
    for level in sparse.levels:
        if level.segments is None:
            levels.append(_table(b, [], [(1, INT32, level.size)]))
            continue
        segments = _table(b, [(0, _numbers(b, level.segments))])
        # The indices are stored as bytes, the segments as 32-bit numbers: both forms occur in real files.
        indices = _table(b, [(0, b.CreateNumpyVector(np.array(level.indices, np.uint8)))])
        levels.append(_table(b, [(3, segments), (5, indices)], [(0, BYTE, 1), (2, BYTE, 1), (4, BYTE, 3)]))
    return _table(b, [(0, _numbers(b, sparse.order)), (1, _numbers(b, sparse.blocks)), (2, _tables(b, levels))])


def _numbers(b: flatbuffers.Builder, numbers: Sequence[int]) -> int:
    return int(b.CreateNumpyVector(np.array(numbers, np.int32)))


def _tables(b: flatbuffers.Builder, tables: Sequence[int]) -> int:
    b.StartVector(4, len(tables), 4)
    for table in reversed(tables):
        b.PrependUOffsetTRelative(table)
    return int(b.EndVector())


def _table(b: flatbuffers.Builder, offsets: Sequence[tuple[int, int]], scalars: Sequence[Option] = ()) -> int:
    b.StartObject(8)
    for number, offset in offsets:
        b.PrependUOffsetTRelativeSlot(number, offset, 0)
    for number, kind, value in scalars:
        (b.PrependInt8Slot if kind == BYTE else b.PrependInt32Slot)(number, value, 0)
    return int(b.EndObject())
