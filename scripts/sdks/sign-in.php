<?php
// Signs up, in and out with the client that openapi-generator makes for PHP.
use Countersign\Api\{AccountEmailVerificationsApi, AccountSessionsApi, AccountUsersApi, ServiceSandboxApi};
use Countersign\{ApiException, Configuration};
use Countersign\Model\{AccountRefresh, AccountSignIn, AccountSignOut, AccountSignUp, AccountVerifyEmail};

require 'GuzzleHttp/autoload.php';
spl_autoload_register(function (string $name): void {
    $file = __DIR__ . '/lib/' . strtr(substr($name, strlen('Countersign\\')), '\\', '/') . '.php';
    if (str_starts_with($name, 'Countersign\\') && is_file($file)) require $file;
});

function step(string $name, bool $holds): void {
    if (!$holds) throw new Exception("$name answered something else");
    echo "$name\n";
}

$at = fn (?string $token = null): Configuration =>
    (new Configuration())->setHost(getenv('BASE_URL'))->setAccessToken($token ?? '');
[$email, $password] = [getenv('EMAIL'), 'correct horse battery'];
$person = ['client_id' => 'cid_inbox_manager', 'email' => $email, 'password' => $password];
$users = new AccountUsersApi(null, $at());
$sessions = new AccountSessionsApi(null, $at());

$joined = $users->accountSignUp(new AccountSignUp($person));
step('sign up', $joined->getProfile()->getIdentity()->getEmail() === $email);
// Mail is queued: it may come a moment later.
for ($mails = [], $tries = 0; !$mails && $tries < 100; $tries++) {
    $mails = (new ServiceSandboxApi(null, $at()))->serviceListMail($email)->getMessages();
    if (!$mails) usleep(100_000);
}
$proof = new AccountVerifyEmail(['token' => $mails[0]->getToken()]);
step('verify', (new AccountEmailVerificationsApi(null, $at()))->accountVerifyEmail($proof)->getEmail() === $email);
$tokens = $sessions->accountSignIn(new AccountSignIn($person))->getTokens();
step('sign in', $tokens->getTokenType() === 'Bearer');
$me = (new AccountUsersApi(null, $at($tokens->getAccessToken())))->accountMe();
step('me', $me->getId() === $joined->getProfile()->getId());
$body = new AccountRefresh(['refresh_token' => $tokens->getRefreshToken()]);
$refreshed = $sessions->accountRefresh(account_refresh: $body);
step('refresh', $refreshed->getRefreshToken() !== $tokens->getRefreshToken());
try {
    $sessions->accountSignIn(new AccountSignIn(['password' => 'guess'] + $person));
    step('refusal', false);
} catch (ApiException $refused) {
    step('refusal', $refused->getCode() === 401 && str_contains($refused->getResponseBody(), 'invalid_credentials'));
}
$sessions->accountSignOut(account_sign_out: new AccountSignOut(['refresh_token' => $refreshed->getRefreshToken()]));
step('sign out', true);
