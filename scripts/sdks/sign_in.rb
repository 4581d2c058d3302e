# Signs up, in and out with the client that openapi-generator makes for Ruby.
require 'uri'
require 'countersign_client'

client_id, email, password = 'cid_inbox_manager', ENV.fetch('EMAIL'), 'correct horse battery'
base = URI(ENV.fetch('BASE_URL'))

def client_at(base, access_token = nil)
  configuration = Countersign::Configuration.new
  configuration.scheme, configuration.host = base.scheme, "#{base.host}:#{base.port}"
  configuration.access_token = access_token
  Countersign::ApiClient.new(configuration)
end

def step(name, holds)
  abort "#{name} answered something else" unless holds
  puts name
end

nobody = client_at(base)
users, sessions = Countersign::AccountUsersApi.new(nobody), Countersign::AccountSessionsApi.new(nobody)
person = { client_id: client_id, email: email, password: password }
joined = users.account_sign_up(Countersign::AccountSignUp.new(person))
step 'sign up', joined.profile.identity.email == email
# Mail is queued: it may come a moment later.
mail = 100.times.lazy.filter_map do
  found = Countersign::ServiceSandboxApi.new(nobody).service_list_mail(to: email).messages.first
  sleep 0.1 unless found
  found
end.first
proof = Countersign::AccountVerifyEmail.new(token: mail.token)
step 'verify', Countersign::AccountEmailVerificationsApi.new(nobody).account_verify_email(proof).email == email
tokens = sessions.account_sign_in(Countersign::AccountSignIn.new(person)).tokens
step 'sign in', tokens.token_type == 'Bearer'
step 'me', Countersign::AccountUsersApi.new(client_at(base, tokens.access_token)).account_me.id == joined.profile.id
body = Countersign::AccountRefresh.new(refresh_token: tokens.refresh_token)
refreshed = sessions.account_refresh(account_refresh: body)
step 'refresh', refreshed.refresh_token != tokens.refresh_token
begin
  sessions.account_sign_in(Countersign::AccountSignIn.new(person.merge(password: 'guess')))
  step 'refusal', false
rescue Countersign::ApiError => e
  step 'refusal', e.code == 401 && e.response_body.include?('invalid_credentials')
end
sessions.account_sign_out(account_sign_out: Countersign::AccountSignOut.new(refresh_token: refreshed.refresh_token))
step 'sign out', true
