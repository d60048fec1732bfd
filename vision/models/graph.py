"""An ONNX graph in the making: its nodes and constants, and in which layout every value of the network stands.

TensorFlow Lite keeps pictures as NHWC (batch, height, width, channels), ONNX convolutions want NCHW. Values stay NCHW
from one convolution to the next; a transposition is put in only where the layout shows: at the graph's ends and at
operators that mix axes.
"""

from collections.abc import Collection
from enum import Enum
from typing import Any

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

from vision.models.tflite import Array, Network

OPSET = 17
# The lowest file version that holds opset 17, so that older runtimes read it too.
IR_VERSION = 8
TO_NCHW = (0, 3, 1, 2)
TO_NHWC = (0, 2, 3, 1)


class Layout(Enum):
    """The order of a four-dimensional value's axes; values of another rank stand as the network has them."""

    NHWC = "NHWC"
    NCHW = "NCHW"


class Activation(Enum):
    """Activations that TensorFlow Lite fuses into the operator before them (numbers of its schema)."""

    NONE = 0
    RELU = 1
    RELU6 = 3
    TANH = 4


class GraphBuilder:
    """Collects the ONNX graph of one network. Names are counted, so that the same network gives the same bytes."""

    def __init__(self, network: Network) -> None:
        self._network = network
        self._nodes: list[onnx.NodeProto] = []
        self._initializers: dict[str, onnx.TensorProto] = {}
        self._initializer_names: dict[tuple[str, tuple[int, ...], bytes], str] = {}
        self._folded: dict[int, Array] = {}
        self._values: dict[int, tuple[str, Layout]] = {}
        self._transposed: dict[tuple[int, Layout], str] = {}

    def shape(self, tensor: int) -> tuple[int, ...]:
        """The tensor's shape in the network, NHWC for pictures."""
        return self._network.tensors[tensor].shape

    def constant(self, tensor: int) -> Array | None:
        """The tensor's value where it is a constant, stored or folded."""
        if tensor not in self._folded:
            value = self._network.tensors[tensor].constant()
            if value is None:
                return None
            self._folded[tensor] = value
        return self._folded[tensor]

    def weights(self, tensor: int) -> Array:
        """A constant as float32. Raises ValueError where the network computes it."""
        return self.numbers(tensor).astype(np.float32)

    def numbers(self, tensor: int) -> Array:
        """A constant in its own type. Raises ValueError where the network computes it."""
        value = self.constant(tensor)
        if value is None:
            raise ValueError(f"tensor {tensor} must be a constant")
        return value

    def fold(self, tensor: int, value: Array) -> None:
        """Declare a tensor constant: its operator is carried out here and leaves no node."""
        self._folded[tensor] = value

    def initializer(self, value: Array, hint: str = "c") -> str:
        """The name of a constant in the graph; equal constants share one."""
        key = (value.dtype.str, value.shape, value.tobytes())
        if key not in self._initializer_names:
            name = f"{hint}_{len(self._initializers)}"
            self._initializers[name] = numpy_helper.from_array(np.asarray(value, order="C"), name)
            self._initializer_names[key] = name
        return self._initializer_names[key]

    def node(self, operator: str, inputs: list[str], **attributes: Any) -> str:
        """Add a node of one output and return the output's name."""
        output = f"{operator}_{len(self._nodes) + 1}"
        self._nodes.append(helper.make_node(operator, inputs, [output], **attributes))
        return output

    def put(self, tensor: int, value: str, layout: Layout) -> None:
        """Say which graph value a tensor of the network has become, and in which layout it stands."""
        self._values[tensor] = (value, layout)

    def layout(self, tensor: int) -> Layout | None:
        """The layout in which a computed tensor stands; None for a constant, which has no layout yet."""
        return None if self.constant(tensor) is not None else self._values[tensor][1]

    def value(self, tensor: int, layout: Layout) -> str:
        """The graph value of a tensor in the wanted layout, transposed where it stands in the other."""
        constant = self.constant(tensor)
        if constant is not None:
            return self.initializer(_laid_out(constant, layout))
        name, stands = self._values[tensor]
        if stands is layout or len(self.shape(tensor)) != 4:
            return name
        if (tensor, layout) not in self._transposed:
            axes = TO_NCHW if layout is Layout.NCHW else TO_NHWC
            self._transposed[tensor, layout] = self.node("Transpose", [name], perm=axes)
        return self._transposed[tensor, layout]

    def activated(self, value: str, activation: int) -> str:
        """The value after a fused activation. Raises ValueError for one that is not known."""
        match Activation(activation):
            case Activation.NONE:
                return value
            case Activation.RELU:
                return self.node("Relu", [value])
            case Activation.RELU6:
                bounds = [self.initializer(np.array(bound, np.float32)) for bound in (0, 6)]
                return self.node("Clip", [value, *bounds])
            case Activation.TANH:
                return self.node("Tanh", [value])

    def begin(self) -> None:
        """Name the network's one input `input`, in its own layout."""
        (tensor,) = self._network.inputs
        self.put(tensor, "input", Layout.NHWC)

    def finish(self, name: str, keep: Collection[int] | None) -> onnx.ModelProto:
        """The checked model with the outputs numbered in `keep` (all: None), without what only the others need.

        Raises ValueError where no output is kept.
        """
        (source,) = self._network.inputs
        inputs = [helper.make_tensor_value_info("input", TensorProto.FLOAT, self.shape(source))]
        outputs = []
        for number, tensor in enumerate(self._network.outputs):
            if keep is not None and number not in keep:
                continue
            value = self.value(tensor, Layout.NHWC)
            self._nodes.append(helper.make_node("Identity", [value], [f"out{number}"]))
            outputs.append(helper.make_tensor_value_info(f"out{number}", TensorProto.FLOAT, self.shape(tensor)))
        if not outputs:
            raise ValueError("no output is kept")
        needed = {output.name for output in outputs}
        live = []
        for node in reversed(self._nodes):
            if not needed.isdisjoint(node.output):
                live.append(node)
                needed.update(node.input)
        constants = [value for key, value in self._initializers.items() if key in needed]
        graph = helper.make_graph(live[::-1], name, inputs, outputs, constants)
        model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", OPSET)], ir_version=IR_VERSION)
        onnx.checker.check_model(model)
        return model


def _laid_out(constant: Array, layout: Layout) -> Array:
    """A constant as float32 where it is a half, with its axes as the layout has them; a vector is per channel."""
    value = constant.astype(np.float32) if constant.dtype == np.float16 else constant
    if layout is Layout.NHWC:
        return value
    match value.ndim:
        case 4:
            return value.transpose(TO_NCHW)
        case 3:
            return value.transpose(2, 0, 1)
        case 1 if value.size > 1:
            return value.reshape(1, -1, 1, 1)
    return value
