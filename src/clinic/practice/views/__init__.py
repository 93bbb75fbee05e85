"""Pages of practice: agreed by both, told and drafted by the patient."""
