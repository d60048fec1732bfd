"""How the station learns who stands on the mark: badge, number and PIN, or guest. Never by the face."""
