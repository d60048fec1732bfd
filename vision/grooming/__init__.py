"""Hair, beard, glasses and headwear."""
