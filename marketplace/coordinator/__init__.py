"""The coordinators' desk: pages only, over the domains' use cases."""
