"""The staff list that the owner imports: who works here, whose rules apply to them, and the check of a PIN."""
