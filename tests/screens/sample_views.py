"""Hand-made views of every screen in both languages, as long as real texts get."""

import math
from dataclasses import replace

from checklists.loader import load_shipped
from checklists.verdict import Outcome
from station.questionnaires.answering import Answering
from station.questionnaires.screen import pressed
from station.questionnaires.screen import view as form_view
from station.session.dwell import BY_HAND, Dwell
from station.session.machine import State
from station.session.targets import targets_for
from station.trainer.catalogue import Catalogue, drills_of
from station.view_state import Cue, Dial, Pose, Row, Screen, Target, ViewState

_CLAUSES = [
    ("hair.fringe", "前不掩额", "Hair does not cover the forehead", Outcome.PASS, "0.12 ≤ 0.35", "0.12 ≤ 0.35"),
    ("hair.sides", "侧不盖耳", "Hair does not cover the ears", Outcome.PASS, "0.08 ≤ 0.30", "0.08 ≤ 0.30"),
    ("hair.collar", "后不触衣领", "Hair does not touch the collar",
     Outcome.UNCLEAR, "需要看到侧面", "This is judged from the side"),
    ("hair.natural_colour", "不染发", "No dyed hair", Outcome.PASS, "", ""),
    ("face.shaven", "不留胡须", "Clean shaven", Outcome.PASS, "", ""),
    ("face.smile", "面带微笑", "A natural, friendly smile", Outcome.PASS, "", ""),
    ("face.gaze", "双目平视", "Eyes level, looking ahead", Outcome.PASS, "2° ≤ 10°", "2° ≤ 10°"),
    ("body.clean", "口腔与体味", "Mouth, body and hands clean", Outcome.ATTESTED, "", ""),
    ("uniform.worn", "着统一制服", "The house uniform is worn", Outcome.PASS, "", ""),
    ("uniform.tie_present", "系领带", "A tie is worn", Outcome.PASS, "", ""),
    ("uniform.tie_centred", "领带居中", "The knot sits at the centre of the collar", Outcome.PASS, "", ""),
    ("uniform.tie_length", "领带长度", "The tip ends at the belt buckle",
     Outcome.FAIL, "低 4.1 厘米 ±0.8（限 2.5）", "4.1 cm too low ±0.8 (limit 2.5)"),
    ("uniform.badge_present", "佩戴工牌", "Name badge worn", Outcome.PASS, "", ""),
    ("uniform.badge_level", "工牌端正", "The badge is straight",
     Outcome.FAIL, "右端低 9.2° ±1.4（限 5°）", "right end 9.2° low ±1.4 (limit 5°)"),
    ("uniform.shoes", "黑色皮鞋", "Black leather shoes, polished", Outcome.NOT_APPLICABLE, "", ""),
    ("stand.head", "头正颈直", "Head straight, chin slightly in", Outcome.PASS, "", ""),
    ("stand.shoulders", "双肩放平", "Shoulders relaxed and level", Outcome.PASS, "1.2° ≤ 3°", "1.2° ≤ 3°"),
    ("stand.trunk", "挺胸收腹，身体重心落在两脚之间", "Chest out, belly in, weight between the feet",
     Outcome.PASS, "", ""),
    ("stand.feet_v", "V字步", "Heels together, toes apart in a V",
     Outcome.FAIL, "夹角 71° ±4（限 20–60°）", "splay 71° ±4 (limit 20–60°)"),
    ("stand.no_akimbo", "不叉腰不抱胸", "No hands on the hips, no crossed arms", Outcome.PASS, "", ""),
    ("stand.steady", "站稳", "Stands still and composed", None, "", ""),
    ("bow.30", "30°鞠躬", "Bow of 30 degrees with the back straight", None, "", ""),
]  # fmt: skip


def rows(language: str, count: int = len(_CLAUSES)) -> tuple[Row, ...]:
    """The first `count` clauses as rows."""
    english = language == "en"
    return tuple(
        Row(clause, en if english else zh, outcome, en_detail if english else zh_detail)
        for clause, zh, en, outcome, zh_detail, en_detail in _CLAUSES[:count]
    )


def _targets(language: str, *specs: tuple[str, str, str, str, bool]) -> tuple[Target, ...]:
    english = language == "en"
    return tuple(
        Target(action, en if english else zh, corner, 0.0, primary, action in BY_HAND and corner.startswith("bottom"))
        for action, zh, en, corner, primary in specs
    )


