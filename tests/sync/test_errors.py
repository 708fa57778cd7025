"""What is wrong is said in full, for people."""

from sync.errors import Malformed


def test_every_place_is_named_with_what_is_wrong_there():
    fault = Malformed("The event is malformed.", {"data.b": ["unknown option"], "data.a": ["Too long.", "Not a word."]})
    assert fault.in_full() == "The event is malformed. data.a: Too long. Not a word. data.b: unknown option"
    assert Malformed("The body is not JSON.").in_full() == "The body is not JSON."
