"""Regions of Indonesia by Kemendagri code."""
