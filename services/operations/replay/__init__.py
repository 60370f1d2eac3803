"""`hindsight replay`: history into files, tables and projections."""
