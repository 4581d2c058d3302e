"""Four operations of the contract on Python's standard library: liveness, who I am, and looking at and joining a waitlist.

FAULTS names what to do wrong, for the test beside it: drop,field,token,length,header.
"""

import json
import os
import re
import time
import uuid
from datetime import datetime, timezone
from http.cookies import SimpleCookie
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, parse_qsl, unquote, unquote_to_bytes, urlsplit

faults = set(filter(None, os.environ.get("FAULTS", "").split(",")))
world = {"people": [], "waits": {}, "offset": 0}
names = re.compile(r"[a-z0-9]+([._-][a-z0-9]+)*")


def now():
    return time.time() * 1000 + world["offset"] * 1000


def problem(status, code, title, detail=None):
    body = {"type": "about:blank", "title": title, "status": status, "code": code}
    return status, body | ({"detail": detail} if detail else {})


def invalid(detail):
    return problem(400, "invalid_request", "The request is not valid", detail)


def person_of(headers, takes_cookie, takes_stale=False):
    """The person whose credential came along, or why there is none."""
    bearer = re.match(r"Bearer (.+)", headers.get("authorization", ""))
    cookie = SimpleCookie(headers.get("cookie", "")).get("refresh_token") if takes_cookie else None
    if not bearer and not cookie:
        return None, problem(401, "unauthorized", "Sign in first")
    for person in world["people"]:
        if bearer and person["access"] == bearer[1] and (now() < person["until"] or takes_stale):
            return person, None
        if not bearer and cookie and person["refresh"] == cookie.value:
            return person, None
    return None, problem(401, "invalid_token", "The access token is not valid any more")


def me(_path, headers):
    person, refusal = person_of(headers, True, "token" in faults)
    if refusal:
        return refusal
    profile = dict(person["profile"])
    if "field" in faults:
        del profile["identity"]
    return 200, profile


def waitlist(path, headers, joins):
    person, refusal = person_of(headers, False)
    if refusal:
        return refusal
    feature = unquote(path.split("/")[3])
    is_long = len(feature) > 64 and not (joins and "length" in faults)
    if is_long or not names.fullmatch(feature):
        return invalid("feature: must be a name")
    place = f"{person['profile']['id']} {feature}"
    if joins:
        at = datetime.fromtimestamp(now() / 1000, timezone.utc).isoformat(timespec="milliseconds")
        world["waits"].setdefault(place, at.replace("+00:00", "Z"))
    since = world["waits"].get(place)
    return 200, {"feature": feature, "signed_up": since is not None, "created_at": since}


routes = {
    "GET /health/live": lambda *_: (200, {"status": "alive"}),
    "GET /auth/me": me,
    "GET /auth/waitlists/": lambda path, headers: waitlist(path, headers, False),
    "PUT /auth/waitlists/": lambda path, headers: waitlist(path, headers, True),
}


def is_text(query):
    try:
        return unquote_to_bytes(query).decode() is not None
    except UnicodeDecodeError:
        return False


def answer(name, url, headers):
    if name not in routes:
        return 404, {}
    if not is_text(url.query):
        return invalid("Text must be UTF-8.")
    site = headers.get("sec-fetch-site", "none")
    if name.startswith("PUT") and ("origin" in headers or site not in ("none", "same-origin")):
        return problem(403, "origin_not_allowed", "This origin may not use this client")
    unknown = [key for key, _ in parse_qsl(url.query, keep_blank_values=True)]
    if unknown and name != "GET /health/live":
        return invalid(f"{unknown[0]}: is not a parameter of this request")
    return routes[name](url.path, headers)


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def handle_any(self):
        self.rfile.read(int(self.headers.get("content-length", 0)))
        url = urlsplit(self.path)
        method = "GET" if self.command == "HEAD" else self.command
        name = f"{method} " + re.sub(r"^(/auth/waitlists/).+", r"\1", url.path)
        # What the world of the kit arranges with; no part of the contract.
        if name == "POST /test/world":
            world.update(json.loads(parse_qs(url.query)["is"][0]))
            status, body = 200, {}
        elif "drop" in faults and name == "GET /health/live":
            self.close_connection = True
            return
        else:
            status, body = answer(name, url, self.headers)
        text = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("content-type", "application/problem+json" if status >= 400 else "application/json")
        self.send_header("content-length", str(len(text)))
        if not ("header" in faults and name == "GET /auth/waitlists/"):
            self.send_header("x-request-id", str(uuid.uuid4()))
        if status == 401:
            self.send_header("www-authenticate", 'Bearer realm="python"')
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(text)

    do_GET = do_HEAD = do_POST = do_PUT = do_PATCH = do_DELETE = do_OPTIONS = handle_any

    def log_message(self, *_):
        pass


server = ThreadingHTTPServer(("127.0.0.1", int(os.environ.get("PORT", "3110"))), Handler)
print(f"http://127.0.0.1:{server.server_port}", flush=True)
server.serve_forever()
