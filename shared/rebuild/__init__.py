"""Read models built again beside the ones that serve: folded in bulk, verified, swapped in, rolled back."""
