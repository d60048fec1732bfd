"""Measures of head and face."""
