"""Every operator of the converter against its definition, written out in NumPy."""

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import onnxruntime as ort
import pytest
from numpy.typing import NDArray

from tests.models.tflite_writer import BYTE, INT32, Option, TfliteWriter
from vision.errors import TongjingError
from vision.models.convert import HANDLERS, convert

Floats = NDArray[np.float32]
RNG_SEED = 7
SAME, VALID = 0, 1
RELU, RELU6, TANH = 1, 3, 4


def numbers(*shape: int, seed: int = RNG_SEED) -> Floats:
    return np.random.default_rng(seed).normal(size=shape).astype(np.float32)


def run(content: bytes, picture: Floats) -> Floats:
    session = ort.InferenceSession(content, providers=["CPUExecutionProvider"])
    result: Floats = session.run(None, {"input": picture})[0]
    return result


def one_operator(
    kind: str,
    picture: Floats,
    others: Sequence[NDArray[np.generic] | int],
    shape: tuple[int, ...],
    options: Sequence[Option] | None = (),
) -> Floats:
    """The result of a network of one operator: `others` are its further inputs (0: the picture again)."""
    writer = TfliteWriter()
    source = writer.value(*picture.shape)
    inputs = [source, *(source if isinstance(other, int) else writer.constant(other) for other in others)]
    output = writer.operator(kind, inputs, writer.value(*shape), options)
    return run(convert(writer.content(source, [output]), kind), picture)


