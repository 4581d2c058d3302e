"""A Flask app by Authlib: discovery, the code flow with PKCE, and the claims of a verified ID token.

Says where to send the browser, reads what came back, and says who it was: each a line of JSON.
"""

import json
import os
import sys

from authlib.integrations.flask_client import OAuth
from flask import Flask

app = Flask(__name__)
app.secret_key = "of the app"
oauth = OAuth(app)
oauth.register(
    "countersign",
    client_id=os.environ["CLIENT_ID"],
    client_secret=os.environ["CLIENT_SECRET"],
    server_metadata_url=os.environ["ISSUER"] + "/.well-known/openid-configuration",
    client_kwargs={"scope": "openid email offline_access", "code_challenge_method": "S256"},
)


@app.get("/login")
def login():
    return oauth.countersign.authorize_redirect(os.environ["REDIRECT_URI"])


@app.get("/callback")
def callback():
    token = oauth.countersign.authorize_access_token()
    info = oauth.countersign.userinfo(token=token)
    metadata = oauth.countersign.load_server_metadata()
    with oauth.countersign._get_oauth_client(**metadata) as session:
        refreshed = session.refresh_token(metadata["token_endpoint"], refresh_token=token["refresh_token"])
    return {
        "sub": token["userinfo"]["sub"],
        "email": info["email"],
        "refreshed": refreshed["access_token"] != token["access_token"],
    }


with app.test_client() as browser:
    print(json.dumps({"url": browser.get("/login").location}), flush=True)
    code = sys.stdin.readline().strip()
    state = sys.stdin.readline().strip()
    print(json.dumps(browser.get("/callback", query_string={"code": code, "state": state}).get_json()))
