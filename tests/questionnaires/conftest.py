"""Exports are printed by Qt, which needs no screen here."""

import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
