"""Measures of trunk, limbs, feet and seat."""
