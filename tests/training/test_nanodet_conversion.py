"""The converter of the second witness on a graph of one convolution, written as TensorFlow.js writes it."""

import base64

import numpy as np
import onnx
import onnxruntime as ort
import pytest
from onnx import TensorProto, helper

from training.dress.nanodet import BYTE, Graph, read_weights

RNG = np.random.default_rng(5)
KERNEL = RNG.normal(size=(3, 3, 2, 4)).astype(np.float16)
BIAS = RNG.normal(size=4).astype(np.float16)
PADDING = np.array([[0, 0], [0, 0], [1, 1], [1, 1]], np.int32)
HALF = {"quantization": {"dtype": "float16", "original_dtype": "float32"}}


def node(name, op, *inputs, **attributes):
    return {"name": name, "op": op, "input": list(inputs), "attr": attributes}


def model(activation="LeakyRelu"):
    ones = {"list": {"i": ["1", "1", "1", "1"]}}
    valid = {"s": base64.b64encode(b"VALID").decode()}
    nodes = [
        node("padded", "Pad", "input_1", "padding"),
        node("last", "Transpose", "padded", "to_last"),
        node("convolved", "Conv2D", "last", "kernel", strides=ones, padding=valid),
        node("shifted", "Add", "convolved", "bias"),
        node("first", "Transpose", "shifted", "to_first"),
        node("active", activation, "first", alpha={"f": 0.1}),
    ]
    weights = [
        {"name": "padding", "shape": [4, 2], "dtype": "int32"},
        {"name": "kernel", "shape": [3, 3, 2, 4], "dtype": "float32", **HALF},
        {"name": "bias", "shape": [4], "dtype": "float32", **HALF},
    ]
    return {"modelTopology": {"node": nodes}, "weightsManifest": [{"weights": weights}]}


def content():
    return PADDING.tobytes() + KERNEL.tobytes() + BIAS.tobytes()


def test_the_graph_computes_what_the_source_computes():
    graph = Graph(model(), read_weights(model(), content()))
    graph.done["input_1"] = "picture"
    result = graph.value("active")
    made = helper.make_graph(
        graph.nodes,
        "one",
        [helper.make_tensor_value_info("picture", TensorProto.FLOAT, [1, 2, 5, 6])],
        [helper.make_tensor_value_info(result, TensorProto.FLOAT, [1, 4, 5, 6])],
        graph.constants,
    )
    file = helper.make_model(made, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    onnx.checker.check_model(file)
    picture = RNG.normal(size=(1, 2, 5, 6)).astype(np.float32)
    session = ort.InferenceSession(file.SerializeToString(), providers=["CPUExecutionProvider"])
    said = session.run(None, {"picture": picture})[0]
    padded = np.pad(picture, [(0, 0), (0, 0), (1, 1), (1, 1)])
    patches = np.lib.stride_tricks.sliding_window_view(padded, (3, 3), (2, 3))
    wanted = np.einsum("ncyxij,ijco->noyx", patches, KERNEL.astype(np.float32))
    wanted += BIAS.astype(np.float32)[:, None, None]
    wanted = np.where(wanted > 0, wanted, 0.1 * wanted)
    # a weight kept as a byte is off by half a step of its output's scale at most
    largest = np.abs(KERNEL.astype(np.float32)).max() / BYTE / 2 * np.abs(patches).sum((1, 4, 5)).max()
    assert np.abs(said - wanted).max() < largest
    assert np.corrcoef(said.ravel(), wanted.ravel())[0, 1] > 0.9999


def test_an_unknown_operator_is_named():
    graph = Graph(model("Erf"), read_weights(model("Erf"), content()))
    graph.done["input_1"] = "picture"
    with pytest.raises(ValueError, match="operator Erf of active"):
        graph.value("active")


def test_weights_that_do_not_fill_the_file_are_refused():
    with pytest.raises(ValueError, match="the weights end at byte"):
        read_weights(model(), content() + b"\0\0")
