"""The foot points: network, training, figures."""
