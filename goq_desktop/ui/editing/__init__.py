"""Local work on orders: the actions, the dialog over one or many, conflicts, and what happened."""
