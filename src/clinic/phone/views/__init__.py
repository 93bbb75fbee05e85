"""The pages of the phone, what it may keep, and the door for what it sends."""
