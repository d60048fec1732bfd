"""The bow drill as the screen shows it: words, dial and summary from the drill's state."""

from checklists.model import Checklist
from checklists.verdict import Outcome
from station.i18n.texts import tr
from station.trainer.bow_drill import Band, BowDrill, Phase
from station.view_state import Dial
from vision.errors import TongjingError
from vision.observation import Observation

BANDS = {"bow.15": Band(12.0, 18.0), "bow.30": Band(26.0, 34.0)}
"""Used where no checklist says otherwise."""
TITLES = {"bow.15": "drill.bow15", "bow.30": "drill.bow30"}
_PEAKS = ("bow_peak_deg", "bow_angle_deg")


def band_for(drill: str, checklists: dict[str, Checklist]) -> Band:
    """The band of the drill's clause in the first checklist that has it. TongjingError for another drill."""
    if drill not in BANDS:
        raise TongjingError(f"There is no live drill '{drill}'; expected one of {', '.join(BANDS)}.")
    band = BANDS[drill]
    for checklist in checklists.values():
        for clause in checklist.clauses:
            if clause.id != drill:
                continue
            limits = {rule.measure: rule.limits for rule in clause.rules}
            peak = next((limits[name] for name in _PEAKS if name in limits), None)
            if peak is None or peak.low is None or peak.high is None:
                continue
            hold = limits.get("bow_hold_s")
            hold_s = hold.low if hold is not None and hold.low is not None else band.hold_s
            count = clause.drill.repetitions if clause.drill and clause.drill.repetitions > 1 else band.repetitions
            return Band(peak.low, peak.high, hold_s, count)
    return band


class BowSession:
    """One trainee's set of bows. `reset` begins it anew."""

    def __init__(self, drill: str, checklists: dict[str, Checklist]) -> None:
        self.drill = drill
        self._bows = BowDrill(band_for(drill, checklists))
        self.last: Outcome | None = None

    def reset(self) -> None:
        """The set begins anew."""
        self._bows.reset()
        self.last = None

    @property
    def finished(self) -> bool:
        """True after the last repetition."""
        return self._bows.finished

    def observe(self, observation: Observation) -> str:
        """Take one frame; the id of the sound that it calls for, or empty."""
        repetition = self._bows.observe(observation)
        if repetition is None:
            return ""
        self.last = repetition.outcome
        return {Outcome.PASS: "pass", Outcome.FAIL: "fail"}.get(repetition.outcome, "attention")

    def dial(self, language: str) -> Dial:
        """The dial as it stands."""
        bows, band = self._bows, self._bows.band
        return Dial(
            angle_deg=bows.angle_deg,
            sigma_deg=bows.sigma_deg,
            low_deg=band.low_deg,
            high_deg=band.high_deg,
            held_s=bows.held_s,
            hold_target_s=band.hold_s,
            repetition=min(len(bows.done) + 1, band.repetitions) if not bows.finished else band.repetitions,
            repetitions=band.repetitions,
            trace=tuple(bows.trace),
            summary=self._summary(language) if bows.finished else (),
        )

    def words(self, language: str) -> tuple[str, str, str]:
        """Headline, instruction, message."""
        title = tr(language, TITLES[self.drill])
        if self.finished:
            return tr(language, "drill.done"), title, ""
        return title, tr(language, self._instruction()), ""

    def _instruction(self) -> str:
        bows, band = self._bows, self._bows.band
        if not bows.ready:
            return "drill.stand_upright"
        if bows.phase is Phase.UPRIGHT:
            return "drill.bow_now"
        if bows.held_s >= band.hold_s:
            return "drill.rise"
        if bows.angle_deg is None or bows.angle_deg < band.low_deg:
            return "drill.deeper"
        return "drill.higher" if bows.angle_deg > band.high_deg else "drill.hold"

    def _summary(self, language: str) -> tuple[str, ...]:
        done = self._bows.done
        good = sum(repetition.outcome is Outcome.PASS for repetition in done)
        lines = [tr(language, "drill.summary_count", good=good, total=len(done))]
        seen = [one for one in done if one.peak_deg is not None]
        if seen:
            mean = sum(one.peak_deg or 0.0 for one in seen) / len(seen)
            sigma = sum(one.sigma_deg or 0.0 for one in seen) / len(seen)
            held = sum(one.held_s for one in seen) / len(seen)
            lines.append(tr(language, "drill.summary_mean", angle=f"{mean:.0f}", sigma=f"{sigma:.0f}"))
            lines.append(tr(language, "drill.summary_hold", seconds=f"{held:.1f}"))
        bends = [one.back_bend_deg for one in done if one.back_bend_deg is not None]
        if bends:
            lines.append(tr(language, "drill.summary_back", angle=f"{sum(bends) / len(bends):.0f}"))
        return tuple(lines)
