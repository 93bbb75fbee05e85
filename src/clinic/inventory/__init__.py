"""The people in a patient's life: the circle, the timeline, what happened and what mood did."""
