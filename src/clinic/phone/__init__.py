"""The patient's phone: what is kept on it by choice, what waits to be sent, what opens without a signal."""
