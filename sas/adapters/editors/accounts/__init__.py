"""Editors are told of the regulators (INT_R02; F-264)."""
