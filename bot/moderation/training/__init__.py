"""Teaching the learned judge anew (`make judge`). Nothing here is loaded when Gatepost runs; it needs PyTorch, which Gatepost does not."""
