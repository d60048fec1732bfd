"""Questions that a person answers alone: the state of answering, score and band, the screen and the verdict."""
