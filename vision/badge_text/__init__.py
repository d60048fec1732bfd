"""Text on a staff card: an optional extra, off by default, whose models lie in an installed package."""
