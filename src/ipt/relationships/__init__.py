"""The people in somebody's life: inventory, circle, network measures, comparison and drawing."""
