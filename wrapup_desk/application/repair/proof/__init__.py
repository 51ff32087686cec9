"""Makes what can be shown to others: figures, samples, exports, and a whole audit trail."""
