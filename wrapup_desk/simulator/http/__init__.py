"""The server: the pipeline of a request, pages, and one module of routes a subject."""
