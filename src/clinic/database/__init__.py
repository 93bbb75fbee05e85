"""SQLite with the whole file encrypted, as a Django database backend."""
