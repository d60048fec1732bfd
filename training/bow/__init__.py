"""How the readers of view, trunk and bow were trained; no part of the product."""
