"""The hands classifier: network, training, figures."""
