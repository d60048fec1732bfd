"""The door to the renderer of people, which is not part of this repository.

The renderer is a folder of Python modules (`scene.py`, `synthbody.py`, `glrender.py`) with its meshes; its path is an
argument of every script here. It draws one parameter object and returns the picture with its ground truth.
"""

import importlib
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

Parameters = dict[str, Any]
"""One scene: avatar, camera, pose, items, room, light, photo. The renderer's README lists the fields."""


class RendererMissingError(Exception):
    """The folder given does not hold the renderer."""


def load_renderer(folder: Path) -> ModuleType:
    """Import the renderer's `scene` module from its folder and return it."""
    if not (folder / "scene.py").is_file():
        raise RendererMissingError(f"{folder} holds no scene.py: give the renderer's folder with --renderer.")
    if str(folder) not in sys.path:
        sys.path.insert(0, str(folder))
    return importlib.import_module("scene")


def load_body_module(folder: Path) -> ModuleType:
    """Import the renderer's `synthbody` module (posing and skinning)."""
    load_renderer(folder)
    return importlib.import_module("synthbody")
