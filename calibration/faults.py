"""Reading a TOML file into a typed model, telling every fault at once."""

import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from vision.errors import TongjingError

ModelT = TypeVar("ModelT", bound=BaseModel)


class CalibrationError(TongjingError):
    """A calibration that cannot be used; the message lists every fault with its place."""


def read_toml(path: Path) -> dict[str, Any]:
    """The file's content; raises CalibrationError with file and line where it is not TOML."""
    try:
        with path.open("rb") as handle:
            return tomllib.load(handle)
    except FileNotFoundError:
        raise CalibrationError(f"{path}: there is no such file; give the path of a calibration file.") from None
    except OSError as error:
        raise CalibrationError(f"{path}: cannot be read ({error.strerror}); check the path and its rights.") from None
    except UnicodeDecodeError:
        raise CalibrationError(f"{path}: this is no text; give a calibration file (TOML, saved as UTF-8).") from None
    except tomllib.TOMLDecodeError as error:
        raise CalibrationError(f"{path}: is not valid TOML ({error}); mend that line.") from None


def parse(model: type[ModelT], content: Mapping[str, Any], place: str) -> ModelT:
    """Validate `content`; raises CalibrationError naming `place` and every faulty key with what is expected."""
    try:
        return model.model_validate(dict(content))
    except ValidationError as error:
        raise CalibrationError(f"{place}: {worded(error)}.") from None


def worded(error: ValidationError) -> str:
    """Every fault of a table that its owner wrote: the key, what is expected, what stands there."""
    return "; ".join(_worded(fault) for fault in error.errors())


def _worded(fault: ErrorDetails) -> str:
    where = ".".join(str(step) for step in fault["loc"]) or "file"
    if fault["type"] == "extra_forbidden":
        return f"{where}: there is no such setting"
    if fault["type"] == "missing":
        return f"{where}: is missing and must be given"
    expected = re.sub(r"^(Input|String|Value) should |^Value error, ", lambda m: "should " * bool(m[1]), fault["msg"])
    shown = "" if isinstance(fault["input"], Mapping) else f", found {fault['input']!r}"
    return f"{where}: {expected}{shown}"
