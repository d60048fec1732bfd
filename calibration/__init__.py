"""Calibration files: camera, chair, uniform, screen; their versions and migrations."""
