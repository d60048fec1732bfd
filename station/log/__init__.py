"""The append-only signed compliance log."""
