"""Pages of the incidents: told, played and tried, decided, and what repeats."""
