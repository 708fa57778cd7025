"""Posts over XML-RPC, by python-wordpress-xmlrpc on our own transport: the same promise as RestPosts.

The library's own transport sends a post twice when a connection is cut, waits for ever, and leaks a dozen kinds of
exceptions; ours sends once, with a timeout, and translates. The library needs `collections.Iterable`, which Python
dropped in 3.10: it is lent to it here.
"""

import collections
import collections.abc
import xmlrpc.client
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit
from xml.parsers.expat import ExpatError

from sync.errors import Refused, Unavailable
from sync.gateways.http import Http
from sync.gateways.wordpress import Post
from sync.posts import Draft
from sync.sites import Site

if not hasattr(collections, "Iterable"):
    collections.Iterable = collections.abc.Iterable  # type: ignore[attr-defined]

from wordpress_xmlrpc import Client, WordPressPost
from wordpress_xmlrpc.exceptions import (
    InvalidCredentialsError,
    ServerConnectionError,
    UnsupportedXmlrpcMethodError,
    XmlrpcDisabledError,
)
from wordpress_xmlrpc.methods.posts import GetPosts, NewPost

_PAGE = 100
_MOST_PAGES = 5


class Transport(xmlrpc.client.Transport):
    """Sends each call once, over our one way to call the world."""

    def __init__(self, http: Http, scheme: str) -> None:
        super().__init__()
        self._http, self._scheme = http, scheme

    def request(self, host: Any, handler: str, request_body: Any, verbose: bool = False) -> Any:
        """Send one call and parse its answer.

        Errors: Unavailable, Refused (by status), or xmlrpc.client.Fault.
        """
        headers = {"Content-Type": "text/xml"}
        answer = self._http.send("POST", f"{self._scheme}://{host}{handler}", data=request_body, headers=headers)
        self._http.judge(answer, "XML-RPC is closed or in the way")
        parser, unmarshaller = self.getparser()
        try:
            parser.feed(answer.body)
            parser.close()
            return unmarshaller.close()
        except (ExpatError, xmlrpc.client.ResponseError, ValueError, TypeError, LookupError) as exc:
            raise Unavailable("The site answered XML-RPC with something that is not XML-RPC.") from exc


class XmlrpcPosts:
    """Drafts over `xmlrpc.php`."""

    def __init__(self, site: Site) -> None:
        self._site, self._account = site, site.account()
        self._client: Client | None = None

    def find(self, draft: Draft) -> Post | None:
        """Look for the post by its slug among the newest posts: XML-RPC cannot ask for a slug."""
        for post in self._newest():
            if post.slug == draft.slug:
                return Post(int(post.id), post.link)
        return None

    def _newest(self) -> Iterator[Any]:
        for page in range(_MOST_PAGES):
            window = {"post_status": "any", "orderby": "ID", "order": "DESC", "number": _PAGE, "offset": page * _PAGE}
            yield from self._call(
                GetPosts(window)
            )  # a short page is not the last one: WordPress takes out what the account may not edit

    def create(self, draft: Draft) -> Post:
        """Write the draft. May NOT be repeated blindly: look with find() first, after every unknown outcome too."""
        post = WordPressPost()
        post.title, post.content, post.slug, post.post_status = draft.title, draft.content, draft.slug, "draft"
        made = int(self._call(NewPost(post)))
        return Post(made, f"{self._site.url}/?p={made}")

    def _call(self, method: Any) -> Any:
        """Call one method; the library's client asks for the list of methods first, so it is made here and not before."""
        try:
            if self._client is None:
                self._client = self._connect()
            return self._client.call(method)
        except InvalidCredentialsError as exc:
            # 403 is also what WordPress says to an unknown post type; both can be mended by an operator.
            raise Unavailable(f"{self._site.url} refused over XML-RPC: {exc}", retry_after_s=300) from exc
        except (XmlrpcDisabledError, ServerConnectionError, UnsupportedXmlrpcMethodError) as exc:
            raise Unavailable(f"XML-RPC is closed on {self._site.url}.", retry_after_s=300) from exc
        except xmlrpc.client.Fault as exc:
            raise _fault(self._site.url, exc) from exc

    def _connect(self) -> Client:
        address = f"{self._site.url}/xmlrpc.php"
        transport = Transport(Http(self._site.url), urlsplit(address).scheme)
        return Client(address, *self._account, transport=transport)


def _fault(url: str, fault: xmlrpc.client.Fault) -> Refused | Unavailable:
    sentence = f"{url} answered XML-RPC fault {fault.faultCode}: {fault.faultString}"
    return Unavailable(sentence) if fault.faultCode == 500 else Refused(sentence)
