"""The dress items: where they sit."""
