"""Many questions beside one close-up: the picture keeps its room, and what it shows is said in large letters."""

import pytest

from checklists.loader import load_shipped
from station.i18n.texts import LANGUAGES, tr
from station.session.machine import State
from station.settings import StationSettings
from tests.session.actor import GOOD, Stage, settings


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_region_shown_is_the_headline_where_many_are_asked(language: str) -> None:
    house = settings().model_copy(update={"station": StationSettings(id="e", branch="E", language=language)})
    stage = Stage(checklists={"house": load_shipped()["bank_branch"]}, settings=house)
    stage.enter()
    stage.stand_until(State.ASSIST, {**GOOD, "cuff_show_cm": 1.2}, limit_s=120)
    stage.stand(0.3, GOOD)
    view = stage.view
    regions = {tr(language, f"region.{stop}") for stop in stage.runtime._visit.course.stop.regions}
    assert len(view.rows) > 4
    assert view.headline in regions
    assert view.headline not in view.caption
    assert view.crop is not None
