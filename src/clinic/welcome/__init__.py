"""The pages anyone may read, and the enquiry."""