def _cue(language: str) -> Cue:
    english = language == "en"
    return Cue(
        text="Turn your left foot in a little" if english else "左脚尖稍向内收",
        amount="11° over the limit, ±4°" if english else "超出界限 11°，误差 ±4°",
        anchor=(0.545, 0.81),
        direction=(-1.0, 0.0),
        outline=((0.48, 0.77), (0.57, 0.77), (0.57, 0.85), (0.48, 0.85)),
    )


def _dial(summary: tuple[str, ...] = ()) -> Dial:
    trace = tuple((t / 20.0, max(0.0, 29.0 * math.sin(max(0.0, t / 20.0 - 1.0) * 0.55))) for t in range(0, 70))
    return Dial(27.6, 1.4, 25.0, 35.0, 0.7, 1.0, 2, 5, trace, summary)


def sample(name: str, language: str) -> ViewState:
    """The view called `name` (see `NAMES`)."""
    return _SAMPLES[name](language == "en", language)


def _idle(en: bool, language: str) -> ViewState:
    return ViewState(
        Screen.IDLE,
        language,
        headline="Stand before the mirror" if en else "以铜为镜",
        instruction="Step on the footprints" if en else "请站到脚印上",
        pose=Pose.FRONT,
        targets=_targets(
            language,
            ("start", "开始", "Start", "bottom_right", True),
            ("drills", "练习", "Drills", "top_left", False),
            ("language", "English", "中文", "top_right", False),
        ),
        footer="The last check could not be logged: tell the manager" if en else "上一次检查未能记录，请通知管理员",
    )


def _notice(en: bool, language: str) -> ViewState:
    message = (
        "The camera measures posture and dress. Pictures stay in memory and are never stored. "
        "Results are kept for 30 days, then only counts. Nobody is recognised by face. "
        "You may decline or ask for a check by a colleague, and dispute any result."
        if en
        else "摄像头只测量仪容与姿态。画面只在内存中处理，从不保存。检查结果保存 30 天，之后只留统计数字。"
        "本机不做人脸识别。您可以拒绝检查，可以要求由同事人工检查，也可以对任何一项提出异议。"
    )
    return ViewState(
        Screen.NOTICE,
        language,
        headline="Before we begin" if en else "检查前请知悉",
        message=message,
        targets=(
            *_targets(
                language,
                ("accept", "同意并开始", "Agree and begin", "bottom_right", True),
                ("decline", "不参加", "Decline", "bottom_left", False),
                ("language", "English", "中文", "top_right", False),
            ),
            Target("drills", "Drills" if en else "练习", "top_left", both_hands=True),
        ),
        footer="Notice version 3" if en else "告知书第 3 版",
    )


def _identify(en: bool, language: str) -> ViewState:
    return ViewState(
        Screen.IDENTIFY,
        language,
        headline="Show your badge" if en else "请出示工牌",
        instruction="Hold it up, or type your number" if en else "对准镜头，或输入工号",
        message="Number or PIN is wrong, try again" if en else "工号或密码不对，请重试",
        typed="1024",
        keypad=True,
        targets=_targets(
            language,
            ("guest", "访客", "Guest", "bottom_left", False),
            ("human_check", "人工检查", "Ask a person", "list", False),
            ("stop", "停止", "Stop", "top_left", False),
            ("language", "English", "中文", "top_right", False),
        ),
    )


def _choose(en: bool, language: str) -> ViewState:
    return ViewState(
        Screen.IDENTIFY,
        language,
        headline="Choose your rules" if en else "请选择适用的标准",
        instruction="Raise a hand or touch" if en else "举手或轻触选择",
        message="Hello, Chen M." if en else "陈明，您好",
        targets=_targets(
            language,
            ("men", "男士标准", "Rules for men", "bottom_left", True),
            ("women", "女士标准", "Rules for women", "bottom_right", True),
        ),
    )


def _part_targets(language: str) -> tuple[Target, ...]:
    return _targets(
        language,
        ("stop", "停止", "Stop", "top_left", False),
        ("human_check", "人工检查", "Ask a person", "list", False),
    )


def _part(en: bool, language: str) -> ViewState:
    return ViewState(
        Screen.PART,
        language,
        headline="Turn to your left" if en else "请向左转身",
        instruction="A quarter turn, then stand still" if en else "转四分之一圈，站稳",
        pose=Pose.TURN_LEFT,
        step=2,
        steps=5,
        countdown=0.4,
        rows=rows(language),
        wearer_name="Chen M." if en else "陈明",
        targets=_part_targets(language),
    )


