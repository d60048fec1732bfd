"""One module a screen; scenes are painted."""
