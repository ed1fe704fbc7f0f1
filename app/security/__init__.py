"""Who may ask the server for what, what a browser may do with the page, and what reaches terminals and logs."""
