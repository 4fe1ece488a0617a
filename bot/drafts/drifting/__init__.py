"""What else may drift beside the posts (control C14): the account's face, its handle, its count of posts, and what stood there before the gate."""
