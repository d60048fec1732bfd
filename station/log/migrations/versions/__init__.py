"""One module per step; each has a test."""
