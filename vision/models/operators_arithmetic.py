"""Operators without weights that keep or reduce the values: sums, products, activations, means."""

from collections.abc import Callable

import numpy as np

from vision.models.graph import GraphBuilder, Layout
from vision.models.operators_convolution import options_of
from vision.models.tflite import Operator


def _pair(graph: GraphBuilder, operator: Operator, name: str, activation: int) -> None:
    """A node of two inputs, in NCHW where one of them stands so already and both can."""
    inputs = operator.inputs
    first = any(graph.layout(tensor) is Layout.NCHW for tensor in inputs)
    able = all(graph.constant(tensor) is not None or len(graph.shape(tensor)) == 4 for tensor in inputs)
    layout = Layout.NCHW if first and able else Layout.NHWC
    value = graph.node(name, [graph.value(tensor, layout) for tensor in inputs])
    graph.put(operator.outputs[0], graph.activated(value, activation), layout)


def binary(name: str) -> Callable[[GraphBuilder, Operator], None]:
    """The handler of an element-wise operator of two inputs with a fused activation."""

    def handle(graph: GraphBuilder, operator: Operator) -> None:
        _pair(graph, operator, name, operator.options.byte(0) if operator.options else 0)

    return handle


def unary(*names: str) -> Callable[[GraphBuilder, Operator], None]:
    """The handler of an operator of one input: the named ONNX operators one after the other."""

    def handle(graph: GraphBuilder, operator: Operator) -> None:
        layout = graph.layout(operator.inputs[0]) or Layout.NHWC
        value = graph.value(operator.inputs[0], layout)
        for name in names:
            value = graph.node(name, [value])
        graph.put(operator.outputs[0], value, layout)

    return handle


def squared_difference(graph: GraphBuilder, operator: Operator) -> None:
    """SQUARED_DIFFERENCE: (a - b)^2."""
    _pair(graph, operator, "Sub", 0)
    output = operator.outputs[0]
    layout = graph.layout(output) or Layout.NHWC
    difference = graph.value(output, layout)
    graph.put(output, graph.node("Mul", [difference, difference]), layout)


def _axes(graph: GraphBuilder, operator: Operator) -> list[int]:
    rank = len(graph.shape(operator.inputs[0]))
    return [int(axis) % rank for axis in np.atleast_1d(graph.numbers(operator.inputs[1]))]


def mean(graph: GraphBuilder, operator: Operator) -> None:
    """MEAN; over height and width of a picture it is a global pooling, which keeps the layout."""
    source, output = operator.inputs[0], operator.outputs[0]
    axes, keep = _axes(graph, operator), options_of(operator).flag(0)
    if sorted(axes) == [1, 2] and len(graph.shape(source)) == 4 and graph.layout(source) is Layout.NCHW:
        pooled = graph.node("GlobalAveragePool", [graph.value(source, Layout.NCHW)])
        if keep:
            graph.put(output, pooled, Layout.NCHW)
        else:
            graph.put(output, graph.node("Flatten", [pooled], axis=1), Layout.NHWC)
        return
    value = graph.node("ReduceMean", [graph.value(source, Layout.NHWC)], axes=axes, keepdims=int(keep))
    graph.put(output, value, Layout.NHWC)


def total(graph: GraphBuilder, operator: Operator) -> None:
    """SUM over the axes of its second input."""
    axes = graph.initializer(np.array(_axes(graph, operator), np.int64))
    value = graph.node(
        "ReduceSum",
        [graph.value(operator.inputs[0], Layout.NHWC), axes],
        keepdims=int(options_of(operator).flag(0)),
    )
    graph.put(operator.outputs[0], value, Layout.NHWC)
