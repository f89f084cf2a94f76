"""What people do: one function is one use case, one transaction, one audit event."""
