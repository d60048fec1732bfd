"""The uniform's file: the colours of its garments and the light under which they were taken. No picture is in it."""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal

import tomlkit
from pydantic import BaseModel, ConfigDict, Field

from calibration.faults import parse, read_toml
from calibration.migrations import Migration, migrated
from vision.colour.light import Light
from vision.colour.modes import ColourMode, Uniform

CURRENT_VERSION = 1
UNIFORM_FILE = "uniform.toml"
"""In the data folder."""
MIGRATIONS: Mapping[int, Migration] = {}
"""From version -> the step to the next one."""

_Share = Annotated[float, Field(gt=0.0, le=1.0)]
_Lightness = Annotated[float, Field(ge=0.0, le=110.0)]
_Opponent = Annotated[float, Field(ge=-150.0, le=150.0)]
_Spread = Annotated[float, Field(ge=0.0, le=100.0)]
_Gain = Annotated[float, Field(gt=0.05, lt=20.0)]
_Level = Annotated[float, Field(gt=0.0, le=1.0)]
_Doubt = Annotated[float, Field(ge=0.0, le=1.0)]


class _Table(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class ColourTable(_Table):
    """One colour of a garment."""

    lab: tuple[_Lightness, _Opponent, _Opponent]
    """L*, a*, b* under D65."""
    spread: tuple[_Spread, _Spread, _Spread]
    share: _Share


class LightTable(_Table):
    """See `vision.colour.light.Light`."""

    from_: Literal["scene", "card"] = Field(alias="from")
    gains: tuple[_Gain, _Gain, _Gain]
    sigma_log: _Doubt
    exposure_sigma_log: _Doubt
    reference: tuple[_Level, _Level, _Level] | None = None


class UniformFile(_Table):
    """What a uniform file holds."""

    version: Annotated[int, Field(ge=1, le=CURRENT_VERSION)] = CURRENT_VERSION
    name: Annotated[str, Field(max_length=80)] = ""
    pictures: Annotated[int, Field(ge=1)]
    light: LightTable
    upper: Annotated[tuple[ColourTable, ...], Field(min_length=1, max_length=8)]
    lower: Annotated[tuple[ColourTable, ...], Field(max_length=8)] = ()


def file_of(uniform: Uniform, pictures: int, *, card: bool) -> UniformFile:
    """The uniform as it is written down."""
    light = uniform.light
    return UniformFile(
        name=uniform.names[0] if uniform.names else "",
        pictures=pictures,
        light=LightTable.model_validate(
            {
                "from": "card" if card else "scene",
                "gains": _rounded(light.gains, 4),
                "sigma_log": round(light.sigma_log, 4),
                "exposure_sigma_log": round(light.exposure_sigma_log, 4),
                "reference": None if light.reference is None else _rounded(light.reference, 5),
            }
        ),
        upper=_tables(uniform.garments.get("upper", ())),
        lower=_tables(uniform.garments.get("lower", ())),
    )


def uniform_for(file: UniformFile) -> Uniform:
    """The uniform to measure against."""
    light = file.light
    garments = {
        name: tuple(ColourMode(one.lab, one.spread, one.share) for one in tables)
        for name, tables in (("upper", file.upper), ("lower", file.lower))
        if tables
    }
    return Uniform(
        garments,
        Light(light.gains, light.sigma_log, light.exposure_sigma_log, light.reference),
        (file.name,) if file.name else (),
    )


def read_uniform(content: Mapping[str, Any], place: str) -> UniformFile:
    """The parsed file in any version that this product knows; raises CalibrationError with every fault."""
    return parse(UniformFile, migrated(content, MIGRATIONS, CURRENT_VERSION, place), place)


def load_uniform(path: Path) -> UniformFile:
    """A uniform file; raises CalibrationError with every fault."""
    return read_uniform(read_toml(path), str(path))


def save_uniform(file: UniformFile, path: Path) -> None:
    """Write the file so that a person can read and edit it."""
    document = tomlkit.document()
    document.add(tomlkit.comment("Colours of the house's clothes, CIE Lab under D65; written by: calibrate uniform"))
    for key, value in file.model_dump(by_alias=True, exclude_none=True, mode="json").items():
        if value not in ("", []):
            document.add(key, value)
    path.write_text(tomlkit.dumps(document), encoding="utf-8")


def _tables(modes: tuple[ColourMode, ...]) -> tuple[ColourTable, ...]:
    return tuple(
        ColourTable(lab=_rounded(mode.lab, 2), spread=_rounded(mode.spread, 2), share=round(mode.share, 3))
        for mode in modes
    )


def _rounded(values: tuple[float, float, float], digits: int) -> tuple[float, float, float]:
    return round(values[0], digits), round(values[1], digits), round(values[2], digits)
