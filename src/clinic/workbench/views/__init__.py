"""The staff's composed pages: caseload, one course, its sessions."""
