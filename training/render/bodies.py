"""More bodies from the renderer's few: widths, depths, leg and trunk lengths varied on mesh and skeleton alike.

    python -m training.render.bodies --renderer DIR [--variants 3]

Writes the variants as `<first>v<k>_<kind>.npz` beside the originals with links to the originals' textures.
"""

import argparse
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

HELD_OUT = (
    *("Asian_F_2_Medi", "Hispanic_F_3_Busi", "MENA_M_2_Busi", "White_M_1_Util"),
    *(f"Anny_{number:02d}_{'F' if number % 2 else 'M'}" for number in range(5, 100, 5)),
)
"""Nobody trains on these people: four of the renderer's own and every fifth of `training.render.anny_people`."""


def link_people(people: Path, renderer: Path) -> list[str]:
    """Link another folder's people (meshes and textures) among the renderer's; returns their names."""
    names = sorted(path.stem for path in people.glob("*.npz"))
    folder = renderer / "assets" / "npz"
    for name in names:
        for path in (people / f"{name}.npz", *people.glob(f"{name}_*.png")):
            link = folder / path.name
            if not link.exists():
                link.symlink_to(path.resolve())
    return names


def everybody(renderer: Path, people: Path | None = None) -> list[str]:
    """Names of the renderer's people; with `people` only of those of that folder, linked among the renderer's."""
    if people is not None:
        return link_people(people, renderer)
    return sorted(path.stem for path in (renderer / "assets" / "npz").glob("*.npz"))


def variant_name(name: str, number: int) -> str:
    """`Asian_M_1_Busi`, 2 -> `Asian_M_1v2_Busi`."""
    head, tail = name.rsplit("_", 1)
    return f"{head}v{number}_{tail}"


def original_name(name: str) -> str:
    """The person a variant was made from."""
    head, tail = name.rsplit("_", 1)
    return f"{head.split('v')[0]}_{tail}" if head[-2] == "v" else name


def vary(points: NDArray[np.float64], marks: tuple[float, float], scales: tuple[float, ...]) -> NDArray[np.float64]:
    """Points N x 3 of the rest pose with the body's proportions changed.

    `marks`: height of the hips and half the shoulder width, metres; `scales`: width of the trunk, length of the arms,
    depth, legs, trunk.
    """
    hip_m, shoulder_m = marks
    width, arms, depth, legs, trunk = scales
    out = np.array(points, float)
    across = np.abs(out[:, 0])
    beyond = np.maximum(across - shoulder_m, 0.0)
    out[:, 0] = np.sign(out[:, 0]) * (np.minimum(across, shoulder_m) * width + beyond * arms)
    above = np.maximum(out[:, 1] - hip_m, 0.0)
    out[:, 1] = np.minimum(out[:, 1], hip_m) * legs + above * trunk
    out[:, 2] *= depth
    return out


def write_variants(folder: Path, count: int) -> list[str]:
    """Write `count` variants of every person in the folder of meshes; returns the names of all people."""
    names = sorted(path.stem for path in folder.glob("*.npz") if "v" not in path.stem.rsplit("_", 1)[0][-2:])
    everyone = list(names)
    for place, name in enumerate(names):
        stored = dict(np.load(folder / f"{name}.npz"))
        bones = [str(bone) for bone in stored["bone_names"]]
        heads = stored["bone_head"].astype(float)
        hip = float(heads[bones.index("LeftUpLeg"), 1])
        shoulder = abs(float(heads[bones.index("LeftArm"), 0]))
        for number in range(1, count + 1):
            rng = np.random.default_rng([place, number])
            width = rng.uniform(0.92, 1.15)
            scales = (width, rng.uniform(0.94, 1.05), width * rng.uniform(0.95, 1.1))
            scales += (rng.uniform(0.92, 1.05), rng.uniform(0.94, 1.05))
            changed = dict(stored)
            changed["V"] = vary(stored["V"], (hip, shoulder), scales).astype(stored["V"].dtype)
            changed["bone_head"] = vary(heads, (hip, shoulder), scales)
            target = variant_name(name, number)
            np.savez(folder / f"{target}.npz", **changed)
            for texture in folder.glob(f"{name}_*.png"):
                link = folder / texture.name.replace(name, target)
                if not link.exists():
                    link.symlink_to(texture.name)
            everyone.append(target)
    return everyone


def main() -> None:
    """Entry point."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--renderer", type=Path, required=True)
    parser.add_argument("--variants", type=int, default=3)
    arguments = parser.parse_args()
    print(len(write_variants(arguments.renderer / "assets" / "npz", arguments.variants)), "people")


if __name__ == "__main__":
    main()
