"""The desk where people decide about comments: who has it open, what they may choose, undoing, appeals, and judging without acting."""
