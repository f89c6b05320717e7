"""What the desk does, headless: each module is one use case."""
