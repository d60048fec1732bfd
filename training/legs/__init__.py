"""The look at crossed legs: poses, pictures, network, figures."""
