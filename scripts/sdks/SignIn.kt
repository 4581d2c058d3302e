// Signs up, in and out with the client that openapi-generator makes for Kotlin.
import countersign.apis.AccountEmailVerificationsApi
import countersign.apis.AccountSessionsApi
import countersign.apis.AccountUsersApi
import countersign.apis.ServiceSandboxApi
import countersign.infrastructure.ApiClient
import countersign.infrastructure.ClientError
import countersign.infrastructure.ClientException
import countersign.models.AccountRefresh
import countersign.models.AccountSignIn
import countersign.models.AccountSignOut
import countersign.models.AccountSignUp
import countersign.models.AccountVerifyEmail

fun step(name: String, holds: Boolean) {
    check(holds) { "$name answered something else" }
    println(name)
}

/** Mail is queued: it may come a moment later. */
fun tokenFor(at: String, email: String): String {
    repeat(100) {
        ServiceSandboxApi(at).serviceListMail(email).messages.firstOrNull()?.let { return it.token!! }
        Thread.sleep(100)
    }
    error("no mail came")
}

fun main() {
    val at = System.getenv("BASE_URL")
    val email = System.getenv("EMAIL")
    val clientId = "cid_inbox_manager"
    val password = "correct horse battery"
    val sessions = AccountSessionsApi(at)

    val joined = AccountUsersApi(at).accountSignUp(AccountSignUp(clientId = clientId, email = email, password = password))
    step("sign up", joined.profile.identity.email == email)
    val proven = AccountEmailVerificationsApi(at).accountVerifyEmail(AccountVerifyEmail(token = tokenFor(at, email)))
    step("verify", proven.email == email)
    val tokens = sessions.accountSignIn(AccountSignIn(clientId = clientId, email = email, password = password)).tokens
    step("sign in", tokens.expiresIn > 0)
    ApiClient.accessToken = tokens.accessToken
    step("me", AccountUsersApi(at).accountMe().id == joined.profile.id)
    ApiClient.accessToken = null
    val refreshed = sessions.accountRefresh(accountRefresh = AccountRefresh(refreshToken = tokens.refreshToken))
    step("refresh", refreshed.refreshToken != tokens.refreshToken)
    try {
        sessions.accountSignIn(AccountSignIn(clientId = clientId, email = email, password = "guess"))
        step("refusal", false)
    } catch (refused: ClientException) {
        val body = (refused.response as? ClientError<*>)?.body?.toString() ?: ""
        step("refusal", refused.statusCode == 401 && body.contains("invalid_credentials"))
    }
    sessions.accountSignOut(accountSignOut = AccountSignOut(refreshToken = refreshed.refreshToken))
    step("sign out", true)
    // The client's threads would keep the program for a minute.
    kotlin.system.exitProcess(0)
}
