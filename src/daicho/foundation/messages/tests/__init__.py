"""Tests of the codec against specs/messages/, which the other program reads too."""
