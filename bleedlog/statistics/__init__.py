"""What a diary means: pure functions on columns. No Flask, no SQL, no models."""
