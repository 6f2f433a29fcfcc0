"""What all exports share: a directory written beside its place, with its card and loss report."""
