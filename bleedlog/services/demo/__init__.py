"""Invented people whose lives are like published ones, for `bleedlog demo`."""
