"""The commands of `hindsight`, a module for each group; each only reads its options and hands over."""
