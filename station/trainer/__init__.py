"""Drills for the trainer."""
