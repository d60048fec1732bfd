"""Qt without a screen for the commands that open a window."""

import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
