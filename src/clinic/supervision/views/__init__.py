"""Pages of adherence and supervision."""
