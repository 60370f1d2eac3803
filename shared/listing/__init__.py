"""Lists of records: which rows fit a filter, in which order, in which columns, and what they come to."""
