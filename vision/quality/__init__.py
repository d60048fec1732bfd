"""Is the picture fit to judge? One frame by itself, and the stream of frames over time."""

from vision.quality.assess import assess
from vision.quality.watch import QualityWatch

__all__ = ["QualityWatch", "assess"]
