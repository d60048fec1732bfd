"""Rendered people with known posture: sampling of scenes, drawing, the data set and the demo clip."""
