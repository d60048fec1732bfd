"""Measures of the hands."""
