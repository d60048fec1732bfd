"""Colours of clothes, hair, shoes and nails: measured in CIE Lab after the light has been balanced."""
