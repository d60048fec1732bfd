"""Cameras, files and the demo behind one protocol."""
