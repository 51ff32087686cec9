"""Suggests wrap-up codes and learns from confirmed ones: pure, numpy only, nothing readable kept."""
