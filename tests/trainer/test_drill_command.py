"""`tongjing drill`: a bow of a recording is judged; what the station does not run is said to be just that."""

import io
from pathlib import Path

import pytest

from checklists.verdict import Outcome
from station import drill_commands
from station.drill_commands import run_drill
from tests.session.actor import observation
from tests.trainer.test_bow_drill import STEP_S, Bower
from vision.errors import TongjingError


def judged(monkeypatch: pytest.MonkeyPatch, drill: str, *peaks: float, language: str = "en") -> tuple[int, str]:
    bower = Bower()
    frames = [frame for peak in peaks for frame in bower.bow(peak)]
    seen = [observation(i * STEP_S, frame) for i, frame in enumerate(frames)]
    monkeypatch.setattr(drill_commands, "observe_source", lambda *_: iter(seen))
    monkeypatch.setattr(drill_commands, "make_backend", lambda name: name)
    monkeypatch.setattr(drill_commands, "one_source", lambda text: Path(text))
    out = io.StringIO()
    code = run_drill(
        drill, "clip.mp4", "auto_dealer", camera=None, language=language, backend="onnx", windowed=False, out=out
    )
    return code, out.getvalue()


@pytest.mark.parametrize("name", ["bow.30", "bow_30"])
def test_each_bow_of_a_recording_has_its_line(monkeypatch, name):
    code, told = judged(monkeypatch, name, 30.0, 21.0)
    lines = told.splitlines()
    assert code == 1
    assert lines[0].startswith(f"bow 1: {Outcome.PASS.value}")
    assert lines[1].startswith(f"bow 2: {Outcome.FAIL.value}")
    assert "->" in lines[1], "what to do otherwise"


def test_a_recording_without_a_bow_is_unclear(monkeypatch):
    assert judged(monkeypatch, "bow.15") == (3, "no bow was seen\n")


def test_a_drill_that_is_listed_and_not_run_is_no_run(monkeypatch):
    with pytest.raises(TongjingError, match="'nod' of auto_dealer is listed and not yet run by the station"):
        judged(monkeypatch, "nod", 30.0)
    with pytest.raises(TongjingError, match="no drill 'cartwheel'; the station runs: bow"):
        judged(monkeypatch, "cartwheel", 30.0)
