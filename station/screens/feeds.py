"""What a SOURCE means for the kiosk: a camera, a recording played as if it were live, or the demo."""

from collections.abc import Callable
from dataclasses import dataclass

from station.capture.camera import Camera
from station.capture.device import find_device
from station.capture.live import LiveSource
from station.capture.sources import SourceKind, resolve
from station.screens.demo_feed import DemoFeed
from station.screens.demo_story import load_story
from station.screens.replay_feed import ReplayFeed
from station.settings import Settings


@dataclass(frozen=True, slots=True)
class OpenedFeed:
    """A feed that is not started yet."""

    feed: LiveSource
    demo: DemoFeed | None
    fault: Callable[[], str | None]
    """Why it cannot go on at all; a camera recovers by itself and never says so."""


def open_feed(source: str | None, settings: Settings) -> OpenedFeed:
    """The feed of `source`; without one the first camera, or the demo where there is no camera.

    Raises TongjingError where the source leads nowhere.
    """
    if source is None:
        source = "camera" if find_device(settings.camera.id) is not None or settings.camera.id else "demo"
    sources = () if source == "camera" else resolve(source)
    if not sources or sources[0].kind is SourceKind.CAMERA:
        device = str(sources[0].device) if sources else settings.camera.id
        return OpenedFeed(Camera(settings.camera.model_copy(update={"id": device})), None, _never)
    if source == "demo":
        demo = DemoFeed(load_story())
        return OpenedFeed(demo, demo, lambda: demo.fault)
    replay = ReplayFeed(sources)
    return OpenedFeed(replay, None, lambda: replay.fault)


def _never() -> None:
    return None
