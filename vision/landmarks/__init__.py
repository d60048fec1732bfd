"""Model runtimes behind one protocol: Frame -> Landmarks."""
