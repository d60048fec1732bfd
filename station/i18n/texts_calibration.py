"""Texts about a camera that has moved, and of the installer's two windows."""

TEXTS: dict[str, tuple[str, str]] = {
    # a file of the station's owner
    "own.broken": ("{name} 有错误，请管理员运行 tongjing doctor", "{name} has faults: run tongjing doctor"),
    # how the camera stands
    "standing.unmoved": ("摄像头的位置与标定时相同", "The camera stands as it was calibrated"),
    "standing.moved": (
        "摄像头动过（{amount}），测量受限，请管理员重新标定",
        "Camera moved ({amount}): recalibrate",
    ),
    "standing.not_recognised": (
        "认不出标定时的房间，测量受限，请管理员重新标定",
        "Another room, or camera turned away: recalibrate",
    ),
    "standing.too_dark": ("太暗，看不出摄像头是否动过", "Too dark to see whether the camera has moved"),
    "standing.too_few_marks": (
        "背景特征太少，看不出摄像头是否动过",
        "Too little of the room is seen to recognise it",
    ),
    "standing.other_shape": (
        "画面比例与标定时不同，请管理员重新标定",
        "The picture's shape has changed: recalibrate",
    ),
    "standing.pan_right": ("约向右 {amount}°", "{amount}° to its right"),
    "standing.pan_left": ("约向左 {amount}°", "{amount}° to its left"),
    "standing.tilt_up": ("约向上 {amount}°", "{amount}° up"),
    "standing.tilt_down": ("约向下 {amount}°", "{amount}° down"),
    "standing.roll_left": ("约向左歪 {amount}°", "leans {amount}° to its left"),
    "standing.roll_right": ("约向右歪 {amount}°", "leans {amount}° to its right"),
    "standing.zoom_in": ("画面放大约 {amount}%", "zoomed in by {amount} %"),
    "standing.zoom_out": ("画面缩小约 {amount}%", "zoomed out by {amount} %"),
    # the chair's window
    "chair.title": ("标定座椅", "Calibrate the chair"),
    "chair.what": (
        "把四个点拖到座面的四角：橙色是前沿，蓝色是后沿（靠背处）",
        "Drag the points to the seat's corners: orange is its front edge, blue the rear edge at the backrest",
    ),
    "chair.keys": (
        "方向键移动 1 像素（Shift 10 像素），Tab 换点，回车保存，Esc 取消",
        "Arrows move by 1 px (Shift 10 px), Tab takes the next point, Enter saves, Esc cancels",
    ),
    "chair.too_small": ("座面太小：请拖开四个点", "The seat is too small: drag the points apart"),
    "chair.crossed": ("边线交叉：左右两点对调了", "The edges cross: left and right are swapped"),
    # the board's window
    "board.title": ("标定摄像头", "Calibrate the camera"),
    "board.what": (
        "拿标定板走遍整个画面，每处停一下，并向不同方向倾斜",
        "Carry the board through the whole picture; hold it still at each place, slanted in different ways",
    ),
    "board.not_seen": ("看不到标定板", "The board is not seen"),
    "board.moving": ("请拿稳", "Hold it still"),
    "board.known": ("这里已拍过：换个位置或角度", "Taken already: another place or slant"),
    "board.taken": ("拍到了", "Taken"),
    "board.count": ("{taken} / {wanted} 张", "{taken} of {wanted}"),
    # buttons
    "window.save": ("保存", "Save"),
    "window.cancel": ("取消", "Cancel"),
    "window.no_picture": ("等待摄像头画面", "Waiting for the camera"),
}
