"""Practice: what is agreed between sessions, how it went, the patient's own notes, drafts of messages."""