def padded(
    picture: Floats, kernel: tuple[int, int], stride: tuple[int, int], padding: int, dilation: int = 1
) -> Floats:
    if padding == VALID:
        return picture
    amounts = []
    for size, k, s in zip(picture.shape[1:3], kernel, stride, strict=True):
        total = max((int(np.ceil(size / s)) - 1) * s + (k - 1) * dilation + 1 - size, 0)
        amounts.append((total // 2, total - total // 2))
    return np.pad(picture, [(0, 0), *amounts, (0, 0)])


def windows(picture: Floats, kernel: tuple[int, int], stride: tuple[int, int], dilation: int = 1) -> Floats:
    """(batch, rows, columns, channels, height, width) of every window."""
    reach = tuple((k - 1) * dilation + 1 for k in kernel)
    view = np.lib.stride_tricks.sliding_window_view(picture, reach, axis=(1, 2))
    return view[:, :: stride[0], :: stride[1], :, ::dilation, ::dilation]


@pytest.mark.parametrize("padding", [SAME, VALID])
@pytest.mark.parametrize(("stride", "dilation"), [((1, 1), 1), ((2, 2), 1), ((2, 1), 1), ((1, 1), 2)])
def test_convolution(padding: int, stride: tuple[int, int], dilation: int) -> None:
    picture, weights, bias = numbers(1, 9, 8, 3), numbers(5, 3, 2, 3, seed=1), numbers(5, seed=2)
    view = windows(padded(picture, (3, 2), stride, padding, dilation), (3, 2), stride, dilation)
    expected = np.einsum("bijchw,ohwc->bijo", view, weights) + bias
    options = [(0, BYTE, padding), (1, INT32, stride[1]), (2, INT32, stride[0]), (3, BYTE, RELU6)]
    options += [(4, INT32, dilation), (5, INT32, dilation)]
    result = one_operator("CONV_2D", picture, [weights, bias], expected.shape, options)
    np.testing.assert_allclose(result, np.clip(expected, 0, 6), atol=1e-5)


@pytest.mark.parametrize("padding", [SAME, VALID])
def test_depthwise_convolution_with_two_outputs_per_channel(padding: int) -> None:
    picture, weights, bias = numbers(1, 7, 7, 3), numbers(1, 3, 3, 6, seed=1), numbers(6, seed=2)
    view = windows(padded(picture, (3, 3), (2, 2), padding), (3, 3), (2, 2))
    grouped = weights.reshape(3, 3, 3, 2)
    expected = np.einsum("bijchw,hwcm->bijcm", view, grouped).reshape(*view.shape[:3], 6) + bias
    options = [(0, BYTE, padding), (1, INT32, 2), (2, INT32, 2), (3, INT32, 2), (4, BYTE, RELU)]
    result = one_operator("DEPTHWISE_CONV_2D", picture, [weights, bias], expected.shape, options)
    np.testing.assert_allclose(result, np.maximum(expected, 0), atol=1e-5)


def test_transposed_convolution_doubles_the_picture() -> None:
    picture, weights, bias = numbers(1, 3, 4, 2), numbers(1, 2, 2, 2, seed=1), numbers(1, seed=2)
    expected = np.zeros((1, 6, 8, 1), np.float32)
    for row in range(3):
        for column in range(4):
            stamp = np.einsum("c,ohwc->hwo", picture[0, row, column], weights)
            expected[0, 2 * row : 2 * row + 2, 2 * column : 2 * column + 2] += stamp
    result = one_operator("Convolution2DTransposeBias", picture, [weights, bias], (1, 6, 8, 1), None)
    np.testing.assert_allclose(result, expected + bias, atol=1e-6)


@pytest.mark.parametrize("shape", [(1, 4), (1, 1, 4)])
def test_fully_connected(shape: tuple[int, ...]) -> None:
    picture, weights, bias = numbers(1, 2, 3, 1), numbers(4, 6, seed=1), numbers(4, seed=2)
    expected = np.tanh(picture.reshape(1, 6) @ weights.T + bias).reshape(shape)
    result = one_operator("FULLY_CONNECTED", picture, [weights, bias], shape, [(0, BYTE, TANH)])
    np.testing.assert_allclose(result, expected, atol=1e-6)


@pytest.mark.parametrize("slopes", [(1, 1, 3), (1,)])
def test_prelu_with_a_slope_per_channel_or_one(slopes: tuple[int, ...]) -> None:
    picture, slope = numbers(1, 4, 5, 3), numbers(*slopes, seed=1)
    result = one_operator("PRELU", picture, [slope], picture.shape, None)
    np.testing.assert_allclose(result, np.where(picture > 0, picture, slope * picture), atol=1e-6)


@pytest.mark.parametrize(
    ("kind", "function"),
    [
        ("RELU", lambda x: np.maximum(x, 0)),
        ("LOGISTIC", lambda x: 1 / (1 + np.exp(-x))),
        ("HARD_SWISH", lambda x: x * np.clip(x + 3, 0, 6) / 6),
        ("NEG", lambda x: -x),
        ("SQRT", np.sqrt),
        ("RSQRT", lambda x: 1 / np.sqrt(x)),
    ],
)
def test_operators_of_one_value(kind: str, function: Callable[[Floats], Floats]) -> None:
    picture = numbers(1, 3, 4, 2) if "SQRT" not in kind else np.abs(numbers(1, 3, 4, 2)) + np.float32(0.1)
    result = one_operator(kind, picture, [], picture.shape, None)
    np.testing.assert_allclose(result, function(picture), rtol=1e-5, atol=1e-6)


@pytest.mark.parametrize(
    ("kind", "function"),
    [
        ("ADD", np.add),
        ("SUB", np.subtract),
        ("MUL", np.multiply),
        ("DIV", np.divide),
        ("SQUARED_DIFFERENCE", lambda a, b: (a - b) ** 2),
    ],
)
@pytest.mark.parametrize("other", [(1, 3, 4, 2), (2,), (4, 2), (1, 1, 1, 2)])
def test_operators_of_two_values_broadcast(
    kind: str, function: Callable[[Floats, Floats], Floats], other: tuple[int, ...]
) -> None:
    picture, second = numbers(1, 3, 4, 2), numbers(*other, seed=1)
    result = one_operator(kind, picture, [second], picture.shape)
    np.testing.assert_allclose(result, function(picture, second), rtol=1e-5, atol=1e-6)


@pytest.mark.parametrize(("kind", "function"), [("MAX_POOL_2D", np.max), ("AVERAGE_POOL_2D", np.mean)])
def test_pooling(kind: str, function: Callable[..., Floats]) -> None:
    picture = numbers(1, 6, 8, 3)
    expected = function(windows(picture, (2, 2), (2, 2)), axis=(-2, -1))
    options = [(0, BYTE, VALID), (1, INT32, 2), (2, INT32, 2), (3, INT32, 2), (4, INT32, 2)]
    np.testing.assert_allclose(one_operator(kind, picture, [], expected.shape, options), expected, atol=1e-6)


@pytest.mark.parametrize("half_pixel", [0, 1])
def test_bilinear_resize(half_pixel: int) -> None:
    ramp = np.arange(4, dtype=np.float32).reshape(1, 4, 1, 1).repeat(4, axis=2)
    options = [(3, BYTE, half_pixel)]
    result = one_operator("RESIZE_BILINEAR", ramp, [np.array([8, 8], np.int32)], (1, 8, 8, 1), options)
    centres = np.arange(8) / 2 - (0.25 if half_pixel else 0)
    np.testing.assert_allclose(result[0, :, 3, 0], np.clip(centres, 0, 3), atol=1e-6)


def test_depth_to_space() -> None:
    picture = numbers(1, 2, 3, 8)
    expected = picture.reshape(1, 2, 3, 2, 2, 2).transpose(0, 1, 3, 2, 4, 5).reshape(1, 4, 6, 2)
    np.testing.assert_array_equal(
        one_operator("DEPTH_TO_SPACE", picture, [], (1, 4, 6, 2), [(0, INT32, 2)]), expected
    )


@pytest.mark.parametrize("shape", [(1, 3, 4, 2), (1, 5, 2)])
def test_padding(shape: tuple[int, ...]) -> None:
    picture = numbers(*shape)
    amounts = np.array([[0, 0], *[[1, 2]] * (len(shape) - 1)], np.int32)
    expected = np.pad(picture, amounts)
    np.testing.assert_array_equal(one_operator("PAD", picture, [amounts], expected.shape), expected)


def test_reshape_of_a_picture_keeps_the_order_of_height_width_channels() -> None:
    picture = numbers(1, 3, 4, 2)
    result = one_operator("RESHAPE", picture, [], (1, 12, 2), None)
    np.testing.assert_array_equal(result, picture.reshape(1, 12, 2))


def test_transposition() -> None:
    picture = numbers(1, 3, 4, 2)
    result = one_operator("TRANSPOSE", picture, [np.array([0, 2, 1, 3], np.int32)], (1, 4, 3, 2))
    np.testing.assert_array_equal(result, picture.transpose(0, 2, 1, 3))


@pytest.mark.parametrize("axis", [1, -1, 3])
def test_concatenation(axis: int) -> None:
    picture = numbers(1, 3, 4, 2)
    expected = np.concatenate([picture, picture], axis)
    result = one_operator("CONCATENATION", picture, [0], expected.shape, [(0, INT32, axis)])
    np.testing.assert_array_equal(result, expected)


def test_concatenation_after_a_convolution_joins_the_right_axis() -> None:
    picture, weights = numbers(1, 3, 4, 2), numbers(2, 1, 1, 2, seed=1)
    writer = TfliteWriter()
    source = writer.value(1, 3, 4, 2)
    strides = [(1, INT32, 1), (2, INT32, 1)]
    mixed = writer.operator("CONV_2D", [source, writer.constant(weights)], writer.value(1, 3, 4, 2), strides)
    joined = writer.operator("CONCATENATION", [mixed, source], writer.value(1, 3, 8, 2), [(0, INT32, 2)])
    expected = np.concatenate([np.einsum("bijc,ohwc->bijo", picture, weights), picture], axis=2)
    np.testing.assert_allclose(run(convert(writer.content(source, [joined]), "joined"), picture), expected, atol=1e-6)


@pytest.mark.parametrize(("kind", "function"), [("MEAN", np.mean), ("SUM", np.sum)])
@pytest.mark.parametrize("axes", [(1, 2), (-1,), (1,)])
@pytest.mark.parametrize("keep", [0, 1])
def test_reductions(kind: str, function: Callable[..., Floats], axes: tuple[int, ...], keep: int) -> None:
    picture = numbers(1, 3, 4, 2)
    expected = function(picture, axis=axes, keepdims=bool(keep))
    result = one_operator(kind, picture, [np.array(axes, np.int32)], expected.shape, [(0, BYTE, keep)])
    np.testing.assert_allclose(result, expected, rtol=1e-5, atol=1e-6)


@pytest.mark.parametrize("keep", [0, 1])
def test_the_mean_over_a_convolved_picture_is_taken_per_channel(keep: int) -> None:
    picture, slope = numbers(1, 3, 4, 2), np.array([0.5], np.float32)
    writer = TfliteWriter()
    source = writer.value(1, 3, 4, 2)
    bent = writer.operator("PRELU", [source, writer.constant(slope)], writer.value(1, 3, 4, 2))
    shape = (1, 1, 1, 2) if keep else (1, 2)
    axes = writer.constant(np.array([1, 2], np.int32))
    mean = writer.operator("MEAN", [bent, axes], writer.value(*shape), [(0, BYTE, keep)])
    expected = np.where(picture > 0, picture, picture / 2).mean(axis=(1, 2)).reshape(shape)
    np.testing.assert_allclose(run(convert(writer.content(source, [mean]), "mean"), picture), expected, atol=1e-6)


def test_a_slice_with_masks_and_a_lost_axis() -> None:
    picture = numbers(1, 5, 6, 2)
    begin, end, step = (np.array(row, np.int32) for row in ([0, 1, 4, 1], [1, 3, 99, 2], [1, 1, 1, 1]))
    # Axis 0: begin and end masked; axis 2: end masked; axis 3: one entry, the axis lost.
    options = [(0, INT32, 0b0001), (1, INT32, 0b0101), (4, INT32, 0b1000)]
    result = one_operator("STRIDED_SLICE", picture, [begin, end, step], (1, 2, 2), options)
    np.testing.assert_array_equal(result, picture[:, 1:3, 4:, 1])


def test_a_slice_of_a_kind_that_is_not_supported_is_refused() -> None:
    bounds = [np.array([0, 0], np.int32)] * 3
    with pytest.raises(TongjingError, match="ellipsis"):
        one_operator("STRIDED_SLICE", numbers(2, 2), bounds, (2, 2), [(2, INT32, 1)])


def test_weights_stored_as_halves_are_used_as_they_are() -> None:
    picture, halves = numbers(1, 2, 2, 3), numbers(4, 1, 1, 3, seed=1).astype(np.float16)
    writer = TfliteWriter()
    source = writer.value(1, 2, 2, 3)
    weights = writer.operator("DEQUANTIZE", [writer.constant(halves)], writer.value(4, 1, 1, 3), None)
    strides = [(1, INT32, 1), (2, INT32, 1)]
    output = writer.operator("CONV_2D", [source, weights], writer.value(1, 2, 2, 4), strides)
    expected = np.einsum("bijc,ohwc->bijo", picture, halves.astype(np.float32))
    np.testing.assert_allclose(run(convert(writer.content(source, [output]), "halves"), picture), expected, atol=1e-6)


def test_every_operator_that_the_converter_knows_is_checked_here() -> None:
    checked_elsewhere = {"DENSIFY"}
    text = Path(__file__).read_text(encoding="utf-8")
    assert [kind for kind in HANDLERS if f'"{kind}"' not in text and kind not in checked_elsewhere] == []