def _part_cue(en: bool, language: str) -> ViewState:
    return ViewState(
        Screen.PART,
        language,
        instruction="Stand facing the mirror" if en else "请面向镜子站好",
        pose=Pose.FRONT,
        step=1,
        steps=5,
        countdown=0.75,
        rows=rows(language),
        cue=_cue(language),
        message="Please correct" if en else "请改正",
        wearer_name="Chen M." if en else "陈明",
        skeleton=(((0.486, 0.785), (0.49, 0.83)), ((0.545, 0.785), (0.56, 0.83))),
        targets=_part_targets(language),
    )


def _part_unseen(en: bool, language: str) -> ViewState:
    return ViewState(
        Screen.PART,
        language,
        headline="Face the mirror, stand upright" if en else "请面向镜子站直",
        instruction="Take one step back" if en else "请后退一步",
        message="Your feet are outside the picture" if en else "双脚在画面外",
        pose=Pose.STEP_BACK,
        step=1,
        steps=5,
        rows=rows(language),
        targets=_part_targets(language),
    )


def _assist(en: bool, language: str) -> ViewState:
    return ViewState(
        Screen.ASSIST,
        language,
        headline="Look for yourself" if en else "请自己看一看",
        instruction="Right hand if all is met, left hand if not" if en else "都做到请举右手，否则举左手",
        message="The tie clip, if worn, sits between the fourth and the fifth shirt button"
        if en
        else "如佩戴领带夹，应夹在衬衫第四与第五粒纽扣之间",
        crop=(0.44, 0.28, 0.62, 0.55),
        step=4,
        steps=5,
        targets=_targets(
            language,
            ("confirm", "都做到了", "All met", "bottom_right", True),
            ("deny", "没做到", "Not met", "bottom_left", False),
            ("human_check", "人工检查", "Ask a person", "list", False),
            ("stop", "停止", "Stop", "top_left", False),
        ),
    )


def _assist_many(en: bool, language: str) -> ViewState:
    texts = (
        ("Forehead clear of hair", "Hair combed", "Face clean", "Light make-up", "Lenses clean", "No perm")
        if en
        else ("前额露出", "头发梳理整齐", "面部清洁", "淡妆", "镜片清洁", "不烫发")
    )
    return replace(
        _assist(en, language),
        message="",
        crop=(0.46, 0.0, 0.6, 0.25),
        rows=tuple(Row(text, text, Outcome.UNCLEAR if text == texts[0] else None) for text in texts),
    )


def _attest(en: bool, language: str) -> ViewState:
    return ViewState(
        Screen.ATTEST,
        language,
        headline="Please confirm" if en else "请您确认",
        instruction="Right hand if all is met, left hand if not" if en else "都做到请举右手，否则举左手",
        rows=(
            Row("body.clean", "Mouth, body and hands clean" if en else "口腔与体味清洁", None),
            Row("shift.ready.1", "My own tools are complete" if en else "自己的工具齐全", None),
            Row("shift.ready.2", "The forms I need are there" if en else "要用的单据齐全", None),
            Row("shift.ready.3", "My place is tidy" if en else "工位整洁", Outcome.FAIL),
            Row("shift.ready.4", "I am rested and in good spirits" if en else "精神饱满", None),
        ),
        step=5,
        steps=5,
        targets=_targets(
            language,
            ("confirm", "都做到了", "All met", "bottom_right", True),
            ("deny", "没做到", "Not met", "bottom_left", False),
            ("human_check", "人工检查", "Ask a person", "list", False),
            ("stop", "停止", "Stop", "top_left", False),
        ),
    )


def _form_of(clause: str, scores: tuple[int, ...], language: str, presses: int = 0) -> ViewState:
    answering = Answering(load_shipped()["clinic_service"].clause(clause), scores)
    for _ in range(presses):
        answering = pressed(answering, "next_choice")
    return replace(form_view(answering, language), wearer_name="")


def _questionnaire(en: bool, language: str) -> ViewState:
    return _form_of("self_assessment.centre", (3, 2, 3, 3, 1, 3, 3, 2), language)


def _questionnaire_marked(en: bool, language: str) -> ViewState:
    return _form_of("self_assessment.individual", (3,), language, 2)


def _questionnaire_band(en: bool, language: str) -> ViewState:
    return _form_of("self_assessment.individual", (3, 3, 3, 0, 3, 1, 3, 3, 3, 2), language)


