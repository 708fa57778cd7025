"""A view that does nothing: how much the load generator and granian can do at all, the ceiling of what is measured."""


def app(environ, start):
    environ["wsgi.input"].read()
    start("202 Accepted", [("content-length", "0")])
    return [b""]
