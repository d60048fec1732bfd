"""From what stands in the session to what the screen shows. Pure: the same situation gives the same `ViewState`."""

from collections.abc import Callable
from dataclasses import replace

from checklists.model import CloseUp
from checklists.session_part import SessionPart
from checklists.verdict import Outcome, Verdict, overall
from station.capture.status import CameraStatus
from station.i18n.texts import tr
from station.questionnaires.screen import view as view_of_form
from station.session.correction import cue_for, skeleton
from station.session.course import Course
from station.session.looking import close_look, crop_of_cue
from station.session.machine import State
from station.session.rows import asked_of, rows_of
from station.session.situation import SCREENS, Situation
from station.session.wording import reason_text, remedy_text
from station.trainer.bow_drill import bow_drills
from station.trainer.bow_session import BowSession
from station.view_state import Cue, Dial, Pose, Row, Screen, ViewState
from vision.reason import Reason

_POSES: dict[SessionPart, Pose] = {
    SessionPart.FRONT: Pose.FRONT,
    SessionPart.TURN_LEFT: Pose.TURN_LEFT,
    SessionPart.TURN_RIGHT: Pose.TURN_RIGHT,
    SessionPart.BOW: Pose.BOW,
    SessionPart.SEATED: Pose.SIT,
}
_REASON_POSES: dict[Reason, Pose] = {
    Reason.FEET_OUTSIDE: Pose.STEP_BACK,
    Reason.HEAD_OUTSIDE: Pose.STEP_BACK,
    Reason.TOO_FAR: Pose.STEP_CLOSER,
    Reason.LOW_RESOLUTION: Pose.STEP_CLOSER,
    Reason.HANDS_HIDDEN: Pose.SHOW_HANDS,
    Reason.HANDS_OUTSIDE: Pose.SHOW_HANDS,
    Reason.NEEDS_FRONT_VIEW: Pose.FRONT,
    Reason.NOT_SEATED: Pose.SIT,
}
_FEW = 4
"""Questions beside which a picture has room for its name as well."""
_CAMERA_FAULTS: dict[CameraStatus, str] = {
    CameraStatus.BUSY: "fault.camera_busy",
    CameraStatus.BLACK: "fault.camera_black",
    CameraStatus.FROZEN: "fault.camera_frozen",
    CameraStatus.UNPLUGGED: "fault.camera_unplugged",
}


def present(situation: Situation) -> ViewState:
    """The view of this situation."""
    base = ViewState(
        SCREENS[situation.state],
        language=situation.language,
        targets=situation.targets,
        wearer_name=situation.subject.name if situation.subject else "",
        sound=situation.sound,
    )
    painter = _PAINTERS.get(situation.state)
    return painter(situation, base) if painter else _say(situation, base, situation.state.value)


def _say(s: Situation, view: ViewState, key: str, **more: str) -> ViewState:
    """Headline and instruction of that key."""
    return replace(
        view,
        headline=tr(s.language, f"{key}.headline"),
        instruction=tr(s.language, f"{key}.instruction"),
        message=more.get("message", ""),
    )


def _idle(s: Situation, view: ViewState) -> ViewState:
    footer = tr(s.language, "idle.cannot_log") if s.cannot_log else ""
    said = replace(_say(s, view, "idle"), footer=footer)
    # a check does not begin for two: who waits for it must know why
    return replace(said, instruction=tr(s.language, "idle.several")) if s.several else said


def _notice(s: Situation, view: ViewState) -> ViewState:
    return _say(s, view, "notice", message=tr(s.language, "notice.message", version=s.notice_version))


def _identify(s: Situation, view: ViewState) -> ViewState:
    fault = tr(s.language, s.entry_fault[0], **s.entry_fault[1]) if s.entry_fault else ""
    pin = "pin_" if s.wants_pin else ""
    return replace(
        view,
        headline=tr(s.language, f"identify.{pin}headline"),
        instruction=tr(s.language, f"identify.{pin}instruction"),
        message=fault,
        typed=s.typed,
        keypad=True,
        skeleton=(),
    )


def _choose(s: Situation, view: ViewState) -> ViewState:
    name = s.subject.name if s.subject else ""
    message = tr(s.language, "identify.welcome", name=name) if name else ""
    return _say(s, view, "choose", message=message)


