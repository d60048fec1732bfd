"""The promises of the compliance log."""
