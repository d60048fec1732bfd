import zipfile
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest

from tests.models.tflite_writer import INT32, TfliteWriter
from vision.models.convert import convert
from vision.models.manifest import sha256

WHEEL = "carrier-1.0-py3-none-any.whl"
MEMBER = "carrier/network.tflite"


def doubling_network(archived: bool = False) -> bytes:
    """A network that doubles a picture of one pixel; or a zip that holds it."""
    writer = TfliteWriter()
    source = writer.value(1, 1, 1, 1)
    weights = writer.constant(np.full((1, 1, 1, 1), 2, np.float32))
    output = writer.operator("CONV_2D", [source, weights], writer.value(1, 1, 1, 1), [(1, INT32, 1), (2, INT32, 1)])
    content = writer.content(source, [output])
    return zipped({"inner.tflite": content}) if archived else content


def zipped(members: dict[str, bytes]) -> bytes:
    file = BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, content in members.items():
            archive.writestr(zipfile.ZipInfo(name), content)
    return file.getvalue()


@dataclass(frozen=True)
class ModelsFolder:
    """A folder with a manifest of three small models, a bundle that has what they need, and nothing installed."""

    path: Path
    bundle: Path
    onnx: bytes
    wheel: bytes

    def installed(self, name: str) -> Path:
        return self.path / "onnx" / f"{name}.onnx"

    def edit(self, old: str, new: str) -> None:
        manifest = self.path / "manifest.toml"
        text = manifest.read_text(encoding="utf-8")
        assert old in text
        manifest.write_text(text.replace(old, new), encoding="utf-8")


@pytest.fixture
def models(tmp_path: Path) -> ModelsFolder:
    network, archive = doubling_network(), doubling_network(archived=True)
    wheel = zipped({MEMBER: network, "carrier/more.task": archive})
    onnx = convert(network, "doubling")
    inner = convert(network, "inner")
    folder, bundle = tmp_path / "models", tmp_path / "bundle"
    (folder / "own").mkdir(parents=True)
    (folder / "own" / "ours.onnx").write_bytes(onnx)
    (bundle / "models").mkdir(parents=True)
    (bundle / "models" / WHEEL).write_bytes(wheel)
    (folder / "manifest.toml").write_text(
        f"""
        schema = 1
        [sources.carrier]
        package = "carrier"
        version = "1.0"
        wheel = "{WHEEL}"
        python_version = "3.12"
        platform = "manylinux_2_28_x86_64"
        sha256 = "{sha256(wheel)}"
        licence = "Apache-2.0"
        [[models]]
        name = "doubling"
        purpose = "doubles"
        licence = "Apache-2.0"
        source = "carrier"
        members = ["{MEMBER}"]
        member_sha256 = "{sha256(network)}"
        input_shape = [1, 1, 1, 1]
        sha256 = "{sha256(onnx)}"
        [[models]]
        name = "inner"
        purpose = "doubles, from an archive inside the wheel"
        licence = "Apache-2.0"
        source = "carrier"
        members = ["carrier/more.task", "inner.tflite"]
        member_sha256 = "{sha256(network)}"
        input_shape = [1, 1, 1, 1]
        kept_outputs = [0]
        sha256 = "{sha256(inner)}"
        [[models]]
        name = "ours"
        purpose = "of our own"
        licence = "Apache-2.0"
        source = "own"
        file = "ours.onnx"
        card = "docs/models/ours.md"
        input_shape = [1, 1, 1, 1]
        sha256 = "{sha256(onnx)}"
        """,
        encoding="utf-8",
    )
    return ModelsFolder(folder, bundle, onnx, wheel)
