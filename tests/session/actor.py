"""A person made of numbers before the mirror, and the station: nothing is photographed, nothing waits."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone

import numpy as np

from checklists.model import Checklist
from checklists.verdict import Wearer
from station.log.record import SessionRecord
from station.session.machine import State
from station.session.runtime import SessionRuntime
from station.settings import CheckSettings, Settings, StationSettings
from station.staff.members import Member, StaffList
from station.staff.pin import hash_pin
from station.view_state import Pose
from vision.glossary import GLOSSARY
from vision.landmarks.points import Body, BodyPoint, Landmarks, Person, Points, Provenance
from vision.measure import Measure, View
from vision.observation import Observation, Quality
from vision.reason import Reason

STEP_S = 0.1
SIZE = (1280, 720)
_POSE = {
    BodyPoint.NOSE: (640, 120), BodyPoint.LEFT_EYE: (652, 110), BodyPoint.RIGHT_EYE: (628, 110),
    BodyPoint.LEFT_EAR: (670, 118), BodyPoint.RIGHT_EAR: (610, 118),
    BodyPoint.LEFT_SHOULDER: (700, 200), BodyPoint.RIGHT_SHOULDER: (580, 200),
    BodyPoint.LEFT_ELBOW: (715, 290), BodyPoint.RIGHT_ELBOW: (565, 290),
    BodyPoint.LEFT_WRIST: (718, 370), BodyPoint.RIGHT_WRIST: (562, 370),
    BodyPoint.LEFT_INDEX: (718, 395), BodyPoint.RIGHT_INDEX: (562, 395),
    BodyPoint.LEFT_HIP: (675, 370), BodyPoint.RIGHT_HIP: (605, 370),
    BodyPoint.LEFT_KNEE: (672, 500), BodyPoint.RIGHT_KNEE: (608, 500),
    BodyPoint.LEFT_ANKLE: (670, 630), BodyPoint.RIGHT_ANKLE: (610, 630),
    BodyPoint.LEFT_HEEL: (668, 645), BodyPoint.RIGHT_HEEL: (612, 645),
    BodyPoint.LEFT_FOOT_INDEX: (690, 660), BodyPoint.RIGHT_FOOT_INDEX: (590, 660),
}  # fmt: skip

CHECKLIST = Checklist.model_validate(
    {
        "id": "house",
        "version": "1",
        "name": {"zh": "本店标准", "en": "House standard"},
        "clauses": [
            {
                "id": "stand.shoulders", "wearer": "all", "mode": "measured", "parts": ["front"],
                "title": {"zh": "双肩放平", "en": "Shoulders level"}, "says": {"zh": "双肩平。", "en": "Level."},
                "rules": [{"measure": "shoulder_tilt_deg", "abs": 3}],
            },
            {
                "id": "stand.hands", "wearer": "all", "mode": "measured", "parts": ["front"],
                "title": {"zh": "双臂下垂", "en": "Arms down"}, "says": {"zh": "双臂下垂。", "en": "Arms down."},
                "rules": [{"measure": "hands_pose", "any_of": ["sides"]}],
            },
            {
                "id": "hair.sides", "wearer": "men", "mode": "measured", "parts": ["turn_left", "turn_right"],
                "title": {"zh": "双耳露出", "en": "Ears free"}, "says": {"zh": "露耳。", "en": "Ears free."},
                "rules": [
                    {"measure": "hair_ear_cover_left_ratio", "high": 0.3, "parts": ["turn_right"]},
                    {"measure": "hair_ear_cover_right_ratio", "high": 0.3, "parts": ["turn_left"]},
                ],
            },
            {
                "id": "hands.nails", "wearer": "all", "mode": "assisted", "close_up": "hands",
                "title": {"zh": "指甲短", "en": "Nails short"}, "says": {"zh": "指甲短。", "en": "Short nails."},
            },
            {
                "id": "body.clean", "wearer": "all", "mode": "attested",
                "title": {"zh": "无异味", "en": "No smell"}, "says": {"zh": "无异味。", "en": "No smell."},
            },
        ],
    }
)  # fmt: skip

GOOD = {
    "shoulder_tilt_deg": 0.5,
    "hands_pose": "sides",
    "hair_ear_cover_left_ratio": 0.1,
    "hair_ear_cover_right_ratio": 0.1,
}


def landmarks(at_s: float, moved: dict[BodyPoint, tuple[float, float]] | None = None, people: int = 1) -> Landmarks:
    """A figure standing upright, single points put elsewhere."""
    xy = np.tile(np.float32([640, 120]), (33, 1))
    for point, place in {**_POSE, **(moved or {})}.items():
        xy[point] = place
    points = Points(
        xy, np.zeros(33, np.float32), np.ones(33, np.float32), np.full(33, Provenance.MEASURED, dtype=np.uint8)
    )
    person = Person(Body(points, np.zeros((33, 3), np.float32), 0.99), None, None, None)
    return Landmarks(int(at_s * 10), at_s, SIZE, people, person)


def observation(
    at_s: float,
    values: dict[str, object] | None = None,
    *,
    people: int = 1,
    view: View = View.FRONT,
    missing: Reason = Reason.NEEDS_SIDE_VIEW,
    quality: tuple[Reason, ...] = (),
    moved: dict[BodyPoint, tuple[float, float]] | None = None,
    azimuth_deg: float = 0.0,
    still: bool = True,
) -> Observation:
    """One measured frame. `values` are the measures that could be taken; all others are missing."""
    values = GOOD if values is None else values
    measures = {}
    for name in GLOSSARY:
        value = values.get(name)
        if value is None:
            measures[name] = Measure.missing(name, missing, view)
        else:
            measures[name] = Measure(name, value, 0.02 if isinstance(value, (str, bool)) else 0.05, view=view)
    body = landmarks(at_s, moved, people) if people else Landmarks(0, at_s, SIZE, 0, None)
    return Observation(
        "actor", int(at_s * 10), at_s, people, view, azimuth_deg, Quality(quality), measures, landmarks=body,
        still=still,
    )  # fmt: skip


ASKED_DEG = {Pose.TURN_LEFT: -85.0, Pose.TURN_RIGHT: 85.0}


@dataclass
class LogInMemory:
    """A log that keeps what it is given, or refuses with the error it is told."""

    records: list[SessionRecord] = field(default_factory=list)
    error: Exception | None = None

    def append_session(self, record: SessionRecord) -> object:
        if self.error is not None:
            raise self.error
        self.records.append(record)
        return record.session_id


STAFF = StaffList.of(
    [
        Member("1001", "李雷", "reception", Wearer.MEN, hash_pin("2468")),
        Member("1002", "韩梅梅", "reception", Wearer.WOMEN, None, frozenset({"stand.hands"})),
    ],
    salt=b"0123456789abcdef",
)


def settings(**checks: object) -> Settings:
    """Settings for the house standard."""
    return Settings(
        station=StationSettings(id="east-1", branch="East", language="zh_CN"),
        checks=CheckSettings(checklist="house", **checks),
    )


class Stage:
    """A station with a person before it; every method lets the time pass that it needs."""

    def __init__(self, log: object | None = None, **options: object) -> None:
        self.now_s = 0.0
        self.log = log if log is not None else LogInMemory()
        self.began = datetime(2026, 3, 2, 8, 0, tzinfo=timezone(timedelta(hours=8)))
        self.resets = 0
        options.setdefault("settings", settings())
        options.setdefault("checklists", {"house": CHECKLIST})
        self.runtime = SessionRuntime(
            log=self.log,
            staff=STAFF,
            local_now=lambda: self.began + timedelta(seconds=self.now_s),
            reset_observer=self._reset,
            **options,
        )
        self.sounds: list[str] = []

    def _reset(self) -> None:
        self.resets += 1

    @property
    def state(self) -> State:
        return self.runtime.state

    @property
    def view(self):
        return self.runtime.view()

    def frame(self, values: dict[str, object] | None = None, **how: object) -> None:
        self.now_s = round(self.now_s + STEP_S, 3)
        self.runtime.tick(self.now_s)
        # the person does what the screen asks, unless a test says otherwise
        how.setdefault("azimuth_deg", ASKED_DEG.get(self.view.pose, 0.0))
        self.runtime.on_observation(observation(self.now_s, values, **how), self.now_s)
        sound = self.view.sound
        if sound and (not self.sounds or self.sounds[-1] != sound):
            self.sounds.append(sound)

    def stand(self, seconds: float, values: dict[str, object] | None = None, **how: object) -> None:
        for _ in range(round(seconds / STEP_S)):
            self.frame(values, **how)

    def stand_until(self, state: State, values: dict[str, object] | None = None, limit_s: float = 60, **how) -> None:
        """Stand there until the session has reached the state."""
        end_s = self.now_s + limit_s
        while self.state is not state:
            assert self.now_s < end_s, f"still {self.state} after {limit_s} s, wanted {state}"
            self.frame(values, **how)

    def leave(self, seconds: float) -> None:
        self.stand(seconds, {}, people=0)

    def press(self, action: str, payload: str | None = None) -> None:
        self.runtime.on_action(action, payload, self.now_s)

    def type(self, text: str) -> None:
        """Like a person: a key every 0.2 s, Enter at the end."""
        for key in [*text, "Enter"]:
            self.now_s += 0.2
            self.runtime.tick(self.now_s)
            self.runtime.on_key(key, self.now_s)
        self.now_s += 0.2
        self.runtime.tick(self.now_s)

    def step_on(self) -> None:
        """From an empty mark to the notice."""
        self.leave(2.0)
        self.stand_until(State.NOTICE, limit_s=3)

    def enter(self, badge: str = "1001") -> None:
        """From an empty mark to the first part."""
        self.step_on()
        self.press("accept_notice")
        self.runtime.on_badge(badge, self.now_s)
        assert self.state is State.PART

    def to_result(self, values: dict[str, object] | None = None, met: bool = True) -> None:
        """Through all parts of a round."""
        end_s = self.now_s + 90
        while self.state is not State.RESULT:
            assert self.now_s < end_s, f"still {self.state}"
            self.frame(values)
            if self.state in (State.ASSIST, State.ATTEST):
                self.press("confirm" if met else "deny")
