"""Tests of the intake, one module per module."""
