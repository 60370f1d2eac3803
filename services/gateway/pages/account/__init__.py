"""The pages on which somebody looks after what is theirs alone."""