def _result(en: bool, language: str) -> ViewState:
    return ViewState(
        Screen.RESULT,
        language,
        headline="3 to correct" if en else "有 3 项需改正",
        message="Correct it, then we look again" if en else "请改正，随后复查",
        countdown=0.6,
        outcome=Outcome.FAIL,
        rows=rows(language),
        cue=_cue(language),
        wearer_name="Chen M." if en else "陈明",
        targets=_targets(
            language,
            ("recheck", "复查", "Check again", "bottom_right", True),
            ("accept", "接受", "Accept", "bottom_left", False),
            ("dispute", "有异议", "Dispute", "list", False),
            ("human_check", "人工检查", "Ask a person", "list", False),
            ("stop", "停止", "Stop", "top_left", False),
        ),
    )


def _result_pass(en: bool, language: str) -> ViewState:
    passed = tuple(row for row in rows(language, 20) if row.outcome not in (Outcome.FAIL, Outcome.UNCLEAR, None))
    return ViewState(
        Screen.RESULT,
        language,
        outcome=Outcome.PASS,
        headline="All in order" if en else "全部合格",
        message="Logging in a moment" if en else "马上记录",
        countdown=0.5,
        rows=passed,
        wearer_name="Chen M." if en else "陈明",
        targets=_targets(language, ("accept", "确认", "Confirm", "bottom_right", True)),
    )


def _result_disputed(en: bool, language: str) -> ViewState:
    plain = _result(en, language)
    told = tuple(replace(row, disputed=row.clause == "uniform.tie_length") for row in plain.rows)
    return replace(
        plain,
        message="Disputed: The tip ends at the belt buckle" if en else "已记下您对“领带长度”的异议",
        countdown=None,
        rows=told,
    )


def _logged_human_check(en: bool, language: str) -> ViewState:
    plain = _logged(en, language)
    return replace(plain, instruction="Ask a colleague to check you" if en else "请找同事人工检查", outcome=None)


def _recording(en: bool, language: str) -> ViewState:
    return ViewState(
        Screen.RESULT,
        language,
        headline="Logging" if en else "正在记录",
        outcome=Outcome.UNCLEAR,
        pose=Pose.WAIT,
    )


def _logged(en: bool, language: str) -> ViewState:
    return ViewState(
        Screen.LOGGED,
        language,
        headline="Logged" if en else "已记录",
        instruction="Have a good shift" if en else "祝您工作顺利",
        outcome=Outcome.PASS,
        targets=_targets(language, ("done", "完成", "Done", "list", False)),
    )


def _logged_fail(en: bool, language: str) -> ViewState:
    return replace(_logged(en, language), outcome=Outcome.FAIL)


def _fault_long(en: bool, language: str) -> ViewState:
    return ViewState(
        Screen.FAULT,
        language,
        headline="Checking has stopped" if en else "检查已停止",
        instruction="Tell the person in charge" if en else "请通知管理员",
        message="The model pose_landmark_full is not the one in the manifest "
        "(/opt/tongjing/assets/models/onnx/pose_landmark_full.onnx); "
        "install the models again: tongjing models install",
    )


def _abandoned(en: bool, language: str) -> ViewState:
    return ViewState(
        Screen.ABANDONED,
        language,
        headline="Ended early" if en else "检查未完成",
        message="Logged as abandoned. Your picture has been wiped." if en else "已按中途离开记录，画面已清除",
    )


def _paused(en: bool, language: str) -> ViewState:
    return ViewState(
        Screen.PAUSED,
        language,
        headline="One person at a time" if en else "请一次只站一位",
        instruction="It goes on when you are alone" if en else "单独站好后自动继续",
        targets=_targets(language, ("stop", "停止", "Stop", "top_left", False)),
    )


def _fault(en: bool, language: str) -> ViewState:
    return ViewState(
        Screen.FAULT,
        language,
        headline="No picture from the camera" if en else "看不到摄像头画面",
        message="Check the camera's cable; it goes on by itself. Nothing logged is lost."
        if en
        else "请检查摄像头连线，恢复后会自动继续；已记录的内容不会丢失",
    )


def _drill(en: bool, language: str) -> ViewState:
    return ViewState(
        Screen.DRILL,
        language,
        headline="30° bow" if en else "30° 鞠躬练习",
        instruction="Hold it" if en else "保持住",
        dial=_dial(),
        wearer_name="Chen M." if en else "陈明",
        targets=_targets(language, ("stop", "停止", "Stop", "top_left", False)),
    )


