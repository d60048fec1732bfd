"""Every test can be run by itself, also where there is no screen: Qt paints without one."""

import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
