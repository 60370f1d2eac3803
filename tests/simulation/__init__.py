"""All of Hindsight on one thread, under a clock of its own: bad luck that can be repeated from its seed."""
