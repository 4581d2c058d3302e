"""Signs up, in and out with the client that openapi-generator makes for Python."""
import os
import time

from countersign_client import (
    AccountEmailVerificationsApi,
    AccountRefresh,
    AccountSessionsApi,
    AccountSignIn,
    AccountSignUp,
    AccountSignOut,
    AccountUsersApi,
    AccountVerifyEmail,
    ApiClient,
    ApiException,
    Configuration,
    ServiceSandboxApi,
)

client_id, email, password = "cid_inbox_manager", os.environ["EMAIL"], "correct horse battery"
configuration = Configuration(host=os.environ["BASE_URL"])
client = ApiClient(configuration)
sessions, users = AccountSessionsApi(client), AccountUsersApi(client)


def step(name, holds):
    if not holds:
        raise SystemExit(f"{name} answered something else")
    print(name)


joined = users.account_sign_up(AccountSignUp(client_id=client_id, email=email, password=password))
step("sign up", joined.profile.identity.email == email and joined.profile.active_membership.role == "owner")
proofs, mailbox = AccountEmailVerificationsApi(client), ServiceSandboxApi(client)
# Mail is queued: it may come a moment later.
for _ in range(100):
    mails = mailbox.service_list_mail(to=email).messages
    if mails:
        break
    time.sleep(0.1)
step("verify", proofs.account_verify_email(AccountVerifyEmail(token=mails[0].token)).email == email)
signed_in = sessions.account_sign_in(AccountSignIn(client_id=client_id, email=email, password=password))
step("sign in", signed_in.tokens.token_type == "Bearer")
configuration.access_token = signed_in.tokens.access_token
step("me", users.account_me().id == joined.profile.id)
refresh_token = signed_in.tokens.refresh_token
refreshed = sessions.account_refresh(account_refresh=AccountRefresh(refresh_token=refresh_token))
step("refresh", refreshed.refresh_token != refresh_token)
try:
    sessions.account_sign_in(AccountSignIn(client_id=client_id, email=email, password="guess"))
    step("refusal", False)
except ApiException as error:
    step("refusal", error.status == 401 and error.data.code == "invalid_credentials")
sessions.account_sign_out(account_sign_out=AccountSignOut(refresh_token=refreshed.refresh_token))
step("sign out", True)
