"""Which pages show deals as cards in the stages of a pipeline?"""
