"""How true the product's postures are on the posture data set."""
