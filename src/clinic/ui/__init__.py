"""How it looks: layouts, fields, icons and charts that every page shares."""
