"""Filters and what only a sequence of frames can say."""
