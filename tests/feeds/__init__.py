"""Tests of publication, one module per module."""
