"""The bow drill as the screen shows it: words, dial and summary from the drill's state."""

from collections.abc import Mapping

from checklists.model import Checklist
from checklists.verdict import Outcome
from station.i18n.texts import tr
from station.session.wording import reason_text
from station.trainer.bow_drill import BEND, HOLD, PEAK, UPRIGHT_DEG, BowDrill, Repetition, bow_drills
from station.view_state import Dial, Row
from vision.errors import TongjingError
from vision.measure import ASIDE_VIEWS
from vision.motion.bow_events import SMALLEST_PEAK_DEG
from vision.observation import Observation
from vision.reason import Reason

_FULL_CIRCLE_DEG = 90.0
"""Where a standard sets no upper limit to the angle."""
VAGUE_SHARE = 0.3
"""A sigma of more than this share of the band leaves too little of it to be sure about."""
FEEDBACK_S = 3.0
"""How long the words about a bow stand after it."""


def standard_for(drill: str, checklists: Mapping[str, Checklist], wanted: str | None = None) -> Checklist:
    """The standard whose rules the drill is judged by: the wanted one, else the first that has the drill.

    Raises TongjingError where it has no such drill.
    """
    able = {name: checklist for name, checklist in checklists.items() if drill in bow_drills(checklist)}
    if wanted is not None and wanted in able:
        return able[wanted]
    if wanted is not None or not able:
        there = sorted({one for checklist in checklists.values() for one in bow_drills(checklist)})
        place = f" in {wanted}" if wanted is not None else ""
        raise TongjingError(f"There is no live drill '{drill}'{place}; there are: {', '.join(there) or 'none'}.")
    return next(iter(able.values()))


