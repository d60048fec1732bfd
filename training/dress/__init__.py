"""Makes the model of ties and badges."""
