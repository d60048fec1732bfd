"""Makes the model of hair, beards, glasses and headwear."""
