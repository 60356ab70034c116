"""Lighthouse over the pages people meet first (`make lighthouse`)."""
