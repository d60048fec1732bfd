"""Texts around questionnaires; questions, answers and bands come from the checklist."""

TEXTS: dict[str, tuple[str, str]] = {
    "questionnaire.points": ("得分 {total}，满分 {most}", "{total} of {most} points"),
    "questionnaire.there": ("已齐 {total} 项，共 {most} 项", "{total} of {most} there"),
    "questionnaire.given": ("{question}（{answer}）", "{question} ({answer})"),
    "questionnaire.complete": ("全部齐全，可以上岗", "All there: ready for the shift"),
    "questionnaire.back": ("上一题", "Back"),
    "questionnaire.band": ("{band}，{points}", "{band}: {points}"),
}
