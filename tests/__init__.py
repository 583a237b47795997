"""Tests of both halves; the folders mirror the packages."""
