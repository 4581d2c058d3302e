// Signs up, in and out with the client that openapi-generator makes for Rust.
use countersign_client::apis::account_email_verifications_api::account_verify_email;
use countersign_client::apis::account_sessions_api::{account_refresh, account_sign_in, account_sign_out, AccountSignInError};
use countersign_client::apis::account_users_api::{account_me, account_sign_up};
use countersign_client::apis::service_sandbox_api::service_list_mail;
use countersign_client::apis::{configuration::Configuration, Error};
use countersign_client::models::account_sign_in401_problem::Code;
use countersign_client::models::{AccountRefresh, AccountSignIn, AccountSignOut, AccountSignUp, AccountVerifyEmail};

fn step(name: &str, holds: bool) {
    assert!(holds, "{name} answered something else");
    println!("{name}");
}

/// Mail is queued: it may come a moment later.
fn token_for(configuration: &Configuration, email: &str) -> String {
    for _ in 0..100 {
        let mailbox = service_list_mail(configuration, Some(email)).unwrap();
        if let Some(mail) = mailbox.messages.into_iter().next() {
            return mail.token.unwrap();
        }
        std::thread::sleep(std::time::Duration::from_millis(100));
    }
    panic!("no mail came");
}

fn main() {
    let (client_id, password) = ("cid_inbox_manager".to_string(), "correct horse battery".to_string());
    let email = std::env::var("EMAIL").unwrap();
    let mut configuration = Configuration::new();
    configuration.base_path = std::env::var("BASE_URL").unwrap();

    let person = AccountSignUp::new(client_id.clone(), email.clone(), password.clone());
    let joined = account_sign_up(&configuration, person, None, None, None, None).unwrap();
    step("sign up", joined.profile.identity.email == email);
    let proof = AccountVerifyEmail::new(token_for(&configuration, &email));
    step("verify", account_verify_email(&configuration, proof, None).unwrap().email == email);
    let credentials = AccountSignIn::new(client_id.clone(), email.clone(), password);
    let signed_in = account_sign_in(&configuration, credentials, None, None, None, None).unwrap();
    step("sign in", signed_in.tokens.expires_in > 0);
    configuration.bearer_access_token = Some(signed_in.tokens.access_token);
    step("me", account_me(&configuration).unwrap().id == joined.profile.id);
    configuration.bearer_access_token = None;
    let refresh_token = Some(signed_in.tokens.refresh_token.clone());
    let body = AccountRefresh { refresh_token, ..Default::default() };
    let refreshed = account_refresh(&configuration, None, None, None, None, Some(body)).unwrap();
    step("refresh", refreshed.refresh_token != signed_in.tokens.refresh_token);
    let guess = AccountSignIn::new(client_id, email, "guess".to_string());
    let refused = account_sign_in(&configuration, guess, None, None, None, None);
    step("refusal", match refused {
        Err(Error::ResponseError(answer)) => matches!(
            answer.entity,
            Some(AccountSignInError::Status401(problem)) if problem.code == Code::InvalidCredentials
        ),
        _ => false,
    });
    let body = AccountSignOut { refresh_token: Some(refreshed.refresh_token), ..Default::default() };
    account_sign_out(&configuration, None, None, None, None, Some(body)).unwrap();
    step("sign out", true);
}
