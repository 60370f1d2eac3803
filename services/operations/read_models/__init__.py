"""What `hindsight projections` does: each module answers for one of its commands or what several share."""
