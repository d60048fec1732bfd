"""What ships with the product: models manifest, sounds, demo clip."""
