"""The session as a table-driven state machine."""
