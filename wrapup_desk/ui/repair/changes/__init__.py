"""The bar of bulk changes: preview, progress and outcome."""
