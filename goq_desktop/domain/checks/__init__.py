"""What a person should look at before an order is sent; each family of checks is a module without I/O."""
