"""The lock files: complete, hashed, agreeing, and free of what ties them to one place."""

import ast
import re
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LOCKS = ("requirements.lock", "requirements-test.lock", "requirements-mediapipe.lock")
PRODUCT = ("station", "vision", "checklists", "calibration")
# Where a module's name is not its package's.
PACKAGE_OF = {"PIL": "pillow", "cv2": "opencv-python", "zxingcpp": "zxing-cpp"}
# mediapipe has a lock of its own.
OPTIONAL = {"mediapipe"}


def pins(lock: str) -> dict[str, str]:
    text = (ROOT / lock).read_text(encoding="utf-8")
    return {match[1]: match[2] for match in re.finditer(r"^([a-z0-9.-]+)==(\S+)", text, re.MULTILINE)}


def imported_modules() -> set[str]:
    modules = set()
    for package in PRODUCT:
        for file in (ROOT / package).rglob("*.py"):
            for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Import):
                    modules |= {alias.name.split(".")[0] for alias in node.names}
                elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
                    modules.add(node.module.split(".")[0])
    return modules - set(sys.stdlib_module_names) - set(PRODUCT) - {"assets"}


def test_everything_the_product_imports_is_in_the_kiosks_lock() -> None:
    packages = {PACKAGE_OF.get(name, name.lower().replace("_", "-")) for name in imported_modules() - OPTIONAL}
    assert packages - set(pins("requirements.lock")) == set()


@pytest.mark.parametrize("lock", LOCKS)
def test_every_pinned_package_has_a_hash(lock: str) -> None:
    text = (ROOT / lock).read_text(encoding="utf-8")
    entries = re.split(r"\n(?=[a-z])", text.strip())
    assert [entry.splitlines()[0] for entry in entries if "--hash=sha256:" not in entry] == []


@pytest.mark.parametrize("lock", LOCKS)
def test_no_lock_names_an_index(lock: str) -> None:
    text = (ROOT / lock).read_text(encoding="utf-8")
    assert not re.search(r"://|--index|--extra-index|--find-links", text)


def test_what_is_tested_is_what_the_kiosk_runs_on() -> None:
    kiosk, tested = pins("requirements.lock"), pins("requirements-test.lock")
    assert {name: tested.get(name) for name in kiosk} == kiosk


def test_the_reference_backend_runs_on_the_same_numbers() -> None:
    kiosk, reference = pins("requirements.lock"), pins("requirements-mediapipe.lock")
    for name in ("numpy", "opencv-python", "onnxruntime"):
        assert reference[name] == kiosk[name]


def test_the_lock_has_one_numpy_for_every_python() -> None:
    text = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    assert len(re.findall(r"^numpy==", text, re.MULTILINE)) == 1


def test_every_direct_dependency_is_locked() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    names = {re.match(r"[A-Za-z0-9_.-]+", line)[0].lower() for line in project["project"]["dependencies"]}
    assert names - set(pins("requirements.lock")) == set()
