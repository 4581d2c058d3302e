// Signs up, in and out with the client that openapi-generator makes for Java.
import org.openapitools.client.ApiClient;
import org.openapitools.client.ApiException;
import org.openapitools.client.api.AccountEmailVerificationsApi;
import org.openapitools.client.api.AccountSessionsApi;
import org.openapitools.client.api.AccountUsersApi;
import org.openapitools.client.api.ServiceSandboxApi;
import org.openapitools.client.model.AccountRefresh;
import org.openapitools.client.model.AccountSignIn;
import org.openapitools.client.model.AccountSignOut;
import org.openapitools.client.model.AccountSignUp;
import org.openapitools.client.model.AccountVerifyEmail;
import org.openapitools.client.model.Mail;

public class SignIn {
  static void step(String name, boolean holds) {
    if (!holds) throw new IllegalStateException(name + " answered something else");
    System.out.println(name);
  }

  /** Mail is queued: it may come a moment later. */
  static Mail mailTo(ApiClient client, String email) throws ApiException, InterruptedException {
    for (int tries = 0; tries < 100; tries++) {
      var mails = new ServiceSandboxApi(client).serviceListMail(email).getMessages();
      if (!mails.isEmpty()) return mails.get(0);
      Thread.sleep(100);
    }
    throw new IllegalStateException("no mail came");
  }

  public static void main(String[] arguments) throws ApiException, InterruptedException {
    String clientId = "cid_inbox_manager", email = System.getenv("EMAIL"), password = "correct horse battery";
    ApiClient client = new ApiClient();
    client.updateBaseUri(System.getenv("BASE_URL"));
    AccountUsersApi users = new AccountUsersApi(client);
    AccountSessionsApi sessions = new AccountSessionsApi(client);

    var joined = users.accountSignUp(new AccountSignUp().clientId(clientId).email(email).password(password), null, null, null, null);
    step("sign up", joined.getProfile().getIdentity().getEmail().equals(email));
    var proof = new AccountVerifyEmail().token(mailTo(client, email).getToken());
    step("verify", new AccountEmailVerificationsApi(client).accountVerifyEmail(proof, null).getEmail().equals(email));
    var signedIn = sessions.accountSignIn(new AccountSignIn().clientId(clientId).email(email).password(password), null, null, null, null);
    step("sign in", signedIn.getTokens().getExpiresIn() > 0);
    ApiClient asUser = new ApiClient();
    asUser.updateBaseUri(System.getenv("BASE_URL"));
    asUser.setRequestInterceptor(request -> request.header("Authorization", "Bearer " + signedIn.getTokens().getAccessToken()));
    step("me", new AccountUsersApi(asUser).accountMe().getId().equals(joined.getProfile().getId()));
    String refreshToken = signedIn.getTokens().getRefreshToken();
    var refreshed = sessions.accountRefresh(null, null, null, null, new AccountRefresh().refreshToken(refreshToken));
    step("refresh", !refreshed.getRefreshToken().equals(refreshToken));
    try {
      sessions.accountSignIn(new AccountSignIn().clientId(clientId).email(email).password("guess"), null, null, null, null);
      step("refusal", false);
    } catch (ApiException refused) {
      step("refusal", refused.getCode() == 401 && refused.getResponseBody().contains("invalid_credentials"));
    }
    sessions.accountSignOut(null, null, null, null, new AccountSignOut().refreshToken(refreshed.getRefreshToken()));
    step("sign out", true);
  }
}
