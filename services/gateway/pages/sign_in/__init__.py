"""The pages by which somebody comes in."""