class BowSession:
    """One trainee's set of bows. `reset` begins it anew."""

    def __init__(self, drill: str, checklist: Checklist) -> None:
        self._title = checklist.clause(drill).title if drill in bow_drills(checklist) else None
        self._bows = BowDrill(checklist, drill)

        self._closed = False

    def reset(self) -> None:
        """The set begins anew."""
        self._bows.reset()
        self._closed = False

    def close(self) -> None:
        """The set is over, whether or not all of it was bowed."""
        self._closed = True

    @property
    def measures(self) -> frozenset[str]:
        """What a repetition is judged by."""
        return self._bows.measures

    @property
    def finished(self) -> bool:
        """True after the last repetition, or where the set was closed before."""
        return self._closed or self._bows.finished

    def observe(self, observation: Observation) -> str:
        """Take one frame; the id of the sound that it calls for, or empty."""
        repetition = self._bows.observe(observation)
        if repetition is None:
            return ""
        return {Outcome.PASS: "pass", Outcome.FAIL: "fail"}.get(repetition.verdict.outcome, "attention")

    def dial(self, language: str) -> Dial:
        """The dial as it stands."""
        bows = self._bows
        return Dial(
            angle_deg=bows.angle_deg,
            sigma_deg=bows.angle.sigma if bows.angle is not None else None,
            low_deg=self._low_deg,
            high_deg=self._high_deg,
            held_s=bows.held_s,
            hold_target_s=bows.hold_target_s,
            repetition=min(len(bows.done) + 1, bows.repetitions),
            repetitions=bows.repetitions,
            trace=tuple(bows.course) if self.finished else bows.trace,
            summary=self._summary(language) if self.finished else (),
            peak_deg=bows.peak_deg,
            done=tuple(_row(number, one, language) for number, one in enumerate(bows.done, start=1)),
        )

    @property
    def told(self) -> Outcome | None:
        """How the last bow came out, for a moment after it; None while the words say what to do."""
        bows, since_s = self._bows, self._bows.since_last_s
        if self.finished or since_s is None or since_s > FEEDBACK_S:
            return None
        if bows.angle_deg is not None and bows.angle_deg >= SMALLEST_PEAK_DEG:
            return None  # the next bow has begun
        return bows.done[-1].verdict.outcome

    @property
    def _low_deg(self) -> float:
        return self._bows.peak.low if self._bows.peak.low is not None else 0.0

    @property
    def _high_deg(self) -> float:
        return self._bows.peak.high if self._bows.peak.high is not None else _FULL_CIRCLE_DEG

    def words(self, language: str) -> tuple[str, str, str]:
        """Headline, instruction, message."""
        title = self._title.text.of(language) if self._title is not None else ""
        if self.finished:
            return title, tr(language, "drill.done"), ""
        if self.told is not None:
            return title, _feedback(self._bows.done[-1], language), ""
        if self._bows.lost_by_gap:
            return title, tr(language, "drill.lost"), tr(language, "drill.too_slow")
        return title, tr(language, self._instruction()), ""

    def _instruction(self) -> str:
        bows, angle_deg = self._bows, self._bows.angle_deg
        if angle_deg is None:
            return "drill.stand_upright"
        if not bows.under_way:
            return "drill.side_on" if self.side_on else "drill.bow_now"
        if bows.held_s >= bows.hold_target_s and angle_deg <= self._high_deg:
            return "drill.rise"
        if angle_deg < self._low_deg:
            return "drill.deeper"
        return "drill.higher" if angle_deg > self._high_deg else "drill.hold"

    @property
    def side_on(self) -> bool:
        """True where the next bow is to be seen from the side.

        The angle is seen so inexactly that hardly any bow could be called good, or the last bow was too close to a
        limit to tell.

        Never of who stands aside already, nor of an angle that is no stance.
        """
        angle = self._bows.angle
        if angle is None or angle.sigma is None or angle.view in ASIDE_VIEWS or self.finished:
            return False
        stands = abs(self._bows.angle_deg or 0.0) < UPRIGHT_DEG
        vague = angle.sigma > VAGUE_SHARE * (self._high_deg - self._low_deg)
        return stands and (vague or self._last_was_close)

    @property
    def _last_was_close(self) -> bool:
        last = self._bows.done[-1].verdict if self._bows.done else None
        return last is not None and last.reason is Reason.NEAR_LIMIT and last.view not in ASIDE_VIEWS

    def _summary(self, language: str) -> tuple[str, ...]:
        done = self._bows.done
        good = sum(one.verdict.outcome is Outcome.PASS for one in done)
        lines = [tr(language, "drill.summary_count", good=good, total=self._bows.repetitions)]
        peak, held, bend = (_mean(done, name) for name in (PEAK, HOLD, BEND))
        if peak is not None:
            sigmas = [one.measures[PEAK].sigma or 0.0 for one in done]
            sigma = sum(sigmas) / len(sigmas)
            lines.append(tr(language, "drill.summary_mean", angle=f"{peak:.0f}", sigma=f"{sigma:.0f}"))
        if held is not None:
            lines.append(tr(language, "drill.summary_hold", seconds=f"{held:.1f}"))
        if bend is not None:
            lines.append(tr(language, "drill.summary_back", angle=f"{bend:.0f}"))
        return tuple(lines)


def _feedback(one: Repetition, language: str) -> str:
    """How a bow was, in words: what was good about it, or what to do otherwise next time."""
    verdict = one.verdict
    if verdict.outcome is Outcome.UNCLEAR:
        told = verdict.remedy.of(language) if verdict.remedy is not None else reason_text(verdict.reason, language)
        return tr(language, "drill.unclear", what=told) if told else tr(language, "outcome.unclear")
    if verdict.remedy is not None:
        return verdict.remedy.of(language)
    angle, held = one.number(PEAK), one.number(HOLD)
    if angle is None or held is None:
        return tr(language, "drill.last_good")
    return tr(language, "drill.well_done", angle=f"{angle:.0f}", seconds=f"{held:.1f}")


def _row(number: int, one: Repetition, language: str) -> Row:
    """A repetition as the summary lists it: what was measured, and what to do otherwise."""
    angle, held, sigma = one.number(PEAK), one.number(HOLD), one.measures[PEAK].sigma
    if angle is None or held is None or sigma is None:
        what = tr(language, f"outcome.{one.verdict.outcome.value}")
    else:
        what = tr(language, "drill.measured", angle=f"{angle:.0f}", sigma=f"{sigma:.0f}", seconds=f"{held:.1f}")
    more = "" if one.verdict.outcome is Outcome.PASS else _feedback(one, language)
    return Row(str(number), tr(language, "drill.repetition", number=number, what=what), one.verdict.outcome, more)


def _mean(done: tuple[Repetition, ...], name: str) -> float | None:
    values = [value for one in done if (value := one.number(name)) is not None]
    return sum(values) / len(values) if values else None
