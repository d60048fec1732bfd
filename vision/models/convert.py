"""From a TensorFlow Lite file to an ONNX file: the float networks of MediaPipe, exactly and reproducibly.

Weights stored as halves become float32, sparse ones dense; fused activations become nodes. Within float32 rounding
the result computes what TensorFlow Lite computes. The same bytes in and the same version of onnx give the same bytes
out.
"""

from collections.abc import Callable, Collection

from onnx.checker import ValidationError

from vision.errors import TongjingError
from vision.models import operators_arithmetic as arithmetic
from vision.models import operators_convolution as convolution
from vision.models import operators_shape as shape
from vision.models.graph import GraphBuilder
from vision.models.tflite import Operator, read_network

Handler = Callable[[GraphBuilder, Operator], None]

HANDLERS: dict[str, Handler] = {
    "ADD": arithmetic.binary("Add"),
    "AVERAGE_POOL_2D": shape.pool("AveragePool"),
    "CONCATENATION": shape.concatenation,
    "CONV_2D": convolution.conv_2d,
    "Convolution2DTransposeBias": convolution.transposed_convolution_with_bias,
    "DENSIFY": shape.densify,
    "DEPTHWISE_CONV_2D": convolution.depthwise_conv_2d,
    "DEPTH_TO_SPACE": shape.depth_to_space,
    "DEQUANTIZE": shape.dequantize,
    "DIV": arithmetic.binary("Div"),
    "FULLY_CONNECTED": convolution.fully_connected,
    "HARD_SWISH": arithmetic.unary("HardSwish"),
    "LOGISTIC": arithmetic.unary("Sigmoid"),
    "MAX_POOL_2D": shape.pool("MaxPool"),
    "MEAN": arithmetic.mean,
    "MUL": arithmetic.binary("Mul"),
    "NEG": arithmetic.unary("Neg"),
    "PAD": shape.pad,
    "PRELU": convolution.prelu,
    "RELU": arithmetic.unary("Relu"),
    "RESHAPE": shape.reshape,
    "RESIZE_BILINEAR": shape.resize_bilinear,
    "RSQRT": arithmetic.unary("Sqrt", "Reciprocal"),
    "SQRT": arithmetic.unary("Sqrt"),
    "SQUARED_DIFFERENCE": arithmetic.squared_difference,
    "STRIDED_SLICE": shape.strided_slice,
    "SUB": arithmetic.binary("Sub"),
    "SUM": arithmetic.total,
    "TRANSPOSE": shape.transpose,
}


def convert(content: bytes, name: str, keep: Collection[int] | None = None) -> bytes:
    """The ONNX file of a TensorFlow Lite file.

    The one input is called `input` and stays NHWC, output k is called `outk`. `keep` numbers the outputs to keep
    (all: None); what only the others need is left out. Raises TongjingError where the network holds what
    is not supported.
    """
    network = read_network(content, name)
    graph = GraphBuilder(network)
    try:
        graph.begin()
        for operator in network.operators:
            if operator.kind not in HANDLERS:
                raise ValueError(f"operator {operator.kind} is not supported")
            HANDLERS[operator.kind](graph, operator)
        return bytes(graph.finish(name, keep).SerializeToString(deterministic=True))
    except (ValueError, KeyError, IndexError, ValidationError) as fault:
        raise TongjingError(
            f"The model {name} cannot be converted ({fault}); use the model files named in the manifest."
        ) from fault
