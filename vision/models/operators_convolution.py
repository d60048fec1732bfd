"""Operators with weights: convolutions, the fully connected layer, PReLU. Each takes the graph and the operator."""

import numpy as np

from vision.models.graph import GraphBuilder, Layout
from vision.models.tflite import Array, FlatTable, Operator

VALID = 1


def options_of(operator: Operator) -> FlatTable:
    """The operator's options. Raises ValueError where the file has none."""
    if operator.options is None:
        raise ValueError(f"{operator.kind} without options")
    return operator.options


def same_padding(size_px: int, kernel: int, stride: int, dilation: int = 1) -> tuple[int, int]:
    """Padding before and after one axis so that the output has ceil(size / stride) entries, as TensorFlow does it."""
    outputs = -(-size_px // stride)
    total = max((outputs - 1) * stride + (kernel - 1) * dilation + 1 - size_px, 0)
    return total // 2, total - total // 2


def window_padding(
    padding: int,
    size: tuple[int, int],
    kernel: tuple[int, int],
    stride: tuple[int, int],
    dilation: tuple[int, int] = (1, 1),
) -> list[int]:
    """ONNX pads [top, left, bottom, right] of a window over (height, width); `padding` is the schema's number."""
    if padding == VALID:
        return [0, 0, 0, 0]
    (top, bottom), (left, right) = (same_padding(*axis) for axis in zip(size, kernel, stride, dilation, strict=True))
    return [top, left, bottom, right]


def _convolution(graph: GraphBuilder, operator: Operator, weights: Array, groups: int, after_strides: int) -> None:
    """Add a convolution; `weights` are (out, in per group, height, width).

    The options of both convolutions are padding, stride w, stride h, then from field `after_strides` on: fused
    activation, dilation w, dilation h.
    """
    options = options_of(operator)
    stride = (options.int32(2), options.int32(1))
    dilation = (options.int32(after_strides + 2, 1), options.int32(after_strides + 1, 1))
    _, height, width, _ = graph.shape(operator.inputs[0])
    kernel = (weights.shape[2], weights.shape[3])
    inputs = [graph.value(operator.inputs[0], Layout.NCHW), graph.initializer(weights, "w")]
    inputs += _bias(graph, operator)
    attributes = {} if groups == 1 else {"group": groups}
    value = graph.node(
        "Conv",
        inputs,
        strides=stride,
        dilations=dilation,
        kernel_shape=kernel,
        pads=window_padding(options.byte(0), (height, width), kernel, stride, dilation),
        **attributes,
    )
    graph.put(operator.outputs[0], graph.activated(value, options.byte(after_strides)), Layout.NCHW)


def _bias(graph: GraphBuilder, operator: Operator) -> list[str]:
    if len(operator.inputs) < 3 or operator.inputs[2] < 0:
        return []
    return [graph.initializer(graph.weights(operator.inputs[2]), "b")]


def conv_2d(graph: GraphBuilder, operator: Operator) -> None:
    """CONV_2D: weights (out, height, width, in)."""
    weights = graph.weights(operator.inputs[1]).transpose(0, 3, 1, 2)
    _convolution(graph, operator, weights, 1, after_strides=3)


def depthwise_conv_2d(graph: GraphBuilder, operator: Operator) -> None:
    """DEPTHWISE_CONV_2D: weights (1, height, width, out), one group per input channel."""
    weights = graph.weights(operator.inputs[1]).transpose(3, 0, 1, 2)
    # Field 3, the depth multiplier, follows from the shapes.
    _convolution(graph, operator, weights, graph.shape(operator.inputs[0])[3], after_strides=4)


def transposed_convolution_with_bias(graph: GraphBuilder, operator: Operator) -> None:
    """MediaPipe's custom Convolution2DTransposeBias: weights (out, height, width, in).

    Stride and padding follow from the two shapes, so that its custom options need not be read.
    """
    weights = graph.weights(operator.inputs[1])
    _, height, width, _ = graph.shape(operator.inputs[0])
    _, kernel_h, kernel_w, _ = weights.shape
    # The operator is not TensorFlow's own and some files do not say its output's shape: all known ones double it.
    shape = graph.shape(operator.outputs[0]) or (1, 2 * height, 2 * width, weights.shape[0])
    stride = (shape[1] // height, shape[2] // width)
    surplus_h = max((height - 1) * stride[0] + kernel_h - shape[1], 0)
    surplus_w = max((width - 1) * stride[1] + kernel_w - shape[2], 0)
    top, left = surplus_h // 2, surplus_w // 2
    value = graph.node(
        "ConvTranspose",
        [
            graph.value(operator.inputs[0], Layout.NCHW),
            graph.initializer(weights.transpose(3, 0, 1, 2), "w"),
            *_bias(graph, operator),
        ],
        strides=stride,
        kernel_shape=(kernel_h, kernel_w),
        pads=[top, left, surplus_h - top, surplus_w - left],
    )
    graph.put(operator.outputs[0], value, Layout.NCHW)


def fully_connected(graph: GraphBuilder, operator: Operator) -> None:
    """FULLY_CONNECTED: weights (out, in); the input's leading axes are flattened."""
    weights = graph.weights(operator.inputs[1])
    columns = np.array([-1, weights.shape[1]], np.int64)
    rows = graph.node("Reshape", [graph.value(operator.inputs[0], Layout.NHWC), graph.initializer(columns)])
    inputs = [rows, graph.initializer(weights, "w"), *_bias(graph, operator)]
    value = graph.node("Gemm", inputs, transB=1)
    shape = graph.shape(operator.outputs[0])
    if len(shape) != 2:
        value = graph.node("Reshape", [value, graph.initializer(np.array(shape, np.int64))])
    graph.put(operator.outputs[0], graph.activated(value, options_of(operator).byte(0)), Layout.NHWC)


def prelu(graph: GraphBuilder, operator: Operator) -> None:
    """PRELU as a x + (1 - a) relu(x), two depthwise 1 x 1 convolutions.

    onnxruntime's own PRelu leaves the blocked layout of its convolutions: measured at more than twice the time.
    """
    channels = graph.shape(operator.inputs[0])[3]
    slope = np.broadcast_to(graph.weights(operator.inputs[1]).reshape(-1), (channels,)).reshape(channels, 1, 1, 1)
    value = graph.value(operator.inputs[0], Layout.NCHW)
    positive = graph.node("Relu", [value])
    attributes = {"group": channels, "kernel_shape": (1, 1)}
    whole = graph.node("Conv", [value, graph.initializer(slope, "pa")], **attributes)
    rest = graph.node("Conv", [positive, graph.initializer(1 - slope, "pb")], **attributes)
    graph.put(operator.outputs[0], graph.node("Add", [whole, rest]), Layout.NCHW)
