"""What is recorded: SQLModel classes and vocabulary, one noun a file."""