def _drill_told(en: bool, language: str) -> ViewState:
    return replace(
        _drill(en, language),
        instruction="Bow 4° deeper" if en else "请再弯深4°",
        outcome=Outcome.FAIL,
        dial=replace(_dial(), angle_deg=0.6, peak_deg=21.0, held_s=1.1, repetition=3),
    )


def _drill_unclear(en: bool, language: str) -> ViewState:
    return replace(
        _drill_told(en, language),
        instruction="Not sure. Bow once more, turned half aside" if en else "没看准：请半侧身再鞠一次躬",
        outcome=Outcome.UNCLEAR,
    )


def _drill_summary(en: bool, language: str) -> ViewState:
    lines = (
        ("2 of 3 in order", "Mean 27° ±1°", "Held 1.2 s on average")
        if en
        else ("合格 2 / 3 次", "平均 27° ±1°", "平均保持 1.2 秒")
    )
    peaks = (29.0, 21.0, 31.0)
    trace = tuple(
        (t / 10.0, peaks[t // 60] * max(0.0, math.sin((t % 60 - 12) / 36.0 * math.pi)) if 12 <= t % 60 <= 48 else 0.2)
        for t in range(180)
    )
    done = (
        Row("1", "1. 29° ±1°, held 1.2 s" if en else "1. 29° ±1°，保持 1.2 秒", Outcome.PASS),
        Row("2", "2. 21° ±1°, held 1.3 s" if en else "2. 21° ±1°，保持 1.3 秒", Outcome.FAIL,
            "Bow 4° deeper" if en else "请再弯深4°"),
        Row("3", "3. 31° ±1°, held 1.1 s" if en else "3. 31° ±1°，保持 1.1 秒", Outcome.PASS),
    )  # fmt: skip
    return ViewState(
        Screen.DRILL,
        language,
        headline="Bow of 30 degrees" if en else "30度鞠躬",
        instruction="Drill done" if en else "练习完成",
        dial=replace(_dial(lines), trace=trace, done=done, repetition=3, repetitions=3),
        targets=targets_for(State.DRILL_SUMMARY, language, Dwell(), open_clauses=False, curable=False),
    )


def _drill_page(language: str, *presses: tuple[str, str | None]) -> ViewState:
    catalogue = Catalogue(drills_of(load_shipped()))
    for action, payload in presses:
        assert catalogue.leaf(action, payload)
    page = catalogue.page(language)
    targets = targets_for(State.DRILLS, language, Dwell(), open_clauses=False, curable=False, shelf=catalogue.shelf)
    return ViewState(
        Screen.DRILLS, language, page.headline, page.instruction, page.message, rows=page.rows, step=page.number,
        steps=page.pages, targets=targets,
    )  # fmt: skip


def _drills(en: bool, language: str) -> ViewState:
    return _drill_page(language, ("next_choice", None), ("next_choice", None))


def _drill_sheet(en: bool, language: str) -> ViewState:
    return _drill_page(language, ("row", "gesture.direct"))


def _drill_sheet_long(en: bool, language: str) -> ViewState:
    return _drill_page(language, ("row", "etiquette_routine"))


def _drill_sheet_to_run(en: bool, language: str) -> ViewState:
    return _drill_page(language, ("row", "bow.30"))


_SAMPLES = {
    "idle": _idle,
    "notice": _notice,
    "identify": _identify,
    "choose": _choose,
    "part": _part,
    "part_cue": _part_cue,
    "part_unseen": _part_unseen,
    "assist": _assist,
    "assist_many": _assist_many,
    "attest": _attest,
    "questionnaire": _questionnaire,
    "questionnaire_marked": _questionnaire_marked,
    "questionnaire_band": _questionnaire_band,
    "result": _result,
    "result_pass": _result_pass,
    "result_disputed": _result_disputed,
    "logged_human_check": _logged_human_check,
    "recording": _recording,
    "logged": _logged,
    "logged_fail": _logged_fail,
    "fault_long": _fault_long,
    "abandoned": _abandoned,
    "paused": _paused,
    "fault": _fault,
    "drill": _drill,
    "drill_told": _drill_told,
    "drill_unclear": _drill_unclear,
    "drill_summary": _drill_summary,
    "drills": _drills,
    "drill_sheet": _drill_sheet,
    "drill_sheet_long": _drill_sheet_long,
    "drill_sheet_to_run": _drill_sheet_to_run,
}
NAMES = tuple(_SAMPLES)
