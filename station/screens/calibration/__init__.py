"""The installer's windows: the chair's corners, and the board before the camera."""
