"""The bow drill as the screen shows it: words, dial and summary from the drill's state."""

from collections.abc import Mapping

from checklists.model import Checklist
from checklists.verdict import Outcome
from station.i18n.texts import tr
from station.trainer.bow_drill import BEND, HOLD, PEAK, UPRIGHT_DEG, BowDrill, Repetition, bow_drills
from station.view_state import Dial
from vision.errors import TongjingError
from vision.motion.bow_events import SMALLEST_PEAK_DEG
from vision.observation import Observation

_FULL_CIRCLE_DEG = 90.0
"""Where a standard sets no upper limit to the angle."""


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

    def reset(self) -> None:
        """The set begins anew."""
        self._bows.reset()

    @property
    def finished(self) -> bool:
        """True after the last repetition."""
        return self._bows.finished

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
            trace=tuple(bows.trace),
            summary=self._summary(language) if bows.finished else (),
        )

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
            return tr(language, "drill.done"), title, ""
        return title, tr(language, self._instruction()), self._last(language)

    def _instruction(self) -> str:
        bows, angle_deg = self._bows, self._bows.angle_deg
        if angle_deg is None:
            return "drill.stand_upright"
        if angle_deg < (SMALLEST_PEAK_DEG if bows.held_s == 0.0 else UPRIGHT_DEG):
            return "drill.bow_now"
        if bows.held_s >= bows.hold_target_s and angle_deg <= self._high_deg:
            return "drill.rise"
        if angle_deg < self._low_deg:
            return "drill.deeper"
        return "drill.higher" if angle_deg > self._high_deg else "drill.hold"

    def _last(self, language: str) -> str:
        """What was wrong with the bow before, in words."""
        done = self._bows.done
        if not done or done[-1].verdict.remedy is None:
            return ""
        return done[-1].verdict.remedy.of(language)

    def _summary(self, language: str) -> tuple[str, ...]:
        done = self._bows.done
        good = sum(one.verdict.outcome is Outcome.PASS for one in done)
        lines = [tr(language, "drill.summary_count", good=good, total=len(done))]
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


def _mean(done: tuple[Repetition, ...], name: str) -> float | None:
    values = [value for one in done if (value := one.number(name)) is not None]
    return sum(values) / len(values) if values else None