def _course_of(s: Situation) -> Course:
    if s.course is None:
        raise LookupError(f"state {s.state} without a course")
    return s.course


def _with_body(s: Situation, view: ViewState) -> ViewState:
    if s.observation is None:
        return view
    return replace(view, skeleton=skeleton(s.observation.landmarks), overlay_time_s=s.observation.time_s)


def _part(s: Situation, view: ViewState) -> ViewState:
    course = _course_of(s)
    stop = course.stop
    if stop is None:
        return view
    key = f"part.{stop.part.value}"
    view = replace(
        _with_body(s, view),
        headline=tr(s.language, key),
        instruction=tr(s.language, f"{key}_instruction"),
        pose=_POSES.get(stop.part),
        step=course.position + 1,
        steps=len(course.stops),
        countdown=course.remaining(s.now_s),
        rows=rows_of(course, s.language, stop.clauses),
    )
    if s.away:
        return replace(view, instruction=tr(s.language, "part.come_back"), pose=Pose.WAIT)
    if stop.drill is not None:
        # two bows of one check are told apart by their names
        view = replace(view, headline=_clause_text(course, stop.drill, s.language), dial=_band(s, course, stop.drill))
    blocked = course.blocking_reason()
    if blocked is not None:
        view = replace(
            view,
            instruction=remedy_text(blocked, s.language) or view.instruction,
            message=reason_text(blocked, s.language),
            pose=_REASON_POSES.get(blocked, view.pose),
        )
    if course.correcting:
        worst = [
            verdict for verdict in course.worst() if verdict.clause in stop.clauses and verdict in course.curable()
        ]
        view = _corrected(s, view, _cue(s, worst))
        view = replace(view, message=view.message or tr(s.language, "part.correct"))
    return view


def _band(s: Situation, course: Course, drill: str) -> Dial | None:
    """How deep the bow of this part is to be; None for a drill that is no bow."""
    if drill not in bow_drills(course.checklist):
        return None
    return BowSession(drill, course.checklist).dial(s.language)


def _corrected(s: Situation, view: ViewState, cue: Cue | None) -> ViewState:
    """The correction, on the enlarged upper body where it is about something small there."""
    landmarks = s.observation.landmarks if s.observation is not None else None
    return replace(view, cue=cue, crop=crop_of_cue(cue, landmarks))


def _correctable(course: Course) -> list[Verdict]:
    """Worst first, without what this station cannot measure, the person cannot change, or does not agree with."""
    curable = [verdict for verdict in course.curable() if verdict.clause not in course.disputed]
    return [verdict for verdict in course.worst() if verdict in curable]


def _cue(s: Situation, worst: list[Verdict]) -> Cue | None:
    """The one correction that is shown: the worst, and nothing else."""
    if not worst:
        return None
    verdict = worst[0]
    text = (
        verdict.remedy.of(s.language) if verdict.remedy else _clause_text(_course_of(s), verdict.clause, s.language)
    )
    return cue_for(verdict, text, s.language, s.observation)


def _clause_text(course: Course, clause: str, language: str) -> str:
    return course.checklist.clause(clause).title.text.of(language)


def _confirm(s: Situation, view: ViewState) -> ViewState:
    course = _course_of(s)
    stop = course.stop
    if stop is None:
        return view
    view = replace(view, step=course.position + 1, steps=len(course.stops))
    if course.inquiry.answering is not None:
        form = view_of_form(course.inquiry.answering, s.language)
        return replace(form, targets=s.targets, wearer_name=view.wearer_name, sound=view.sound)
    if course.must_face(s.now_s):
        # whoever still stands sideways could not see what is asked
        return replace(
            view,
            screen=Screen.PART,
            headline=tr(s.language, "assist.face"),
            instruction=tr(s.language, "assist.face_instruction"),
            pose=Pose.FRONT,
        )
    asked = asked_of(course, s.language)
    message, regions = "", stop.regions
    if len(asked) == 1:
        message, regions = _alone(course, asked[0], regions, s.language)
    look = close_look(regions if stop.regions else (), course.asked_s(s.now_s), s.observation, s.language)
    # what no mirror shows is asked along with what it does
    seen_alone = all(course.checklist.clause(clause).close_up is not None for clause in stop.clauses)
    said = _say(s, view, s.state.value if seen_alone else State.ATTEST.value)
    headline, caption = said.headline, look.caption
    if len(asked) > _FEW and caption:
        # the picture has little room beside many questions: what it shows is said above them
        headline, caption = look.name, look.figure
    return replace(said, headline=headline, rows=asked, crop=look.crop, caption=caption, message=message)


