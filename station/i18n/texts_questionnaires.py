"""Texts around questionnaires; questions, answers and bands come from the checklist."""

TEXTS: dict[str, tuple[str, str]] = {
    "questionnaire.alone": ("自己回答，没有对错", "Answer for yourself: there is no right or wrong"),
    "questionnaire.points": ("得分 {total}，满分 {most}", "{total} of {most} points"),
    "questionnaire.complete": ("全部齐全，可以上岗", "All there: ready for the shift"),
    "questionnaire.back": ("上一题", "Back"),
    "questionnaire.band": ("{band}：{advice}", "{band}: {advice}"),
}
