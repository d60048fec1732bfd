"""Operators that move, cut, pad, pool or resize values, and those that only unpack constants."""

from collections.abc import Callable

import numpy as np

from vision.models.graph import GraphBuilder, Layout
from vision.models.operators_convolution import options_of, window_padding
from vision.models.tflite import Operator

TO_THE_END = np.iinfo(np.int64).max


def dequantize(graph: GraphBuilder, operator: Operator) -> None:
    """DEQUANTIZE of a constant stored as halves: made float32 here."""
    graph.fold(operator.outputs[0], graph.weights(operator.inputs[0]))


def densify(graph: GraphBuilder, operator: Operator) -> None:
    """DENSIFY of a sparse constant: reading it has made it dense."""
    graph.fold(operator.outputs[0], graph.numbers(operator.inputs[0]))


def pad(graph: GraphBuilder, operator: Operator) -> None:
    """PAD with zeros: (before, after) per axis."""
    amounts = graph.numbers(operator.inputs[1])
    layout = Layout.NHWC
    if len(amounts) == 4:
        amounts, layout = amounts[[0, 3, 1, 2]], Layout.NCHW
    value = graph.value(operator.inputs[0], layout)
    flat = np.concatenate([amounts[:, 0], amounts[:, 1]]).astype(np.int64)
    graph.put(operator.outputs[0], graph.node("Pad", [value, graph.initializer(flat)]), layout)


def pool(name: str) -> Callable[[GraphBuilder, Operator], None]:
    """The handler of a pooling over windows of height and width."""

    def handle(graph: GraphBuilder, operator: Operator) -> None:
        options = options_of(operator)
        stride = (options.int32(2), options.int32(1))
        kernel = (options.int32(4), options.int32(3))
        _, height, width, _ = graph.shape(operator.inputs[0])
        value = graph.node(
            name,
            [graph.value(operator.inputs[0], Layout.NCHW)],
            kernel_shape=kernel,
            strides=stride,
            pads=window_padding(options.byte(0), (height, width), kernel, stride),
        )
        graph.put(operator.outputs[0], graph.activated(value, options.byte(5)), Layout.NCHW)

    return handle


def resize_bilinear(graph: GraphBuilder, operator: Operator) -> None:
    """RESIZE_BILINEAR to a constant (height, width)."""
    options = options_of(operator)
    height, width = (int(n) for n in graph.numbers(operator.inputs[1]))
    channels = graph.shape(operator.inputs[0])[3]
    # Fields 0 and 1 are the withdrawn output height and width.
    align_corners, half_pixel_centers = options.flag(2), options.flag(3)
    mode = "align_corners" if align_corners else "half_pixel" if half_pixel_centers else "asymmetric"
    value = graph.value(operator.inputs[0], Layout.NCHW)
    sizes = graph.initializer(np.array([1, channels, height, width], np.int64))
    value = graph.node("Resize", [value, "", "", sizes], mode="linear", coordinate_transformation_mode=mode)
    graph.put(operator.outputs[0], value, Layout.NCHW)


def depth_to_space(graph: GraphBuilder, operator: Operator) -> None:
    """DEPTH_TO_SPACE; TensorFlow's order of the channels is ONNX's DCR."""
    value = graph.value(operator.inputs[0], Layout.NCHW)
    block = options_of(operator).int32(0)
    value = graph.node("DepthToSpace", [value], blocksize=block, mode="DCR")
    graph.put(operator.outputs[0], value, Layout.NCHW)


def reshape(graph: GraphBuilder, operator: Operator) -> None:
    """RESHAPE to the output's shape."""
    shape = graph.initializer(np.array(graph.shape(operator.outputs[0]), np.int64))
    value = graph.node("Reshape", [graph.value(operator.inputs[0], Layout.NHWC), shape])
    graph.put(operator.outputs[0], value, Layout.NHWC)


def concatenation(graph: GraphBuilder, operator: Operator) -> None:
    """CONCATENATION, in NCHW where one of four-dimensional inputs stands so already."""
    options = options_of(operator)
    rank = len(graph.shape(operator.outputs[0]))
    axis, layout = options.int32(0) % rank, Layout.NHWC
    if rank == 4 and any(graph.layout(tensor) is Layout.NCHW for tensor in operator.inputs):
        axis, layout = (0, 2, 3, 1)[axis], Layout.NCHW
    value = graph.node("Concat", [graph.value(tensor, layout) for tensor in operator.inputs], axis=axis)
    graph.put(operator.outputs[0], graph.activated(value, options.byte(1)), layout)


def transpose(graph: GraphBuilder, operator: Operator) -> None:
    """TRANSPOSE by a constant permutation."""
    axes = [int(axis) for axis in graph.numbers(operator.inputs[1])]
    value = graph.node("Transpose", [graph.value(operator.inputs[0], Layout.NHWC)], perm=axes)
    graph.put(operator.outputs[0], value, Layout.NHWC)


def strided_slice(graph: GraphBuilder, operator: Operator) -> None:
    """STRIDED_SLICE with begin, end and shrink masks: bit k speaks of axis k."""
    options = options_of(operator)
    if options.int32(2) or options.int32(3):
        raise ValueError("STRIDED_SLICE with an ellipsis or a new axis")
    begin, end, step = (graph.numbers(tensor).astype(np.int64) for tensor in operator.inputs[1:4])
    shrink = options.int32(4)
    for axis in range(len(begin)):
        if options.int32(0) >> axis & 1:
            begin[axis] = 0
        if options.int32(1) >> axis & 1:
            end[axis] = TO_THE_END
        if shrink >> axis & 1:
            end[axis] = begin[axis] + 1
    axes = np.arange(len(begin), dtype=np.int64)
    value = graph.value(operator.inputs[0], Layout.NHWC)
    value = graph.node("Slice", [value, *(graph.initializer(part) for part in (begin, end, axes, step))])
    if shrink:
        shape = np.array(graph.shape(operator.outputs[0]), np.int64)
        value = graph.node("Reshape", [value, graph.initializer(shape)])
    graph.put(operator.outputs[0], value, Layout.NHWC)
