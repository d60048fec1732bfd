"""Model files: manifest, conversion, sessions."""
