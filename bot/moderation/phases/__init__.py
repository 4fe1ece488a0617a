"""The phases of judging, one question each. `pipeline.PHASES` gives their order."""
