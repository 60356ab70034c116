"""What views share: who is looking, access, sessions, error pages, flashes, paging."""
