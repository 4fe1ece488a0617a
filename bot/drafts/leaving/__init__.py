"""What happens to sign-ins, posts and accounts when somebody leaves, and what people still look at themselves (control C28)."""
