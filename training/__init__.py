"""How the product's own models are trained: rendered data, training scripts, model cards. No part of the product."""
