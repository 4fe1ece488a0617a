"""The learned judge: a small language model that reads what a comment means, where the word lists see only words."""