def _alone(course: Course, row: Row, regions: tuple[CloseUp, ...], language: str) -> tuple[str, tuple[CloseUp, ...]]:
    """One question has the whole screen: its full text, and its own close-up."""
    if course.inquiry.point(row.clause) is not None:
        return row.text, regions
    clause = course.checklist.clause(row.clause)
    return clause.says.text.of(language), (clause.close_up,) if clause.close_up is not None else regions


def _result(s: Situation, view: ViewState) -> ViewState:
    course = _course_of(s)
    worst = list(course.worst())
    outcome = overall(tuple(course.verdicts.values()))
    count = sum(verdict.outcome is outcome for verdict in worst)
    message, countdown = "", None
    if s.accept_soon is not None:
        message, countdown = tr(s.language, "result.accept_soon"), s.accept_soon
    elif s.recheck_soon is not None:
        message, countdown = tr(s.language, "result.recheck_soon"), s.recheck_soon
    elif worst:
        message = tr(s.language, "result.last")
    if s.disputed:
        message = tr(s.language, "result.disputed", title=_clause_text(course, course.last_disputed, s.language))
    ordered = [verdict.clause for verdict in worst]
    rows = {row.clause: row for row in rows_of(course, s.language)}
    view = replace(
        _with_body(s, view),
        headline=tr(s.language, f"result.{outcome.value}", count=count),
        message=message,
        outcome=outcome,
        rows=tuple([rows[clause] for clause in ordered] + [r for c, r in rows.items() if c not in ordered]),
        countdown=countdown,
    )
    return _corrected(s, view, _cue(s, _correctable(course)))


def _recording(s: Situation, view: ViewState) -> ViewState:
    return replace(view, headline=tr(s.language, "recording.headline"), outcome=Outcome.UNCLEAR, pose=Pose.WAIT)


def _logged(s: Situation, view: ViewState) -> ViewState:
    outcome = overall(tuple(s.course.verdicts.values())) if s.course and s.ending == "accepted" else None
    return replace(
        view,
        headline=tr(s.language, "logged.headline"),
        instruction=tr(s.language, f"logged.{s.ending}"),
        outcome=outcome,
    )


def _no_camera(s: Situation, view: ViewState) -> ViewState:
    key = _CAMERA_FAULTS.get(s.camera)
    return replace(
        view,
        headline=tr(s.language, "fault.no_camera"),
        instruction=tr(s.language, "fault.no_camera_instruction"),
        message=tr(s.language, key) if key else "",
    )


def _cannot_log(s: Situation, view: ViewState) -> ViewState:
    return replace(
        view,
        headline=tr(s.language, "fault.cannot_log"),
        instruction=tr(s.language, "fault.cannot_log_instruction"),
        message=s.log_fault,
    )


def _drill(s: Situation, view: ViewState) -> ViewState:
    headline, instruction, message = s.drill_words
    return replace(
        _with_body(s, view),
        headline=headline,
        instruction=instruction,
        message=message,
        outcome=s.drill_told,
        dial=s.dial,
        pose=Pose.TURN_RIGHT if s.drill_side_on else Pose.BOW,
    )


def _drills(s: Situation, view: ViewState) -> ViewState:
    page = s.drills
    if page is None:
        return view
    return replace(
        view,
        headline=page.headline,
        instruction=page.instruction,
        message=page.message,
        rows=page.rows,
        step=page.number,
        steps=page.pages,
    )


_PAINTERS: dict[State, Callable[[Situation, ViewState], ViewState]] = {
    State.IDLE: _idle,
    State.NOTICE: _notice,
    State.IDENTIFY: _identify,
    State.CHOOSE: _choose,
    State.PART: _part,
    State.ASSIST: _confirm,
    State.ATTEST: _confirm,
    State.RESULT: _result,
    State.RECORDING: _recording,
    State.LOGGED: _logged,
    State.NO_CAMERA: _no_camera,
    State.CANNOT_LOG: _cannot_log,
    State.DRILL: _drill,
    State.DRILL_SUMMARY: _drill,
    State.DRILLS: _drills,
}
