"""Texts around questionnaires; questions, answers and bands come from the checklist."""

TEXTS: dict[str, tuple[str, str]] = {
    "questionnaire.place": ("{title}，第 {number} / {count} 题", "{title}, {number} of {count}"),
    "questionnaire.points": ("{total}/{most} 分", "{total} of {most} points"),
    "questionnaire.band": ("{band} {points}", "{band}: {points}"),
    "questionnaire.given": ("{answer}：{question}", "{answer}: {question}"),
    "questionnaire.value": ("{band} {points}", "{band} {points}"),
    "questionnaire.back": ("上一题", "Back"),
    "questionnaire.take": ("就选这个", "Take it"),
    "questionnaire.next": ("下一个答案", "Next answer"),
    "questionnaire.skip": ("跳过", "Skip"),
}
