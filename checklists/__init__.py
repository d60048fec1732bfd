"""The written standards as data, their loader, and the evaluation of measures into verdicts."""
