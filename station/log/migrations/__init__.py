"""The history of the log's tables."""
