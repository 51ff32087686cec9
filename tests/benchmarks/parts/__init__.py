"""What several benchmarks share: contestants, data, yardsticks."""
