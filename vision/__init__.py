"""From a picture to measures: Frame -> Landmarks -> Measures. No Qt, no disk, no clock."""
