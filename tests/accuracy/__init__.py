"""The accuracy gate: rendered people with exact truth, measured by the product, scored against committed figures."""
