"""Cue sounds: synthesised by us, played where there is a loudspeaker."""
