"""Texts that the screens themselves bring: verdict words, keypad, dial, shell messages."""

TEXTS: dict[str, tuple[str, str]] = {
    # the house
    "brand.name": ("铜镜", "Tongjing"),
    # verdict words
    "outcome.pass": ("合格", "Pass"),
    "outcome.fail": ("需改正", "To fix"),
    "outcome.unclear": ("看不清", "Unclear"),
    "outcome.attested": ("已确认", "Confirmed"),
    "outcome.not_applicable": ("不适用", "Exempt"),
    "outcome.pending": ("待检查", "To check"),
    "row.disputed": ("有异议", "disputed"),
    # rows
    "rows.count": ("{word} {count} 项", "{count} {word}"),
    "rows.more": ("另有 {count} 项", "{count} more"),
    # keypad
    "keypad.prompt": ("请输入工号", "Enter your number"),
    "keypad.enter": ("确定", "OK"),
    # dial
    "dial.target": ("目标 {low}–{high}°", "Target {low}–{high}°"),
    "dial.no_angle": ("看不清", "Unclear"),
    "dial.hold": ("保持 {target} 秒", "Hold {target} s"),
    "dial.repetition": ("第 {count} / {total} 次", "{count} of {total}"),
    "dial.in_band": ("保持住", "Hold it"),
    "dial.too_low": ("再低一点", "A little deeper"),
    "dial.too_high": ("抬起一点", "Come up a little"),
    "dial.span": ("共 {seconds} 秒", "{seconds} s in all"),
    # shell
    "shell.preparing": ("正在准备，请稍候", "Getting ready, one moment"),
    "shell.stopped": ("检查已停止", "Checking has stopped"),
    "shell.restart": ("请通知管理员", "Tell the person in charge"),
}
