"""Reading TensorFlow Lite files and converting whole networks."""

from contextlib import suppress

import numpy as np
import onnx
import onnxruntime as ort
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from tests.models.tflite_writer import INT32, Level, SparseStorage, TfliteWriter
from vision.errors import TongjingError
from vision.models.convert import convert
from vision.models.tflite import SparseDimension, Sparsity, densified, read_network

STRIDES = [(1, INT32, 1), (2, INT32, 1)]


def two_headed(writer: TfliteWriter) -> tuple[int, list[int]]:
    """A convolution with two heads of which one needs another convolution."""
    source = writer.value(1, 4, 4, 2)
    weights = np.arange(6, dtype=np.float32).reshape(3, 1, 1, 2)
    trunk = writer.operator("CONV_2D", [source, writer.constant(weights)], writer.value(1, 4, 4, 3), STRIDES)
    flat = writer.operator("RESHAPE", [trunk], writer.value(1, 48))
    mask_weights = writer.constant(np.full((1, 1, 1, 3), 0.5, np.float32))
    mask = writer.operator("CONV_2D", [trunk, mask_weights], writer.value(1, 4, 4, 1), STRIDES)
    return source, [flat, mask]


def test_the_same_file_is_converted_to_the_same_bytes() -> None:
    writer = TfliteWriter()
    content = writer.content(*two_headed(writer))
    assert convert(content, "twice") == convert(content, "twice")


def test_outputs_keep_their_numbers_when_others_are_left_out() -> None:
    writer = TfliteWriter()
    content = writer.content(*two_headed(writer))
    whole, part = (onnx.load_from_string(convert(content, "part", keep)) for keep in (None, [1]))
    assert [value.name for value in whole.graph.output] == ["out0", "out1"]
    assert [value.name for value in part.graph.output] == ["out1"]
    assert [value.name for value in part.graph.input] == ["input"]


def test_what_only_a_dropped_output_needs_is_left_out() -> None:
    writer = TfliteWriter()
    content = writer.content(*two_headed(writer))
    part = onnx.load_from_string(convert(content, "part", [0]))
    assert sum(node.op_type == "Conv" for node in part.graph.node) == 1
    assert all(0.5 not in onnx.numpy_helper.to_array(constant) for constant in part.graph.initializer)


def test_a_kept_output_has_the_same_values_as_in_the_whole_network() -> None:
    writer = TfliteWriter()
    content = writer.content(*two_headed(writer))
    picture = np.random.default_rng(0).random((1, 4, 4, 2), dtype=np.float32)
    results = []
    for keep in (None, [1]):
        session = ort.InferenceSession(convert(content, "kept", keep), providers=["CPUExecutionProvider"])
        results.append(session.run(["out1"], {"input": picture})[0])
    np.testing.assert_array_equal(results[0], results[1])


def test_an_operator_that_is_not_known_is_named() -> None:
    writer = TfliteWriter()
    source = writer.value(1, 2)
    output = writer.operator("SecretOperator", [source], writer.value(1, 2))
    with pytest.raises(TongjingError, match=r"strange.*SecretOperator"):
        convert(writer.content(source, [output]), "strange")


def test_a_constant_of_an_unknown_type_is_refused() -> None:
    writer = TfliteWriter()
    source = writer.value(1, 2)
    output = writer.operator("ADD", [source, writer.constant(np.zeros(2, np.uint8))], writer.value(1, 2))
    with pytest.raises(TongjingError, match="float32"):
        convert(writer.content(source, [output]), "quantized")


def test_computed_weights_are_refused() -> None:
    writer = TfliteWriter()
    source = writer.value(1, 2, 2, 1)
    output = writer.operator("CONV_2D", [source, source], writer.value(1, 2, 2, 1), STRIDES)
    with pytest.raises(TongjingError, match="must be a constant"):
        convert(writer.content(source, [output]), "computed")


@pytest.mark.parametrize(
    "content", [b"", b"not a model", b"\x08\x00\x00\x00TFL3", b"\xff" * 4 + b"TFL3" + b"\xff" * 64]
)
def test_a_file_that_is_no_network_gets_one_sentence(content: bytes) -> None:
    with pytest.raises(TongjingError, match=r"broken.*install the models again"):
        read_network(content, "broken")


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_a_damaged_file_never_ends_in_a_traceback(data: st.DataObject) -> None:
    writer = TfliteWriter()
    content = bytearray(writer.content(*two_headed(writer)))
    for _ in range(data.draw(st.integers(1, 4))):
        content[data.draw(st.integers(8, len(content) - 1))] = data.draw(st.integers(0, 255))
    # Any other error than the one sentence fails this test.
    with suppress(TongjingError):
        read_network(bytes(content), "damaged")


def compressed(dense: NDArray[np.float32], block: int) -> tuple[NDArray[np.float32], SparseStorage]:
    """A matrix stored by rows of blocks of `block` columns, empty blocks left out (compressed sparse rows)."""
    segments, indices, stored = [0], [], []
    for row in dense:
        for k, part in enumerate(row.reshape(-1, block)):
            if part.any():
                indices.append(k)
                stored.extend(part)
        segments.append(len(indices))
    levels = [Level(dense.shape[0]), Level(0, segments, indices), Level(block)]
    return np.array(stored, np.float32), SparseStorage([0, 1, 2], [1], levels)


@settings(deadline=None)
@given(st.integers(1, 5), st.integers(1, 4), st.sampled_from([1, 2, 4]), st.integers(0, 2**16))
def test_a_block_sparse_matrix_is_made_dense_again(rows: int, blocks: int, block: int, seed: int) -> None:
    rng = np.random.default_rng(seed)
    dense = rng.normal(size=(rows, blocks, block)).astype(np.float32)
    dense[rng.random((rows, blocks)) < 0.5] = 0
    dense = dense.reshape(rows, blocks * block)
    stored, storage = compressed(dense, block)
    levels = tuple(
        SparseDimension(level.size, None, None)
        if level.segments is None
        else SparseDimension(0, np.array(level.segments), np.array(level.indices, np.int64))
        for level in storage.levels
    )
    sparsity = Sparsity(tuple(storage.order), tuple(storage.blocks), levels)
    np.testing.assert_array_equal(densified(stored, dense.shape, sparsity), dense)


def test_a_network_with_sparse_weights_computes_what_the_dense_one_does() -> None:
    dense = np.zeros((4, 8), np.float32)
    dense[0, 4:], dense[2, :4], dense[3] = 1.5, -2.0, 0.25
    stored, storage = compressed(dense, 4)
    storage.order, storage.blocks = [0, 1, 2], [1]
    writer = TfliteWriter()
    source = writer.value(1, 8)
    sparse = writer.constant(stored.astype(np.float16), dense.shape, storage)
    halves = writer.operator("DENSIFY", [sparse], writer.value(4, 8), None)
    weights = writer.operator("DEQUANTIZE", [halves], writer.value(4, 8), None)
    output = writer.operator("FULLY_CONNECTED", [source, weights], writer.value(1, 4))
    session = ort.InferenceSession(
        convert(writer.content(source, [output]), "sparse"), providers=["CPUExecutionProvider"]
    )
    row = np.arange(8, dtype=np.float32).reshape(1, 8)
    np.testing.assert_allclose(session.run(None, {"input": row})[0], row @ dense.T, atol=1e-5)
