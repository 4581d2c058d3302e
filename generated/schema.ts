// generated, do not edit: npm run generate

export interface paths {
    "/api/account-views/switch": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Switch to another account
         * @description The session speaks for that account from now on, and so does the access token in the answer. Older access tokens of the session are refused: refresh them. The refresh token stays the same.
         */
        post: operations["account.switchAccount"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/accounts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the accounts of the signed-in user
         * @description The accounts the caller is in, newest last, with the membership in each.
         */
        get: operations["account.listAccounts"];
        put?: never;
        /**
         * Make an account
         * @description The caller becomes its owner. It stands under no other account.
         */
        post: operations["account.createAccount"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/accounts/search": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Search the accounts of the signed-in user
         * @description Those of the caller whose name has `query` in it, newest last.
         */
        post: operations["account.searchAccounts"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/accounts/{account_id}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The account, `acc_…`.
                 * @example acc_0199c0de-0000-7000-8000-000000000acc
                 */
                account_id: components["parameters"]["AccountId"];
            };
            cookie?: never;
        };
        /**
         * Get one account
         * @description An account the caller is in. One they are not in answers as one that does not exist.
         */
        get: operations["account.getAccount"];
        put?: never;
        post?: never;
        /**
         * Delete an account
         * @description Takes its memberships, invitations and clients along. Refused while other accounts stand below it. For owners.
         */
        delete: operations["account.deleteAccount"];
        options?: never;
        head?: never;
        /**
         * Change an account
         * @description A JSON Merge Patch (RFC 7396): an absent field stays as it is, null clears it. For owners.
         */
        patch: operations["account.updateAccount"];
        trace?: never;
    };
    "/api/accounts/{account_id}/token": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The account, `acc_…`.
                 * @example acc_0199c0de-0000-7000-8000-000000000acc
                 */
                account_id: components["parameters"]["AccountId"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Get a token that speaks for an account at an audience
         * @description A short-lived access token for a resource server. Its `acc` and `role` are the caller's membership, read fresh. It opens nothing here.
         */
        post: operations["account.issueAccountToken"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/applications/{application_id}/users": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The application, `app_…`.
                 * @example app_01900000-0000-7000-8000-000000000002
                 */
                application_id: components["parameters"]["ApplicationId"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Make a user of an application
         * @description The user has nothing to sign in with. With an address they get in by a magic link or a password reset; without one they only stand for somebody that the application knows. For machines of the application.
         */
        post: operations["account.createApplicationUser"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/applications/{application_id}/register": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The application, `app_…`.
                 * @example app_01900000-0000-7000-8000-000000000002
                 */
                application_id: components["parameters"]["ApplicationId"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Make an account with its first owner
         * @description The owner is a user by `user_id`, or a new one by `email`. All or nothing. For machines of the application.
         */
        post: operations["account.registerAccount"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/accounts/{account_id}/accounts": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The account, `acc_…`.
                 * @example acc_0199c0de-0000-7000-8000-000000000acc
                 */
                account_id: components["parameters"]["AccountId"];
            };
            cookie?: never;
        };
        /**
         * List the accounts below an account
         * @description Owners see all of them, with the caller's place in each, if any; members and viewers see those they are in.
         */
        get: operations["account.listChildAccounts"];
        put?: never;
        /**
         * Make an account below another one
         * @description For owners and members of the parent. The caller becomes the owner of the child.
         */
        post: operations["account.createChildAccount"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/accounts/{account_id}/clients": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The account, `acc_…`.
                 * @example acc_0199c0de-0000-7000-8000-000000000acc
                 */
                account_id: components["parameters"]["AccountId"];
            };
            cookie?: never;
        };
        /**
         * List the clients of an account
         * @description For everybody in the account, oldest first. No secret is ever shown again.
         */
        get: operations["account.listClients"];
        put?: never;
        /**
         * Register a client
         * @description For owners. A confidential client gets a secret, which this answer alone shows. A client of an account signs in the members of that account, and speaks for it. Its audience and scopes must be some that the application's own clients have. No machine registers another one.
         */
        post: operations["account.createClient"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/clients/{client_id}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The client, `cid_…`.
                 * @example cid_0199c0de-0000-7000-8000-0000000000c1
                 */
                client_id: components["parameters"]["ClientId"];
            };
            cookie?: never;
        };
        /**
         * Get one client
         * @description For everybody in its account. One of another account answers as one that does not exist.
         */
        get: operations["account.getClient"];
        put?: never;
        post?: never;
        /**
         * Delete a client
         * @description Ends the sessions that were signed in through it, and its tokens. For owners.
         */
        delete: operations["account.deleteClient"];
        options?: never;
        head?: never;
        /**
         * Change a client
         * @description A JSON Merge Patch (RFC 7396): an absent field stays as it is, null clears it. For owners.
         */
        patch: operations["account.updateClient"];
        trace?: never;
    };
    "/api/clients/{client_id}/secret": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The client, `cid_…`.
                 * @example cid_0199c0de-0000-7000-8000-0000000000c1
                 */
                client_id: components["parameters"]["ClientId"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Give a client a new secret
         * @description The old secret dies at once, and so do the machine tokens it brought. The new one is in this answer and nowhere else. For owners, and for confidential clients only.
         */
        post: operations["account.renewClientSecret"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/auth/consents": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List what one has allowed
         * @description The clients that somebody let in on the page that asks, by their names, and what each one may have. The application's own clients ask nobody.
         */
        get: operations["account.listConsents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/auth/consents/{client_id}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The client, `cid_…`.
                 * @example cid_0199c0de-0000-7000-8000-0000000000c1
                 */
                client_id: components["parameters"]["ClientId"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Take back what one has allowed
         * @description The client's sessions for this person end, and it has to ask again.
         */
        delete: operations["account.revokeConsent"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/auth/csrf-session": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Start a CSRF session
         * @description Sets the cookie that CSRF tokens are tied to, and answers with a small script that fetches a token into `window.csrfToken` and fires the event `csrf-token`.
         */
        get: operations["account.startCsrfSession"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/auth/csrf-token": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get the CSRF token of this browser
         * @description Send it back as header `X-CSRF-Token` or body field `csrf_token`. The same in body and header. Beside a refresh cookie it is bound to that session, and only pages of the session's client may read it; it can be asked for as often as needed.
         */
        get: operations["account.getCsrfToken"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/auth/send-email-verification": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Mail a link that proves the address
         * @description To the address of the signed-in user; good for 24 hours and once. A newer link retires the older one. Nothing is mailed for an address that is proven already.
         */
        post: operations["account.sendEmailVerification"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/auth/verify": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Prove an address with the token of a mailed link
         * @description The address in the mail. For an API call, whose Accept header names application/json itself, the address is proven at once; everybody else, a browser's navigation too, gets a page with one button that posts the token. Nobody is signed in.
         */
        get: operations["account.followVerificationLink"];
        put?: never;
        /**
         * Prove an address with the token of a mailed link, by POST
         * @description Uses up the token. What the sign-up set up stays, password and sessions too. Where others have signed up with the address meanwhile, it is taken over from all of them, as by a magic link: then `password` is the one that holds, else that of a sign-up from this very browser, else none, until a reset. A form of a browser is answered with a page, or sent on to the address that the mail was asked for with.
         */
        post: operations["account.verifyEmail"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/auth/decline-sign-up": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Say that one has not signed up
         * @description For the owner of an address with which somebody else signed up; the page of a verification link offers it. Uses up the token and deletes the user, with all that was set up with the address. Somebody who has proven their address is never deleted by it.
         */
        post: operations["account.declineSignUp"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/accounts/{account_id}/invite": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The account, `acc_…`.
                 * @example acc_0199c0de-0000-7000-8000-000000000acc
                 */
                account_id: components["parameters"]["AccountId"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Invite somebody by mail
         * @description The mail's link is good for seven days and once; another invitation to the same address takes its place. The answer is the same whether the address has a user or not. For owners.
         */
        post: operations["account.inviteMember"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/accounts/{account_id}/invitations": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The account, `acc_…`.
                 * @example acc_0199c0de-0000-7000-8000-000000000acc
                 */
                account_id: components["parameters"]["AccountId"];
            };
            cookie?: never;
        };
        /**
         * List the invitations to an account
         * @description Newest first, whatever has become of them. One that nobody took is listed for a month. For owners.
         */
        get: operations["account.listInvitations"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/accounts/{account_id}/invitations/{invitation_id}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The account, `acc_…`.
                 * @example acc_0199c0de-0000-7000-8000-000000000acc
                 */
                account_id: components["parameters"]["AccountId"];
                /**
                 * @description The invitation, `inv_…`.
                 * @example inv_0199c0de-0000-7000-8000-00000000014f
                 */
                invitation_id: components["parameters"]["InvitationId"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Take an invitation back
         * @description Its link works no more. One that was accepted, revoked or expired is refused as one that never was. For owners.
         */
        delete: operations["account.revokeInvitation"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/auth/accept-invite": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Accept an invitation by its link
         * @description The address in the mail. An API call, whose Accept header names application/json itself, is signed in at once, as the POST does. Everybody else, a browser's navigation too, gets a page with one button that posts the token: whoever only looks at the link, as mail scanners do, uses nothing up.
         */
        get: operations["account.followInvitation"];
        put?: never;
        /**
         * Accept an invitation
         * @description Makes the owner of the invited address a member, with the invited role, and signs them in: an address without a user gets one, without a password. They set one by a reset, or go on with magic links. Holding the token proves the address; where nobody had before, whatever was set up with it goes, as with a magic link. Who is signed in already makes no difference. For somebody who had a user before, the session speaks for this account alone, however long it is refreshed: their other accounts open with a sign-in of their own. A form of a browser is answered with a page, or sent on to the invitation's redirect URI.
         */
        post: operations["account.acceptInvitation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/auth/check-email": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * See whether an email has a user, and how they sign in
         * @description For sign-in forms in two steps. Tightly limited. An environment in private mode gives one fixed answer for every address.
         */
        post: operations["account.checkEmail"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/auth/login-methods": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * List the login methods of a client
         * @description What a sign-in form of this client can offer, and where each choice is sent.
         */
        post: operations["account.listLoginMethods"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/auth/send-magic-link": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Mail a link that signs in
         * @description Good for 15 minutes and once; a newer link retires the older one. A browser that sends its CSRF session must send the matching CSRF token.
         */
        post: operations["account.sendMagicLink"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/auth/sign-in-with-token": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Sign in with the token of a mailed link
         * @description The address in the mail. An API call, whose Accept header names application/json itself, is signed in at once. Everybody else, a browser's navigation too, gets a page with one button that posts the token: whoever only looks at the link, as mail scanners do, uses nothing up.
         */
        get: operations["account.followSignInLink"];
        put?: never;
        /**
         * Sign in with the token of a mailed link, by POST
         * @description Uses up the token and starts a session. Whoever signs in has proved the address; where nobody had before, all that was set up with it goes: password, sessions, second factors, linked providers, names, clients, other members, invitations. A form of a browser is answered with a page, or sent on to the address that the mail was asked for with.
         */
        post: operations["account.signInWithToken"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/accounts/{account_id}/members": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The account, `acc_…`.
                 * @example acc_0199c0de-0000-7000-8000-000000000acc
                 */
                account_id: components["parameters"]["AccountId"];
            };
            cookie?: never;
        };
        /**
         * List the members of an account
         * @description For everybody in the account, oldest membership first.
         */
        get: operations["account.listMembers"];
        put?: never;
        /**
         * Add a user to an account
         * @description A user of the same application, by id. To ask somebody by their address, invite them. For owners.
         */
        post: operations["account.addMember"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/accounts/{account_id}/members/search": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The account, `acc_…`.
                 * @example acc_0199c0de-0000-7000-8000-000000000acc
                 */
                account_id: components["parameters"]["AccountId"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Search the members of an account
         * @description Those who have `query` in their given or family name. For everybody in the account.
         */
        post: operations["account.searchMembers"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/accounts/{account_id}/members/{member_id}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The account, `acc_…`.
                 * @example acc_0199c0de-0000-7000-8000-000000000acc
                 */
                account_id: components["parameters"]["AccountId"];
                /**
                 * @description The membership, `mbr_…`.
                 * @example mbr_0199c0de-0000-7000-8000-0000000003b0
                 */
                member_id: components["parameters"]["MemberId"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Remove a member from an account
         * @description Owners remove anybody; everybody may leave. Tokens that speak for the account here do so no longer, at once.
         */
        delete: operations["account.removeMember"];
        options?: never;
        head?: never;
        /**
         * Change the role of a member
         * @description Holds from the next request on. For owners.
         */
        patch: operations["account.updateMember"];
        trace?: never;
    };
    "/auth/send-password-reset": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Mail a link that allows a new password
         * @description Good for an hour and once; a newer link retires the older one. A browser that sends its CSRF session must send the matching CSRF token.
         */
        post: operations["account.sendPasswordReset"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/auth/reset-password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * See the page that asks for a new password
         * @description The address in the mail. The page posts the token and the new password; looking at it uses nothing up.
         */
        get: operations["account.showPasswordReset"];
        put?: never;
        /**
         * Choose a new password with the token of a mailed link
         * @description Every session of the user ends, every other mailed link or code of theirs is worth nothing any more, the address is proven, and the owner gets a notice. Nobody is signed in: sign in with the new password next. A password that is too weak uses nothing up. A form of a browser is answered with a page, or sent on to the address that the mail was asked for with.
         */
        post: operations["account.resetPassword"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/auth/{provider}/authorize": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The provider.
                 * @example google
                 */
                provider: components["parameters"]["Provider"];
            };
            cookie?: never;
        };
        /**
         * Sign in with a provider
         * @description Sends the browser to the provider; what it comes back with ends at the app's redirect URI, with `code`, `state` and `iss`, or with `error`. The same as `GET /oauth2/authorize` with `connection` set, and `response_type` may be left out. Of the parameters only `login_hint` and `prompt` go on to the provider, where it knows them.
         */
        get: operations["account.authorizeWithProvider"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/auth/{provider}/callback": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The provider.
                 * @example google
                 */
                provider: components["parameters"]["Provider"];
            };
            cookie?: never;
        };
        /**
         * Come back from a provider
         * @description Where the provider sends the browser. Only the browser that began may end a sign-in, once, within ten minutes. From here it goes on to the app: with a code, or with an `error` that says what went wrong at the provider.
         */
        get: operations["account.finishProviderSignIn"];
        put?: never;
        /**
         * Come back from a provider with a form
         * @description As the GET, for providers that send their answer as a form (Apple).
         */
        post: operations["account.finishProviderForm"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/auth/sign-in": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show the sign-in page
         * @description Sign in with a password or a provider, sign up, prove an address, get a new password: each step a plain form. It ends at `redirect`, one of the project's `allowedRedirectUrls`, with `insforge_code` for `POST /api/auth/oauth/exchange`.
         */
        get: operations["project.showSignIn"];
        put?: never;
        /**
         * Sign in with email and password
         * @description Starts a session. A wrong password and an unknown email give the same answer, in the same time. A browser that sends its CSRF session must send the matching CSRF token; both are renewed.
         */
        post: operations["account.signIn"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/auth/refresh": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Exchange a refresh token for new tokens
         * @description Takes `refresh_token` from the body or, without one, from the cookie; with the cookie the CSRF token is needed, and the cookie is renewed. Each refresh token works once. Sent again within 10 seconds it gives the same successor, so that parallel tabs and lost answers do no harm; sent later, the whole session ends.
         */
        post: operations["account.refresh"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/auth/sign-out": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * End this session
         * @description Ends the session of the access token, of `refresh_token` in the body, or of the cookie (then the CSRF token is needed, and the cookie is cleared). The answer is the same whether there was a session or not.
         */
        post: operations["account.signOut"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/auth/sign-up": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Sign up with email and password
         * @description Makes a user, an account and an owner membership at once, mails a link that proves the address, and starts a session. Where the client's environment asks for proven addresses, no session starts and the answer is 202, for an address that has a user too: its owner is told by mail. A browser that sends its CSRF session must send the matching CSRF token.
         */
        post: operations["account.signUp"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/auth/me": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get the profile of the signed-in user
         * @description Who the caller is, how they sign in, and which accounts they are in. Read fresh, not from the token.
         */
        get: operations["account.me"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/auth/waitlists": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the waitlists of the signed-in user
         * @description What the caller waits for in the account of the token, by name.
         */
        get: operations["account.listWaitlists"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/auth/waitlists/{feature}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The feature, as the application names it.
                 * @example bulk-export
                 */
                feature: components["parameters"]["Feature"];
            };
            cookie?: never;
        };
        /**
         * See whether the signed-in user waits for a feature
         * @description In the account of the token.
         */
        get: operations["account.getWaitlist"];
        /**
         * Wait for a feature
         * @description In the account of the token. Idempotent: the first time counts. POST does the same.
         */
        put: operations["account.joinWaitlist"];
        /**
         * Wait for a feature
         * @description In the account of the token. Idempotent: the first time counts. The same as PUT.
         */
        post: operations["account.signUpForWaitlist"];
        /**
         * Wait for a feature no longer
         * @description In the account of the token. Idempotent.
         */
        delete: operations["account.leaveWaitlist"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/set-active-organization": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Choose the organization to speak for
         * @description The answer's access token carries `org_id`, `org_slug`, `org_role` and `org_permissions` until another organization, or with null none, is chosen; a person who is taken out of it loses them at the next token. The session's refresh token is used up as by a refresh: for 10 seconds the old one still gives the new one.
         */
        post: operations["app.setActiveOrganization"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/verify-email": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Prove an address by a mailed token
         * @description The token is good for a day and once. It starts no session. The mailed link also opens a page of ours that does the same. Only a key of the environment that mailed the token is taken.
         */
        post: operations["app.verifyEmail"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/organizations/{orgId}/invitations": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The organization.
                 * @example 0199c0de-0000-7000-8000-000000000acc
                 */
                orgId: components["parameters"]["OrgId"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Invite somebody to an organization
         * @description The mail's link is good for seven days and once; another invitation to the same address takes its place. The answer is the same whether the address has a user or not. For owners.
         */
        post: operations["app.createOrgInvitation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/invitations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the invitations that are the caller's business
         * @description Newest first: those that wait for the caller, once they have proven their address; those to organizations they own; and those to the application that they sent. One that nobody took is listed for a month.
         */
        get: operations["app.listInvitations"];
        put?: never;
        /**
         * Invite somebody to the application
         * @description Any user may who has proven their own address, as long as people can register: an invitation gives nothing that registering would not. Users hold no roles of the application, so that they have none to give: any `roleId` is refused. The answer is the same whether the address has a user or not.
         */
        post: operations["app.sendInvitation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/invitations/{invitationId}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The invitation.
                 * @example 0199c0de-0000-7000-8000-0000000001f1
                 */
                invitationId: components["parameters"]["InvitationId-2"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Take an invitation back
         * @description Its link works no more. For owners of the organization, or for who sent it where it is to the application. One that was accepted or cancelled is refused as one that never was.
         */
        delete: operations["app.cancelInvitation"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/invitations/{invitationId}/accept": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The invitation.
                 * @example 0199c0de-0000-7000-8000-0000000001f1
                 */
                invitationId: components["parameters"]["InvitationId-2"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Accept an invitation
         * @description For the user who has proven the invited address, and nobody else: they join with the invited role and no other. One that was accepted, cancelled or expired, or whose sender may not invite any more, is refused as one that never was.
         */
        post: operations["app.acceptInvitation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/invitations/{invitationId}/resend": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The invitation.
                 * @example 0199c0de-0000-7000-8000-0000000001f1
                 */
                invitationId: components["parameters"]["InvitationId-2"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Mail an invitation once more
         * @description With a new link, good for seven days again, also where it had expired; the old link works no more. For those who may cancel it.
         */
        post: operations["app.resendInvitation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/organizations/{orgId}/members": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The organization.
                 * @example 0199c0de-0000-7000-8000-000000000acc
                 */
                orgId: components["parameters"]["OrgId"];
            };
            cookie?: never;
        };
        /**
         * List the members of an organization
         * @description Longest membership first. For everybody in it.
         */
        get: operations["app.listOrgMembers"];
        put?: never;
        /**
         * Add a user to an organization
         * @description A user of the same environment, by id. For owners.
         */
        post: operations["app.addOrgMember"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/organizations/{orgId}/members/{memberId}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The organization.
                 * @example 0199c0de-0000-7000-8000-000000000acc
                 */
                orgId: components["parameters"]["OrgId"];
                /**
                 * @description The member, by the id of the membership.
                 * @example 0199c0de-0000-7000-8000-0000000003b0
                 */
                memberId: components["parameters"]["MemberId-2"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Remove a member
         * @description Owners remove anybody; everybody else may only leave.
         */
        delete: operations["app.removeOrgMember"];
        options?: never;
        head?: never;
        /**
         * Change a member's role
         * @description Counts from the next request on, and in tokens from the next ones on. For owners.
         */
        patch: operations["app.updateOrgMember"];
        trace?: never;
    };
    "/api/v1/auth/mfa/challenge": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Complete a sign-in with a second factor
         * @description Takes the `mfa_token` of a sign-in and a code of the authenticator app, or a backup code. The token is good for five minutes, five tries and one success.
         */
        post: operations["app.challengeMfa"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/mfa/enable": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Begin to set up an authenticator app
         * @description Gives a secret, as text, link and picture. It counts once its first code has come; until then another one may be asked for. Only within ten minutes of signing in.
         */
        post: operations["app.enableMfa"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/mfa/verify": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Switch the second factor on
         * @description Takes the first code of the new authenticator app and gives backup codes, shown only here. All other sessions end, and a notice is mailed.
         */
        post: operations["app.verifyMfaSetup"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/mfa/disable": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Switch the second factor off
         * @description Takes a code of the authenticator app or a backup code. A notice is mailed.
         */
        post: operations["app.disableMfa"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/mfa/backup-codes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Replace the backup codes
         * @description All earlier ones are worthless. Only within ten minutes of signing in.
         */
        post: operations["app.generateBackupCodes"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/mfa/backup-code/verify": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Use up a backup code
         * @description Proves that its holder has it. It works once, here or at a sign-in.
         */
        post: operations["app.verifyBackupCode"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/mfa/remaining": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Count the backup codes that are left
         * @description Those that were not used yet.
         */
        get: operations["app.getRemainingBackupCodes"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/oauth/{provider}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The provider.
                 * @example google
                 */
                provider: components["parameters"]["Provider"];
            };
            cookie?: never;
        };
        /**
         * Sign in with a provider
         * @description Open this address in a browser. It goes to the provider, and ends at `redirect_uri` with a `code`, or with `error`; `state` and `iss` come along. No publishable key can be sent here: `tenant_id` says whose people are meant, and only where `redirect_uri` is registered there is anybody sent on. An app that keeps no secrets sends a `code_challenge` (always S256) and exchanges the code with its verifier; without one, only the application's own backend can exchange it, with its secret key. Of the parameters only `login_hint` and `prompt` go on to the provider, where it knows them.
         */
        get: operations["app.startOAuth"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/oauth/{provider}/callback": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The provider.
                 * @example google
                 */
                provider: components["parameters"]["Provider"];
            };
            cookie?: never;
        };
        /**
         * Come back from a provider
         * @description Where the provider sends the browser. Only the browser that began may end a sign-in, once, within ten minutes. From here it goes on to the app: with a code, or with an `error`.
         */
        get: operations["app.finishOAuth"];
        put?: never;
        /**
         * Come back from a provider with a form
         * @description As the GET, for providers that send their answer as a form (Apple).
         */
        post: operations["app.finishOAuthForm"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/oauth/exchange": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Exchange a code for tokens
         * @description The code that a sign-in ended with, and the verifier of its challenge; or, where the sign-in began without one, a secret key of the environment as the bearer. Good once, for a minute; a code that comes back ends the session it started. The second factor is asked for as after a password.
         */
        post: operations["app.exchangeOAuthCode"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/organizations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List one's own organizations
         * @description Those the caller is in, longest membership first.
         */
        get: operations["app.listOrganizations"];
        put?: never;
        /**
         * Create an organization
         * @description The caller owns it.
         */
        post: operations["app.createOrganization"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/organizations/{orgId}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The organization.
                 * @example 0199c0de-0000-7000-8000-000000000acc
                 */
                orgId: components["parameters"]["OrgId"];
            };
            cookie?: never;
        };
        /**
         * Get one organization
         * @description One the caller is not in is answered as one that does not exist.
         */
        get: operations["app.getOrganization"];
        /**
         * Change an organization
         * @description Only the fields that are sent change; null clears. For owners.
         */
        put: operations["app.updateOrganization"];
        post?: never;
        /**
         * Delete an organization
         * @description With its memberships and invitations; nobody's tokens speak for it any more from their next ones on. There is no way back. For owners.
         */
        delete: operations["app.deleteOrganization"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List one's own sessions
         * @description Those that are live, newest first, whichever surface of the environment they were started on.
         */
        get: operations["app.listSessions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sessions/{sessionId}/revoke": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The session.
                 * @example 0199c0de-0000-7000-8000-000000005e55
                 */
                sessionId: components["parameters"]["SessionId"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * End one of one's own sessions
         * @description Its tokens are dead at once. One of somebody else is answered as one that does not exist.
         */
        post: operations["app.revokeSession"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sessions/revoke-all": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * End all of one's own sessions
         * @description On every surface, the one that asks too, unless `keepCurrent` keeps it. Asks for the password, so that a copied token cannot put its owner out; a wrong one counts as a wrong password at sign-in does, and ends nothing.
         */
        post: operations["app.revokeAllSessions"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/forgot-password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Mail a link that allows a new password
         * @description The same answer, in the same time, whether the address has a user or not. The link is good for an hour and once; a newer one ends it. It opens a page of ours that asks for the new password; an app may also take the token from it and call reset-password itself.
         */
        post: operations["app.forgotPassword"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/reset-password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Set a new password by a mailed token
         * @description Ends every session and starts none: the next step is a sign-in, with its second factor where there is one. A password that is too weak leaves the token as it was. Only a key of the environment that mailed the token is taken.
         */
        post: operations["app.resetPassword"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/login": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Sign in with email and password
         * @description Starts a session of a user of the key's environment. A wrong password and an unknown email give the same answer, in the same time.
         */
        post: operations["app.login"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/refresh": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Exchange a refresh token for new tokens
         * @description Each refresh token works once. Sent again within 10 seconds it gives the same successor, so that parallel requests and lost answers do no harm; sent later, the whole session ends. Organization claims are read fresh.
         */
        post: operations["app.refresh"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/logout": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * End a session
         * @description Ends the session of the refresh token. The answer is the same whether there was one or not.
         */
        post: operations["app.logout"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/register": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Register with email and password
         * @description Makes a user of the key's environment, mails them a link that proves their address, and starts a session. Where the environment wants addresses proven first, there are no tokens yet, and a known address gets the same answer as a new one.
         */
        post: operations["app.register"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/me": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get the signed-in user
         * @description The user that the access token stands for, read fresh.
         */
        get: operations["app.getMe"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/oauth2/authorize": {
        parameters: {
            query?: {
                /**
                 * @description Always `code`.
                 * @example code
                 */
                response_type?: components["parameters"]["ResponseType"];
                /**
                 * @description How the answer comes, `query` (which is meant where nothing is said), `fragment` or `form_post`.
                 * @example query
                 */
                response_mode?: components["parameters"]["ResponseMode"];
                /**
                 * @description The app's own; comes back as it went.
                 * @example af0ifjsldkj
                 */
                state?: components["parameters"]["State"];
                /**
                 * @description What the tokens shall be good for; the client's default where it is left out.
                 * @example mail:read
                 */
                scope?: components["parameters"]["Scope"];
                /**
                 * @description SHA-256 of the code verifier, in base64url (RFC 7636 section 4.2).
                 * @example E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM
                 */
                code_challenge?: components["parameters"]["CodeChallenge"];
                /**
                 * @description Always `S256`.
                 * @example S256
                 */
                code_challenge_method?: components["parameters"]["CodeChallengeMethod"];
                /**
                 * @description The app's own; comes back in the ID token.
                 * @example n-0S6_WzA2Mj
                 */
                nonce?: components["parameters"]["Nonce"];
                /**
                 * @description With `openid` in the scope `login`, `consent` and `select_account` each ask for a page, and `none` for none. Without it the sign-in page is shown each time, and `none` is refused with `login_required`.
                 * @example login
                 */
                prompt?: components["parameters"]["Prompt"];
                /**
                 * @description The email address to begin with.
                 * @example alice@example.test
                 */
                login_hint?: components["parameters"]["LoginHint"];
                /**
                 * @description How long ago, in seconds, the person may have signed in; longer, and they do again.
                 * @example 3600
                 */
                max_age?: components["parameters"]["MaxAge"];
                /**
                 * @description An ID token that the app got, however old; it is meant for the same person.
                 * @example eyJhbGciOiJSUzI1NiIsInR5cCI6IkpXVCIsImtpZCI6ImV4YW1wbGUifQ.eyJzdWIiOiJ1aWRfMDE5OWMwZGUifQ.c2lnbmF0dXJl
                 */
                id_token_hint?: components["parameters"]["IdTokenHint"];
                /**
                 * @description Single claims that the app asks for, as JSON (OpenID Connect Core 1.0 section 5.5).
                 * @example {"userinfo":{"email":{"essential":true}}}
                 */
                claims?: components["parameters"]["Claims"];
                /**
                 * @description A request object; refused with `request_not_supported`.
                 * @example eyJhbGciOiJub25lIn0.e30.
                 */
                request?: components["parameters"]["Request"];
                /**
                 * @description The address of a request object; refused with `request_uri_not_supported`.
                 * @example https://app.example.com/request.jwt
                 */
                request_uri?: components["parameters"]["RequestUri"];
                /**
                 * @description A registration within the request; refused with `registration_not_supported`.
                 * @example {}
                 */
                registration?: components["parameters"]["Registration"];
            };
            header?: never;
            path?: never;
            cookie?: {
                /**
                 * @description Who is signed in at our pages in this browser.
                 * @example wq0Zt5yB8nK3rX1cV7mL9pD2fH4jG6sA0eUiOoYtRbE
                 */
                browser_session?: components["parameters"]["BrowserSessionCookie"];
            };
        };
        /**
         * Sign in for an app, in a browser
         * @description The authorization endpoint of RFC 6749: a page to sign in at, for `response_type=code` with a code challenge of method S256 (RFC 7636). A redirect URI must be one of the client's to the letter; only the port of a loopback address may differ. Where client and redirect URI do not belong together nobody is sent on; whatever else is wrong, the app is told at its redirect URI by `error`, with `state` and `iss` (RFC 9207). With `connection` the browser goes straight to that provider. To a client that belongs to an account, which anybody may register, nobody is sent on before a page here was answered, unless the request asks for none (`prompt=none`): refusals are said here, and before a provider a page asks. With `openid` in the scope (OpenID Connect Core 1.0) whoever has signed in in this browser goes on without a password, as `prompt` and `max_age` allow, and a client that belongs to an account, or registered itself, gets what the person has allowed it on a page. `display`, `ui_locales`, `claims_locales` and `acr_values` change nothing: the pages fit every window and speak English, and the ID token says how sure it is.
         */
        get: operations["oauth.authorize"];
        put?: never;
        /**
         * Send the form of the sign-in page
         * @description The right password sends the browser back to the app with `code`, `state` and `iss`. The code works once, for a minute, with the verifier of its challenge. A wrong one shows the page again. A client that belongs to an account signs in the members of that account only; for it the passwords of others are wrong ones. With `connection` the form needs no more than its token, and sends the browser on to that provider. A form of another page of ours brings `answer` instead of a password. Without `form_token` it is an authorization request that came as a form (OpenID Connect Core 1.0 section 3.1.2.1), and goes on as the GET.
         */
        post: operations["oauth.authorizeWithPassword"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/.well-known/jwks.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get the public signing keys
         * @description All keys whose tokens may still be good (RFC 7517). A new key is listed at least five minutes before it signs, so a copy may be kept for as long.
         */
        get: operations["oauth.getJwks"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/.well-known/openid-configuration": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get the addresses and abilities of this issuer
         * @description The discovery document of OpenID Connect and RFC 8414.
         */
        get: operations["oauth.getConfiguration"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/oauth2/logout": {
        parameters: {
            query?: {
                /**
                 * @description An ID token that the app got for who signs out, however old.
                 * @example eyJhbGciOiJSUzI1NiIsInR5cCI6IkpXVCIsImtpZCI6ImV4YW1wbGUifQ.eyJzdWIiOiJ1aWRfMDE5OWMwZGUifQ.c2lnbmF0dXJl
                 */
                id_token_hint?: components["parameters"]["LogoutHint"];
                /**
                 * @description The client that asks; that of the ID token, where there is one.
                 * @example cid_inbox_manager
                 */
                client_id?: components["parameters"]["LogoutClientId"];
                /**
                 * @description Where the person goes on to; registered for the client, to the letter.
                 * @example http://localhost:3000/callback
                 */
                post_logout_redirect_uri?: components["parameters"]["LogoutRedirectUri"];
                /**
                 * @description The app's own; comes back as it went.
                 * @example af0ifjsldkj
                 */
                state?: components["parameters"]["LogoutState"];
            };
            header?: never;
            path?: never;
            cookie?: {
                /**
                 * @description Who is signed in at our pages in this browser.
                 * @example wq0Zt5yB8nK3rX1cV7mL9pD2fH4jG6sA0eUiOoYtRbE
                 */
                browser_session?: components["parameters"]["BrowserSessionCookie"];
            };
        };
        /**
         * Sign out, in a browser
         * @description With the ID token of the session in this browser it ends at once, and the browser goes on to the app's address, where that is registered. Without one a page asks, and nobody is sent on before. What apps got in the session ends with it, but for those that the person has let go on without them (`offline_access`).
         */
        get: operations["oauth.logout"];
        put?: never;
        /**
         * Send the form of the sign-out page
         * @description The button of our page signs out. Without `form_token` it is an app's request that came as a form, and goes on as the GET.
         */
        post: operations["oauth.confirmLogout"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/oauth2/callback/{provider}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The provider.
                 * @example google
                 */
                provider: components["parameters"]["Provider"];
            };
            cookie?: never;
        };
        /**
         * Come back from a provider
         * @description Where a provider sends the browser after `GET /oauth2/authorize` with `connection`. Only the browser that began may end a sign-in, once, within ten minutes. From here it goes on to the app, with a code or with an `error`.
         */
        get: operations["oauth.finishProviderSignIn"];
        put?: never;
        /**
         * Come back from a provider with a form
         * @description As the GET, for providers that send their answer as a form (Apple).
         */
        post: operations["oauth.finishProviderForm"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/oauth2/token": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Get tokens
         * @description The token endpoint of RFC 6749, for forms and for JSON. `authorization_code` exchanges a code and its verifier for a session (with `openid` in the scope an ID token comes along), `refresh_token` a refresh token for its successor, and `client_credentials` gives a confidential client a token of its own, for one `audience` or for this service. A client with a secret sends it by Basic or in the body.
         */
        post: operations["oauth.issueToken"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/oauth2/introspect": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Ask whether a token is good, and for what
         * @description Token introspection (RFC 7662) of access and refresh tokens, for confidential clients of the same environment; a client of an account learns of the tokens of its account's clients only. Of any other token it says no more than that it is not active. All is read at this moment: a token is not active once its session, user, client or application is ended or switched off, or its user is no member of the account that it speaks for.
         */
        post: operations["oauth.introspectToken"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/oauth2/revoke": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * End a token
         * @description Token revocation (RFC 7009), for the client that the token was issued to. A refresh token, or an access token for this service, ends with its whole session; a token for another audience, or a machine's, ends alone. The answer is the same for a token that never was.
         */
        post: operations["oauth.revokeToken"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/oauth2/userinfo": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get who has signed in
         * @description The claims that the access token's scope is for (OpenID Connect Core 1.0 section 5.3): of `profile`, `email`, `phone` and `address`, and those that the app asked for by `claims`. What nobody knows of the person is left out.
         */
        get: operations["oauth.getUserinfo"];
        put?: never;
        /**
         * Get who has signed in, by POST
         * @description The same, with the token in the header or, in a form, as `access_token` (RFC 6750 section 2.2); in one of the two.
         */
        post: operations["oauth.postUserinfo"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/platform/auth/register": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Register a tenant and its first administrator
         * @description Makes a tenant and its owner together, and signs the owner in. A link to prove the address is mailed.
         */
        post: operations["platform.register"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/platform/auth/me": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get the signed-in administrator
         * @description The administrator that the access token stands for, with their tenant.
         */
        get: operations["platform.getMe"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/platform/members/{memberId}/mfa": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The administrator.
                 * @example 0199c0de-0000-7000-8000-00000000da4a
                 */
                memberId: components["parameters"]["MemberId-3"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Take an administrator's second factors away
         * @description For somebody of one's own tenant who has lost theirs. Authenticator app and backup codes go; sessions go on, and a notice is mailed. One's own only within ten minutes of signing in.
         */
        delete: operations["platform.removeMemberMfa"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/platform/applications/{appId}/api-keys": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The application.
                 * @example 0199c0de-0000-7000-8000-000000000a99
                 */
                appId: components["parameters"]["AppId"];
            };
            cookie?: never;
        };
        /**
         * List the API keys of an application
         * @description Newest first, without the keys themselves. Revoked ones are left out.
         */
        get: operations["platform.listAppApiKeys"];
        put?: never;
        /**
         * Create an API key
         * @description The answer is the only place where the key itself is ever shown. At most 100 live keys an application.
         */
        post: operations["platform.createAppApiKey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/platform/applications/{appId}/api-keys/{keyId}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The application.
                 * @example 0199c0de-0000-7000-8000-000000000a99
                 */
                appId: components["parameters"]["AppId"];
                /**
                 * @description The key.
                 * @example 0199c0de-0000-7000-8000-00000000c0de
                 */
                keyId: components["parameters"]["KeyId"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Revoke an API key
         * @description It is dead at once.
         */
        delete: operations["platform.revokeAppApiKey"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/platform/applications/{appId}/rotate-keys": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The application.
                 * @example 0199c0de-0000-7000-8000-000000000a99
                 */
                appId: components["parameters"]["AppId"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Replace the publishable key of an environment
         * @description The old one goes on working for `overlapSeconds` (an hour unless the request says otherwise), and older ones no longer than that, so that what is published can follow; 0 ends them all at once.
         */
        post: operations["platform.rotateAppKeys"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/platform/applications/{appId}/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The application.
                 * @example 0199c0de-0000-7000-8000-000000000a99
                 */
                appId: components["parameters"]["AppId"];
            };
            cookie?: never;
        };
        /**
         * List the live sessions of an application
         * @description Newest first; of one environment or of all.
         */
        get: operations["platform.listAppSessions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/platform/applications/{appId}/sessions/{sessionId}/revoke": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The application.
                 * @example 0199c0de-0000-7000-8000-000000000a99
                 */
                appId: components["parameters"]["AppId"];
                /**
                 * @description The session.
                 * @example 0199c0de-0000-7000-8000-000000005e55
                 */
                sessionId: components["parameters"]["SessionId"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * End a session
         * @description Its tokens are dead at once.
         */
        post: operations["platform.revokeAppSession"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/platform/applications": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the applications of the tenant
         * @description By slug, each with its environments and their publishable keys.
         */
        get: operations["platform.listApplications"];
        put?: never;
        /**
         * Create an application
         * @description It gets two environments, `development` and `production`, and a publishable key for each.
         */
        post: operations["platform.createApplication"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/platform/applications/{appId}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The application.
                 * @example 0199c0de-0000-7000-8000-000000000a99
                 */
                appId: components["parameters"]["AppId"];
            };
            cookie?: never;
        };
        /**
         * Get an application
         * @description One of another tenant is answered as one that does not exist.
         */
        get: operations["platform.getApplication"];
        put?: never;
        post?: never;
        /**
         * Delete an application
         * @description With its environments and all that is in them. There is no way back.
         */
        delete: operations["platform.deleteApplication"];
        options?: never;
        head?: never;
        /**
         * Change an application
         * @description Only the fields that are sent change. `authConfig` sets the rules of all its environments: a key that is left out stays as it is, and `null` puts all back. Switched off, its publishable keys are refused.
         */
        patch: operations["platform.updateApplication"];
        trace?: never;
    };
    "/api/platform/applications/{appId}/stats": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The application.
                 * @example 0199c0de-0000-7000-8000-000000000a99
                 */
                appId: components["parameters"]["AppId"];
            };
            cookie?: never;
        };
        /**
         * Count what is in an application
         * @description Users, live sessions and keys, in all and by environment.
         */
        get: operations["platform.getApplicationStats"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/platform/auth/mfa/challenge": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Complete a sign-in with a second factor
         * @description Takes the `mfa_token` of a sign-in and a code of the authenticator app, or a backup code. The token is good for five minutes, five tries and one success.
         */
        post: operations["platform.challengeMfa"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/platform/auth/mfa/enable": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Begin to set up an authenticator app
         * @description Gives a secret, as text, link and picture. It counts once its first code has come; until then another one may be asked for. Only within ten minutes of signing in.
         */
        post: operations["platform.enableMfa"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/platform/auth/mfa/verify": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Switch the second factor on
         * @description Takes the first code of the new authenticator app and gives backup codes, shown only here. All other sessions end, and a notice is mailed.
         */
        post: operations["platform.verifyMfaSetup"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/platform/auth/mfa/disable": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Switch the second factor off
         * @description Takes a code of the authenticator app or a backup code. A notice is mailed.
         */
        post: operations["platform.disableMfa"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/platform/auth/mfa/backup-codes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Replace the backup codes
         * @description All earlier ones are worthless. Only within ten minutes of signing in.
         */
        post: operations["platform.generateBackupCodes"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/platform/auth/mfa/backup-code/verify": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Use up a backup code
         * @description Proves that its holder has it. It works once, here or at a sign-in.
         */
        post: operations["platform.verifyBackupCode"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/platform/auth/mfa/remaining": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Count the backup codes that are left
         * @description Those that were not used yet.
         */
        get: operations["platform.getRemainingBackupCodes"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/platform/auth/login": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Sign an administrator in
         * @description Starts a session. A wrong password, an unknown email and one that is no administrator's give the same answer, in the same time.
         */
        post: operations["platform.login"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/platform/auth/refresh": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Exchange an administrator's refresh token for new tokens
         * @description Each refresh token works once. Sent again within 10 seconds it gives the same successor; sent later, the whole session ends.
         */
        post: operations["platform.refresh"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/platform/auth/logout": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * End an administrator's session
         * @description Ends the session of the access token or refresh token sent as Bearer, or of `refresh_token` in the body. The answer is the same whether there was one or not.
         */
        post: operations["platform.logout"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/platform/applications/{appId}/users": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The application.
                 * @example 0199c0de-0000-7000-8000-000000000a99
                 */
                appId: components["parameters"]["AppId"];
            };
            cookie?: never;
        };
        /**
         * List the users of an application
         * @description Newest first; of one environment or of all.
         */
        get: operations["platform.listAppUsers"];
        put?: never;
        /**
         * Create a user
         * @description With a password that the environment allows. No mail is sent, and the address is not taken for proven.
         */
        post: operations["platform.createAppUser"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/platform/applications/{appId}/users/{userId}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The application.
                 * @example 0199c0de-0000-7000-8000-000000000a99
                 */
                appId: components["parameters"]["AppId"];
                /**
                 * @description The user.
                 * @example 0199c0de-0000-7000-8000-00000000a11c
                 */
                userId: components["parameters"]["AppUserId"];
            };
            cookie?: never;
        };
        /**
         * Get a user
         * @description Of any environment of the application.
         */
        get: operations["platform.getAppUser"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Change a user
         * @description Only the fields that are sent change. Whoever is switched off is signed out everywhere at once, and nothing that was mailed to them works any more.
         */
        patch: operations["platform.updateAppUser"];
        trace?: never;
    };
    "/api/platform/applications/{appId}/users/{userId}/mfa": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The application.
                 * @example 0199c0de-0000-7000-8000-000000000a99
                 */
                appId: components["parameters"]["AppId"];
                /**
                 * @description The user.
                 * @example 0199c0de-0000-7000-8000-00000000a11c
                 */
                userId: components["parameters"]["AppUserId"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Take a user's second factors away
         * @description For somebody who has lost theirs. Authenticator app and backup codes go; sessions go on, and a notice is mailed to the user. The same answer where there is none.
         */
        delete: operations["platform.removeAppUserMfa"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/admin/sessions/exchange": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Exchange an authorization code for an admin session
         * @description The code is a JWT of the issuer that this service is set up with: signed with one of its keys, for this audience, not older than ten minutes, with `jti`, `sub` and `email`. Each works once.
         */
        post: operations["project.exchangeAdminSession"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/admin/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Sign in as the sandbox's administrator
         * @description With `adminEmail` and `adminPassword` of `GET /sandbox/credentials`. In production administrators come by a code.
         */
        post: operations["project.signInAdmin"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/tokens/anon": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Make an anonymous token
         * @description For clients without a user: it may call what everybody may call, and nothing else. Shown once; good until the project is gone.
         */
        post: operations["project.createAnonToken"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/public-config": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get what a sign-in form needs to know
         * @description For everybody. A change shows within five seconds on every instance.
         */
        get: operations["project.getPublicConfig"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/config": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get the settings of the project
         * @description For administrators and API keys.
         */
        get: operations["project.getConfig"];
        /**
         * Change settings of the project
         * @description What is not sent stays as it is. A change holds at every door of the project's users from the next request on, on every instance.
         */
        put: operations["project.updateConfig"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/email/send-verification": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Mail a code or a link that proves an address
         * @description A newer mail makes what an older one held worthless. Nothing is mailed for an address that is proven already, or has no user; the answer is the same for every address.
         */
        post: operations["project.sendVerification"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/email/verify": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Prove an address and sign in
         * @description With the six digits of a mail and the address it went to, or with the 64 characters of a mailed link. Each works once; a code is dead after five wrong tries. Wrong, used and expired are one answer. A link is good for a day; once it is older than an hour it proves the address and signs nobody in: `accessToken` is null then, and no token comes with it. Where others have signed up with the address meanwhile, all that was set up with it goes, and the password of a sign-up that came from where this request comes from holds, or none until a reset.
         */
        post: operations["project.verifyEmail"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/auth/hosted/forgot-password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show the page for a forgotten password
         * @description A step of the page at `GET /auth/sign-in`.
         */
        get: operations["project.showForgotPassword"];
        put?: never;
        /**
         * Send the form for a forgotten password
         * @description A step of the page at `GET /auth/sign-in`. A browser gets pages; what wants none gets the refusals themselves. The next page is the same for every address.
         */
        post: operations["project.submitForgotPassword"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/auth/hosted/reset-password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send a new password and the code that allows it
         * @description A step of the page at `GET /auth/sign-in`. A browser gets pages; what wants none gets the refusals themselves.
         */
        post: operations["project.submitNewPassword"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/auth/hosted/sign-in": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send the form of the sign-in page
         * @description A step of the page at `GET /auth/sign-in`. A browser gets pages; what wants none gets the refusals themselves. An address that has to be proven first leads to the page that asks for the code.
         */
        post: operations["project.submitSignIn"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/auth/hosted/sign-up": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show the sign-up page
         * @description A step of the page at `GET /auth/sign-in`.
         */
        get: operations["project.showSignUp"];
        put?: never;
        /**
         * Send the form of the sign-up page
         * @description A step of the page at `GET /auth/sign-in`. A browser gets pages; what wants none gets the refusals themselves.
         */
        post: operations["project.submitSignUp"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/auth/hosted/verify": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send the code that proves an address
         * @description A step of the page at `GET /auth/sign-in`. A browser gets pages; what wants none gets the refusals themselves.
         */
        post: operations["project.submitVerification"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/auth/hosted/resend-verification": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Ask for another code or link
         * @description A step of the page at `GET /auth/sign-in`. A browser gets pages; what wants none gets the refusals themselves.
         */
        post: operations["project.resendVerification"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/oauth/{provider}/callback": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The provider.
                 * @example google
                 */
                provider: components["parameters"]["ProjectProviderName"];
            };
            cookie?: never;
        };
        /**
         * Come back from a provider
         * @description Where the provider sends the browser. Only the browser that began may end a sign-in, once, within ten minutes. From here it goes on to the app: with `insforge_code`, or with `error`, a sentence, and `error_code`.
         */
        get: operations["project.finishOAuth"];
        put?: never;
        /**
         * Come back from a provider with a form
         * @description As the GET, for providers that send their answer as a form (Apple).
         */
        post: operations["project.finishOAuthForm"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/oauth/exchange": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Exchange a code for a session
         * @description The code that a sign-in ended with, and the verifier of its challenge. Good once, for a minute; a code that comes back ends the session it started.
         */
        post: operations["project.exchangeOAuthCode"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/oauth/{provider}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The provider.
                 * @example google
                 */
                provider: components["parameters"]["ProjectProviderName"];
            };
            cookie?: never;
        };
        /**
         * Start a sign-in with a provider
         * @description Answers with the address to open in a browser; one that asks for a page is sent there. Opened, it ties the sign-in to that browser and goes on to the provider. It ends at `redirect_uri`, one of the project's `allowedRedirectUrls`, with `insforge_code`, or with `error`. The code challenge is always S256.
         */
        get: operations["project.startOAuth"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/oauth/{provider}/authorize": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The provider.
                 * @example google
                 */
                provider: components["parameters"]["ProjectProviderName"];
            };
            cookie?: never;
        };
        /**
         * Go to a provider
         * @description The address that `GET /api/auth/oauth/{provider}` gives. Only the browser that opened it may come back from the provider. Of the parameters only `login_hint` and `prompt` go on to the provider, where it knows them.
         */
        get: operations["project.openOAuth"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/email/send-reset-password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Mail a code or a link that allows a new password
         * @description A newer mail makes what an older one held worthless. The answer is the same for every address. A link leads to a page that asks for the new password and then goes on to `redirectTo`, or to `resetPasswordRedirectTo` of the settings.
         */
        post: operations["project.sendResetPassword"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/email/exchange-reset-password-token": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Exchange a reset code for a reset token
         * @description Uses the code up. The token allows a new password, once, within 15 minutes.
         */
        post: operations["project.exchangeResetCode"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/email/reset-password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Set a new password
         * @description With the token of an exchanged code or of a mailed link. It proves the address too. Every session ends, none starts, and the owner gets a notice. A password that is too weak leaves the token as it was.
         */
        post: operations["project.resetPassword"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/profiles/current": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Update the profile of the signed-in user
         * @description Keys that are sent replace those of the same name; others stay. A key set to null goes away. A profile holds at most 50 keys and 16 kB.
         */
        patch: operations["project.updateProfile"];
        trace?: never;
    };
    "/api/auth/profiles/{userId}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description A user of the project.
                 * @example 0199c0de-0000-7000-8000-00000000a11c
                 */
                userId: components["parameters"]["ProjectUserId"];
            };
            cookie?: never;
        };
        /**
         * Get the public profile of a user
         * @description For everybody, by id. Of all that a person says of themselves only `name`, `avatar_url`, `bio`, `website` and `location` are public.
         */
        get: operations["project.getProfile"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/refresh": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Exchange a refresh token for new tokens
         * @description A web client sends the cookie and a CSRF token of its session in `X-CSRF-Token`; the cookie is renewed, and a new CSRF token comes with it. Older ones, such as another tab's, are good for as long as the session. A mobile or desktop client sends the refresh token in the body and gets a new one. Each refresh token works once. Sent again within 10 seconds it gives the same successor, so that parallel tabs and lost answers do no harm; sent later, the whole session ends. An access token in `Authorization` is not looked at.
         */
        post: operations["project.refresh"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/csrf-token": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get a CSRF token of the session in the cookie
         * @description For a page of a web client that has none: a second tab, or one that was loaded again. Takes nothing from the session; the tokens that it has already stay good. Only pages of the project may read the answer.
         */
        get: operations["project.getCsrfToken"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/users": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List users
         * @description For administrators and API keys. Newest first.
         */
        get: operations["project.listUsers"];
        put?: never;
        /**
         * Register with email and password
         * @description Makes a user, mails a proof of the address, and starts a session. Where addresses have to be proven first, no session starts, and an address that has a user gets the same answer: its owner is told by mail. A web client gets the refresh token as an httpOnly cookie and a CSRF token for `POST /api/auth/refresh`; a mobile or desktop client gets the refresh token in the body.
         */
        post: operations["project.register"];
        /**
         * Delete users
         * @description For administrators and API keys. All of those that the project has, at once or none; ids that it does not have are passed over. Their sessions, tokens and memberships go with them.
         */
        delete: operations["project.deleteUsers"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Sign in with email and password
         * @description Starts a session. A wrong password and an unknown email give the same answer, in the same time. A web client gets the refresh token as an httpOnly cookie and a CSRF token; a mobile or desktop client gets it in the body.
         */
        post: operations["project.signIn"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/sessions/current": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get the signed-in user
         * @description Read fresh, not from the token.
         */
        get: operations["project.getCurrentUser"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/logout": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * End this session
         * @description Ends the session of the access token, of the refresh token in the body, and of the cookie if the CSRF token comes with it; then the cookie is cleared. A cookie without its CSRF token stays, and its session goes on, so that no other page can end it. The answer is the same whether there was a session or not.
         */
        post: operations["project.logout"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/users/{userId}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description A user of the project.
                 * @example 0199c0de-0000-7000-8000-00000000a11c
                 */
                userId: components["parameters"]["ProjectUserId"];
            };
            cookie?: never;
        };
        /**
         * Get a user
         * @description For administrators and API keys.
         */
        get: operations["project.getUser"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/users/{userId}/mfa": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description A user of the project.
                 * @example 0199c0de-0000-7000-8000-00000000a11c
                 */
                userId: components["parameters"]["ProjectUserId"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Take a user's second factors away
         * @description For administrators and API keys, where somebody has lost theirs. Authenticator app and backup codes go; sessions go on, and a notice is mailed to the user. The same answer where there is none.
         */
        delete: operations["project.removeUserMfa"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/openapi.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get this contract
         * @description The bundled OpenAPI document that every request and answer is held to.
         */
        get: operations["service.getContract"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/docs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read and try this contract in a browser
         * @description A reference page with a client that sends real requests.
         */
        get: operations["service.showDocs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/health/live": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * See whether the process is alive
         * @description Answers as long as the process can answer at all. Restart it when this fails.
         */
        get: operations["service.getLiveness"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/health/ready": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * See whether the service can take requests
         * @description Not ready while the database is out of reach or the process drains. Send no traffic then.
         */
        get: operations["service.getReadiness"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * See where to start
         * @description A page with the credentials of the sandbox, the first calls to make, and links to all the rest.
         */
        get: operations["service.showLanding"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/callback": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * End a sign-in without an app
         * @description A page that stands in for an app at its redirect URI, and shows what came.
         */
        get: operations["service.showCallback"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/sandbox/credentials": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get the credentials of the sandbox
         * @description Fixed values, the same at every start.
         */
        get: operations["service.getCredentials"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/sandbox/mailbox": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read the mails of the sandbox in a browser
         * @description No mail leaves the machine unless SMTP_URL is set; here they are.
         */
        get: operations["service.showMailbox"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/sandbox/mailbox.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the mails of the sandbox
         * @description Newest first. Mail is queued; a mail may appear a moment after the answer that caused it.
         */
        get: operations["service.listMail"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/sandbox/mailbox/{mail_id}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The mail.
                 * @example 0199c0de-0000-7000-8000-0000000000e1
                 */
                mail_id: components["parameters"]["MailId"];
            };
            cookie?: never;
        };
        /**
         * See one mail as its reader would
         * @description The HTML part of a mail, for the frame of the mailbox page.
         */
        get: operations["service.showMail"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/sandbox/reset": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Empty the sandbox
         * @description Removes every user, session and mail, and puts back clock, configuration and limits. Signing keys stay.
         */
        post: operations["service.resetSandbox"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/sandbox/admin-code": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Make an authorization code of an administrator
         * @description What a cloud console would give its administrator: a code for `POST /api/auth/admin/sessions/exchange`. Good for five minutes, and once.
         */
        post: operations["service.createAdminCode"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/sandbox/clock": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Move the clock forward
         * @description For everything that expires, counts or rotates. `POST /sandbox/reset` puts the clock back.
         */
        post: operations["service.moveClock"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/sandbox/providers/{provider}/authorize": {
        parameters: {
            query: {
                /**
                 * @description Always `code`.
                 * @example code
                 */
                response_type: components["parameters"]["ResponseType-2"];
                /**
                 * @description The service itself, `sandbox-` and the provider's name.
                 * @example sandbox-github
                 */
                client_id: components["parameters"]["ClientId-3"];
                /**
                 * @description Where to send the person back to, at this service.
                 * @example http://localhost:3000/auth/github/callback
                 */
                redirect_uri: components["parameters"]["StandInRedirectUri"];
                /**
                 * @description What is asked for; everybody here agrees.
                 * @example read:user user:email
                 */
                scope?: components["parameters"]["Scope-2"];
                /**
                 * @description Comes back as it went.
                 * @example 3XhQk1m8vC5pTzR9wYdL2nF7bGs4JaE0uKoI6VtMxNc
                 */
                state: components["parameters"]["State-3"];
                /**
                 * @description Goes into the ID token.
                 * @example 9wYdL2nF7bGs4JaE0uKoI6VtMxNc3XhQk1m8vC5pTzR
                 */
                nonce?: components["parameters"]["Nonce-2"];
                /**
                 * @description RFC 7636.
                 * @example E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM
                 */
                code_challenge?: components["parameters"]["CodeChallenge-2"];
                /**
                 * @description Always `S256`.
                 * @example S256
                 */
                code_challenge_method?: components["parameters"]["CodeChallengeMethod-2"];
                /**
                 * @description How to come back; a form for Apple.
                 * @example form_post
                 */
                response_mode?: components["parameters"]["ResponseMode-2"];
                /**
                 * @description The address to begin with.
                 * @example ada@example.test
                 */
                login_hint?: components["parameters"]["LoginHint-2"];
                /**
                 * @description Changes nothing here.
                 * @example login
                 */
                prompt?: components["parameters"]["Prompt-2"];
            };
            header?: never;
            path: {
                /**
                 * @description The provider it stands in for.
                 * @example github
                 */
                provider: components["parameters"]["Provider-2"];
            };
            cookie?: never;
        };
        /**
         * Be anybody at a provider
         * @description The page that stands in for a provider's sign-in. It asks for an address, a name and whether the address is verified, and sends the person back with what that provider would say.
         */
        get: operations["service.showStandIn"];
        put?: never;
        /**
         * Send the form of a stand-in
         * @description Sends the person back with a code, or with `error=access_denied` if they cancel. Where the provider comes back with a form (Apple), the answer is a page whose button sends that form.
         */
        post: operations["service.answerStandIn"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/sandbox/providers/{provider}/.well-known/openid-configuration": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The provider it stands in for.
                 * @example github
                 */
                provider: components["parameters"]["Provider-2"];
            };
            cookie?: never;
        };
        /**
         * Discover a stand-in
         * @description As OpenID Connect Discovery 1.0 says; only for providers that speak it.
         */
        get: operations["service.getStandInConfiguration"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/sandbox/providers/{provider}/token": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The provider it stands in for.
                 * @example github
                 */
                provider: components["parameters"]["Provider-2"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Exchange a code of a stand-in
         * @description The token endpoint that the service itself calls. A code is good for a minute.
         */
        post: operations["service.exchangeStandInCode"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/sandbox/providers/{provider}/userinfo": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The provider it stands in for.
                 * @example github
                 */
                provider: components["parameters"]["Provider-2"];
            };
            cookie?: never;
        };
        /**
         * Ask a stand-in who somebody is
         * @description The answer has the form that this provider gives it.
         */
        get: operations["service.getStandInProfile"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/sandbox/providers/{provider}/emails": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The provider it stands in for.
                 * @example github
                 */
                provider: components["parameters"]["Provider-2"];
            };
            cookie?: never;
        };
        /**
         * Ask a stand-in for somebody's addresses
         * @description Only GitHub keeps them apart from the profile.
         */
        get: operations["service.listStandInEmails"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /** @description An account, `acc_…`. */
        AccountId: string;
        /** @description Where to go. */
        AccountSwitch: {
            account_id: components["schemas"]["AccountId"];
        };
        /** @description The new access token. The refresh token stays the same. */
        AccountSwitchedTokens: {
            /** @description A JWT; send it as `Authorization: Bearer`. */
            access_token: string;
            /**
             * @description Always Bearer.
             * @constant
             */
            token_type: "Bearer";
            /**
             * Format: int32
             * @description Seconds the access token lives.
             */
            expires_in: number;
        };
        /** @description A user, `uid_…`. */
        UserId: string;
        /** @description Who the person says they are, in OpenID Connect's words. */
        AccountIdentity: {
            /** @description Canonical address. */
            email: string;
            /** @description Whether the address was proven. */
            email_verified: boolean;
            /** @description First name. */
            given_name: string | null;
            /** @description Last name. */
            family_name: string | null;
            /** @description Address of a picture. */
            picture: string | null;
        };
        /** @description One way this person signs in. */
        AccountCredential: {
            /**
             * @description `password`: email and password; `email`: links sent to the address.
             * @enum {string}
             */
            type: "password" | "email";
            /** @description The address. */
            email: string;
            /** @description Whether the address was proven. */
            verified: boolean;
        };
        /** @description A person's place in an account. */
        AccountMembership: {
            /** @description The membership, `mbr_…`. */
            id: string;
            user_id: components["schemas"]["UserId"];
            account_id: components["schemas"]["AccountId"];
            /**
             * @description What the person may do; a viewer only reads.
             * @enum {string}
             */
            role: "owner" | "member" | "viewer";
        };
        /** @description A person as this session sees them. */
        SessionProfile: {
            id: components["schemas"]["UserId"];
            /** @description The application, `app_…`. */
            application_id: string;
            /**
             * @description Only active users can sign in.
             * @enum {string}
             */
            status: "active" | "suspended" | "disabled" | "deleted";
            identity: components["schemas"]["AccountIdentity"];
            /** @description What the person signs in with. */
            credentials: components["schemas"]["AccountCredential"][];
            /** @description The accounts the person is in. */
            memberships: components["schemas"]["AccountMembership"][];
            /** @description The account that this session's tokens speak for; null when the person is in none. */
            active_membership: components["schemas"]["AccountMembership"] | null;
        };
        /** @description A session that speaks for another account. */
        AccountSwitched: {
            tokens: components["schemas"]["AccountSwitchedTokens"];
            profile: components["schemas"]["SessionProfile"];
        };
        /** @description What went wrong, for people (`title`, `detail`) and for programs (`code`). */
        Problem: {
            /**
             * Format: uri-reference
             * @description `about:blank`: the code says it all.
             */
            type: string;
            /** @description What is wrong; the same for every request with this code. */
            title: string;
            /**
             * Format: int32
             * @description The HTTP status.
             */
            status: number;
            /** @description What is wrong with this very request. */
            detail?: string;
            /**
             * Format: uri-reference
             * @description This occurrence.
             */
            instance?: string;
            /** @description Stable; branch on this. */
            code: string;
        };
        /** @description An account, with the caller's place in it. */
        Account: {
            id: components["schemas"]["AccountId"];
            account_id: components["schemas"]["AccountId"];
            /** @description The account above, `acc_…`, or null. */
            parent_id: string | null;
            /** @description The same as parent_id. */
            parent_account_id: string | null;
            /** @description Its name. */
            name: string | null;
            /** @description Its picture. */
            avatar_url: string | null;
            /** @description The caller's place in it; null where they have none. */
            membership: components["schemas"]["AccountMembership"] | null;
        };
        /** @description One page of accounts. */
        AccountList: {
            /** @description The accounts. */
            data: components["schemas"]["Account"][];
            /**
             * Format: int32
             * @description How many there are in all.
             */
            total: number;
            /**
             * Format: int32
             * @description As asked for.
             */
            limit: number;
            /**
             * Format: int32
             * @description As asked for.
             */
            offset: number;
        };
        /** @description What people call the account. */
        AccountName: string;
        /** @description A new account. */
        AccountCreate: {
            name: components["schemas"]["AccountName"];
        };
        /** @description What to look for. */
        AccountSearch: {
            /** @description Any part of a name. */
            query: string;
            /**
             * Format: int32
             * @description How many at most; 50 unless told.
             */
            limit?: number;
            /**
             * Format: int32
             * @description How many to pass over.
             */
            offset?: number;
        };
        /** @description A picture, at an https address without a name or a password. */
        PictureUrl: string;
        /** @description What to change; an absent field stays, null clears. */
        AccountUpdate: {
            /** @description Its name. */
            name?: string | null;
            avatar_url?: components["schemas"]["PictureUrl"] | null;
        };
        /** @description Whom the token is for. */
        AccountIssueToken: {
            /** @description A resource server that the client is registered for. */
            audience: string;
        };
        /** @description An access token for a resource server. */
        AccountToken: {
            /** @description A JWT whose `aud` is the audience. */
            access_token: string;
            /**
             * @description Always Bearer.
             * @constant
             */
            token_type: "Bearer";
            /**
             * Format: int32
             * @description Seconds it lives.
             */
            expires_in: number;
            account_id: components["schemas"]["AccountId"];
            /** @description As asked for. */
            audience: string;
        };
        /** @description An application, `app_…`. */
        ApplicationId: string;
        /** @description An email address, of characters that people see. The case of ASCII letters and surrounding space make no difference. */
        Email: string;
        /** @description A user to make. */
        ApplicationUserCreate: {
            /**
             * @description Every new user is active.
             * @enum {string}
             */
            status?: "active";
            email?: components["schemas"]["Email"];
            /** @description First name. */
            given_name?: string;
            /** @description Last name. */
            family_name?: string;
        };
        /**
         * Format: date-time
         * @description A moment in UTC (RFC 3339).
         */
        Timestamp: string;
        /** @description A user of an application. */
        ApplicationUser: {
            id: components["schemas"]["UserId"];
            application_id: components["schemas"]["ApplicationId"];
            /**
             * @description Only active users can sign in.
             * @enum {string}
             */
            status: "active" | "suspended" | "disabled" | "deleted";
            /** @description Canonical address; null without one. */
            email: string | null;
            /** @description First name. */
            given_name: string | null;
            /** @description Last name. */
            family_name: string | null;
            created_at: components["schemas"]["Timestamp"];
        };
        /** @description Either a user of the application by `user_id`, or a new one by `email`. */
        AccountFirstOwner: {
            user_id?: components["schemas"]["UserId"];
            email?: components["schemas"]["Email"];
        };
        /** @description An account, and whose it is. */
        AccountRegister: {
            name: components["schemas"]["AccountName"];
            owner: components["schemas"]["AccountFirstOwner"];
        };
        /** @description The account, with the owner's place in it. */
        AccountRegistered: {
            account: components["schemas"]["Account"];
            owner: components["schemas"]["ApplicationUser"];
        };
        /** @description The client that asks, `cid_…`. */
        ClientId: string;
        /** @description What the sign-in page calls it. */
        AccountClientName: string;
        /** @description A resource server that its tokens may be for. */
        AccountClientAudience: string | null;
        /** @description Origins of its pages: https, http on a loopback address, or that of an app that is no web page, such as `capacitor://localhost`. */
        AccountClientOrigins: string[];
        /** @description Where codes may go, to the letter: https, http on a loopback address, whose port may vary, or a scheme of an app's own (RFC 8252 section 7). No fragment, no wildcard. */
        AccountClientRedirects: string[];
        /** @description Words with a space between (RFC 6749 section 3.3); null is none. */
        AccountClientScope: string | null;
        /** @description How a client's access tokens are. */
        AccountAccessTokenConfig: {
            /**
             * Format: int32
             * @description Seconds they live; 3600 where nothing is said.
             */
            expires_in: number;
        };
        /** @description How a client's refresh tokens are. */
        AccountRefreshTokenConfig: {
            /**
             * Format: int32
             * @description Seconds they live unused; 1209600 where nothing is said.
             */
            expires_in: number;
        };
        /** @description Where people may go on to once they have signed out (OpenID Connect RP-Initiated Logout 1.0), to the letter. */
        AccountClientLogoutRedirects: string[];
        /** @description A client of an account. */
        AccountClient: {
            id: components["schemas"]["ClientId"];
            resource_id: components["schemas"]["AccountId"];
            account_id: components["schemas"]["AccountId"];
            name: components["schemas"]["AccountClientName"];
            /**
             * @description Whether it has a secret.
             * @enum {string}
             */
            type: "public" | "confidential";
            /**
             * Format: uri
             * @description The `iss` of its tokens.
             */
            issuer: string;
            audience: components["schemas"]["AccountClientAudience"];
            allowed_origins: components["schemas"]["AccountClientOrigins"];
            redirect_uris: components["schemas"]["AccountClientRedirects"];
            allowed_scope: components["schemas"]["AccountClientScope"];
            default_scope: components["schemas"]["AccountClientScope"];
            /** @description How its access tokens are; null is the usual. */
            access_token_config: components["schemas"]["AccountAccessTokenConfig"] | null;
            /** @description How its refresh tokens are; null is the usual. */
            refresh_token_config: components["schemas"]["AccountRefreshTokenConfig"] | null;
            post_logout_redirect_uris?: components["schemas"]["AccountClientLogoutRedirects"];
            /**
             * @description How its ID tokens are signed; RS256 where nobody said.
             * @enum {string}
             */
            id_token_signed_response_alg?: "RS256" | "ES256";
            /**
             * @description How a confidential client shows its secret; null is either way.
             * @enum {string|null}
             */
            token_endpoint_auth_method?: "client_secret_basic" | "client_secret_post" | null;
            /** @description Whether a confidential client needs a code challenge; true where nobody said, and a public one always does. */
            require_pkce?: boolean;
            /** @description Always null; `id_token_signed_response_alg` says how they are. */
            id_token_config: Record<string, never> | null;
            created_at: components["schemas"]["Timestamp"];
            updated_at: components["schemas"]["Timestamp"];
        };
        /** @description One page of clients. */
        AccountClientList: {
            /** @description The clients. */
            data: components["schemas"]["AccountClient"][];
            /**
             * Format: int32
             * @description How many there are in all.
             */
            total: number;
            /**
             * Format: int32
             * @description As asked for.
             */
            limit: number;
            /**
             * Format: int32
             * @description As asked for.
             */
            offset: number;
        };
        /** @description A new client. */
        AccountClientCreate: {
            name: components["schemas"]["AccountClientName"];
            /**
             * @description Whether it can keep a secret. Apps in browsers and on devices cannot.
             * @default public
             * @enum {string}
             */
            type?: "public" | "confidential";
            audience?: components["schemas"]["AccountClientAudience"];
            allowed_origins?: components["schemas"]["AccountClientOrigins"];
            redirect_uris?: components["schemas"]["AccountClientRedirects"];
            allowed_scope?: components["schemas"]["AccountClientScope"];
            default_scope?: components["schemas"]["AccountClientScope"];
            /** @description How its access tokens are; null is the usual. */
            access_token_config?: components["schemas"]["AccountAccessTokenConfig"] | null;
            /** @description How its refresh tokens are; null is the usual. */
            refresh_token_config?: components["schemas"]["AccountRefreshTokenConfig"] | null;
            post_logout_redirect_uris?: components["schemas"]["AccountClientLogoutRedirects"];
            /**
             * @description How its ID tokens are signed; RS256 where nobody said.
             * @enum {string}
             */
            id_token_signed_response_alg?: "RS256" | "ES256";
            /**
             * @description How a confidential client shows its secret; null is either way.
             * @enum {string|null}
             */
            token_endpoint_auth_method?: "client_secret_basic" | "client_secret_post" | null;
            /** @description Whether a confidential client needs a code challenge; true where nobody said, and a public one always does. */
            require_pkce?: boolean;
        };
        /** @description A client, and its secret this once. */
        AccountClientWithSecret: {
            id: components["schemas"]["ClientId"];
            resource_id: components["schemas"]["AccountId"];
            account_id: components["schemas"]["AccountId"];
            name: components["schemas"]["AccountClientName"];
            /**
             * @description Whether it has a secret.
             * @enum {string}
             */
            type: "public" | "confidential";
            /**
             * Format: uri
             * @description The `iss` of its tokens.
             */
            issuer: string;
            audience: components["schemas"]["AccountClientAudience"];
            allowed_origins: components["schemas"]["AccountClientOrigins"];
            redirect_uris: components["schemas"]["AccountClientRedirects"];
            allowed_scope: components["schemas"]["AccountClientScope"];
            default_scope: components["schemas"]["AccountClientScope"];
            /** @description How its access tokens are; null is the usual. */
            access_token_config: components["schemas"]["AccountAccessTokenConfig"] | null;
            /** @description How its refresh tokens are; null is the usual. */
            refresh_token_config: components["schemas"]["AccountRefreshTokenConfig"] | null;
            post_logout_redirect_uris?: components["schemas"]["AccountClientLogoutRedirects"];
            /**
             * @description How its ID tokens are signed; RS256 where nobody said.
             * @enum {string}
             */
            id_token_signed_response_alg?: "RS256" | "ES256";
            /**
             * @description How a confidential client shows its secret; null is either way.
             * @enum {string|null}
             */
            token_endpoint_auth_method?: "client_secret_basic" | "client_secret_post" | null;
            /** @description Whether a confidential client needs a code challenge; true where nobody said, and a public one always does. */
            require_pkce?: boolean;
            /** @description Always null; `id_token_signed_response_alg` says how they are. */
            id_token_config: Record<string, never> | null;
            created_at: components["schemas"]["Timestamp"];
            updated_at: components["schemas"]["Timestamp"];
            /** @description Its secret, which is not shown again; null where it is public. */
            client_secret: string | null;
        };
        /** @description What to change; an absent field stays, null clears. */
        AccountClientUpdate: {
            name?: components["schemas"]["AccountClientName"];
            audience?: components["schemas"]["AccountClientAudience"];
            allowed_origins?: components["schemas"]["AccountClientOrigins"];
            redirect_uris?: components["schemas"]["AccountClientRedirects"];
            allowed_scope?: components["schemas"]["AccountClientScope"];
            default_scope?: components["schemas"]["AccountClientScope"];
            /** @description How its access tokens are; null is the usual. */
            access_token_config?: components["schemas"]["AccountAccessTokenConfig"] | null;
            /** @description How its refresh tokens are; null is the usual. */
            refresh_token_config?: components["schemas"]["AccountRefreshTokenConfig"] | null;
            post_logout_redirect_uris?: components["schemas"]["AccountClientLogoutRedirects"];
            /**
             * @description How its ID tokens are signed; RS256 where nobody said.
             * @enum {string}
             */
            id_token_signed_response_alg?: "RS256" | "ES256";
            /**
             * @description How a confidential client shows its secret; null is either way.
             * @enum {string|null}
             */
            token_endpoint_auth_method?: "client_secret_basic" | "client_secret_post" | null;
            /** @description Whether a confidential client needs a code challenge; true where nobody said, and a public one always does. */
            require_pkce?: boolean;
        };
        /** @description What somebody has allowed one client. */
        AccountConsent: {
            client_id: components["schemas"]["ClientId"];
            /** @description What the client calls itself. */
            client_name: string;
            /** @description What it may have, words with a space between. */
            scope: string;
            created_at: components["schemas"]["Timestamp"];
            updated_at: components["schemas"]["Timestamp"];
        };
        /** @description What somebody has allowed. */
        AccountConsentList: {
            /** @description By the clients' names. */
            data: components["schemas"]["AccountConsent"][];
        };
        /** @description The token from `GET /auth/csrf-token`. Callers that send no cookie may leave it empty. */
        CsrfToken: string;
        /** @description A CSRF token, good as long as its cookie and the session beside it. */
        AccountCsrfToken: {
            csrf_token: components["schemas"]["CsrfToken"];
        };
        /** @description An address that is registered for the client, to the letter. Only the port of a loopback address may vary. */
        RedirectUri: string;
        /** @description All of it is optional. */
        AccountSendEmailVerification: {
            /** @description The user's own address; there is no other one to prove. */
            email?: components["schemas"]["Email"];
            /** @description Where the link goes on to once it was used; one of the client's redirect URIs. A page of the service's own without. */
            redirect_uri?: components["schemas"]["RedirectUri"];
        };
        /** @description The same for every address. */
        AccountMailQueued: {
            /** @description What to tell the person. */
            message: string;
            /**
             * Format: int32
             * @description Seconds that the mailed link is good for.
             */
            expires_in: number;
        };
        /** @description The token of a mailed link; 256 random bits. */
        LinkToken: string;
        /** @description An address that is proven. */
        AccountEmailVerified: {
            /** @description The canonical address. */
            email: string;
            /**
             * @description It is proven now.
             * @constant
             */
            email_verified: true;
        };
        /** @description An HTML page for people. */
        Page: string;
        /** @description Any characters, at most 128 after NFC. The client's environment may ask for more length; passwords that are common or easy to guess are refused, such as names of the application or of the person. */
        AccountNewPassword: string;
        /** @description What a mailed link holds. */
        AccountVerifyEmail: {
            token: components["schemas"]["LinkToken"];
            /** @description The password to have from now on, where others have signed up with the address too; else it is not looked at. */
            password?: components["schemas"]["AccountNewPassword"];
        };
        /** @description What the page of a mailed link sends. */
        AccountVerifyEmailForm: {
            token: components["schemas"]["LinkToken"];
            password?: components["schemas"]["AccountNewPassword"];
        };
        /** @description What a mailed link holds. */
        AccountLinkToken: {
            token: components["schemas"]["LinkToken"];
        };
        /** @description What a mailed link holds, as the form of our page sends it. */
        AccountLinkForm: {
            token: components["schemas"]["LinkToken"];
        };
        /** @description What to tell the person. */
        AccountSignUpDeclined: {
            /** @description For people. */
            message: string;
        };
        /**
         * @description What a member may do. Owners decide who belongs, members work, viewers only read.
         * @enum {string}
         */
        Role: "owner" | "member" | "viewer";
        /** @description Who is asked to join, and as what. */
        AccountInvite: {
            email: components["schemas"]["Email"];
            role: components["schemas"]["Role"];
            /** @description Where a browser goes once it accepted; one of the client's redirect URIs. A page of the service's own without. */
            redirect_uri?: components["schemas"]["RedirectUri"];
            /** @description The client that the person will be signed in through; the caller's own without. */
            client_id?: components["schemas"]["ClientId"];
        };
        /** @description An invitation, `inv_…`. */
        InvitationId: string;
        /** @description A place that is kept for the owner of an address. */
        AccountInvitation: {
            id: components["schemas"]["InvitationId"];
            account_id: components["schemas"]["AccountId"];
            /** @description Canonical address. */
            email: string;
            role: components["schemas"]["Role"];
            /**
             * @description What has become of it.
             * @enum {string}
             */
            status: "pending" | "accepted" | "revoked" | "expired";
            /** @description The user, `uid_…`, or the client, `cid_…`, that invited. */
            invited_by: string | null;
            created_at: components["schemas"]["Timestamp"];
            expires_at: components["schemas"]["Timestamp"];
            /** @description When it was accepted; null where it was not. */
            accepted_at: components["schemas"]["Timestamp"] | null;
        };
        /** @description One page of invitations. */
        AccountInvitationList: {
            /** @description The invitations. */
            data: components["schemas"]["AccountInvitation"][];
            /**
             * Format: int32
             * @description How many there are in all.
             */
            total: number;
            /**
             * Format: int32
             * @description As asked for.
             */
            limit: number;
            /**
             * Format: int32
             * @description As asked for.
             */
            offset: number;
        };
        /** @description Opaque, 256 random bits. */
        RefreshToken: string;
        /** @description What a signed-in client holds. */
        SessionTokens: {
            /** @description A JWT; send it as `Authorization: Bearer`. */
            access_token: string;
            refresh_token: components["schemas"]["RefreshToken"];
            /**
             * @description Always Bearer.
             * @constant
             */
            token_type: "Bearer";
            /**
             * Format: int32
             * @description Seconds the access token lives.
             */
            expires_in: number;
        };
        /** @description A started session. */
        AuthenticationResult: {
            tokens: components["schemas"]["SessionTokens"];
            profile: components["schemas"]["SessionProfile"];
        };
        /** @description The address to look up. */
        AccountCheckEmail: {
            /** @description The client that asks; without it the answer is 401. */
            client_id?: components["schemas"]["ClientId"];
            email: components["schemas"]["Email"];
        };
        /** @description Whether the address has a user, and how they sign in. */
        EmailCheck: {
            /** @description The canonical address. */
            email: string;
            /** @description Null in private mode. */
            exists: boolean | null;
            /** @description Empty for an address without a user. */
            login_methods: ("password" | "magic_link")[];
        };
        /** @description The client whose methods are asked for. */
        AccountListLoginMethods: {
            client_id: components["schemas"]["ClientId"];
        };
        /** @description Email and password. */
        PasswordMethod: {
            /**
             * @description The kind of method.
             * @constant
             */
            type: "password";
            /**
             * Format: uri
             * @description Where sign-in is posted.
             */
            submit_url: string;
            /**
             * Format: uri
             * @description Where sign-up is posted.
             */
            sign_up_url: string;
        };
        /** @description A mailed link. */
        MagicLinkMethod: {
            /**
             * @description The kind of method.
             * @constant
             */
            type: "magic_link";
            /**
             * Format: uri
             * @description Where the address is posted that gets the mail.
             */
            submit_url: string;
        };
        /** @description A provider to sign in with: `google`, `github`, `discord`, `linkedin`, `facebook`, `apple`, `microsoft`, `x` or `spotify`, as far as they are switched on. */
        ProviderName: string;
        /** @description A provider to sign in with. */
        ProviderMethod: {
            /**
             * @description The kind of method.
             * @constant
             */
            type: "oauth";
            provider: components["schemas"]["ProviderName"];
            /** @description As people know it. */
            name: string;
            /**
             * Format: uri
             * @description Where to send the browser, with the parameters of `GET /oauth2/authorize`.
             */
            authorize_url: string;
            /**
             * Format: uri
             * @description The redirect URI to register at the provider.
             */
            callback_url: string;
        };
        /** @description What a sign-in form can offer. */
        LoginMethods: {
            client_id: components["schemas"]["ClientId"];
            /** @description In the order to show them. */
            methods: (components["schemas"]["PasswordMethod"] | components["schemas"]["MagicLinkMethod"] | components["schemas"]["ProviderMethod"])[];
        };
        /** @description Who wants to sign in. */
        AccountSendMagicLink: {
            client_id: components["schemas"]["ClientId"];
            email: components["schemas"]["Email"];
            /** @description Where the link goes on to once it was used; one of the client's redirect URIs. A page of the service's own without. */
            redirect_uri?: components["schemas"]["RedirectUri"];
            csrf_token?: components["schemas"]["CsrfToken"];
        };
        /** @description A membership, `mbr_…`. */
        MembershipId: string;
        /** @description A membership, and who it is. */
        AccountMember: {
            id: components["schemas"]["MembershipId"];
            user_id: components["schemas"]["UserId"];
            account_id: components["schemas"]["AccountId"];
            role: components["schemas"]["Role"];
            /**
             * @description Of the user; only active ones can sign in.
             * @enum {string}
             */
            status: "active" | "suspended" | "disabled" | "deleted";
            /** @description The address of who made the account, took an invitation to it, or asks. Null for those who were added by id, and for users without an address. */
            email: string | null;
            /** @description First name. */
            given_name: string | null;
            /** @description Last name. */
            family_name: string | null;
            /** @description Address of a picture. */
            picture: string | null;
            created_at: components["schemas"]["Timestamp"];
        };
        /** @description One page of members. */
        AccountMemberList: {
            /** @description The members. */
            data: components["schemas"]["AccountMember"][];
            /**
             * Format: int32
             * @description How many there are in all.
             */
            total: number;
            /**
             * Format: int32
             * @description As asked for.
             */
            limit: number;
            /**
             * Format: int32
             * @description As asked for.
             */
            offset: number;
        };
        /** @description Who joins, and as what. */
        AccountAddMember: {
            user_id: components["schemas"]["UserId"];
            role: components["schemas"]["Role"];
        };
        /** @description What to change. */
        AccountUpdateMember: {
            role: components["schemas"]["Role"];
        };
        /** @description Whose password is to be another one. */
        AccountSendPasswordReset: {
            client_id: components["schemas"]["ClientId"];
            email: components["schemas"]["Email"];
            /** @description Where the link goes on to once it was used; one of the client's redirect URIs. A page of the service's own without. */
            redirect_uri?: components["schemas"]["RedirectUri"];
            csrf_token?: components["schemas"]["CsrfToken"];
        };
        /** @description What the mailed link holds, and the new password. */
        AccountResetPassword: {
            token: components["schemas"]["LinkToken"];
            password: components["schemas"]["AccountNewPassword"];
        };
        /** @description The same, as the form of our page sends it. */
        AccountResetPasswordForm: {
            token: components["schemas"]["LinkToken"];
            password: components["schemas"]["AccountNewPassword"];
        };
        /** @description What to do next. */
        AccountPasswordReset: {
            /** @description What to tell the person. */
            message: string;
        };
        /** @description What a provider sends back; fields that are not listed are ignored. */
        ProviderAnswer: {
            /** @description The provider's code. */
            code?: string;
            /** @description What this service sent along. */
            state?: string;
            /** @description What went wrong at the provider. */
            error?: string;
            /** @description Whose answer it is (RFC 9207). */
            iss?: string;
            /** @description The person's name as JSON, at their first sign-in with Apple. */
            user?: string;
        } & {
            [key: string]: unknown;
        };
        /** @description What went wrong, for programs (`error`) and for people (`message`, `nextActions`). */
        ProjectError: {
            /** @description Stable; branch on this. */
            error: string;
            /** @description What is wrong with this request. */
            message: string;
            /**
             * Format: int32
             * @description The HTTP status.
             */
            statusCode: number;
            /** @description What to do about it. */
            nextActions: string;
        };
        /** @description Proof of who signs in. */
        AccountSignIn: {
            client_id: components["schemas"]["ClientId"];
            email: components["schemas"]["Email"];
            /** @description The password. */
            password: string;
            csrf_token?: components["schemas"]["CsrfToken"];
        };
        /** @description The refresh token, unless the cookie carries it. */
        AccountRefresh: {
            refresh_token?: components["schemas"]["RefreshToken"];
            csrf_token?: components["schemas"]["CsrfToken"];
        };
        /** @description The refresh token of the session to end, unless a header or the cookie names it. */
        AccountSignOut: {
            refresh_token?: components["schemas"]["RefreshToken"];
            csrf_token?: components["schemas"]["CsrfToken"];
        };
        /** @description A person who wants to join. */
        AccountSignUp: {
            client_id: components["schemas"]["ClientId"];
            email: components["schemas"]["Email"];
            password: components["schemas"]["AccountNewPassword"];
            /** @description First name. */
            given_name?: string;
            /** @description Last name. */
            family_name?: string;
            /** @description Name of the account that is made. */
            account_name?: string;
            /** @description Where the mailed link goes on to once the address is proven. A page of the service's own without. */
            redirect_uri?: components["schemas"]["RedirectUri"];
            csrf_token?: components["schemas"]["CsrfToken"];
        };
        /** @description The same for every address. */
        AccountVerificationPending: {
            /** @description Always null. Nobody is signed in yet. */
            tokens: components["schemas"]["SessionTokens"] | null;
            /** @description Always null. Nobody is signed in yet. */
            profile: components["schemas"]["SessionProfile"] | null;
            /**
             * @description The address has to be proven first.
             * @constant
             */
            email_verification_required: true;
            /** @description What to do next. */
            message: string;
        };
        /** @description A name of lower-case letters and digits, with single hyphens, dots or underscores between them. */
        Feature: string;
        /** @description Whether the caller waits for a feature. */
        Waitlist: {
            feature: components["schemas"]["Feature"];
            /** @description Whether they wait for it. */
            signed_up: boolean;
            /** @description Since when; null where they do not. */
            created_at: components["schemas"]["Timestamp"] | null;
        };
        /** @description One page of waitlists. */
        WaitlistList: {
            /** @description What the caller waits for. */
            data: components["schemas"]["Waitlist"][];
            /**
             * Format: int32
             * @description How many there are in all.
             */
            total: number;
            /**
             * Format: int32
             * @description As asked for.
             */
            limit: number;
            /**
             * Format: int32
             * @description As asked for.
             */
            offset: number;
        };
        /** @description The organization to speak for. */
        SetActiveOrganization: {
            /** @description One the caller is in; null for none. */
            organizationId: string | null;
        };
        /** @description A JWT (ES256); send it as `Authorization: Bearer`. */
        AppAccessToken: string;
        /** @description Opaque, 256 random bits. */
        AppRefreshToken: string;
        /**
         * @description Always Bearer.
         * @constant
         */
        AppTokenType: "Bearer";
        /**
         * Format: int32
         * @description Seconds the access token lives.
         */
        AppExpiresIn: number;
        /** @description Names of the roles held outside any organization. */
        AppRoles: string[];
        /** @description What these roles allow. */
        AppPermissions: string[];
        /** @description What a signed-in client holds. */
        TokenPair: {
            access_token: components["schemas"]["AppAccessToken"];
            refresh_token: components["schemas"]["AppRefreshToken"];
            token_type: components["schemas"]["AppTokenType"];
            expires_in: components["schemas"]["AppExpiresIn"];
            roles: components["schemas"]["AppRoles"];
            permissions: components["schemas"]["AppPermissions"];
        };
        /** @description What went wrong, for people (`title`, `detail`) and for programs (`type`). */
        AppProblem: {
            /** @description Stable; branch on this. */
            type: string;
            /** @description What is wrong; the same for every request of this type. */
            title: string;
            /**
             * Format: int32
             * @description The HTTP status.
             */
            status: number;
            /** @description What is wrong with this very request, fit to be shown. */
            detail: string;
            /**
             * Format: uri-reference
             * @description This occurrence.
             */
            instance?: string;
        };
        /** @description What a mailed link holds behind `token=`. */
        AppMailedToken: string;
        /** @description What the mailed link holds. */
        AppVerifyEmail: {
            token: components["schemas"]["AppMailedToken"];
        };
        /** @description What was done, for people. */
        AppMessage: {
            /** @description What was done. */
            message: string;
        };
        /** @description Opaque. One that does not exist and one of others are answered alike. */
        AppId: string;
        /** @description Whom to invite; as a member where no role is given. */
        CreateOrgInvitation: {
            email: components["schemas"]["Email"];
            role?: components["schemas"]["Role"];
        };
        /** @description A place kept for the owner of an address. */
        Invitation: {
            id: components["schemas"]["AppId"];
            tenantId: components["schemas"]["AppId"];
            /** @description The environment it is for. */
            environmentId: string | null;
            /** @description The invited address in its canonical form. */
            email: string;
            /** @description The role in the organization; null where it is to none. */
            roleId: string | null;
            /** @description The same role. */
            roleName: string | null;
            /** @description Who sent it. */
            invitedBy: string | null;
            /**
             * @description What has become of it.
             * @enum {string}
             */
            status: "pending" | "accepted" | "revoked" | "expired";
            expiresAt: components["schemas"]["Timestamp"];
            /**
             * Format: date-time
             * @description When it was accepted.
             */
            acceptedAt: string | null;
            createdAt: components["schemas"]["Timestamp"];
            updatedAt: components["schemas"]["Timestamp"];
        };
        /** @description An invitation. */
        InvitationAnswer: {
            data: components["schemas"]["Invitation"];
        };
        /** @description Invitations. */
        InvitationList: {
            /** @description Newest first. */
            data: components["schemas"]["Invitation"][];
        };
        /** @description Whom to invite. */
        SendInvitation: {
            email: components["schemas"]["Email"];
            roleId?: components["schemas"]["AppId"];
        };
        /** @description It is done. */
        OrganizationDone: {
            /**
             * @description Always true.
             * @constant
             */
            success: true;
        };
        /** @description A user's place in an organization. */
        OrganizationMember: {
            id: components["schemas"]["AppId"];
            userId: components["schemas"]["AppId"];
            /** @description Their address; empty to others as long as they did not come by themselves, but were put there by somebody who knew their id. */
            email: string;
            /** @description Given name. */
            firstName: string | null;
            /** @description Family name. */
            lastName: string | null;
            roleName: components["schemas"]["Role"];
            roleId: components["schemas"]["Role"];
            createdAt: components["schemas"]["Timestamp"];
        };
        /** @description The members of an organization. */
        OrganizationMemberList: {
            /** @description Longest membership first. */
            data: components["schemas"]["OrganizationMember"][];
        };
        /** @description Who to add; as a member where no role is given. */
        AddOrganizationMember: {
            userId: components["schemas"]["AppId"];
            role?: components["schemas"]["Role"];
        };
        /** @description A member. */
        OrganizationMemberAnswer: {
            data: components["schemas"]["OrganizationMember"];
        };
        /** @description What to change. */
        UpdateOrganizationMember: {
            role: components["schemas"]["Role"];
        };
        /** @description Opaque, 256 random bits. It opens nothing but the second step. */
        MfaToken: string;
        /** @description Six digits of the authenticator app, or a backup code. Blanks, dashes and capital letters do not matter. */
        SecondFactorCode: string;
        /** @description The ticket of a sign-in, and a code. */
        MfaChallenge: {
            mfa_token: components["schemas"]["MfaToken"];
            code: components["schemas"]["SecondFactorCode"];
        };
        /** @description A person in one environment of an application. */
        AppUser: {
            id: components["schemas"]["AppId"];
            tenantId: components["schemas"]["AppId"];
            /** @description In its canonical form. */
            email: string;
            /** @description Given name. */
            firstName: string | null;
            /** @description Family name. */
            lastName: string | null;
            /** @description A picture. */
            avatarUrl: string | null;
            /** @description False once an administrator has shut them out. */
            isActive: boolean;
            /** @description Whether they have proved that the address is theirs. */
            emailVerified: boolean;
            /** @description Whether a second factor is asked at sign-in. */
            mfaEnabled: boolean;
            /** @description The id that another system knows them by. */
            externalId: string | null;
            roles: components["schemas"]["AppRoles"];
            permissions: components["schemas"]["AppPermissions"];
            createdAt: components["schemas"]["Timestamp"];
            updatedAt: components["schemas"]["Timestamp"];
            /**
             * Format: date-time
             * @description The latest sign-in.
             */
            lastLoginAt: string | null;
        };
        /** @description A started session and whose it is. */
        AppSignedIn: {
            access_token: components["schemas"]["AppAccessToken"];
            refresh_token: components["schemas"]["AppRefreshToken"];
            token_type: components["schemas"]["AppTokenType"];
            expires_in: components["schemas"]["AppExpiresIn"];
            roles: components["schemas"]["AppRoles"];
            permissions: components["schemas"]["AppPermissions"];
            user: components["schemas"]["AppUser"];
        };
        /** @description The same secret three times. */
        MfaSetup: {
            /** @description To type in (base32). */
            secret: string;
            /** @description A link that authenticator apps open. */
            otpauth_uri: string;
            /** @description A picture of the link, as a data URL. */
            qr_data: string;
        };
        /** @description A secret for an authenticator app. */
        MfaSetupAnswer: {
            data: components["schemas"]["MfaSetup"];
        };
        /** @description A code. */
        MfaCode: {
            code: components["schemas"]["SecondFactorCode"];
        };
        /** @description Good once, where the authenticator app is not at hand. */
        BackupCode: string;
        /** @description Each works once. */
        BackupCodes: {
            /** @description To be kept in a safe place. */
            backup_codes: components["schemas"]["BackupCode"][];
            /**
             * Format: int32
             * @description How many.
             */
            count: number;
        };
        /** @description Backup codes. */
        BackupCodesAnswer: {
            data: components["schemas"]["BackupCodes"];
        };
        /** @description What is left. */
        Remaining: {
            /**
             * Format: int32
             * @description Backup codes that were not used yet.
             */
            remaining: number;
        };
        /** @description What is left. */
        RemainingAnswer: {
            data: components["schemas"]["Remaining"];
        };
        /** @description What a sign-in ended with. */
        AppCodeExchange: {
            /** @description From the redirect URI. */
            code: string;
            /** @description The secret behind the challenge (RFC 7636 section 4.1). */
            code_verifier?: string;
        };
        /** @description The password was right; a code has to follow. */
        SecondFactorRequired: {
            /**
             * @description Always true.
             * @constant
             */
            mfa_required: true;
            mfa_token: components["schemas"]["MfaToken"];
        };
        /** @description A started session, or what to send with a code of the second factor. */
        AppLoginResult: components["schemas"]["AppSignedIn"] | components["schemas"]["SecondFactorRequired"];
        /** @description What the application keeps about the organization, at most 4 kB and 32 levels deep. Everybody in it reads it. */
        OrganizationMetadata: {
            [key: string]: unknown;
        };
        /** @description A group of users. */
        Organization: {
            id: components["schemas"]["AppId"];
            tenantId: components["schemas"]["AppId"];
            /** @description Its name; empty for one that another surface made without. */
            name: string;
            /** @description Its slug; empty for one that another surface made without. */
            slug: string;
            /** @description Its picture. */
            imageUrl: string | null;
            metadata: components["schemas"]["OrganizationMetadata"] | null;
            /** @description The user who made it. */
            createdBy: string | null;
            createdAt: components["schemas"]["Timestamp"];
            updatedAt: components["schemas"]["Timestamp"];
        };
        /** @description The organizations of one user. */
        OrganizationList: {
            /** @description Longest membership first. */
            data: components["schemas"]["Organization"][];
        };
        /** @description A name for people. */
        OrganizationName: string;
        /** @description A name for addresses, in lower-case letters, digits and single hyphens. Unique in the environment. */
        OrganizationSlug: string;
        /** @description A new organization. */
        CreateOrganization: {
            name: components["schemas"]["OrganizationName"];
            slug: components["schemas"]["OrganizationSlug"];
            imageUrl?: components["schemas"]["PictureUrl"];
            metadata?: components["schemas"]["OrganizationMetadata"];
        };
        /** @description An organization. */
        OrganizationAnswer: {
            data: components["schemas"]["Organization"];
        };
        /** @description What to change. */
        UpdateOrganization: {
            name?: components["schemas"]["OrganizationName"];
            slug?: components["schemas"]["OrganizationSlug"];
            imageUrl?: components["schemas"]["PictureUrl"] | null;
            metadata?: components["schemas"]["OrganizationMetadata"] | null;
        };
        /** @description One signed-in user on one device. */
        AppSession: {
            id: components["schemas"]["AppId"];
            userId: components["schemas"]["AppId"];
            /** @description Whose it is. */
            userEmail: string | null;
            /** @description What the device says of itself. */
            userAgent: string | null;
            /** @description Where it signed in from. */
            ipAddress: string | null;
            environmentId: components["schemas"]["AppId"];
            expiresAt: components["schemas"]["Timestamp"];
            createdAt: components["schemas"]["Timestamp"];
        };
        /** @description Sessions of one user. */
        AppSessionList: {
            /** @description Newest first. */
            data: components["schemas"]["AppSession"][];
        };
        /** @description Proof of who asks, and what stays. */
        RevokeAllSessions: {
            /** @description The caller's own. */
            password: string;
            /**
             * @description Whether the session that asks goes on.
             * @default false
             */
            keepCurrent?: boolean;
        };
        /** @description What was ended. */
        SessionsRevoked: {
            /** @description What was done. */
            message: string;
            /**
             * Format: int32
             * @description How many sessions ended.
             */
            revokedCount: number;
        };
        /** @description Whose password is to be another one. */
        AppForgotPassword: {
            email: components["schemas"]["Email"];
        };
        /** @description At least as long as the environment asks, at most 128 characters after NFC, never truncated, and neither a common one nor one that is easy to guess, such as names of the application or of the person. */
        NewAppPassword: string;
        /** @description What the mailed link holds, and the new password. */
        AppResetPassword: {
            token: components["schemas"]["AppMailedToken"];
            password: components["schemas"]["NewAppPassword"];
        };
        /** @description Proof of who signs in. */
        AppLogin: {
            email: components["schemas"]["Email"];
            /** @description The password. */
            password: string;
        };
        /** @description The refresh token to exchange. */
        AppRefresh: {
            refresh_token: components["schemas"]["AppRefreshToken"];
        };
        /** @description The refresh token of the session to end. */
        AppLogout: {
            refresh_token: components["schemas"]["AppRefreshToken"];
        };
        /** @description A name of a person. */
        GivenAppName: string;
        /** @description Who registers. */
        AppRegister: {
            email: components["schemas"]["Email"];
            password: components["schemas"]["NewAppPassword"];
            firstName?: components["schemas"]["GivenAppName"];
            lastName?: components["schemas"]["GivenAppName"];
        };
        /** @description What was sent, and nothing that only a user has. */
        AppUnprovenUser: {
            /** @description In its canonical form. */
            email: string;
            /** @description Given name. */
            firstName: string | null;
            /** @description Family name. */
            lastName: string | null;
            /**
             * @description Not yet.
             * @constant
             */
            emailVerified: false;
        };
        /** @description No tokens before the address is proven by the link that was mailed. */
        AppVerificationRequired: {
            user: components["schemas"]["AppUnprovenUser"];
        };
        /** @description A started session, or who has to prove their address first. */
        AppRegistered: components["schemas"]["AppSignedIn"] | components["schemas"]["AppVerificationRequired"];
        /** @description A user. */
        AppUserAnswer: {
            data: components["schemas"]["AppUser"];
        };
        /** @description An OAuth error (RFC 6749 section 5.2). */
        OAuthError: {
            /** @description Stable; branch on this. */
            error: string;
            /** @description What is wrong, for developers. */
            error_description: string;
        };
        /** @description The form of one of our pages: `form_token`, and what the person has typed or answered; before a provider the token alone. Or an authorization request, whose fields are those of the query. */
        OAuthSignInForm: {
            /** @description The hidden field of the page. */
            form_token?: string;
            /** @description The email address. */
            email?: string;
            /** @description The password. */
            password?: string;
            /**
             * @description Which button was pressed: to let the app in or not, or to go on as who is signed in.
             * @enum {string}
             */
            answer?: "allow" | "deny" | "continue";
            /** @description Which page was answered. */
            page_token?: string;
            /** @description The client that asks. */
            client_id?: string;
            /** @description Where the answer goes. */
            redirect_uri?: string;
            /** @description As in the query, like all below. */
            response_type?: string;
            /** @description How the answer comes. */
            response_mode?: string;
            /** @description The app's own. */
            state?: string;
            /** @description What the tokens shall be good for. */
            scope?: string;
            /** @description SHA-256 of the code verifier. */
            code_challenge?: string;
            /** @description Always `S256`. */
            code_challenge_method?: string;
            /** @description Comes back in the ID token. */
            nonce?: string;
            /** @description Which pages are asked for. */
            prompt?: string;
            /** @description The email address to begin with. */
            login_hint?: string;
            /** @description How long ago somebody may have signed in. */
            max_age?: string;
            /** @description An ID token of the person who is meant. */
            id_token_hint?: string;
            /** @description Single claims that are asked for. */
            claims?: string;
            connection?: components["schemas"]["ProviderName"];
            /** @description A request object. */
            request?: string;
            /** @description The address of one. */
            request_uri?: string;
            /** @description A registration. */
            registration?: string;
        };
        /** @description A public key, P-256 or RSA (RFC 7518 sections 6.2 and 6.3). */
        Jwk: {
            /**
             * @description Key type.
             * @enum {string}
             */
            kty: "EC" | "RSA";
            /**
             * @description Curve of an EC key.
             * @constant
             */
            crv?: "P-256";
            /** @description X coordinate of an EC key. */
            x?: string;
            /** @description Y coordinate of an EC key. */
            y?: string;
            /** @description Modulus of an RSA key. */
            n?: string;
            /** @description Exponent of an RSA key. */
            e?: string;
            /** @description Its thumbprint (RFC 7638). */
            kid: string;
            /**
             * @description For signatures.
             * @constant
             */
            use: "sig";
            /**
             * @description What it signs with: ES256 for access tokens, either for ID tokens, as their client has registered.
             * @enum {string}
             */
            alg: "ES256" | "RS256";
        };
        /** @description A JSON Web Key Set (RFC 7517 section 5). */
        Jwks: {
            /** @description Public keys: those that sign access tokens first, and of each algorithm the newest. */
            keys: components["schemas"]["Jwk"][];
        };
        /** @description Metadata of this issuer (RFC 8414 section 2). */
        OpenIdConfiguration: {
            /**
             * Format: uri
             * @description The `iss` of every token.
             */
            issuer: string;
            /**
             * Format: uri
             * @description Where the keys are.
             */
            jwks_uri: string;
            /**
             * Format: uri
             * @description Where people sign in for an app.
             */
            authorization_endpoint: string;
            /**
             * Format: uri
             * @description Where tokens are.
             */
            token_endpoint: string;
            /**
             * Format: uri
             * @description Where tokens are asked about.
             */
            introspection_endpoint: string;
            /**
             * Format: uri
             * @description Where tokens are ended.
             */
            revocation_endpoint: string;
            /** @description What is exchanged for tokens. */
            grant_types_supported: string[];
            /** @description How a client proves itself for tokens. */
            token_endpoint_auth_methods_supported: string[];
            /** @description How a client proves itself to ask about tokens. */
            introspection_endpoint_auth_methods_supported?: string[];
            /** @description How a client proves itself to end tokens. */
            revocation_endpoint_auth_methods_supported?: string[];
            /** @description What an authorization request may ask for. */
            response_types_supported: string[];
            /** @description How the answer comes back. */
            response_modes_supported?: string[];
            /** @description How a code is bound to who asked for it; needed always (RFC 7636). */
            code_challenge_methods_supported: string[];
            /** @description Every answer names this issuer (RFC 9207). */
            authorization_response_iss_parameter_supported?: boolean;
            /** @description A user has one subject everywhere. */
            subject_types_supported: string[];
            /** @description Algorithms that ID tokens are signed with; each client's is in its registration, RS256 where nobody said. */
            id_token_signing_alg_values_supported: string[];
            /**
             * Format: uri
             * @description Where an app reads who has signed in.
             */
            userinfo_endpoint?: string;
            /**
             * Format: uri
             * @description Where an app has a person sign out.
             */
            end_session_endpoint?: string;
            /** @description The scopes of OpenID Connect; resource servers have scopes of their own beside them. */
            scopes_supported?: string[];
            /** @description What ID tokens and userinfo can say. */
            claims_supported?: string[];
            /** @description Which pages an app may ask for. */
            prompt_values_supported?: string[];
            /** @description Whether an app may ask for single claims. */
            claims_parameter_supported?: boolean;
            /** @description Whether a request may be an object by value. */
            request_parameter_supported?: boolean;
            /** @description Whether a request may be an object by reference. */
            request_uri_parameter_supported?: boolean;
            /** @description How pages may be asked to be shown; ours fit every window. */
            display_values_supported?: string[];
            /** @description The languages of the pages. */
            ui_locales_supported?: string[];
            /** @description All are said by this service itself. */
            claim_types_supported?: string[];
            /** @description How sure it is who somebody is; `1` is one proof, such as a password. */
            acr_values_supported?: string[];
        };
        /** @description The form of our page; or an app's request, whose fields are those of the query. */
        OAuthLogoutForm: {
            /** @description The hidden field of the page. */
            form_token?: string;
            /** @description An ID token of who signs out. */
            id_token_hint?: string;
            /** @description The client that asks. */
            client_id?: string;
            /** @description Where the person goes on to. */
            post_logout_redirect_uri?: string;
            /** @description The app's own. */
            state?: string;
        };
        /** @description The client that asks, `cid_…`. Not needed beside Basic. */
        OAuthClientName: string;
        /** @description The client's secret, unless Basic carries it. */
        OAuthClientSecret: string;
        /** @description What the token may be used for, words with a space between (RFC 6749 section 3.3). */
        OAuthScope: string;
        /** @description What is exchanged for tokens (RFC 6749 sections 4.1.3, 4.4.2 and 6). Which fields are needed, the grant says. */
        OAuthTokenRequest: {
            /** @description `authorization_code`, `refresh_token` or `client_credentials`. */
            grant_type: string;
            client_id?: components["schemas"]["OAuthClientName"];
            client_secret?: components["schemas"]["OAuthClientSecret"];
            /** @description The code that the redirect brought. */
            code?: string;
            /** @description As in the authorization request. */
            redirect_uri?: string;
            /** @description What the code challenge was made from (RFC 7636). */
            code_verifier?: string;
            /** @description The refresh token. */
            refresh_token?: string;
            scope?: components["schemas"]["OAuthScope"];
            /** @description For `client_credentials`: a resource server that the client is registered for. Without one the token is for this service. */
            audience?: string;
        };
        /** @description An access token (RFC 6749 section 5.1), with a refresh token where it belongs to a session. */
        OAuthTokens: {
            /** @description A JWT (RFC 9068); send it as `Authorization: Bearer`. */
            access_token: string;
            /**
             * @description Always Bearer.
             * @constant
             */
            token_type: "Bearer";
            /**
             * Format: int32
             * @description Seconds the access token lives.
             */
            expires_in: number;
            /** @description Opaque; works once. A machine gets none, and with `openid` in the scope only who asked for `offline_access`. */
            refresh_token?: string;
            /** @description Who has signed in, for the app itself: a JWT (OpenID Connect Core 1.0 section 2), where the scope has `openid`. */
            id_token?: string;
            scope?: components["schemas"]["OAuthScope"];
        };
        /** @description A token, and who asks. */
        OAuthTokenQuestion: {
            /** @description An access token or a refresh token. */
            token: string;
            /** @description Not needed; every kind of token is looked for. */
            token_type_hint?: string;
            client_id?: components["schemas"]["OAuthClientName"];
            client_secret?: components["schemas"]["OAuthClientSecret"];
        };
        /** @description What a token is good for (RFC 7662 section 2.2). Without `active` nothing else is said. */
        OAuthIntrospection: {
            /** @description Whether it is good at this moment. */
            active: boolean;
            /**
             * @description Its kind.
             * @enum {string}
             */
            token_type?: "Bearer" | "refresh_token";
            /** @description The client it was issued to; the environment's id where the session has none. */
            client_id?: string;
            scope?: components["schemas"]["OAuthScope"];
            /** @description Who it stands for: a user `uid_…`, or a machine's client. */
            sub?: string;
            /**
             * Format: uri
             * @description This service.
             */
            iss?: string;
            /** @description Where it is good. */
            aud?: string;
            /**
             * Format: int64
             * @description When it ends (seconds since 1970).
             */
            exp?: number;
            /**
             * Format: int64
             * @description When it was issued.
             */
            iat?: number;
            /** @description Its name. */
            jti?: string;
            /** @description The user, `uid_…`. */
            uid?: string;
            /** @description As client_id. */
            cid?: string;
            /** @description The application, `app_…`. */
            app?: string;
            /** @description The account it speaks for, `acc_…`. */
            acc?: string;
            /** @description The user's role there at this moment. */
            role?: string;
        };
        /** @description A postal address (OpenID Connect Core 1.0 section 5.1.1). */
        OAuthAddress: {
            /** @description As it stands on an envelope. */
            formatted?: string;
            /** @description Street and number. */
            street_address?: string;
            /** @description City. */
            locality?: string;
            /** @description State or province. */
            region?: string;
            /** @description Postal code. */
            postal_code?: string;
            /** @description Country. */
            country?: string;
        };
        /** @description Claims about a person (OpenID Connect Core 1.0 section 5.1). */
        OAuthUserinfo: {
            /** @description The person, `uid_…`; as in the ID token. */
            sub: string;
            /** @description Their whole name. */
            name?: string;
            /** @description Their first name. */
            given_name?: string;
            /** @description Their last name. */
            family_name?: string;
            /** @description What they are called. */
            nickname?: string;
            /** @description The address of their page. */
            profile?: string;
            /** @description The address of a picture of them. */
            picture?: string;
            /** @description The address of their site. */
            website?: string;
            /** @description Their gender. */
            gender?: string;
            /** @description Their birthday, `YYYY-MM-DD`. */
            birthdate?: string;
            /** @description Their time zone. */
            zoneinfo?: string;
            /** @description Their language. */
            locale?: string;
            /**
             * Format: int64
             * @description When any of it was changed last (seconds since 1970).
             */
            updated_at?: number;
            /** @description Their email address. */
            email?: string;
            /** @description Whether they have proven that it is theirs. */
            email_verified?: boolean;
            /** @description Their phone number, as they say. */
            phone_number?: string;
            /** @description Always false; no number is ever proven here. */
            phone_number_verified?: boolean;
            address?: components["schemas"]["OAuthAddress"];
        };
        /** @description An access token in a form. */
        OAuthUserinfoForm: {
            /** @description The access token, where no header carries it. */
            access_token?: string;
        };
        /** @description A name for people. */
        NewName: string;
        /** @description A name for addresses, in lower-case letters, digits and single hyphens. */
        Slug: string;
        /** @description Who registers, and the tenant they will own. */
        PlatformRegister: {
            email: components["schemas"]["Email"];
            password: components["schemas"]["NewAppPassword"];
            tenantName: components["schemas"]["NewName"];
            tenantSlug: components["schemas"]["Slug"];
            firstName?: components["schemas"]["GivenAppName"];
            lastName?: components["schemas"]["GivenAppName"];
        };
        /** @description The administrator's tenant. */
        PlatformTenantWithPlan: {
            id: components["schemas"]["AppId"];
            /** @description Its name. */
            name: string;
            /** @description Its slug. */
            slug: string;
            /** @description What it has subscribed to. */
            plan: string;
        };
        /** @description An administrator. */
        PlatformUser: {
            id: components["schemas"]["AppId"];
            tenantId: components["schemas"]["AppId"];
            /** @description In its canonical form. */
            email: string;
            /** @description Given name. */
            firstName: string | null;
            /** @description Family name. */
            lastName: string | null;
            /** @description A picture. */
            avatarUrl: string | null;
            roles: components["schemas"]["AppRoles"];
            permissions: components["schemas"]["AppPermissions"];
            /** @description Whether a second factor is asked at sign-in. */
            mfaEnabled: boolean;
            tenant: components["schemas"]["PlatformTenantWithPlan"];
            createdAt: components["schemas"]["Timestamp"];
            updatedAt: components["schemas"]["Timestamp"];
        };
        /** @description A customer of this service. */
        PlatformTenant: {
            id: components["schemas"]["AppId"];
            /** @description Its name. */
            name: string;
            /** @description Its slug. */
            slug: string;
        };
        /** @description A started session, whose it is, and the new tenant. */
        PlatformRegistered: {
            access_token: components["schemas"]["AppAccessToken"];
            refresh_token: components["schemas"]["AppRefreshToken"];
            token_type: components["schemas"]["AppTokenType"];
            expires_in: components["schemas"]["AppExpiresIn"];
            roles: components["schemas"]["AppRoles"];
            permissions: components["schemas"]["AppPermissions"];
            user: components["schemas"]["PlatformUser"];
            tenant: components["schemas"]["PlatformTenant"];
        };
        /** @description An administrator. */
        PlatformUserAnswer: {
            data: components["schemas"]["PlatformUser"];
        };
        /** @description A key, without the key itself. */
        ApiKey: {
            id: components["schemas"]["AppId"];
            /** @description What it is for. */
            name: string;
            /** @description How it starts. */
            keyPrefix: string;
            /** @description What it may do. */
            keyType: string;
            environmentId: components["schemas"]["AppId"];
            /**
             * Format: date-time
             * @description When it was last used.
             */
            lastUsedAt: string | null;
            /**
             * Format: date-time
             * @description When it ends.
             */
            expiresAt: string | null;
            createdAt: components["schemas"]["Timestamp"];
        };
        /** @description Keys. */
        ApiKeyList: {
            /** @description Newest first. */
            data: components["schemas"]["ApiKey"][];
        };
        /** @description A new key. */
        CreateApiKey: {
            name: components["schemas"]["NewName"];
            environmentId: components["schemas"]["AppId"];
        };
        /** @description A key, with the key itself. */
        CreatedApiKey: {
            id: components["schemas"]["AppId"];
            /** @description What it is for. */
            name: string;
            /** @description How it starts. */
            keyPrefix: string;
            /** @description What it may do. */
            keyType: string;
            environmentId: components["schemas"]["AppId"];
            /**
             * Format: date-time
             * @description Never yet.
             */
            lastUsedAt: string | null;
            /**
             * Format: date-time
             * @description When it ends.
             */
            expiresAt: string | null;
            createdAt: components["schemas"]["Timestamp"];
            /** @description Keep it now; it is not shown again. */
            key: string;
        };
        /** @description The new key. */
        CreatedApiKeyAnswer: {
            data: components["schemas"]["CreatedApiKey"];
        };
        /** @description It is done. */
        ApplicationDone: {
            /**
             * @description Always true.
             * @constant
             */
            success: true;
        };
        /** @description Whose key to replace. */
        RotateAppKeys: {
            environmentId: components["schemas"]["AppId"];
            /**
             * Format: int32
             * @description How long the old key goes on working.
             * @default 3600
             */
            overlapSeconds?: number;
        };
        /** @description The new key. */
        RotatedAppKeys: {
            /** @description Put it where the old one was. */
            publishableKey: string;
            previousKeyExpiresAt?: components["schemas"]["Timestamp"];
        };
        /**
         * Format: int32
         * @description How many.
         */
        Count: number;
        /** @description One page of sessions. */
        AppSessionPage: {
            /** @description Newest first. */
            data: components["schemas"]["AppSession"][];
            total: components["schemas"]["Count"];
            page: components["schemas"]["Count"];
            limit: components["schemas"]["Count"];
        };
        /** @description Where people may be sent after signing in at a provider, to the letter. */
        CallbackUrls: string[];
        /** @description What the application keeps about itself, at most 4 kB and 32 levels deep. Nothing here has an effect. */
        FreeSettings: {
            [key: string]: unknown;
        };
        /** @description Rules of all environments of the application. What is named here has an effect; other keys are kept, at most 4 kB and 32 levels deep in all. */
        AuthConfig: {
            /** @description Lets nobody in before their address is proven. */
            requireEmailVerification?: boolean;
            /** @description Lets nobody register. */
            disableSignUp?: boolean;
            /**
             * Format: int32
             * @description Characters of a password.
             */
            passwordMinLength?: number;
            /** @description A password needs a digit. */
            requireNumber?: boolean;
            /** @description A password needs a lower-case letter. */
            requireLowercase?: boolean;
            /** @description A password needs an upper-case letter. */
            requireUppercase?: boolean;
            /** @description A password needs a special character. */
            requireSpecialChar?: boolean;
        } & {
            [key: string]: unknown;
        };
        /** @description A stage of an application, with its current key. */
        ApplicationEnvironment: {
            id: components["schemas"]["AppId"];
            /** @description Its name. */
            name: string;
            /** @description The newest one. */
            publishableKey: string;
            /** @description Whether its key opens it: it and its application are on. */
            isActive: boolean;
        };
        /** @description An application with its environments. */
        Application: {
            id: components["schemas"]["AppId"];
            tenantId: components["schemas"]["AppId"];
            /** @description Its name. */
            name: string;
            /** @description Unique in the tenant. */
            slug: string;
            /** @description Its domain. */
            domain: string | null;
            /** @description A picture. */
            logoUrl: string | null;
            /** @description Its home page. */
            homeUrl: string | null;
            callbackUrls: components["schemas"]["CallbackUrls"] | null;
            /** @description Whether it is on. */
            isActive: boolean;
            settings: components["schemas"]["FreeSettings"] | null;
            authConfig: components["schemas"]["AuthConfig"] | null;
            /** @description Oldest first. */
            environments: components["schemas"]["ApplicationEnvironment"][];
            createdAt: components["schemas"]["Timestamp"];
            updatedAt: components["schemas"]["Timestamp"];
        };
        /** @description The applications of the tenant. */
        ApplicationList: {
            /** @description By slug. */
            data: components["schemas"]["Application"][];
        };
        /** @description A domain name. */
        Domain: string;
        /** @description An address on the web. */
        WebUrl: string;
        /** @description A new application. */
        CreateApplication: {
            name: components["schemas"]["NewName"];
            slug: components["schemas"]["Slug"];
            domain?: components["schemas"]["Domain"];
            homeUrl?: components["schemas"]["WebUrl"];
            callbackUrls?: components["schemas"]["CallbackUrls"];
            settings?: components["schemas"]["FreeSettings"];
            authConfig?: components["schemas"]["AuthConfig"];
        };
        /** @description An application. */
        ApplicationAnswer: {
            data: components["schemas"]["Application"];
        };
        /** @description What to change. */
        UpdateApplication: {
            name?: components["schemas"]["NewName"];
            domain?: components["schemas"]["Domain"] | null;
            homeUrl?: components["schemas"]["WebUrl"] | null;
            callbackUrls?: components["schemas"]["CallbackUrls"] | null;
            settings?: components["schemas"]["FreeSettings"] | null;
            authConfig?: components["schemas"]["AuthConfig"] | null;
            /** @description Whether it is on. Switched off, it answers nobody but its administrators: clients, keys, tokens, links and codes are as ones that nobody knows. Switched on again, its sessions go on. */
            isActive?: boolean;
        };
        /** @description Numbers of one environment. */
        EnvironmentStats: {
            id: components["schemas"]["AppId"];
            /** @description Its name. */
            name: string;
            userCount: components["schemas"]["Count"];
            sessionCount: components["schemas"]["Count"];
        };
        /** @description Numbers, over all environments and by environment. */
        ApplicationStats: {
            totalUsers: components["schemas"]["Count"];
            activeSessions: components["schemas"]["Count"];
            totalRoles: components["schemas"]["Count"];
            totalApiKeys: components["schemas"]["Count"];
            /** @description Oldest first. */
            environments: components["schemas"]["EnvironmentStats"][];
        };
        /** @description What is in an application. */
        ApplicationStatsAnswer: {
            data: components["schemas"]["ApplicationStats"];
        };
        /** @description A started session and whose it is. */
        PlatformSignedIn: {
            access_token: components["schemas"]["AppAccessToken"];
            refresh_token: components["schemas"]["AppRefreshToken"];
            token_type: components["schemas"]["AppTokenType"];
            expires_in: components["schemas"]["AppExpiresIn"];
            roles: components["schemas"]["AppRoles"];
            permissions: components["schemas"]["AppPermissions"];
            user: components["schemas"]["PlatformUser"];
        };
        /** @description A started session, or what to send with a code of the second factor. */
        PlatformLoginResult: components["schemas"]["PlatformSignedIn"] | components["schemas"]["SecondFactorRequired"];
        /** @description The refresh token of the session to end, unless the header names it. */
        PlatformLogout: {
            refresh_token?: components["schemas"]["AppRefreshToken"];
        };
        /** @description One page of users. */
        AppUserPage: {
            /** @description Newest first. */
            data: components["schemas"]["AppUser"][];
            total: components["schemas"]["Count"];
            page: components["schemas"]["Count"];
            limit: components["schemas"]["Count"];
        };
        /** @description A new user. */
        CreateAppUser: {
            email: components["schemas"]["Email"];
            password: components["schemas"]["NewAppPassword"];
            environmentId: components["schemas"]["AppId"];
            firstName?: components["schemas"]["GivenAppName"];
            lastName?: components["schemas"]["GivenAppName"];
        };
        /** @description What to change. */
        UpdateAppUser: {
            firstName?: components["schemas"]["GivenAppName"] | null;
            lastName?: components["schemas"]["GivenAppName"] | null;
            /** @description Whether they may sign in. */
            isActive?: boolean;
        };
        /** @description What the issuer gave the administrator. */
        ProjectAdminExchange: {
            /** @description A JWT. */
            code: string;
        };
        /** @description An administrator's session. It is not refreshed; it ends after an hour or by logging out. */
        ProjectAdminSession: {
            /** @description The administrator. */
            user: {
                /** @description The administrator's id at their issuer. */
                id: string;
                /** @description The administrator's address. */
                email: string;
                /**
                 * @description Always `project_admin`.
                 * @constant
                 */
                role: "project_admin";
            };
            /** @description A JWT; send it as `Authorization: Bearer`. */
            accessToken: string;
        };
        /** @description The sandbox's administrator. */
        ProjectAdminSignIn: {
            email: components["schemas"]["Email"];
            /** @description The password. */
            password: string;
        };
        /** @description An anonymous token. */
        ProjectAnonToken: {
            /** @description Send it as `Authorization: Bearer`. */
            accessToken: string;
            /** @description For people. */
            message: string;
        };
        /** @description A provider that is on. */
        ProjectProvider: {
            /** @description Its name, as in `GET /api/auth/oauth/{provider}`. */
            provider: string;
            /** @description Whether it runs on credentials that are not the project's own. */
            useSharedKey: boolean;
        };
        /**
         * @description What the mail holds.
         * @enum {string}
         */
        ProjectEmailMethod: "code" | "link";
        /** @description What a sign-in form needs to know. */
        ProjectPublicConfig: {
            /** @description The providers that are on. */
            oAuthProviders: components["schemas"]["ProjectProvider"][];
            /** @description Always empty; published clients read it. */
            customOAuthProviders: string[];
            /** @description Nobody new may join. */
            disableSignup: boolean;
            /** @description Whether an address must be verified before signing in. */
            requireEmailVerification: boolean;
            /**
             * Format: int32
             * @description Shortest password.
             */
            passwordMinLength: number;
            /** @description A password needs a digit. */
            requireNumber: boolean;
            /** @description A password needs a lower-case letter. */
            requireLowercase: boolean;
            /** @description A password needs an upper-case letter. */
            requireUppercase: boolean;
            /** @description A password needs a special character. */
            requireSpecialChar: boolean;
            verifyEmailMethod: components["schemas"]["ProjectEmailMethod"];
            resetPasswordMethod: components["schemas"]["ProjectEmailMethod"];
        };
        /** @description Where people go afterwards; null for a page of ours. */
        ProjectRedirectUrl: string | null;
        /** @description Where sign-ins may end and links may lead: https, loopback http, or a scheme of an app. Compared to the letter; only the port of a loopback address may differ. */
        ProjectRedirectUrls: string[];
        /** @description All settings of the project. */
        ProjectConfig: {
            /**
             * Format: uuid
             * @description The project's environment.
             */
            id: string;
            /** @description Whether an address must be verified before signing in. */
            requireEmailVerification: boolean;
            /**
             * Format: int32
             * @description Shortest password.
             */
            passwordMinLength: number;
            /** @description A password needs a digit. */
            requireNumber: boolean;
            /** @description A password needs a lower-case letter. */
            requireLowercase: boolean;
            /** @description A password needs an upper-case letter. */
            requireUppercase: boolean;
            /** @description A password needs a special character. */
            requireSpecialChar: boolean;
            verifyEmailMethod: components["schemas"]["ProjectEmailMethod"];
            resetPasswordMethod: components["schemas"]["ProjectEmailMethod"];
            verifyEmailRedirectTo: components["schemas"]["ProjectRedirectUrl"];
            resetPasswordRedirectTo: components["schemas"]["ProjectRedirectUrl"];
            signInRedirectTo: components["schemas"]["ProjectRedirectUrl"];
            allowedRedirectUrls: components["schemas"]["ProjectRedirectUrls"];
            /** @description Nobody new may join. */
            disableSignup: boolean;
            createdAt: components["schemas"]["Timestamp"];
            updatedAt: components["schemas"]["Timestamp"];
        };
        /** @description The settings to change. */
        ProjectConfigUpdate: {
            /** @description Whether an address must be verified before signing in. */
            requireEmailVerification?: boolean;
            /**
             * Format: int32
             * @description Shortest password.
             */
            passwordMinLength?: number;
            /** @description A password needs a digit. */
            requireNumber?: boolean;
            /** @description A password needs a lower-case letter. */
            requireLowercase?: boolean;
            /** @description A password needs an upper-case letter. */
            requireUppercase?: boolean;
            /** @description A password needs a special character. */
            requireSpecialChar?: boolean;
            verifyEmailMethod?: components["schemas"]["ProjectEmailMethod"];
            resetPasswordMethod?: components["schemas"]["ProjectEmailMethod"];
            verifyEmailRedirectTo?: components["schemas"]["ProjectRedirectUrl"];
            resetPasswordRedirectTo?: components["schemas"]["ProjectRedirectUrl"];
            signInRedirectTo?: components["schemas"]["ProjectRedirectUrl"];
            allowedRedirectUrls?: components["schemas"]["ProjectRedirectUrls"];
            /** @description Nobody new may join. */
            disableSignup?: boolean;
        };
        /** @description Whom to mail. */
        ProjectMailRequest: {
            email: components["schemas"]["Email"];
            /** @description Where the page behind a link goes on to; one of the project's `allowedRedirectUrls`. */
            redirectTo?: string;
        };
        /** @description The same for every address. */
        ProjectMailQueued: {
            /**
             * @description Always true.
             * @constant
             */
            success: true;
            /** @description For people. */
            message: string;
        };
        /** @description What the mail held. */
        ProjectVerifyEmail: {
            /** @description Needed with a code. */
            email?: components["schemas"]["Email"];
            /** @description Six digits or the 64 characters of a link. Blanks and dashes between digits do not matter. */
            otp: string;
        };
        /**
         * Format: uuid
         * @description A user of the project.
         */
        UserUuid: string;
        /** @description How the person signs in: `email` for a password, and the names of linked providers. */
        ProviderNames: string[];
        /** @description What the person says of themselves. */
        OwnProfile: {
            /** @description Display name. */
            name?: string;
            /** @description Address of a picture. */
            avatar_url?: string;
        } & {
            [key: string]: unknown;
        };
        /** @description What the project keeps about the person. */
        UserMetadata: {
            [key: string]: unknown;
        };
        /** @description A person as the project knows them. */
        ProjectUser: {
            id: components["schemas"]["UserUuid"];
            /** @description Canonical address. */
            email: string;
            /** @description Whether the address was proven. */
            emailVerified: boolean;
            providers: components["schemas"]["ProviderNames"];
            createdAt: components["schemas"]["Timestamp"];
            updatedAt: components["schemas"]["Timestamp"];
            /** @description Null when there is nothing. */
            profile: components["schemas"]["OwnProfile"] | null;
            /** @description Null when there is nothing. */
            metadata: components["schemas"]["UserMetadata"] | null;
        };
        /** @description Whose address is proven, and their session if one was started. */
        ProjectVerified: {
            user: components["schemas"]["ProjectUser"];
            /** @description A JWT; send it as `Authorization: Bearer`. Null where nobody was signed in. */
            accessToken: string | null;
            /** @description For web clients: send it as X-CSRF-Token to refresh. New at each refresh. */
            csrfToken?: string;
            /** @description For mobile and desktop clients: store it securely. New at each refresh. */
            refreshToken?: string;
        };
        /** @description The hidden field of the page. */
        HostedFormToken: string;
        /** @description An email address, as the person typed it; the page says when it is none. */
        HostedEmail: string;
        /** @description Whom to mail. */
        HostedEmailForm: {
            form_token: components["schemas"]["HostedFormToken"];
            email: components["schemas"]["HostedEmail"];
        };
        /** @description What the mail held, and the new password. */
        HostedPasswordForm: {
            form_token: components["schemas"]["HostedFormToken"];
            email: components["schemas"]["HostedEmail"];
            /** @description Six digits. */
            code: string;
            /** @description The new password. */
            password: string;
        };
        /** @description Proof of who signs in. */
        HostedSignInForm: {
            form_token: components["schemas"]["HostedFormToken"];
            email: components["schemas"]["HostedEmail"];
            /** @description The password. */
            password: string;
        };
        /** @description A person who wants to join. */
        HostedSignUpForm: {
            form_token: components["schemas"]["HostedFormToken"];
            email: components["schemas"]["HostedEmail"];
            /** @description The password they want. */
            password: string;
            /** @description Display name; may be empty. */
            name?: string;
        };
        /** @description What the mail held. */
        HostedCodeForm: {
            form_token: components["schemas"]["HostedFormToken"];
            email: components["schemas"]["HostedEmail"];
            /** @description Six digits. */
            code: string;
        };
        /** @description The code, and what its challenge was made of. */
        ProjectCodeExchange: {
            /** @description `insforge_code` of the redirect. */
            code: string;
            /** @description 43 to 128 characters (RFC 7636 section 4.1). */
            code_verifier: string;
        };
        /** @description A started session. */
        ProjectExchanged: {
            user: components["schemas"]["ProjectUser"];
            /** @description A JWT; send it as `Authorization: Bearer`. */
            accessToken: string;
            /** @description For web clients: send it as X-CSRF-Token to refresh. */
            csrfToken?: string;
            /** @description For mobile and desktop clients; null for web clients, which get a cookie. */
            refreshToken: string | null;
            /** @description `signInRedirectTo` of the settings; null where there is none. */
            redirectTo: string | null;
        };
        /** @description Where to go. */
        ProjectAuthUrl: {
            /**
             * Format: uri
             * @description Open it in a browser.
             */
            authUrl: string;
        };
        /** @description What the mail held. */
        ProjectResetCode: {
            email: components["schemas"]["Email"];
            /** @description Six digits. Blanks and dashes do not matter. */
            code: string;
        };
        /** @description Allows a new password. */
        ProjectResetToken: {
            /** @description For `POST /api/auth/email/reset-password`. */
            token: string;
            expiresAt: components["schemas"]["Timestamp"];
        };
        /** @description Any characters, at most 128 after NFC. The project may ask for more, see `GET /api/auth/public-config`; passwords that are common or easy to guess are refused, such as names of the project or of the person. */
        ProjectNewPassword: string;
        /** @description The new password, and what allows it. */
        ProjectResetPassword: {
            newPassword: components["schemas"]["ProjectNewPassword"];
            /** @description The token of an exchanged code or of a link. */
            otp: string;
        };
        /** @description It is done. */
        ProjectPasswordReset: {
            /** @description For people. */
            message: string;
        };
        /** @description The keys to change. */
        ProjectProfileUpdate: {
            /** @description Free keys beside the well-known ones. All of them together have at most 4 kB, and are at most 32 levels deep. */
            profile: {
                /** @description Display name. */
                name?: string | null;
                avatar_url?: components["schemas"]["PictureUrl"] | null;
            } & {
                [key: string]: unknown;
            };
        };
        /** @description All that a person says of themselves. */
        ProjectOwnProfile: {
            id: components["schemas"]["UserUuid"];
            /** @description Null when there is nothing. */
            profile: components["schemas"]["OwnProfile"] | null;
        };
        /** @description What a person shows of themselves. */
        ProjectPublicDetails: {
            /** @description Display name. */
            name?: string;
            /** @description Address of a picture. */
            avatar_url?: string;
            /** @description A few words. */
            bio?: string;
            /** @description Where to read more. */
            website?: string;
            /** @description Where the person is. */
            location?: string;
        };
        /** @description What everybody may see of a person. */
        ProjectPublicProfile: {
            id: components["schemas"]["UserUuid"];
            /** @description Null when there is nothing. */
            profile: components["schemas"]["ProjectPublicDetails"] | null;
        };
        /** @description The refresh token of a mobile or desktop client. `refresh_token` says the same; `refreshToken` wins. */
        ProjectRefresh: {
            /** @description The refresh token. */
            refreshToken?: string;
        } & {
            [key: string]: string;
        };
        /** @description A started session. */
        ProjectSession: {
            user: components["schemas"]["ProjectUser"];
            /** @description A JWT; send it as `Authorization: Bearer`. */
            accessToken: string;
            /** @description For web clients: send it as X-CSRF-Token to refresh. New at each refresh; the ones before are good for as long as the session. */
            csrfToken?: string;
            /** @description For mobile and desktop clients: store it securely. New at each refresh. */
            refreshToken?: string;
        };
        /** @description A CSRF token, good as long as its session. */
        ProjectCsrfToken: {
            /** @description Send it as X-CSRF-Token to refresh or to log out. */
            csrfToken: string;
        };
        /** @description One page of users. */
        ProjectUserPage: {
            /** @description Newest first. */
            data: components["schemas"]["ProjectUser"][];
            /** @description Where this page stands. */
            pagination: {
                /**
                 * Format: int32
                 * @description How many come before.
                 */
                offset: number;
                /**
                 * Format: int32
                 * @description How many at most.
                 */
                limit: number;
                /**
                 * Format: int32
                 * @description How many there are.
                 */
                total: number;
            };
        };
        /** @description A person who wants to join. */
        ProjectRegister: {
            email: components["schemas"]["Email"];
            password: components["schemas"]["ProjectNewPassword"];
            /** @description Display name. */
            name?: string;
            /** @description Where the page behind a mailed link goes on to; one of the project's `allowedRedirectUrls`. */
            redirectTo?: string;
        };
        /** @description A started session; or, where the address has to be verified first, `requireEmailVerification` and no tokens. */
        ProjectRegistered: {
            /** @description The new user; absent until the address is verified. */
            user?: components["schemas"]["ProjectUser"];
            /** @description A JWT; send it as `Authorization: Bearer`. Null until the address is verified. */
            accessToken: string | null;
            /** @description For web clients: send it as X-CSRF-Token to refresh. */
            csrfToken?: string | null;
            /** @description For mobile and desktop clients: store it securely. */
            refreshToken?: string | null;
            /** @description Whether the address must be verified before signing in. */
            requireEmailVerification: boolean;
        };
        /** @description Whom to delete. */
        ProjectDeleteUsers: {
            /** @description Ids of users. */
            userIds: components["schemas"]["UserUuid"][];
        };
        /** @description They are gone. */
        ProjectDeletedUsers: {
            /** @description For people. */
            message: string;
            /**
             * Format: int32
             * @description How many there were.
             */
            deletedCount: number;
        };
        /** @description Proof of who signs in. */
        ProjectSignIn: {
            email: components["schemas"]["Email"];
            /** @description The password. */
            password: string;
        };
        /** @description The user, and what they are to the project. */
        ProjectCurrentUser: {
            id: components["schemas"]["UserUuid"];
            /** @description Canonical address. */
            email: string;
            /** @description Whether the address was proven. */
            emailVerified: boolean;
            providers: components["schemas"]["ProviderNames"];
            createdAt: components["schemas"]["Timestamp"];
            updatedAt: components["schemas"]["Timestamp"];
            /** @description Null when there is nothing. */
            profile: components["schemas"]["OwnProfile"] | null;
            /** @description Null when there is nothing. */
            metadata: components["schemas"]["UserMetadata"] | null;
            /**
             * @description Always `authenticated`.
             * @constant
             */
            role: "authenticated";
        };
        /** @description Who is signed in. */
        ProjectCurrentSession: {
            user: components["schemas"]["ProjectCurrentUser"];
        };
        /** @description The session is over. */
        ProjectLoggedOut: {
            /**
             * @description Always true.
             * @constant
             */
            success: true;
            /** @description For people. */
            message: string;
        };
        /** @description What was done, for people. */
        ProjectMfaRemoved: {
            /** @description What was done. */
            message: string;
        };
        /** @description An OpenAPI 3.1 document. */
        ContractDocument: {
            /** @description Its version of OpenAPI. */
            openapi: string;
            /** @description What it describes. */
            info: {
                [key: string]: unknown;
            };
            /** @description The operations by path. */
            paths: {
                [key: string]: unknown;
            };
        } & {
            [key: string]: unknown;
        };
        /** @description The process answers. */
        Liveness: {
            /**
             * @description Always alive.
             * @constant
             */
            status: "alive";
        };
        /** @description The service takes requests. */
        Readiness: {
            /**
             * @description Always ready.
             * @constant
             */
            status: "ready";
        };
        /** @description A public client of the account surface; all of this is registered for it. */
        SandboxAccountCredentials: {
            client_id: components["schemas"]["ClientId"];
            /** @description An origin it allows. */
            origin: string;
            /** @description An audience it may ask for. */
            audience: string;
            /** @description A redirect URI it allows. */
            redirectUri: string;
        };
        /** @description An application and an environment of it, with their keys. */
        SandboxAppCredentials: {
            /** @description Names the environment; public. */
            publishableKey: string;
            applicationId: components["schemas"]["AppId"];
            environmentId: components["schemas"]["AppId"];
            /** @description An API key of the environment. */
            secretKey: string;
        };
        /** @description Who runs the tenant of the application. */
        SandboxPlatformCredentials: {
            /** @description The email. */
            email: string;
            /** @description The password, which everybody knows. */
            password: string;
        };
        /** @description An administrator and the keys of the project. */
        SandboxProjectCredentials: {
            /** @description For `POST /api/auth/admin/sessions`. */
            adminEmail: string;
            /** @description For `POST /api/auth/admin/sessions`. */
            adminPassword: string;
            /** @description A key that may do what an administrator may. */
            apiKey: string;
            /** @description A key for clients without a user. */
            anonKey: string;
            /** @description A redirect URI that the project allows. */
            redirectUri: string;
        };
        /** @description A confidential client, a machine, registered for the same audience and redirect URIs. */
        SandboxMachineCredentials: {
            client_id: components["schemas"]["ClientId"];
            /** @description Its secret, which everybody knows. */
            client_secret: string;
        };
        /** @description What to call the surfaces with. */
        SandboxCredentials: {
            account: components["schemas"]["SandboxAccountCredentials"];
            app: components["schemas"]["SandboxAppCredentials"];
            platform: components["schemas"]["SandboxPlatformCredentials"];
            project: components["schemas"]["SandboxProjectCredentials"];
            oauth: components["schemas"]["SandboxMachineCredentials"];
        };
        /** @description A mail of the sandbox. */
        MailId: string;
        /** @description A mail as it would have been sent. */
        Mail: {
            id: components["schemas"]["MailId"];
            /** @description Who gets it. */
            to: string;
            /** @description Its subject. */
            subject: string;
            /** @description What it is about. */
            kind: string;
            /** @description The plain part. */
            text: string;
            /** @description The rich part. */
            html: string;
            /** @description The code in it, if any. */
            code: string | null;
            /** @description The link in it, if any. */
            link: string | null;
            /** @description The token of that link, if any. */
            token: string | null;
            createdAt: components["schemas"]["Timestamp"];
        };
        /** @description The mails, newest first. */
        Mailbox: {
            /** @description At most the newest 500. */
            messages: components["schemas"]["Mail"][];
        };
        /** @description The sandbox is as new. */
        SandboxReset: {
            /**
             * @description Always true.
             * @constant
             */
            reset: true;
        };
        /** @description An authorization code of an administrator. */
        SandboxAdminCode: {
            /** @description A JWT. */
            code: string;
        };
        /** @description How far to move the clock. */
        MoveClock: {
            /**
             * Format: int32
             * @description Seconds, at most a year and a day.
             */
            advance: number;
        };
        /** @description Where the clock stands. */
        SandboxClock: {
            now: components["schemas"]["Timestamp"];
            /**
             * Format: int64
             * @description Seconds ahead of the real time.
             */
            offset: number;
        };
        /** @description Who to be. */
        StandInForm: {
            /** @description Empty for nobody's. */
            email?: string;
            /** @description First and last name, or none. */
            name?: string;
            /**
             * @description The provider says that the address is verified.
             * @constant
             */
            verified?: "yes";
            /** @description The person's number at the provider; empty: made from the address. */
            account?: string;
            /**
             * @description The button.
             * @enum {string}
             */
            decision?: "continue" | "cancel";
        };
        /** @description OpenID Connect Discovery metadata. */
        StandInConfiguration: {
            /**
             * Format: uri
             * @description The stand-in.
             */
            issuer: string;
            /**
             * Format: uri
             * @description The page.
             */
            authorization_endpoint: string;
            /**
             * Format: uri
             * @description Where codes are exchanged.
             */
            token_endpoint: string;
            /**
             * Format: uri
             * @description Where profiles are.
             */
            userinfo_endpoint: string;
            /**
             * Format: uri
             * @description Keys of its ID tokens.
             */
            jwks_uri: string;
            /** @description Codes only. */
            response_types_supported: "code"[];
            /** @description Everybody has one subject. */
            subject_types_supported: "public"[];
            /** @description How ID tokens are signed. */
            id_token_signing_alg_values_supported: "ES256"[];
            /**
             * @description RFC 9207.
             * @constant
             */
            authorization_response_iss_parameter_supported: true;
        };
        /** @description As RFC 6749 section 4.1.3 says. */
        StandInCodeExchange: {
            /**
             * @description The only one.
             * @constant
             */
            grant_type: "authorization_code";
            /** @description The code. */
            code: string;
            /** @description That of the request. */
            redirect_uri: string;
            /** @description The service itself. */
            client_id: string;
            /** @description `secret-of-` and the provider's name. */
            client_secret: string;
            /** @description Of the code challenge, if there was one. */
            code_verifier?: string;
        };
        /** @description As RFC 6749 section 5.1 says. */
        StandInTokens: {
            /** @description Opens the profile. */
            access_token: string;
            /**
             * @description Always Bearer.
             * @constant
             */
            token_type: "Bearer";
            /**
             * Format: int32
             * @description Seconds.
             */
            expires_in: number;
            /** @description Who signed in, signed. */
            id_token?: string;
        };
        /** @description Each provider has its own form. */
        StandInProfile: {
            [key: string]: unknown;
        };
        /** @description One address. */
        StandInEmail: {
            /** @description The address. */
            email: string;
            /** @description The one to write to. */
            primary: boolean;
            /** @description The provider has proven it. */
            verified: boolean;
        };
        /** @description The addresses of one person. */
        StandInEmails: components["schemas"]["StandInEmail"][];
        /** @description What went wrong, for people (`title`, `detail`) and for programs (`code`). */
        AccountInvalidRequestProblem: {
            /**
             * Format: uri-reference
             * @description `about:blank`: the code says it all.
             */
            type: string;
            /** @description What is wrong; the same for every request with this code. */
            title: string;
            /**
             * Format: int32
             * @description The HTTP status.
             */
            status: number;
            /** @description What is wrong with this very request. */
            detail?: string;
            /**
             * Format: uri-reference
             * @description This occurrence.
             */
            instance?: string;
            /**
             * @description Stable; branch on this.
             * @enum {string}
             */
            code: "invalid_request";
        };
        /** @description What went wrong, for people (`title`, `detail`) and for programs (`code`). */
        AccountUnauthorizedProblem: {
            /**
             * Format: uri-reference
             * @description `about:blank`: the code says it all.
             */
            type: string;
            /** @description What is wrong; the same for every request with this code. */
            title: string;
            /**
             * Format: int32
             * @description The HTTP status.
             */
            status: number;
            /** @description What is wrong with this very request. */
            detail?: string;
            /**
             * Format: uri-reference
             * @description This occurrence.
             */
            instance?: string;
            /**
             * @description Stable; branch on this.
             * @enum {string}
             */
            code: "invalid_token" | "unauthorized";
        };
        /** @description What went wrong, for people (`title`, `detail`) and for programs (`code`). */
        AccountSwitchAccount403Problem: {
            /**
             * Format: uri-reference
             * @description `about:blank`: the code says it all.
             */
            type: string;
            /** @description What is wrong; the same for every request with this code. */
            title: string;
            /**
             * Format: int32
             * @description The HTTP status.
             */
            status: number;
            /** @description What is wrong with this very request. */
            detail?: string;
            /**
             * Format: uri-reference
             * @description This occurrence.
             */
            instance?: string;
            /**
             * @description Stable; branch on this.
             * @enum {string}
             */
            code: "origin_not_allowed";
        };
        /** @description What went wrong, for people (`title`, `detail`) and for programs (`code`). */
        AccountAccountNotFoundProblem: {
            /**
             * Format: uri-reference
             * @description `about:blank`: the code says it all.
             */
            type: string;
            /** @description What is wrong; the same for every request with this code. */
            title: string;
            /**
             * Format: int32
             * @description The HTTP status.
             */
            status: number;
            /** @description What is wrong with this very request. */
            detail?: string;
            /**
             * Format: uri-reference
             * @description This occurrence.
             */
            instance?: string;
            /**
             * @description Stable; branch on this.
             * @enum {string}
             */
            code: "account_not_found";
        };
        /** @description What went wrong, for people (`title`, `detail`) and for programs (`code`). */
        AccountPayloadTooLargeProblem: {
            /**
             * Format: uri-reference
             * @description `about:blank`: the code says it all.
             */
            type: string;
            /** @description What is wrong; the same for every request with this code. */
            title: string;
            /**
             * Format: int32
             * @description The HTTP status.
             */
            status: number;
            /** @description What is wrong with this very request. */
            detail?: string;
            /**
             * Format: uri-reference
             * @description This occurrence.
             */
            instance?: string;
            /**
             * @description Stable; branch on this.
             * @enum {string}
             */
            code: "payload_too_large";
        };
        /** @description What went wrong, for people (`title`, `detail`) and for programs (`code`). */
        AccountUnsupportedMediaTypeProblem: {
            /**
             * Format: uri-reference
             * @description `about:blank`: the code says it all.
             */
            type: string;
            /** @description What is wrong; the same for every request with this code. */
            title: string;
            /**
             * Format: int32
             * @description The HTTP status.
             */
            status: number;
            /** @description What is wrong with this very request. */
            detail?: string;
            /**
             * Format: uri-reference
             * @description This occurrence.
             */
            instance?: string;
            /**
             * @description Stable; branch on this.
             * @enum {string}
             */
            code: "unsupported_media_type";
        };
        /** @description What went wrong, for people (`title`, `detail`) and for programs (`code`). */
        AccountTooManyRequestsProblem: {
            /**
             * Format: uri-reference
             * @description `about:blank`: the code says it all.
             */
            type: string;
            /** @description What is wrong; the same for every request with this code. */
            title: string;
            /**
             * Format: int32
             * @description The HTTP status.
             */
            status: number;
            /** @description What is wrong with this very request. */
            detail?: string;
            /**
             * Format: uri-reference
             * @description This occurrence.
             */
            instance?: string;
            /**
             * @description Stable; branch on this.
             * @enum {string}
             */
            code: "too_many_requests";
        };
        /** @description What went wrong, for people (`title`, `detail`) and for programs (`code`). */
        AccountInternalProblem: {
            /**
             * Format: uri-reference
             * @description `about:blank`: the code says it all.
             */
            type: string;
            /** @description What is wrong; the same for every request with this code. */
            title: string;
            /**
             * Format: int32
             * @description The HTTP status.
             */
            status: number;
            /** @description What is wrong with this very request. */
            detail?: string;
            /**
             * Format: uri-reference
             * @description This occurrence.
             */
            instance?: string;
            /**
             * @description Stable; branch on this.
             * @enum {string}
             */
            code: "internal";
        };
        /** @description What went wrong, for people (`title`, `detail`) and for programs (`code`). */
        AccountUnavailableProblem: {
            /**
             * Format: uri-reference
             * @description `about:blank`: the code says it all.
             */
            type: string;
            /** @description What is wrong; the same for every request with this code. */
            title: string;
            /**
             * Format: int32
             * @description The HTTP status.
             */
            status: number;
            /** @description What is wrong with this very request. */
            detail?: string;
            /**
             * Format: uri-reference
             * @description This occurrence.
             */
            instance?: string;
            /**
             * @description Stable; branch on this.
             * @enum {string}
             */
            code: "unavailable";
        };
        /** @description What went wrong, for people (`title`, `detail`) and for programs (`code`). */
        AccountCreateAccount403Problem: {
            /**
             * Format: uri-reference
             * @description `about:blank`: the code says it all.
             */
            type: string;
            /** @description What is wrong; the same for every request with this code. */
            title: string;
            /**
             * Format: int32
             * @description The HTTP status.
             */
            status: number;
            /** @description What is wrong with this very request. */
            detail?: string;
            /**
             * Format: uri-reference
             * @description This occurrence.
             */
            instance?: string;
            /**
             * @description Stable; branch on this.
             * @enum {string}
             */
            code: "origin_not_allowed";
        };
        /** @description What went wrong, for people (`title`, `detail`) and for programs (`code`). */
        AccountQuotaExceededProblem: {
            /**
             * Format: uri-reference
             * @description `about:blank`: the code says it all.
             */
            type: string;
            /** @description What is wrong; the same for every request with this code. */
            title: string;
            /**
             * Format: int32
             * @description The HTTP status.
             */
            status: number;
            /** @description What is wrong with this very request. */
            detail?: string;
            /**
             * Format: uri-reference
             * @description This occurrence.
             */
            instance?: string;
            /**
             * @description Stable; branch on this.
             * @enum {string}
             */
            code: "quota_exceeded";
        };
        /** @description What went wrong, for people (`title`, `detail`) and for programs (`code`). */
        AccountSearchAccounts403Problem: {
            /**
             * Format: uri-reference
             * @description `about:blank`: the code says it all.
             */
            type: string;
            /** @description What is wrong; the same for every request with this code. */
            title: string;
            /**
             * Format: int32
             * @description The HTTP status.
             */
            status: number;
            /** @description What is wrong with this very request. */
            detail?: string;
            /**
             * Format: uri-reference
             * @description This occurrence.
             */
            instance?: string;
            /**
             * @description Stable; branch on this.
             * @enum {string}
             */
            code: "origin_not_allowed";
        };
        /** @description What went wrong, for people (`title`, `detail`) and for programs (`code`). */
        AccountDeleteAccount403Problem: {
            /**
             * Format: uri-reference
             * @description `about:blank`: the code says it all.
             */
            type: string;
            /** @description What is wrong; the same for every request with this code. */
            title: string;
            /**
             * Format: int32
             * @description The HTTP status.
             */
            status: number;
            /** @description What is wrong with this very request. */
            detail?: string;
            /**
             * Format: uri-reference
             * @description This occurrence.
             */
            instance?: string;
            /**
             * @description Stable; branch on this.
             * @enum {string}
             */
            code: "insufficient_role" | "origin_not_allowed";
        };
        /** @description What went wrong, for people (`title`, `detail`) and for programs (`code`). */
        AccountDeleteAccount409Problem: {
            /**
             * Format: uri-reference
             * @description `about:blank`: the code says it all.
             */
            type: string;
            /** @description What is wrong; the same for every request with this code. */
            title: string;
            /**
             * Format: int32
             * @description The HTTP status.
             */
            status: number;
            /** @description What is wrong with this very request. */
            detail?: string;
            /**
             * Format: uri-reference
             * @description This occurrence.
             */
            instance?: string;
            /**
             * @description Stable; branch on this.
             * @enum {string}
             */
            code: "account_has_children";
        };
        /** @description What went wrong, for people (`title`, `detail`) and for programs (`code`). */
        AccountUpdateAccount403Problem: {
            /**
             * Format: uri-reference
             * @description `about:blank`: the code says it all.
             */
            type: string;
            /** @description What is wrong; the same for every request with this code. */
            title: string;
            /**
             * Format: int32
             * @description The HTTP status.
             */
            status: number;
            /** @description What is wrong with this very request. */
            detail?: string;
            /**
             * Format: uri-reference
             * @description This occurrence.
             */
            instance?: string;
            /**
             * @description Stable; branch on this.
             * @enum {string}
             */
            code: "insufficient_role" | "origin_not_allowed";
        };
        /** @description What went wrong, for people (`title`, `detail`) and for programs (`code`). */
        AccountIssueAccountToken400Problem: {
            /**
             * Format: uri-reference
             * @description `about:blank`: the code says it all.
             */
            type: string;
            /** @description What is wrong; the same for every request with this code. */
            title: string;
            /**
             * Format: int32
             * @description The HTTP status.
             */
            status: number;
            /** @description What is wrong with this very request. */
            detail?: string;
            /**
             * Format: uri-reference
             * @description This occurrence.
             */
            instance?: string;
            /**
             * @description Stable; branch on this.
             * @enum {string}
             */
            code: "invalid_audience" | "invalid_request";
        };
        /** @description What went wrong, for people (`title`, `detail`) and for programs (`code`). */
        AccountIssueAccountToken403Problem: {
            /**
             * Format: uri-reference
             * @description `about:blank`: the code says it all.
             */
            type: string;
            /** @description What is wrong; the same for every request with this code. */
            title: string;
            /**
             * Format: int32
             * @description The HTTP status.
             */
            status: number;
            /** @description What is wrong with this very request. */
            detail?: string;
            /**
             * Format: uri-reference
             * @description This occurrence.
             */
            instance?: string;
            /**
             * @description Stable; branch on this.
             * @enum {string}
             */
            code: "origin_not_allowed";
        };
        /** @description What went wrong, for people (`title`, `detail`) and for programs (`code`). */
        AccountCreateApplicationUser403Problem: {
            /**
             * Format: uri-reference
             * @description `about:blank`: the code says it all.
             */
            type: string;
            /** @description What is wrong; the same for every request with this code. */
            title: string;
            /**
             * Format: int32
             * @description The HTTP status.
             */
            status: number;
            /** @description What is wrong with this very request. */
            detail?: string;
            /**
             * Format: uri-reference
             * @description This occurrence.
             */
            instance?: string;
            /**
             * @description Stable; branch on this.
             * @enum {string}
             */
            code: "machine_required" | "origin_not_allowed";
        };
        /** @description What went wrong, for people (`title`, `detail`) and for programs (`code`). */
        AccountCreateApplicationUser404Problem: {
            /**
             * Format: uri-reference
             * @description `about:blank`: the code says it all.
             */
            type: string;
            /** @description What is wrong; the same for every request with this code. */
            title: string;
            /**
             * Format: int32
             * @description The HTTP status.
             */
            status: number;
            /** @description What is wrong with this very request. */
            detail?: string;
            /**
             * Format: uri-reference
             * @description This occurrence.
             */
            instance?: string;
            /**
             * @description Stable; branch on this.
             * @enum {string}
             */
            code: "application_not_found";
        };
        /** @description What went wrong, for people (`title`, `detail`) and for programs (`code`). */
        AccountCreateApplicationUser409Problem: {
            /**
             * Format: uri-reference
             * @description `about:blank`: the code says it all.
             */
            type: string;
            /** @description What is wrong; the same for every request with this code. */
            title: string;
            /**
             * Format: int32
             * @description The HTTP status.
             */
            status: number;
            /** @description What is wrong with this very request. */
            detail?: string;
            /**
             * Format: uri-reference
             * @description This occurrence.
             */
            instance?: string;
            /**
             * @description Stable; branch on this.
             * @enum {string}
             */
            code: "user_exists";
        };
        /** @description What went wrong, for people (`title`, `detail`) and for programs (`code`). */
        AccountRegisterAccount403Problem: {
            /**
             * Format: uri-reference
             * @description `about:blank`: the code says it all.
             */
            type: string;
            /** @description What is wrong; the same for every request with this code. */
            title: string;
            /**
             * Format: int32
             * @description The HTTP status.
             */
            status: number;
            /** @description What is wrong with this very request. */
            detail?: string;
            /**
             * Format: uri-reference
             * @description This occurrence.
             */
            instance?: string;
            /**
             * @description Stable; branch on this.
             * @enum {string}
             */
            code: "machine_required" | "origin_not_allowed";
        };
        /** @description What went wrong, for people (`title`, `detail`) and for programs (`code`). */
        AccountRegisterAccount404Problem: {
            /**
             * Format: uri-reference
             * @description `about:blank`: the code says it all.
             */
            type: string;
            /** @description What is wrong; the same for every request with this code. */
            title: string;
            /**
             * Format: int32
             * @description The HTTP status.
             */
            status: number;
            /** @description What is wrong with this very request. */
            detail?: string;
            /**
             * Format: uri-reference
             * @description This occurrence.
             */
            instance?: string;
            /**
             * @description Stable; branch on this.
             * @enum {string}
             */
            code: "application_not_found" | "user_not_found";
        };
        /** @description What went wrong, for people (`title`, `detail`) and for programs (`code`). */
        AccountRegisterAccount409Problem: {
            /**
             * Format: uri-reference
             * @description `about:blank`: the code says it all.
             */
            type: string;
            /** @description What is wrong; the same for every request with this code. */
            title: string;
            /**
             * Format: int32
             * @description The HTTP status.
             */
            status: number;
            /** @description What is wrong with this very request. */
            detail?: string;
            /**
             * Format: uri-reference
             * @description This occurrence.
             */
            instance?: string;
            /**
             * @description Stable; branch on this.
             * @enum {string}
             */
            code: "quota_exceeded" | "user_exists";
        };
        /** @description What went wrong, for people (`title`, `detail`) and for programs (`code`). */
        AccountCreateChildAccount403Problem: {
            /**
             * Format: uri-reference
             * @description `about:blank`: the code says it all.
             */
            type: string;
            /** @description What is wrong; the same for every request with this code. */
            title: string;
            /**
             * Format: int32
             * @description The HTTP status.
             */
            status: number;
            /** @description What is wrong with this very request. */
            detail?: string;
            /**
             * Format: uri-reference
             * @description This occurrence.
             */
            instance?: string;
            /**
             * @description Stable; branch on this.
             * @enum {string}
             */
            code: "insufficient_role" | "origin_not_allowed";
        };
        /** @description What went wrong, for people (`title`, `detail`) and for programs (`code`). */
        AccountClientRefusedProblem: {
            /**
             * Format: uri-reference
             * @description `about:blank`: the code says it all.
             */
            type: string;
            /** @description What is wrong; the same for every request with this code. */
            title: string;
            /**
             * Format: int32
             * @description The HTTP status.
             */
            status: number;
            /** @description What is wrong with this very request. */
            detail?: string;
            /**
             * Format: uri-reference
             * @description This occurrence.
             */
            instance?: string;
            /**
             * @description Stable; branch on this.
             * @enum {string}
             */
            code: "invalid_audience" | "invalid_request" | "invalid_scope";
        };
        /** @description What went wrong, for people (`title`, `detail`) and for programs (`code`). */
        AccountCreateClient403Problem: {
            /**
             * Format: uri-reference
             * @description `about:blank`: the code says it all.
             */
            type: string;
            /** @description What is wrong; the same for every request with this code. */
            title: string;
            /**
             * Format: int32
             * @description The HTTP status.
             */
            status: number;
            /** @description What is wrong with this very request. */
            detail?: string;
            /**
             * Format: uri-reference
             * @description This occurrence.
             */
            instance?: string;
            /**
             * @description Stable; branch on this.
             * @enum {string}
             */
            code: "email_not_verified" | "insufficient_role" | "origin_not_allowed";
        };
        /** @description What went wrong, for people (`title`, `detail`) and for programs (`code`). */
        AccountClientNotFoundProblem: {
            /**
             * Format: uri-reference
             * @description `about:blank`: the code says it all.
             */
            type: string;
            /** @description What is wrong; the same for every request with this code. */
            title: string;
            /**
             * Format: int32
             * @description The HTTP status.
             */
            status: number;
            /** @description What is wrong with this very request. */
            detail?: string;
            /**
             * Format: uri-reference
             * @description This occurrence.
             */
            instance?: string;
            /**
             * @description Stable; branch on this.
             * @enum {string}
             */
            code: "client_not_found";
        };
        /** @description What went wrong, for people (`title`, `detail`) and for programs (`code`). */
        AccountDeleteClient403Problem: {
            /**
             * Format: uri-reference
             * @description `about:blank`: the code says it all.
             */
            type: string;
            /** @description What is wrong; the same for every request with this code. */
            title: string;
            /**
             * Format: int32
             * @description The HTTP status.
             */
            status: number;
            /** @description What is wrong with this very request. */
            detail?: string;
            /**
             * Format: uri-reference
             * @description This occurrence.
             */
            instance?: string;
            /**
             * @description Stable; branch on this.
             * @enum {string}
             */
            code: "insufficient_role" | "origin_not_allowed";
        };
        /** @description What went wrong, for people (`title`, `detail`) and for programs (`code`). */
        AccountUpdateClient403Problem: {
            /**
             * Format: uri-reference
             * @description `about:blank`: the code says it all.
             */
            type: string;
            /** @description What is wrong; the same for every request with this code. */
            title: string;
            /**
             * Format: int32
             * @description The HTTP status.
             */
            status: number;
            /** @description What is wrong with this very request. */
            detail?: string;
            /**
             * Format: uri-reference
             * @description This occurrence.
             */
            instance?: string;
            /**
             * @description Stable; branch on this.
             * @enum {string}
             */
            code: "insufficient_role" | "origin_not_allowed";
        };
        /** @description What went wrong, for people (`title`, `detail`) and for programs (`code`). */
        AccountRenewClientSecret403Problem: {
            /**
             * Format: uri-reference
             * @description `about:blank`: the code says it all.
             */
            type: string;
            /** @description What is wrong; the same for every request with this code. */
            title: string;
            /**
             * Format: int32
             * @description The HTTP status.
             */
            status: number;
            /** @description What is wrong with this very request. */
            detail?: string;
            /**
             * Format: uri-reference
             * @description This occurrence.
             */
            instance?: string;
            /**
             * @description Stable; branch on this.
             * @enum {string}
             */
            code: "email_not_verified" | "insufficient_role" | "origin_not_allowed";
        };
        /** @description What went wrong, for people (`title`, `detail`) and for programs (`code`). */
        AccountRevokeConsent403Problem: {
            /**
             * Format: uri-reference
             * @description `about:blank`: the code says it all.
             */
            type: string;
            /** @description What is wrong; the same for every request with this code. */
            title: string;
            /**
             * Format: int32
             * @description The HTTP status.
             */
            status: number;
            /** @description What is wrong with this very request. */
            detail?: string;
            /**
             * Format: uri-reference
             * @description This occurrence.
             */
            instance?: string;
            /**
             * @description Stable; branch on this.
             * @enum {string}
             */
            code: "origin_not_allowed";
        };
        /** @description What went wrong, for people (`title`, `detail`) and for programs (`code`). */
        AccountRevokeConsent404Problem: {
            /**
             * Format: uri-reference
             * @description `about:blank`: the code says it all.
             */
            type: string;
            /** @description What is wrong; the same for every request with this code. */
            title: string;
            /**
             * Format: int32
             * @description The HTTP status.
             */
            status: number;
            /** @description What is wrong with this very request. */
            detail?: string;
            /**
             * Format: uri-reference
             * @description This occurrence.
             */
            instance?: string;
            /**
             * @description Stable; branch on this.
             * @enum {string}
             */
            code: "consent_not_found";
        };
        /** @description What went wrong, for people (`title`, `detail`) and for programs (`code`). */
        AccountGetCsrfToken403Problem: {
            /**
             * Format: uri-reference
             * @description `about:blank`: the code says it all.
             */
            type: string;
            /** @description What is wrong; the same for every request with this code. */
            title: string;
            /**
             * Format: int32
             * @description The HTTP status.
             */
            status: number;
            /** @description What is wrong with this very request. */
            detail?: string;
            /**
             * Format: uri-reference
             * @description This occurrence.
             */
            instance?: string;
            /**
             * @description Stable; branch on this.
             * @enum {string}
             */
            code: "csrf_session_missing" | "origin_not_allowed";
        };
        /** @description What went wrong, for people (`title`, `detail`) and for programs (`code`). */
        AccountMailNotAskedProblem: {
            /**
             * Format: uri-reference
             * @description `about:blank`: the code says it all.
             */
            type: string;
            /** @description What is wrong; the same for every request with this code. */
            title: string;
            /**
             * Format: int32
             * @description The HTTP status.
             */
            status: number;
            /** @description What is wrong with this very request. */
            detail?: string;
            /**
             * Format: uri-reference
             * @description This occurrence.
             */
            instance?: string;
            /**
             * @description Stable; branch on this.
             * @enum {string}
             */
            code: "invalid_redirect_uri" | "invalid_request";
        };
        /** @description What went wrong, for people (`title`, `detail`) and for programs (`code`). */
        AccountSendEmailVerification403Problem: {
            /**
             * Format: uri-reference
             * @description `about:blank`: the code says it all.
             */
            type: string;
            /** @description What is wrong; the same for every request with this code. */
            title: string;
            /**
             * Format: int32
             * @description The HTTP status.
             */
            status: number;
            /** @description What is wrong with this very request. */
            detail?: string;
            /**
             * Format: uri-reference
             * @description This occurrence.
             */
            instance?: string;
            /**
             * @description Stable; branch on this.
             * @enum {string}
             */
            code: "origin_not_allowed";
        };
        /** @description What went wrong, for people (`title`, `detail`) and for programs (`code`). */
        AccountLinkRefusedProblem: {
            /**
             * Format: uri-reference
             * @description `about:blank`: the code says it all.
             */
            type: string;
            /** @description What is wrong; the same for every request with this code. */
            title: string;
            /**
             * Format: int32
             * @description The HTTP status.
             */
            status: number;
            /** @description What is wrong with this very request. */
            detail?: string;
            /**
             * Format: uri-reference
             * @description This occurrence.
             */
            instance?: string;
            /**
             * @description Stable; branch on this.
             * @enum {string}
             */
            code: "invalid_link" | "invalid_request";
        };
        /** @description What went wrong, for people (`title`, `detail`) and for programs (`code`). */
        AccountOriginRefusedProblem: {
            /**
             * Format: uri-reference
             * @description `about:blank`: the code says it all.
             */
            type: string;
            /** @description What is wrong; the same for every request with this code. */
            title: string;
            /**
             * Format: int32
             * @description The HTTP status.
             */
            status: number;
            /** @description What is wrong with this very request. */
            detail?: string;
            /**
             * Format: uri-reference
             * @description This occurrence.
             */
            instance?: string;
            /**
             * @description Stable; branch on this.
             * @enum {string}
             */
            code: "origin_not_allowed";
        };
        /** @description What went wrong, for people (`title`, `detail`) and for programs (`code`). */
        AccountVerifyEmail400Problem: {
            /**
             * Format: uri-reference
             * @description `about:blank`: the code says it all.
             */
            type: string;
            /** @description What is wrong; the same for every request with this code. */
            title: string;
            /**
             * Format: int32
             * @description The HTTP status.
             */
            status: number;
            /** @description What is wrong with this very request. */
            detail?: string;
            /**
             * Format: uri-reference
             * @description This occurrence.
             */
            instance?: string;
            /**
             * @description Stable; branch on this.
             * @enum {string}
             */
            code: "invalid_link" | "invalid_request" | "weak_password";
        };
        /** @description What went wrong, for people (`title`, `detail`) and for programs (`code`). */
        AccountInviteMember400Problem: {
            /**
             * Format: uri-reference
             * @description `about:blank`: the code says it all.
             */
            type: string;
            /** @description What is wrong; the same for every request with this code. */
            title: string;
            /**
             * Format: int32
             * @description The HTTP status.
             */
            status: number;
            /** @description What is wrong with this very request. */
            detail?: string;
            /**
             * Format: uri-reference
             * @description This occurrence.
             */
            instance?: string;
            /**
             * @description Stable; branch on this.
             * @enum {string}
             */
            code: "invalid_redirect_uri" | "invalid_request";
        };
        /** @description What went wrong, for people (`title`, `detail`) and for programs (`code`). */
        AccountInviteMember403Problem: {
            /**
             * Format: uri-reference
             * @description `about:blank`: the code says it all.
             */
            type: string;
            /** @description What is wrong; the same for every request with this code. */
            title: string;
            /**
             * Format: int32
             * @description The HTTP status.
             */
            status: number;
            /** @description What is wrong with this very request. */
            detail?: string;
            /**
             * Format: uri-reference
             * @description This occurrence.
             */
            instance?: string;
            /**
             * @description Stable; branch on this.
             * @enum {string}
             */
            code: "email_not_verified" | "insufficient_role" | "origin_not_allowed";
        };
        /** @description What went wrong, for people (`title`, `detail`) and for programs (`code`). */
        AccountInviteMember404Problem: {
            /**
             * Format: uri-reference
             * @description `about:blank`: the code says it all.
             */
            type: string;
            /** @description What is wrong; the same for every request with this code. */
            title: string;
            /**
             * Format: int32
             * @description The HTTP status.
             */
            status: number;
            /** @description What is wrong with this very request. */
            detail?: string;
            /**
             * Format: uri-reference
             * @description This occurrence.
             */
            instance?: string;
            /**
             * @description Stable; branch on this.
             * @enum {string}
             */
            code: "account_not_found" | "client_not_found";
        };
        /** @description What went wrong, for people (`title`, `detail`) and for programs (`code`). */
        AccountInsufficientRoleProblem: {
            /**
             * Format: uri-reference
             * @description `about:blank`: the code says it all.
             */
            type: string;
            /** @description What is wrong; the same for every request with this code. */
            title: string;
            /**
             * Format: int32
             * @description The HTTP status.
             */
            status: number;
            /** @description What is wrong with this very request. */
            detail?: string;
            /**
             * Format: uri-reference
             * @description This occurrence.
             */
            instance?: string;
            /**
             * @description Stable; branch on this.
             * @enum {string}
             */
            code: "insufficient_role";
        };
        /** @description What went wrong, for people (`title`, `detail`) and for programs (`code`). */
        AccountRevokeInvitation403Problem: {
            /**
             * Format: uri-reference
             * @description `about:blank`: the code says it all.
             */
            type: string;
            /** @description What is wrong; the same for every request with this code. */
            title: string;
            /**
             * Format: int32
             * @description The HTTP status.
             */
            status: number;
            /** @description What is wrong with this very request. */
            detail?: string;
            /**
             * Format: uri-reference
             * @description This occurrence.
             */
            instance?: string;
            /**
             * @description Stable; branch on this.
             * @enum {string}
             */
            code: "insufficient_role" | "origin_not_allowed";
        };
        /** @description What went wrong, for people (`title`, `detail`) and for programs (`code`). */
        AccountRevokeInvitation404Problem: {
            /**
             * Format: uri-reference
             * @description `about:blank`: the code says it all.
             */
            type: string;
            /** @description What is wrong; the same for every request with this code. */
            title: string;
            /**
             * Format: int32
             * @description The HTTP status.
             */
            status: number;
            /** @description What is wrong with this very request. */
            detail?: string;
            /**
             * Format: uri-reference
             * @description This occurrence.
             */
            instance?: string;
            /**
             * @description Stable; branch on this.
             * @enum {string}
             */
            code: "account_not_found" | "invitation_not_found";
        };
        /** @description What went wrong, for people (`title`, `detail`) and for programs (`code`). */
        AccountInvitationRefusedProblem: {
            /**
             * Format: uri-reference
             * @description `about:blank`: the code says it all.
             */
            type: string;
            /** @description What is wrong; the same for every request with this code. */
            title: string;
            /**
             * Format: int32
             * @description The HTTP status.
             */
            status: number;
            /** @description What is wrong with this very request. */
            detail?: string;
            /**
             * Format: uri-reference
             * @description This occurrence.
             */
            instance?: string;
            /**
             * @description Stable; branch on this.
             * @enum {string}
             */
            code: "invalid_invitation" | "invalid_request";
        };
        /** @description What went wrong, for people (`title`, `detail`) and for programs (`code`). */
        AccountInvitationForbiddenProblem: {
            /**
             * Format: uri-reference
             * @description `about:blank`: the code says it all.
             */
            type: string;
            /** @description What is wrong; the same for every request with this code. */
            title: string;
            /**
             * Format: int32
             * @description The HTTP status.
             */
            status: number;
            /** @description What is wrong with this very request. */
            detail?: string;
            /**
             * Format: uri-reference
             * @description This occurrence.
             */
            instance?: string;
            /**
             * @description Stable; branch on this.
             * @enum {string}
             */
            code: "csrf_mismatch" | "origin_not_allowed" | "second_factor_required";
        };
        /** @description What went wrong, for people (`title`, `detail`) and for programs (`code`). */
        AccountCannotJoinProblem: {
            /**
             * Format: uri-reference
             * @description `about:blank`: the code says it all.
             */
            type: string;
            /** @description What is wrong; the same for every request with this code. */
            title: string;
            /**
             * Format: int32
             * @description The HTTP status.
             */
            status: number;
            /** @description What is wrong with this very request. */
            detail?: string;
            /**
             * Format: uri-reference
             * @description This occurrence.
             */
            instance?: string;
            /**
             * @description Stable; branch on this.
             * @enum {string}
             */
            code: "quota_exceeded" | "user_exists";
        };
        /** @description What went wrong, for people (`title`, `detail`) and for programs (`code`). */
        AccountCannotJoinPageProblem: {
            /**
             * Format: uri-reference
             * @description `about:blank`: the code says it all.
             */
            type: string;
            /** @description What is wrong; the same for every request with this code. */
            title: string;
            /**
             * Format: int32
             * @description The HTTP status.
             */
            status: number;
            /** @description What is wrong with this very request. */
            detail?: string;
            /**
             * Format: uri-reference
             * @description This occurrence.
             */
            instance?: string;
            /**
             * @description Stable; branch on this.
             * @enum {string}
             */
            code: "quota_exceeded" | "user_exists";
        };
        /** @description What went wrong, for people (`title`, `detail`) and for programs (`code`). */
        AccountUnknownClientProblem: {
            /**
             * Format: uri-reference
             * @description `about:blank`: the code says it all.
             */
            type: string;
            /** @description What is wrong; the same for every request with this code. */
            title: string;
            /**
             * Format: int32
             * @description The HTTP status.
             */
            status: number;
            /** @description What is wrong with this very request. */
            detail?: string;
            /**
             * Format: uri-reference
             * @description This occurrence.
             */
            instance?: string;
            /**
             * @description Stable; branch on this.
             * @enum {string}
             */
            code: "unknown_client";
        };
        /** @description What went wrong, for people (`title`, `detail`) and for programs (`code`). */
        AccountOriginOrCsrfRefusedProblem: {
            /**
             * Format: uri-reference
             * @description `about:blank`: the code says it all.
             */
            type: string;
            /** @description What is wrong; the same for every request with this code. */
            title: string;
            /**
             * Format: int32
             * @description The HTTP status.
             */
            status: number;
            /** @description What is wrong with this very request. */
            detail?: string;
            /**
             * Format: uri-reference
             * @description This occurrence.
             */
            instance?: string;
            /**
             * @description Stable; branch on this.
             * @enum {string}
             */
            code: "csrf_mismatch" | "origin_not_allowed";
        };
        /** @description What went wrong, for people (`title`, `detail`) and for programs (`code`). */
        AccountLinkForbiddenProblem: {
            /**
             * Format: uri-reference
             * @description `about:blank`: the code says it all.
             */
            type: string;
            /** @description What is wrong; the same for every request with this code. */
            title: string;
            /**
             * Format: int32
             * @description The HTTP status.
             */
            status: number;
            /** @description What is wrong with this very request. */
            detail?: string;
            /**
             * Format: uri-reference
             * @description This occurrence.
             */
            instance?: string;
            /**
             * @description Stable; branch on this.
             * @enum {string}
             */
            code: "access_denied" | "csrf_mismatch" | "origin_not_allowed" | "second_factor_required";
        };
        /** @description What went wrong, for people (`title`, `detail`) and for programs (`code`). */
        AccountAddMember403Problem: {
            /**
             * Format: uri-reference
             * @description `about:blank`: the code says it all.
             */
            type: string;
            /** @description What is wrong; the same for every request with this code. */
            title: string;
            /**
             * Format: int32
             * @description The HTTP status.
             */
            status: number;
            /** @description What is wrong with this very request. */
            detail?: string;
            /**
             * Format: uri-reference
             * @description This occurrence.
             */
            instance?: string;
            /**
             * @description Stable; branch on this.
             * @enum {string}
             */
            code: "email_not_verified" | "insufficient_role" | "origin_not_allowed";
        };
        /** @description What went wrong, for people (`title`, `detail`) and for programs (`code`). */
        AccountAddMember404Problem: {
            /**
             * Format: uri-reference
             * @description `about:blank`: the code says it all.
             */
            type: string;
            /** @description What is wrong; the same for every request with this code. */
            title: string;
            /**
             * Format: int32
             * @description The HTTP status.
             */
            status: number;
            /** @description What is wrong with this very request. */
            detail?: string;
            /**
             * Format: uri-reference
             * @description This occurrence.
             */
            instance?: string;
            /**
             * @description Stable; branch on this.
             * @enum {string}
             */
            code: "account_not_found" | "user_not_found";
        };
        /** @description What went wrong, for people (`title`, `detail`) and for programs (`code`). */
        AccountAddMember409Problem: {
            /**
             * Format: uri-reference
             * @description `about:blank`: the code says it all.
             */
            type: string;
            /** @description What is wrong; the same for every request with this code. */
            title: string;
            /**
             * Format: int32
             * @description The HTTP status.
             */
            status: number;
            /** @description What is wrong with this very request. */
            detail?: string;
            /**
             * Format: uri-reference
             * @description This occurrence.
             */
            instance?: string;
            /**
             * @description Stable; branch on this.
             * @enum {string}
             */
            code: "member_exists" | "quota_exceeded";
        };
        /** @description What went wrong, for people (`title`, `detail`) and for programs (`code`). */
        AccountSearchMembers403Problem: {
            /**
             * Format: uri-reference
             * @description `about:blank`: the code says it all.
             */
            type: string;
            /** @description What is wrong; the same for every request with this code. */
            title: string;
            /**
             * Format: int32
             * @description The HTTP status.
             */
            status: number;
            /** @description What is wrong with this very request. */
            detail?: string;
            /**
             * Format: uri-reference
             * @description This occurrence.
             */
            instance?: string;
            /**
             * @description Stable; branch on this.
             * @enum {string}
             */
            code: "origin_not_allowed";
        };
        /** @description What went wrong, for people (`title`, `detail`) and for programs (`code`). */
        AccountRemoveMember403Problem: {
            /**
             * Format: uri-reference
             * @description `about:blank`: the code says it all.
             */
            type: string;
            /** @description What is wrong; the same for every request with this code. */
            title: string;
            /**
             * Format: int32
             * @description The HTTP status.
             */
            status: number;
            /** @description What is wrong with this very request. */
            detail?: string;
            /**
             * Format: uri-reference
             * @description This occurrence.
             */
            instance?: string;
            /**
             * @description Stable; branch on this.
             * @enum {string}
             */
            code: "insufficient_role" | "origin_not_allowed";
        };
        /** @description What went wrong, for people (`title`, `detail`) and for programs (`code`). */
        AccountMemberNotFoundProblem: {
            /**
             * Format: uri-reference
             * @description `about:blank`: the code says it all.
             */
            type: string;
            /** @description What is wrong; the same for every request with this code. */
            title: string;
            /**
             * Format: int32
             * @description The HTTP status.
             */
            status: number;
            /** @description What is wrong with this very request. */
            detail?: string;
            /**
             * Format: uri-reference
             * @description This occurrence.
             */
            instance?: string;
            /**
             * @description Stable; branch on this.
             * @enum {string}
             */
            code: "account_not_found" | "member_not_found";
        };
        /** @description What went wrong, for people (`title`, `detail`) and for programs (`code`). */
        AccountLastOwnerProblem: {
            /**
             * Format: uri-reference
             * @description `about:blank`: the code says it all.
             */
            type: string;
            /** @description What is wrong; the same for every request with this code. */
            title: string;
            /**
             * Format: int32
             * @description The HTTP status.
             */
            status: number;
            /** @description What is wrong with this very request. */
            detail?: string;
            /**
             * Format: uri-reference
             * @description This occurrence.
             */
            instance?: string;
            /**
             * @description Stable; branch on this.
             * @enum {string}
             */
            code: "last_owner";
        };
        /** @description What went wrong, for people (`title`, `detail`) and for programs (`code`). */
        AccountUpdateMember403Problem: {
            /**
             * Format: uri-reference
             * @description `about:blank`: the code says it all.
             */
            type: string;
            /** @description What is wrong; the same for every request with this code. */
            title: string;
            /**
             * Format: int32
             * @description The HTTP status.
             */
            status: number;
            /** @description What is wrong with this very request. */
            detail?: string;
            /**
             * Format: uri-reference
             * @description This occurrence.
             */
            instance?: string;
            /**
             * @description Stable; branch on this.
             * @enum {string}
             */
            code: "email_not_verified" | "insufficient_role" | "origin_not_allowed";
        };
        /** @description What went wrong, for people (`title`, `detail`) and for programs (`code`). */
        AccountResetPassword400Problem: {
            /**
             * Format: uri-reference
             * @description `about:blank`: the code says it all.
             */
            type: string;
            /** @description What is wrong; the same for every request with this code. */
            title: string;
            /**
             * Format: int32
             * @description The HTTP status.
             */
            status: number;
            /** @description What is wrong with this very request. */
            detail?: string;
            /**
             * Format: uri-reference
             * @description This occurrence.
             */
            instance?: string;
            /**
             * @description Stable; branch on this.
             * @enum {string}
             */
            code: "invalid_link" | "invalid_request" | "weak_password";
        };
        /** @description What went wrong, for people (`title`, `detail`) and for programs (`code`). */
        AccountOverloadedProblem: {
            /**
             * Format: uri-reference
             * @description `about:blank`: the code says it all.
             */
            type: string;
            /** @description What is wrong; the same for every request with this code. */
            title: string;
            /**
             * Format: int32
             * @description The HTTP status.
             */
            status: number;
            /** @description What is wrong with this very request. */
            detail?: string;
            /**
             * Format: uri-reference
             * @description This occurrence.
             */
            instance?: string;
            /**
             * @description Stable; branch on this.
             * @enum {string}
             */
            code: "overloaded" | "unavailable";
        };
        /** @description What went wrong, for people (`title`, `detail`) and for programs (`code`). */
        AccountAuthorizeWithProvider400Problem: {
            /**
             * Format: uri-reference
             * @description `about:blank`: the code says it all.
             */
            type: string;
            /** @description What is wrong; the same for every request with this code. */
            title: string;
            /**
             * Format: int32
             * @description The HTTP status.
             */
            status: number;
            /** @description What is wrong with this very request. */
            detail?: string;
            /**
             * Format: uri-reference
             * @description This occurrence.
             */
            instance?: string;
            /**
             * @description Stable; branch on this.
             * @enum {string}
             */
            code: "invalid_redirect_uri" | "invalid_request" | "invalid_scope" | "unsupported_response_type";
        };
        /** @description What went wrong, for people (`title`, `detail`) and for programs (`code`). */
        ProviderNotFoundProblem: {
            /**
             * Format: uri-reference
             * @description `about:blank`: the code says it all.
             */
            type: string;
            /** @description What is wrong; the same for every request with this code. */
            title: string;
            /**
             * Format: int32
             * @description The HTTP status.
             */
            status: number;
            /** @description What is wrong with this very request. */
            detail?: string;
            /**
             * Format: uri-reference
             * @description This occurrence.
             */
            instance?: string;
            /**
             * @description Stable; branch on this.
             * @enum {string}
             */
            code: "provider_not_found";
        };
        /** @description What went wrong, for people (`title`, `detail`) and for programs (`code`). */
        AccountAuthorizeWithProvider429Problem: {
            /**
             * Format: uri-reference
             * @description `about:blank`: the code says it all.
             */
            type: string;
            /** @description What is wrong; the same for every request with this code. */
            title: string;
            /**
             * Format: int32
             * @description The HTTP status.
             */
            status: number;
            /** @description What is wrong with this very request. */
            detail?: string;
            /**
             * Format: uri-reference
             * @description This occurrence.
             */
            instance?: string;
            /**
             * @description Stable; branch on this.
             * @enum {string}
             */
            code: "too_many_requests";
        };
        /** @description What went wrong, for people (`title`, `detail`) and for programs (`code`). */
        FlowRefusedProblem: {
            /**
             * Format: uri-reference
             * @description `about:blank`: the code says it all.
             */
            type: string;
            /** @description What is wrong; the same for every request with this code. */
            title: string;
            /**
             * Format: int32
             * @description The HTTP status.
             */
            status: number;
            /** @description What is wrong with this very request. */
            detail?: string;
            /**
             * Format: uri-reference
             * @description This occurrence.
             */
            instance?: string;
            /**
             * @description Stable; branch on this.
             * @enum {string}
             */
            code: "invalid_request" | "provider_flow_invalid";
        };
        /** @description What went wrong, for programs (`error`) and for people (`message`, `nextActions`). */
        HostedRefusedError: {
            /**
             * @description Stable; branch on this.
             * @enum {string}
             */
            error: "INVALID_INPUT";
            /** @description What is wrong with this request. */
            message: string;
            /**
             * Format: int32
             * @description The HTTP status.
             */
            statusCode: number;
            /** @description What to do about it. */
            nextActions: string;
        };
        /** @description What went wrong, for programs (`error`) and for people (`message`, `nextActions`). */
        ProjectInternalError: {
            /**
             * @description Stable; branch on this.
             * @enum {string}
             */
            error: "INTERNAL_ERROR";
            /** @description What is wrong with this request. */
            message: string;
            /**
             * Format: int32
             * @description The HTTP status.
             */
            statusCode: number;
            /** @description What to do about it. */
            nextActions: string;
        };
        /** @description What went wrong, for programs (`error`) and for people (`message`, `nextActions`). */
        ProjectUnavailableError: {
            /**
             * @description Stable; branch on this.
             * @enum {string}
             */
            error: "UNAVAILABLE";
            /** @description What is wrong with this request. */
            message: string;
            /**
             * Format: int32
             * @description The HTTP status.
             */
            statusCode: number;
            /** @description What to do about it. */
            nextActions: string;
        };
        /** @description What went wrong, for people (`title`, `detail`) and for programs (`code`). */
        AccountSignIn401Problem: {
            /**
             * Format: uri-reference
             * @description `about:blank`: the code says it all.
             */
            type: string;
            /** @description What is wrong; the same for every request with this code. */
            title: string;
            /**
             * Format: int32
             * @description The HTTP status.
             */
            status: number;
            /** @description What is wrong with this very request. */
            detail?: string;
            /**
             * Format: uri-reference
             * @description This occurrence.
             */
            instance?: string;
            /**
             * @description Stable; branch on this.
             * @enum {string}
             */
            code: "invalid_credentials" | "unknown_client";
        };
        /** @description What went wrong, for people (`title`, `detail`) and for programs (`code`). */
        AccountSignIn403Problem: {
            /**
             * Format: uri-reference
             * @description `about:blank`: the code says it all.
             */
            type: string;
            /** @description What is wrong; the same for every request with this code. */
            title: string;
            /**
             * Format: int32
             * @description The HTTP status.
             */
            status: number;
            /** @description What is wrong with this very request. */
            detail?: string;
            /**
             * Format: uri-reference
             * @description This occurrence.
             */
            instance?: string;
            /**
             * @description Stable; branch on this.
             * @enum {string}
             */
            code: "csrf_mismatch" | "email_not_verified" | "origin_not_allowed" | "second_factor_required";
        };
        /** @description What went wrong, for people (`title`, `detail`) and for programs (`code`). */
        AccountRefresh401Problem: {
            /**
             * Format: uri-reference
             * @description `about:blank`: the code says it all.
             */
            type: string;
            /** @description What is wrong; the same for every request with this code. */
            title: string;
            /**
             * Format: int32
             * @description The HTTP status.
             */
            status: number;
            /** @description What is wrong with this very request. */
            detail?: string;
            /**
             * Format: uri-reference
             * @description This occurrence.
             */
            instance?: string;
            /**
             * @description Stable; branch on this.
             * @enum {string}
             */
            code: "invalid_refresh_token";
        };
        /** @description What went wrong, for people (`title`, `detail`) and for programs (`code`). */
        AccountSignUp400Problem: {
            /**
             * Format: uri-reference
             * @description `about:blank`: the code says it all.
             */
            type: string;
            /** @description What is wrong; the same for every request with this code. */
            title: string;
            /**
             * Format: int32
             * @description The HTTP status.
             */
            status: number;
            /** @description What is wrong with this very request. */
            detail?: string;
            /**
             * Format: uri-reference
             * @description This occurrence.
             */
            instance?: string;
            /**
             * @description Stable; branch on this.
             * @enum {string}
             */
            code: "invalid_redirect_uri" | "invalid_request" | "weak_password";
        };
        /** @description What went wrong, for people (`title`, `detail`) and for programs (`code`). */
        AccountSignUpRefusedProblem: {
            /**
             * Format: uri-reference
             * @description `about:blank`: the code says it all.
             */
            type: string;
            /** @description What is wrong; the same for every request with this code. */
            title: string;
            /**
             * Format: int32
             * @description The HTTP status.
             */
            status: number;
            /** @description What is wrong with this very request. */
            detail?: string;
            /**
             * Format: uri-reference
             * @description This occurrence.
             */
            instance?: string;
            /**
             * @description Stable; branch on this.
             * @enum {string}
             */
            code: "access_denied" | "csrf_mismatch" | "origin_not_allowed" | "sign_up_disabled";
        };
        /** @description What went wrong, for people (`title`, `detail`) and for programs (`code`). */
        AccountSignUp409Problem: {
            /**
             * Format: uri-reference
             * @description `about:blank`: the code says it all.
             */
            type: string;
            /** @description What is wrong; the same for every request with this code. */
            title: string;
            /**
             * Format: int32
             * @description The HTTP status.
             */
            status: number;
            /** @description What is wrong with this very request. */
            detail?: string;
            /**
             * Format: uri-reference
             * @description This occurrence.
             */
            instance?: string;
            /**
             * @description Stable; branch on this.
             * @enum {string}
             */
            code: "user_exists";
        };
        /** @description What went wrong, for people (`title`, `detail`) and for programs (`code`). */
        AccountJoinWaitlist403Problem: {
            /**
             * Format: uri-reference
             * @description `about:blank`: the code says it all.
             */
            type: string;
            /** @description What is wrong; the same for every request with this code. */
            title: string;
            /**
             * Format: int32
             * @description The HTTP status.
             */
            status: number;
            /** @description What is wrong with this very request. */
            detail?: string;
            /**
             * Format: uri-reference
             * @description This occurrence.
             */
            instance?: string;
            /**
             * @description Stable; branch on this.
             * @enum {string}
             */
            code: "origin_not_allowed";
        };
        /** @description What went wrong, for people (`title`, `detail`) and for programs (`code`). */
        AccountSignUpForWaitlist403Problem: {
            /**
             * Format: uri-reference
             * @description `about:blank`: the code says it all.
             */
            type: string;
            /** @description What is wrong; the same for every request with this code. */
            title: string;
            /**
             * Format: int32
             * @description The HTTP status.
             */
            status: number;
            /** @description What is wrong with this very request. */
            detail?: string;
            /**
             * Format: uri-reference
             * @description This occurrence.
             */
            instance?: string;
            /**
             * @description Stable; branch on this.
             * @enum {string}
             */
            code: "origin_not_allowed";
        };
        /** @description What went wrong, for people (`title`, `detail`) and for programs (`code`). */
        AccountLeaveWaitlist403Problem: {
            /**
             * Format: uri-reference
             * @description `about:blank`: the code says it all.
             */
            type: string;
            /** @description What is wrong; the same for every request with this code. */
            title: string;
            /**
             * Format: int32
             * @description The HTTP status.
             */
            status: number;
            /** @description What is wrong with this very request. */
            detail?: string;
            /**
             * Format: uri-reference
             * @description This occurrence.
             */
            instance?: string;
            /**
             * @description Stable; branch on this.
             * @enum {string}
             */
            code: "origin_not_allowed";
        };
        /** @description What went wrong, for people (`title`, `detail`) and for programs (`type`). */
        AppInvalidRequestProblem: {
            /**
             * @description Stable; branch on this.
             * @enum {string}
             */
            type: "invalid_request";
            /** @description What is wrong; the same for every request of this type. */
            title: string;
            /**
             * Format: int32
             * @description The HTTP status.
             */
            status: number;
            /** @description What is wrong with this very request, fit to be shown. */
            detail: string;
            /**
             * Format: uri-reference
             * @description This occurrence.
             */
            instance?: string;
        };
        /** @description What went wrong, for people (`title`, `detail`) and for programs (`type`). */
        AppUnauthorizedProblem: {
            /**
             * @description Stable; branch on this.
             * @enum {string}
             */
            type: "invalid_publishable_key" | "unauthorized";
            /** @description What is wrong; the same for every request of this type. */
            title: string;
            /**
             * Format: int32
             * @description The HTTP status.
             */
            status: number;
            /** @description What is wrong with this very request, fit to be shown. */
            detail: string;
            /**
             * Format: uri-reference
             * @description This occurrence.
             */
            instance?: string;
        };
        /** @description What went wrong, for people (`title`, `detail`) and for programs (`type`). */
        AppSetActiveOrganization403Problem: {
            /**
             * @description Stable; branch on this.
             * @enum {string}
             */
            type: "origin_not_allowed";
            /** @description What is wrong; the same for every request of this type. */
            title: string;
            /**
             * Format: int32
             * @description The HTTP status.
             */
            status: number;
            /** @description What is wrong with this very request, fit to be shown. */
            detail: string;
            /**
             * Format: uri-reference
             * @description This occurrence.
             */
            instance?: string;
        };
        /** @description What went wrong, for people (`title`, `detail`) and for programs (`type`). */
        AppOrganizationNotFoundProblem: {
            /**
             * @description Stable; branch on this.
             * @enum {string}
             */
            type: "not_found";
            /** @description What is wrong; the same for every request of this type. */
            title: string;
            /**
             * Format: int32
             * @description The HTTP status.
             */
            status: number;
            /** @description What is wrong with this very request, fit to be shown. */
            detail: string;
            /**
             * Format: uri-reference
             * @description This occurrence.
             */
            instance?: string;
        };
        /** @description What went wrong, for people (`title`, `detail`) and for programs (`type`). */
        AppPayloadTooLargeProblem: {
            /**
             * @description Stable; branch on this.
             * @enum {string}
             */
            type: "payload_too_large";
            /** @description What is wrong; the same for every request of this type. */
            title: string;
            /**
             * Format: int32
             * @description The HTTP status.
             */
            status: number;
            /** @description What is wrong with this very request, fit to be shown. */
            detail: string;
            /**
             * Format: uri-reference
             * @description This occurrence.
             */
            instance?: string;
        };
        /** @description What went wrong, for people (`title`, `detail`) and for programs (`type`). */
        AppUnsupportedMediaTypeProblem: {
            /**
             * @description Stable; branch on this.
             * @enum {string}
             */
            type: "unsupported_media_type";
            /** @description What is wrong; the same for every request of this type. */
            title: string;
            /**
             * Format: int32
             * @description The HTTP status.
             */
            status: number;
            /** @description What is wrong with this very request, fit to be shown. */
            detail: string;
            /**
             * Format: uri-reference
             * @description This occurrence.
             */
            instance?: string;
        };
        /** @description What went wrong, for people (`title`, `detail`) and for programs (`type`). */
        AppTooManyRequestsProblem: {
            /**
             * @description Stable; branch on this.
             * @enum {string}
             */
            type: "too_many_requests";
            /** @description What is wrong; the same for every request of this type. */
            title: string;
            /**
             * Format: int32
             * @description The HTTP status.
             */
            status: number;
            /** @description What is wrong with this very request, fit to be shown. */
            detail: string;
            /**
             * Format: uri-reference
             * @description This occurrence.
             */
            instance?: string;
        };
        /** @description What went wrong, for people (`title`, `detail`) and for programs (`type`). */
        AppInternalProblem: {
            /**
             * @description Stable; branch on this.
             * @enum {string}
             */
            type: "internal";
            /** @description What is wrong; the same for every request of this type. */
            title: string;
            /**
             * Format: int32
             * @description The HTTP status.
             */
            status: number;
            /** @description What is wrong with this very request, fit to be shown. */
            detail: string;
            /**
             * Format: uri-reference
             * @description This occurrence.
             */
            instance?: string;
        };
        /** @description What went wrong, for people (`title`, `detail`) and for programs (`type`). */
        AppUnavailableProblem: {
            /**
             * @description Stable; branch on this.
             * @enum {string}
             */
            type: "unavailable";
            /** @description What is wrong; the same for every request of this type. */
            title: string;
            /**
             * Format: int32
             * @description The HTTP status.
             */
            status: number;
            /** @description What is wrong with this very request, fit to be shown. */
            detail: string;
            /**
             * Format: uri-reference
             * @description This occurrence.
             */
            instance?: string;
        };
        /** @description What went wrong, for people (`title`, `detail`) and for programs (`type`). */
        AppVerifyEmail400Problem: {
            /**
             * @description Stable; branch on this.
             * @enum {string}
             */
            type: "invalid_link" | "invalid_request";
            /** @description What is wrong; the same for every request of this type. */
            title: string;
            /**
             * Format: int32
             * @description The HTTP status.
             */
            status: number;
            /** @description What is wrong with this very request, fit to be shown. */
            detail: string;
            /**
             * Format: uri-reference
             * @description This occurrence.
             */
            instance?: string;
        };
        /** @description What went wrong, for people (`title`, `detail`) and for programs (`type`). */
        AppKeyRefusedProblem: {
            /**
             * @description Stable; branch on this.
             * @enum {string}
             */
            type: "invalid_publishable_key" | "unauthorized";
            /** @description What is wrong; the same for every request of this type. */
            title: string;
            /**
             * Format: int32
             * @description The HTTP status.
             */
            status: number;
            /** @description What is wrong with this very request, fit to be shown. */
            detail: string;
            /**
             * Format: uri-reference
             * @description This occurrence.
             */
            instance?: string;
        };
        /** @description What went wrong, for people (`title`, `detail`) and for programs (`type`). */
        AppVerifyEmail403Problem: {
            /**
             * @description Stable; branch on this.
             * @enum {string}
             */
            type: "origin_not_allowed";
            /** @description What is wrong; the same for every request of this type. */
            title: string;
            /**
             * Format: int32
             * @description The HTTP status.
             */
            status: number;
            /** @description What is wrong with this very request, fit to be shown. */
            detail: string;
            /**
             * Format: uri-reference
             * @description This occurrence.
             */
            instance?: string;
        };
        /** @description What went wrong, for people (`title`, `detail`) and for programs (`type`). */
        AppCreateOrgInvitation403Problem: {
            /**
             * @description Stable; branch on this.
             * @enum {string}
             */
            type: "email_not_verified" | "insufficient_role" | "origin_not_allowed";
            /** @description What is wrong; the same for every request of this type. */
            title: string;
            /**
             * Format: int32
             * @description The HTTP status.
             */
            status: number;
            /** @description What is wrong with this very request, fit to be shown. */
            detail: string;
            /**
             * Format: uri-reference
             * @description This occurrence.
             */
            instance?: string;
        };
        /** @description What went wrong, for people (`title`, `detail`) and for programs (`type`). */
        AppQuotaExceededProblem: {
            /**
             * @description Stable; branch on this.
             * @enum {string}
             */
            type: "quota_exceeded";
            /** @description What is wrong; the same for every request of this type. */
            title: string;
            /**
             * Format: int32
             * @description The HTTP status.
             */
            status: number;
            /** @description What is wrong with this very request, fit to be shown. */
            detail: string;
            /**
             * Format: uri-reference
             * @description This occurrence.
             */
            instance?: string;
        };
        /** @description What went wrong, for people (`title`, `detail`) and for programs (`type`). */
        AppSendInvitation403Problem: {
            /**
             * @description Stable; branch on this.
             * @enum {string}
             */
            type: "email_not_verified" | "insufficient_role" | "origin_not_allowed" | "sign_up_disabled";
            /** @description What is wrong; the same for every request of this type. */
            title: string;
            /**
             * Format: int32
             * @description The HTTP status.
             */
            status: number;
            /** @description What is wrong with this very request, fit to be shown. */
            detail: string;
            /**
             * Format: uri-reference
             * @description This occurrence.
             */
            instance?: string;
        };
        /** @description What went wrong, for people (`title`, `detail`) and for programs (`type`). */
        AppCancelInvitation403Problem: {
            /**
             * @description Stable; branch on this.
             * @enum {string}
             */
            type: "origin_not_allowed";
            /** @description What is wrong; the same for every request of this type. */
            title: string;
            /**
             * Format: int32
             * @description The HTTP status.
             */
            status: number;
            /** @description What is wrong with this very request, fit to be shown. */
            detail: string;
            /**
             * Format: uri-reference
             * @description This occurrence.
             */
            instance?: string;
        };
        /** @description What went wrong, for people (`title`, `detail`) and for programs (`type`). */
        AppCancelInvitation404Problem: {
            /**
             * @description Stable; branch on this.
             * @enum {string}
             */
            type: "not_found";
            /** @description What is wrong; the same for every request of this type. */
            title: string;
            /**
             * Format: int32
             * @description The HTTP status.
             */
            status: number;
            /** @description What is wrong with this very request, fit to be shown. */
            detail: string;
            /**
             * Format: uri-reference
             * @description This occurrence.
             */
            instance?: string;
        };
        /** @description What went wrong, for people (`title`, `detail`) and for programs (`type`). */
        AppAcceptInvitation403Problem: {
            /**
             * @description Stable; branch on this.
             * @enum {string}
             */
            type: "email_not_verified" | "origin_not_allowed";
            /** @description What is wrong; the same for every request of this type. */
            title: string;
            /**
             * Format: int32
             * @description The HTTP status.
             */
            status: number;
            /** @description What is wrong with this very request, fit to be shown. */
            detail: string;
            /**
             * Format: uri-reference
             * @description This occurrence.
             */
            instance?: string;
        };
        /** @description What went wrong, for people (`title`, `detail`) and for programs (`type`). */
        AppAcceptInvitation404Problem: {
            /**
             * @description Stable; branch on this.
             * @enum {string}
             */
            type: "not_found";
            /** @description What is wrong; the same for every request of this type. */
            title: string;
            /**
             * Format: int32
             * @description The HTTP status.
             */
            status: number;
            /** @description What is wrong with this very request, fit to be shown. */
            detail: string;
            /**
             * Format: uri-reference
             * @description This occurrence.
             */
            instance?: string;
        };
        /** @description What went wrong, for people (`title`, `detail`) and for programs (`type`). */
        AppResendInvitation403Problem: {
            /**
             * @description Stable; branch on this.
             * @enum {string}
             */
            type: "email_not_verified" | "origin_not_allowed" | "sign_up_disabled";
            /** @description What is wrong; the same for every request of this type. */
            title: string;
            /**
             * Format: int32
             * @description The HTTP status.
             */
            status: number;
            /** @description What is wrong with this very request, fit to be shown. */
            detail: string;
            /**
             * Format: uri-reference
             * @description This occurrence.
             */
            instance?: string;
        };
        /** @description What went wrong, for people (`title`, `detail`) and for programs (`type`). */
        AppResendInvitation404Problem: {
            /**
             * @description Stable; branch on this.
             * @enum {string}
             */
            type: "not_found";
            /** @description What is wrong; the same for every request of this type. */
            title: string;
            /**
             * Format: int32
             * @description The HTTP status.
             */
            status: number;
            /** @description What is wrong with this very request, fit to be shown. */
            detail: string;
            /**
             * Format: uri-reference
             * @description This occurrence.
             */
            instance?: string;
        };
        /** @description What went wrong, for people (`title`, `detail`) and for programs (`type`). */
        AppAddOrgMember403Problem: {
            /**
             * @description Stable; branch on this.
             * @enum {string}
             */
            type: "email_not_verified" | "insufficient_role" | "origin_not_allowed";
            /** @description What is wrong; the same for every request of this type. */
            title: string;
            /**
             * Format: int32
             * @description The HTTP status.
             */
            status: number;
            /** @description What is wrong with this very request, fit to be shown. */
            detail: string;
            /**
             * Format: uri-reference
             * @description This occurrence.
             */
            instance?: string;
        };
        /** @description What went wrong, for people (`title`, `detail`) and for programs (`type`). */
        AppAddOrgMember404Problem: {
            /**
             * @description Stable; branch on this.
             * @enum {string}
             */
            type: "not_found";
            /** @description What is wrong; the same for every request of this type. */
            title: string;
            /**
             * Format: int32
             * @description The HTTP status.
             */
            status: number;
            /** @description What is wrong with this very request, fit to be shown. */
            detail: string;
            /**
             * Format: uri-reference
             * @description This occurrence.
             */
            instance?: string;
        };
        /** @description What went wrong, for people (`title`, `detail`) and for programs (`type`). */
        AppAddOrgMember409Problem: {
            /**
             * @description Stable; branch on this.
             * @enum {string}
             */
            type: "member_exists" | "quota_exceeded";
            /** @description What is wrong; the same for every request of this type. */
            title: string;
            /**
             * Format: int32
             * @description The HTTP status.
             */
            status: number;
            /** @description What is wrong with this very request, fit to be shown. */
            detail: string;
            /**
             * Format: uri-reference
             * @description This occurrence.
             */
            instance?: string;
        };
        /** @description What went wrong, for people (`title`, `detail`) and for programs (`type`). */
        AppRemoveOrgMember403Problem: {
            /**
             * @description Stable; branch on this.
             * @enum {string}
             */
            type: "insufficient_role" | "origin_not_allowed";
            /** @description What is wrong; the same for every request of this type. */
            title: string;
            /**
             * Format: int32
             * @description The HTTP status.
             */
            status: number;
            /** @description What is wrong with this very request, fit to be shown. */
            detail: string;
            /**
             * Format: uri-reference
             * @description This occurrence.
             */
            instance?: string;
        };
        /** @description What went wrong, for people (`title`, `detail`) and for programs (`type`). */
        AppRemoveOrgMember404Problem: {
            /**
             * @description Stable; branch on this.
             * @enum {string}
             */
            type: "not_found";
            /** @description What is wrong; the same for every request of this type. */
            title: string;
            /**
             * Format: int32
             * @description The HTTP status.
             */
            status: number;
            /** @description What is wrong with this very request, fit to be shown. */
            detail: string;
            /**
             * Format: uri-reference
             * @description This occurrence.
             */
            instance?: string;
        };
        /** @description What went wrong, for people (`title`, `detail`) and for programs (`type`). */
        AppRemoveOrgMember409Problem: {
            /**
             * @description Stable; branch on this.
             * @enum {string}
             */
            type: "last_owner";
            /** @description What is wrong; the same for every request of this type. */
            title: string;
            /**
             * Format: int32
             * @description The HTTP status.
             */
            status: number;
            /** @description What is wrong with this very request, fit to be shown. */
            detail: string;
            /**
             * Format: uri-reference
             * @description This occurrence.
             */
            instance?: string;
        };
        /** @description What went wrong, for people (`title`, `detail`) and for programs (`type`). */
        AppUpdateOrgMember403Problem: {
            /**
             * @description Stable; branch on this.
             * @enum {string}
             */
            type: "email_not_verified" | "insufficient_role" | "origin_not_allowed";
            /** @description What is wrong; the same for every request of this type. */
            title: string;
            /**
             * Format: int32
             * @description The HTTP status.
             */
            status: number;
            /** @description What is wrong with this very request, fit to be shown. */
            detail: string;
            /**
             * Format: uri-reference
             * @description This occurrence.
             */
            instance?: string;
        };
        /** @description What went wrong, for people (`title`, `detail`) and for programs (`type`). */
        AppUpdateOrgMember404Problem: {
            /**
             * @description Stable; branch on this.
             * @enum {string}
             */
            type: "not_found";
            /** @description What is wrong; the same for every request of this type. */
            title: string;
            /**
             * Format: int32
             * @description The HTTP status.
             */
            status: number;
            /** @description What is wrong with this very request, fit to be shown. */
            detail: string;
            /**
             * Format: uri-reference
             * @description This occurrence.
             */
            instance?: string;
        };
        /** @description What went wrong, for people (`title`, `detail`) and for programs (`type`). */
        AppUpdateOrgMember409Problem: {
            /**
             * @description Stable; branch on this.
             * @enum {string}
             */
            type: "last_owner";
            /** @description What is wrong; the same for every request of this type. */
            title: string;
            /**
             * Format: int32
             * @description The HTTP status.
             */
            status: number;
            /** @description What is wrong with this very request, fit to be shown. */
            detail: string;
            /**
             * Format: uri-reference
             * @description This occurrence.
             */
            instance?: string;
        };
        /** @description What went wrong, for people (`title`, `detail`) and for programs (`type`). */
        AppChallengeMfa400Problem: {
            /**
             * @description Stable; branch on this.
             * @enum {string}
             */
            type: "invalid_code" | "invalid_request";
            /** @description What is wrong; the same for every request of this type. */
            title: string;
            /**
             * Format: int32
             * @description The HTTP status.
             */
            status: number;
            /** @description What is wrong with this very request, fit to be shown. */
            detail: string;
            /**
             * Format: uri-reference
             * @description This occurrence.
             */
            instance?: string;
        };
        /** @description What went wrong, for people (`title`, `detail`) and for programs (`type`). */
        AppChallengeMfa401Problem: {
            /**
             * @description Stable; branch on this.
             * @enum {string}
             */
            type: "invalid_mfa_token" | "invalid_publishable_key" | "unauthorized";
            /** @description What is wrong; the same for every request of this type. */
            title: string;
            /**
             * Format: int32
             * @description The HTTP status.
             */
            status: number;
            /** @description What is wrong with this very request, fit to be shown. */
            detail: string;
            /**
             * Format: uri-reference
             * @description This occurrence.
             */
            instance?: string;
        };
        /** @description What went wrong, for people (`title`, `detail`) and for programs (`type`). */
        AppChallengeMfa403Problem: {
            /**
             * @description Stable; branch on this.
             * @enum {string}
             */
            type: "origin_not_allowed";
            /** @description What is wrong; the same for every request of this type. */
            title: string;
            /**
             * Format: int32
             * @description The HTTP status.
             */
            status: number;
            /** @description What is wrong with this very request, fit to be shown. */
            detail: string;
            /**
             * Format: uri-reference
             * @description This occurrence.
             */
            instance?: string;
        };
        /** @description What went wrong, for people (`title`, `detail`) and for programs (`type`). */
        AppEnableMfa403Problem: {
            /**
             * @description Stable; branch on this.
             * @enum {string}
             */
            type: "email_not_verified" | "origin_not_allowed" | "reauthentication_required";
            /** @description What is wrong; the same for every request of this type. */
            title: string;
            /**
             * Format: int32
             * @description The HTTP status.
             */
            status: number;
            /** @description What is wrong with this very request, fit to be shown. */
            detail: string;
            /**
             * Format: uri-reference
             * @description This occurrence.
             */
            instance?: string;
        };
        /** @description What went wrong, for people (`title`, `detail`) and for programs (`type`). */
        AppEnableMfa409Problem: {
            /**
             * @description Stable; branch on this.
             * @enum {string}
             */
            type: "mfa_already_enabled";
            /** @description What is wrong; the same for every request of this type. */
            title: string;
            /**
             * Format: int32
             * @description The HTTP status.
             */
            status: number;
            /** @description What is wrong with this very request, fit to be shown. */
            detail: string;
            /**
             * Format: uri-reference
             * @description This occurrence.
             */
            instance?: string;
        };
        /** @description What went wrong, for people (`title`, `detail`) and for programs (`type`). */
        AppVerifyMfaSetup400Problem: {
            /**
             * @description Stable; branch on this.
             * @enum {string}
             */
            type: "invalid_code" | "invalid_request";
            /** @description What is wrong; the same for every request of this type. */
            title: string;
            /**
             * Format: int32
             * @description The HTTP status.
             */
            status: number;
            /** @description What is wrong with this very request, fit to be shown. */
            detail: string;
            /**
             * Format: uri-reference
             * @description This occurrence.
             */
            instance?: string;
        };
        /** @description What went wrong, for people (`title`, `detail`) and for programs (`type`). */
        AppVerifyMfaSetup403Problem: {
            /**
             * @description Stable; branch on this.
             * @enum {string}
             */
            type: "email_not_verified" | "origin_not_allowed";
            /** @description What is wrong; the same for every request of this type. */
            title: string;
            /**
             * Format: int32
             * @description The HTTP status.
             */
            status: number;
            /** @description What is wrong with this very request, fit to be shown. */
            detail: string;
            /**
             * Format: uri-reference
             * @description This occurrence.
             */
            instance?: string;
        };
        /** @description What went wrong, for people (`title`, `detail`) and for programs (`type`). */
        AppVerifyMfaSetup409Problem: {
            /**
             * @description Stable; branch on this.
             * @enum {string}
             */
            type: "mfa_already_enabled" | "mfa_not_enabled";
            /** @description What is wrong; the same for every request of this type. */
            title: string;
            /**
             * Format: int32
             * @description The HTTP status.
             */
            status: number;
            /** @description What is wrong with this very request, fit to be shown. */
            detail: string;
            /**
             * Format: uri-reference
             * @description This occurrence.
             */
            instance?: string;
        };
        /** @description What went wrong, for people (`title`, `detail`) and for programs (`type`). */
        AppDisableMfa400Problem: {
            /**
             * @description Stable; branch on this.
             * @enum {string}
             */
            type: "invalid_code" | "invalid_request";
            /** @description What is wrong; the same for every request of this type. */
            title: string;
            /**
             * Format: int32
             * @description The HTTP status.
             */
            status: number;
            /** @description What is wrong with this very request, fit to be shown. */
            detail: string;
            /**
             * Format: uri-reference
             * @description This occurrence.
             */
            instance?: string;
        };
        /** @description What went wrong, for people (`title`, `detail`) and for programs (`type`). */
        AppDisableMfa403Problem: {
            /**
             * @description Stable; branch on this.
             * @enum {string}
             */
            type: "origin_not_allowed";
            /** @description What is wrong; the same for every request of this type. */
            title: string;
            /**
             * Format: int32
             * @description The HTTP status.
             */
            status: number;
            /** @description What is wrong with this very request, fit to be shown. */
            detail: string;
            /**
             * Format: uri-reference
             * @description This occurrence.
             */
            instance?: string;
        };
        /** @description What went wrong, for people (`title`, `detail`) and for programs (`type`). */
        AppDisableMfa409Problem: {
            /**
             * @description Stable; branch on this.
             * @enum {string}
             */
            type: "mfa_not_enabled";
            /** @description What is wrong; the same for every request of this type. */
            title: string;
            /**
             * Format: int32
             * @description The HTTP status.
             */
            status: number;
            /** @description What is wrong with this very request, fit to be shown. */
            detail: string;
            /**
             * Format: uri-reference
             * @description This occurrence.
             */
            instance?: string;
        };
        /** @description What went wrong, for people (`title`, `detail`) and for programs (`type`). */
        AppGenerateBackupCodes403Problem: {
            /**
             * @description Stable; branch on this.
             * @enum {string}
             */
            type: "origin_not_allowed" | "reauthentication_required";
            /** @description What is wrong; the same for every request of this type. */
            title: string;
            /**
             * Format: int32
             * @description The HTTP status.
             */
            status: number;
            /** @description What is wrong with this very request, fit to be shown. */
            detail: string;
            /**
             * Format: uri-reference
             * @description This occurrence.
             */
            instance?: string;
        };
        /** @description What went wrong, for people (`title`, `detail`) and for programs (`type`). */
        AppGenerateBackupCodes409Problem: {
            /**
             * @description Stable; branch on this.
             * @enum {string}
             */
            type: "mfa_not_enabled";
            /** @description What is wrong; the same for every request of this type. */
            title: string;
            /**
             * Format: int32
             * @description The HTTP status.
             */
            status: number;
            /** @description What is wrong with this very request, fit to be shown. */
            detail: string;
            /**
             * Format: uri-reference
             * @description This occurrence.
             */
            instance?: string;
        };
        /** @description What went wrong, for people (`title`, `detail`) and for programs (`type`). */
        AppVerifyBackupCode400Problem: {
            /**
             * @description Stable; branch on this.
             * @enum {string}
             */
            type: "invalid_code" | "invalid_request";
            /** @description What is wrong; the same for every request of this type. */
            title: string;
            /**
             * Format: int32
             * @description The HTTP status.
             */
            status: number;
            /** @description What is wrong with this very request, fit to be shown. */
            detail: string;
            /**
             * Format: uri-reference
             * @description This occurrence.
             */
            instance?: string;
        };
        /** @description What went wrong, for people (`title`, `detail`) and for programs (`type`). */
        AppVerifyBackupCode403Problem: {
            /**
             * @description Stable; branch on this.
             * @enum {string}
             */
            type: "origin_not_allowed";
            /** @description What is wrong; the same for every request of this type. */
            title: string;
            /**
             * Format: int32
             * @description The HTTP status.
             */
            status: number;
            /** @description What is wrong with this very request, fit to be shown. */
            detail: string;
            /**
             * Format: uri-reference
             * @description This occurrence.
             */
            instance?: string;
        };
        /** @description What went wrong, for people (`title`, `detail`) and for programs (`type`). */
        AppStartOAuth400Problem: {
            /**
             * @description Stable; branch on this.
             * @enum {string}
             */
            type: "invalid_redirect_uri" | "invalid_request";
            /** @description What is wrong; the same for every request of this type. */
            title: string;
            /**
             * Format: int32
             * @description The HTTP status.
             */
            status: number;
            /** @description What is wrong with this very request, fit to be shown. */
            detail: string;
            /**
             * Format: uri-reference
             * @description This occurrence.
             */
            instance?: string;
        };
        /** @description What went wrong, for people (`title`, `detail`) and for programs (`type`). */
        AppProviderNotFoundProblem: {
            /**
             * @description Stable; branch on this.
             * @enum {string}
             */
            type: "not_found";
            /** @description What is wrong; the same for every request of this type. */
            title: string;
            /**
             * Format: int32
             * @description The HTTP status.
             */
            status: number;
            /** @description What is wrong with this very request, fit to be shown. */
            detail: string;
            /**
             * Format: uri-reference
             * @description This occurrence.
             */
            instance?: string;
        };
        /** @description What went wrong, for people (`title`, `detail`) and for programs (`type`). */
        AppStartOAuth429Problem: {
            /**
             * @description Stable; branch on this.
             * @enum {string}
             */
            type: "too_many_requests";
            /** @description What is wrong; the same for every request of this type. */
            title: string;
            /**
             * Format: int32
             * @description The HTTP status.
             */
            status: number;
            /** @description What is wrong with this very request, fit to be shown. */
            detail: string;
            /**
             * Format: uri-reference
             * @description This occurrence.
             */
            instance?: string;
        };
        /** @description What went wrong, for people (`title`, `detail`) and for programs (`type`). */
        AppFlowRefusedProblem: {
            /**
             * @description Stable; branch on this.
             * @enum {string}
             */
            type: "invalid_request" | "provider_flow_invalid";
            /** @description What is wrong; the same for every request of this type. */
            title: string;
            /**
             * Format: int32
             * @description The HTTP status.
             */
            status: number;
            /** @description What is wrong with this very request, fit to be shown. */
            detail: string;
            /**
             * Format: uri-reference
             * @description This occurrence.
             */
            instance?: string;
        };
        /** @description What went wrong, for people (`title`, `detail`) and for programs (`type`). */
        AppExchangeOAuthCode400Problem: {
            /**
             * @description Stable; branch on this.
             * @enum {string}
             */
            type: "invalid_authorization_code" | "invalid_request";
            /** @description What is wrong; the same for every request of this type. */
            title: string;
            /**
             * Format: int32
             * @description The HTTP status.
             */
            status: number;
            /** @description What is wrong with this very request, fit to be shown. */
            detail: string;
            /**
             * Format: uri-reference
             * @description This occurrence.
             */
            instance?: string;
        };
        /** @description What went wrong, for people (`title`, `detail`) and for programs (`type`). */
        AppExchangeOAuthCode401Problem: {
            /**
             * @description Stable; branch on this.
             * @enum {string}
             */
            type: "invalid_api_key" | "invalid_publishable_key" | "unauthorized";
            /** @description What is wrong; the same for every request of this type. */
            title: string;
            /**
             * Format: int32
             * @description The HTTP status.
             */
            status: number;
            /** @description What is wrong with this very request, fit to be shown. */
            detail: string;
            /**
             * Format: uri-reference
             * @description This occurrence.
             */
            instance?: string;
        };
        /** @description What went wrong, for people (`title`, `detail`) and for programs (`type`). */
        AppExchangeOAuthCode403Problem: {
            /**
             * @description Stable; branch on this.
             * @enum {string}
             */
            type: "origin_not_allowed";
            /** @description What is wrong; the same for every request of this type. */
            title: string;
            /**
             * Format: int32
             * @description The HTTP status.
             */
            status: number;
            /** @description What is wrong with this very request, fit to be shown. */
            detail: string;
            /**
             * Format: uri-reference
             * @description This occurrence.
             */
            instance?: string;
        };
        /** @description What went wrong, for people (`title`, `detail`) and for programs (`type`). */
        AppCreateOrganization403Problem: {
            /**
             * @description Stable; branch on this.
             * @enum {string}
             */
            type: "origin_not_allowed";
            /** @description What is wrong; the same for every request of this type. */
            title: string;
            /**
             * Format: int32
             * @description The HTTP status.
             */
            status: number;
            /** @description What is wrong with this very request, fit to be shown. */
            detail: string;
            /**
             * Format: uri-reference
             * @description This occurrence.
             */
            instance?: string;
        };
        /** @description What went wrong, for people (`title`, `detail`) and for programs (`type`). */
        AppCreateOrganization409Problem: {
            /**
             * @description Stable; branch on this.
             * @enum {string}
             */
            type: "quota_exceeded" | "slug_taken";
            /** @description What is wrong; the same for every request of this type. */
            title: string;
            /**
             * Format: int32
             * @description The HTTP status.
             */
            status: number;
            /** @description What is wrong with this very request, fit to be shown. */
            detail: string;
            /**
             * Format: uri-reference
             * @description This occurrence.
             */
            instance?: string;
        };
        /** @description What went wrong, for people (`title`, `detail`) and for programs (`type`). */
        AppUpdateOrganization403Problem: {
            /**
             * @description Stable; branch on this.
             * @enum {string}
             */
            type: "insufficient_role" | "origin_not_allowed";
            /** @description What is wrong; the same for every request of this type. */
            title: string;
            /**
             * Format: int32
             * @description The HTTP status.
             */
            status: number;
            /** @description What is wrong with this very request, fit to be shown. */
            detail: string;
            /**
             * Format: uri-reference
             * @description This occurrence.
             */
            instance?: string;
        };
        /** @description What went wrong, for people (`title`, `detail`) and for programs (`type`). */
        AppUpdateOrganization409Problem: {
            /**
             * @description Stable; branch on this.
             * @enum {string}
             */
            type: "slug_taken";
            /** @description What is wrong; the same for every request of this type. */
            title: string;
            /**
             * Format: int32
             * @description The HTTP status.
             */
            status: number;
            /** @description What is wrong with this very request, fit to be shown. */
            detail: string;
            /**
             * Format: uri-reference
             * @description This occurrence.
             */
            instance?: string;
        };
        /** @description What went wrong, for people (`title`, `detail`) and for programs (`type`). */
        AppDeleteOrganization403Problem: {
            /**
             * @description Stable; branch on this.
             * @enum {string}
             */
            type: "insufficient_role" | "origin_not_allowed";
            /** @description What is wrong; the same for every request of this type. */
            title: string;
            /**
             * Format: int32
             * @description The HTTP status.
             */
            status: number;
            /** @description What is wrong with this very request, fit to be shown. */
            detail: string;
            /**
             * Format: uri-reference
             * @description This occurrence.
             */
            instance?: string;
        };
        /** @description What went wrong, for people (`title`, `detail`) and for programs (`type`). */
        AppDeleteOrganization409Problem: {
            /**
             * @description Stable; branch on this.
             * @enum {string}
             */
            type: "organization_has_children";
            /** @description What is wrong; the same for every request of this type. */
            title: string;
            /**
             * Format: int32
             * @description The HTTP status.
             */
            status: number;
            /** @description What is wrong with this very request, fit to be shown. */
            detail: string;
            /**
             * Format: uri-reference
             * @description This occurrence.
             */
            instance?: string;
        };
        /** @description What went wrong, for people (`title`, `detail`) and for programs (`type`). */
        AppRevokeSession403Problem: {
            /**
             * @description Stable; branch on this.
             * @enum {string}
             */
            type: "origin_not_allowed";
            /** @description What is wrong; the same for every request of this type. */
            title: string;
            /**
             * Format: int32
             * @description The HTTP status.
             */
            status: number;
            /** @description What is wrong with this very request, fit to be shown. */
            detail: string;
            /**
             * Format: uri-reference
             * @description This occurrence.
             */
            instance?: string;
        };
        /** @description What went wrong, for people (`title`, `detail`) and for programs (`type`). */
        AppRevokeSession404Problem: {
            /**
             * @description Stable; branch on this.
             * @enum {string}
             */
            type: "not_found";
            /** @description What is wrong; the same for every request of this type. */
            title: string;
            /**
             * Format: int32
             * @description The HTTP status.
             */
            status: number;
            /** @description What is wrong with this very request, fit to be shown. */
            detail: string;
            /**
             * Format: uri-reference
             * @description This occurrence.
             */
            instance?: string;
        };
        /** @description What went wrong, for people (`title`, `detail`) and for programs (`type`). */
        AppRevokeAllSessions403Problem: {
            /**
             * @description Stable; branch on this.
             * @enum {string}
             */
            type: "origin_not_allowed" | "wrong_password";
            /** @description What is wrong; the same for every request of this type. */
            title: string;
            /**
             * Format: int32
             * @description The HTTP status.
             */
            status: number;
            /** @description What is wrong with this very request, fit to be shown. */
            detail: string;
            /**
             * Format: uri-reference
             * @description This occurrence.
             */
            instance?: string;
        };
        /** @description What went wrong, for people (`title`, `detail`) and for programs (`type`). */
        AppOverloadedProblem: {
            /**
             * @description Stable; branch on this.
             * @enum {string}
             */
            type: "overloaded" | "unavailable";
            /** @description What is wrong; the same for every request of this type. */
            title: string;
            /**
             * Format: int32
             * @description The HTTP status.
             */
            status: number;
            /** @description What is wrong with this very request, fit to be shown. */
            detail: string;
            /**
             * Format: uri-reference
             * @description This occurrence.
             */
            instance?: string;
        };
        /** @description What went wrong, for people (`title`, `detail`) and for programs (`type`). */
        AppForgotPassword403Problem: {
            /**
             * @description Stable; branch on this.
             * @enum {string}
             */
            type: "origin_not_allowed";
            /** @description What is wrong; the same for every request of this type. */
            title: string;
            /**
             * Format: int32
             * @description The HTTP status.
             */
            status: number;
            /** @description What is wrong with this very request, fit to be shown. */
            detail: string;
            /**
             * Format: uri-reference
             * @description This occurrence.
             */
            instance?: string;
        };
        /** @description What went wrong, for people (`title`, `detail`) and for programs (`type`). */
        AppResetPassword400Problem: {
            /**
             * @description Stable; branch on this.
             * @enum {string}
             */
            type: "invalid_link" | "invalid_request" | "weak_password";
            /** @description What is wrong; the same for every request of this type. */
            title: string;
            /**
             * Format: int32
             * @description The HTTP status.
             */
            status: number;
            /** @description What is wrong with this very request, fit to be shown. */
            detail: string;
            /**
             * Format: uri-reference
             * @description This occurrence.
             */
            instance?: string;
        };
        /** @description What went wrong, for people (`title`, `detail`) and for programs (`type`). */
        AppResetPassword403Problem: {
            /**
             * @description Stable; branch on this.
             * @enum {string}
             */
            type: "origin_not_allowed";
            /** @description What is wrong; the same for every request of this type. */
            title: string;
            /**
             * Format: int32
             * @description The HTTP status.
             */
            status: number;
            /** @description What is wrong with this very request, fit to be shown. */
            detail: string;
            /**
             * Format: uri-reference
             * @description This occurrence.
             */
            instance?: string;
        };
        /** @description What went wrong, for people (`title`, `detail`) and for programs (`type`). */
        AppLogin401Problem: {
            /**
             * @description Stable; branch on this.
             * @enum {string}
             */
            type: "invalid_credentials" | "invalid_publishable_key" | "unauthorized";
            /** @description What is wrong; the same for every request of this type. */
            title: string;
            /**
             * Format: int32
             * @description The HTTP status.
             */
            status: number;
            /** @description What is wrong with this very request, fit to be shown. */
            detail: string;
            /**
             * Format: uri-reference
             * @description This occurrence.
             */
            instance?: string;
        };
        /** @description What went wrong, for people (`title`, `detail`) and for programs (`type`). */
        AppLogin403Problem: {
            /**
             * @description Stable; branch on this.
             * @enum {string}
             */
            type: "email_not_verified" | "origin_not_allowed";
            /** @description What is wrong; the same for every request of this type. */
            title: string;
            /**
             * Format: int32
             * @description The HTTP status.
             */
            status: number;
            /** @description What is wrong with this very request, fit to be shown. */
            detail: string;
            /**
             * Format: uri-reference
             * @description This occurrence.
             */
            instance?: string;
        };
        /** @description What went wrong, for people (`title`, `detail`) and for programs (`type`). */
        AppRefresh401Problem: {
            /**
             * @description Stable; branch on this.
             * @enum {string}
             */
            type: "invalid_publishable_key" | "invalid_refresh_token" | "unauthorized";
            /** @description What is wrong; the same for every request of this type. */
            title: string;
            /**
             * Format: int32
             * @description The HTTP status.
             */
            status: number;
            /** @description What is wrong with this very request, fit to be shown. */
            detail: string;
            /**
             * Format: uri-reference
             * @description This occurrence.
             */
            instance?: string;
        };
        /** @description What went wrong, for people (`title`, `detail`) and for programs (`type`). */
        AppRefresh403Problem: {
            /**
             * @description Stable; branch on this.
             * @enum {string}
             */
            type: "origin_not_allowed";
            /** @description What is wrong; the same for every request of this type. */
            title: string;
            /**
             * Format: int32
             * @description The HTTP status.
             */
            status: number;
            /** @description What is wrong with this very request, fit to be shown. */
            detail: string;
            /**
             * Format: uri-reference
             * @description This occurrence.
             */
            instance?: string;
        };
        /** @description What went wrong, for people (`title`, `detail`) and for programs (`type`). */
        AppLogout403Problem: {
            /**
             * @description Stable; branch on this.
             * @enum {string}
             */
            type: "origin_not_allowed";
            /** @description What is wrong; the same for every request of this type. */
            title: string;
            /**
             * Format: int32
             * @description The HTTP status.
             */
            status: number;
            /** @description What is wrong with this very request, fit to be shown. */
            detail: string;
            /**
             * Format: uri-reference
             * @description This occurrence.
             */
            instance?: string;
        };
        /** @description What went wrong, for people (`title`, `detail`) and for programs (`type`). */
        AppRegister400Problem: {
            /**
             * @description Stable; branch on this.
             * @enum {string}
             */
            type: "invalid_request" | "weak_password";
            /** @description What is wrong; the same for every request of this type. */
            title: string;
            /**
             * Format: int32
             * @description The HTTP status.
             */
            status: number;
            /** @description What is wrong with this very request, fit to be shown. */
            detail: string;
            /**
             * Format: uri-reference
             * @description This occurrence.
             */
            instance?: string;
        };
        /** @description What went wrong, for people (`title`, `detail`) and for programs (`type`). */
        AppRegister403Problem: {
            /**
             * @description Stable; branch on this.
             * @enum {string}
             */
            type: "origin_not_allowed" | "sign_up_disabled";
            /** @description What is wrong; the same for every request of this type. */
            title: string;
            /**
             * Format: int32
             * @description The HTTP status.
             */
            status: number;
            /** @description What is wrong with this very request, fit to be shown. */
            detail: string;
            /**
             * Format: uri-reference
             * @description This occurrence.
             */
            instance?: string;
        };
        /** @description What went wrong, for people (`title`, `detail`) and for programs (`type`). */
        AppRegister409Problem: {
            /**
             * @description Stable; branch on this.
             * @enum {string}
             */
            type: "user_exists";
            /** @description What is wrong; the same for every request of this type. */
            title: string;
            /**
             * Format: int32
             * @description The HTTP status.
             */
            status: number;
            /** @description What is wrong with this very request, fit to be shown. */
            detail: string;
            /**
             * Format: uri-reference
             * @description This occurrence.
             */
            instance?: string;
        };
        /** @description An OAuth error (RFC 6749 section 5.2). */
        OauthAuthorize400Error: {
            /**
             * @description Stable; branch on this.
             * @enum {string}
             */
            error: "invalid_request" | "invalid_scope" | "registration_not_supported" | "request_not_supported" | "request_uri_not_supported" | "unmet_authentication_requirements" | "unsupported_response_type";
            /** @description What is wrong, for developers. */
            error_description: string;
        };
        /** @description An OAuth error (RFC 6749 section 5.2). */
        OAuthProviderNotFoundError: {
            /**
             * @description Stable; branch on this.
             * @enum {string}
             */
            error: "invalid_request";
            /** @description What is wrong, for developers. */
            error_description: string;
        };
        /** @description An OAuth error (RFC 6749 section 5.2). */
        OauthAuthorize429Error: {
            /**
             * @description Stable; branch on this.
             * @enum {string}
             */
            error: "slow_down";
            /** @description What is wrong, for developers. */
            error_description: string;
        };
        /** @description An OAuth error (RFC 6749 section 5.2). */
        OAuthInternalError: {
            /**
             * @description Stable; branch on this.
             * @enum {string}
             */
            error: "server_error";
            /** @description What is wrong, for developers. */
            error_description: string;
        };
        /** @description An OAuth error (RFC 6749 section 5.2). */
        OAuthUnavailableError: {
            /**
             * @description Stable; branch on this.
             * @enum {string}
             */
            error: "temporarily_unavailable";
            /** @description What is wrong, for developers. */
            error_description: string;
        };
        /** @description An OAuth error (RFC 6749 section 5.2). */
        OauthAuthorizeWithPassword400Error: {
            /**
             * @description Stable; branch on this.
             * @enum {string}
             */
            error: "invalid_grant" | "invalid_request" | "invalid_scope" | "registration_not_supported" | "request_not_supported" | "request_uri_not_supported" | "unmet_authentication_requirements" | "unsupported_response_type";
            /** @description What is wrong, for developers. */
            error_description: string;
        };
        /** @description An OAuth error (RFC 6749 section 5.2). */
        OauthAuthorizeWithPassword403Error: {
            /**
             * @description Stable; branch on this.
             * @enum {string}
             */
            error: "access_denied";
            /** @description What is wrong, for developers. */
            error_description: string;
        };
        /** @description An OAuth error (RFC 6749 section 5.2). */
        OAuthPayloadTooLargeError: {
            /**
             * @description Stable; branch on this.
             * @enum {string}
             */
            error: "invalid_request";
            /** @description What is wrong, for developers. */
            error_description: string;
        };
        /** @description An OAuth error (RFC 6749 section 5.2). */
        OAuthUnsupportedMediaTypeError: {
            /**
             * @description Stable; branch on this.
             * @enum {string}
             */
            error: "invalid_request";
            /** @description What is wrong, for developers. */
            error_description: string;
        };
        /** @description An OAuth error (RFC 6749 section 5.2). */
        OauthAuthorizeWithPassword429Error: {
            /**
             * @description Stable; branch on this.
             * @enum {string}
             */
            error: "slow_down";
            /** @description What is wrong, for developers. */
            error_description: string;
        };
        /** @description An OAuth error (RFC 6749 section 5.2). */
        OauthAuthorizeWithPassword503Error: {
            /**
             * @description Stable; branch on this.
             * @enum {string}
             */
            error: "temporarily_unavailable";
            /** @description What is wrong, for developers. */
            error_description: string;
        };
        /** @description An OAuth error (RFC 6749 section 5.2). */
        OAuthInvalidRequestError: {
            /**
             * @description Stable; branch on this.
             * @enum {string}
             */
            error: "invalid_request";
            /** @description What is wrong, for developers. */
            error_description: string;
        };
        /** @description An OAuth error (RFC 6749 section 5.2). */
        OAuthUnknownClientError: {
            /**
             * @description Stable; branch on this.
             * @enum {string}
             */
            error: "invalid_client";
            /** @description What is wrong, for developers. */
            error_description: string;
        };
        /** @description An OAuth error (RFC 6749 section 5.2). */
        OAuthOriginRefusedError: {
            /**
             * @description Stable; branch on this.
             * @enum {string}
             */
            error: "access_denied";
            /** @description What is wrong, for developers. */
            error_description: string;
        };
        /** @description An OAuth error (RFC 6749 section 5.2). */
        OAuthLogoutRefusedError: {
            /**
             * @description Stable; branch on this.
             * @enum {string}
             */
            error: "invalid_request";
            /** @description What is wrong, for developers. */
            error_description: string;
        };
        /** @description An OAuth error (RFC 6749 section 5.2). */
        OauthConfirmLogout403Error: {
            /**
             * @description Stable; branch on this.
             * @enum {string}
             */
            error: "access_denied";
            /** @description What is wrong, for developers. */
            error_description: string;
        };
        /** @description An OAuth error (RFC 6749 section 5.2). */
        OAuthFlowRefusedError: {
            /**
             * @description Stable; branch on this.
             * @enum {string}
             */
            error: "invalid_request";
            /** @description What is wrong, for developers. */
            error_description: string;
        };
        /** @description An OAuth error (RFC 6749 section 5.2). */
        OauthIssueToken400Error: {
            /**
             * @description Stable; branch on this.
             * @enum {string}
             */
            error: "invalid_grant" | "invalid_request" | "invalid_scope" | "invalid_target" | "unauthorized_client" | "unsupported_grant_type";
            /** @description What is wrong, for developers. */
            error_description: string;
        };
        /** @description An OAuth error (RFC 6749 section 5.2). */
        OAuthTooManyRequestsError: {
            /**
             * @description Stable; branch on this.
             * @enum {string}
             */
            error: "slow_down";
            /** @description What is wrong, for developers. */
            error_description: string;
        };
        /** @description An OAuth error (RFC 6749 section 5.2). */
        OauthIntrospectToken400Error: {
            /**
             * @description Stable; branch on this.
             * @enum {string}
             */
            error: "invalid_request" | "unauthorized_client";
            /** @description What is wrong, for developers. */
            error_description: string;
        };
        /** @description An OAuth error (RFC 6749 section 5.2). */
        OAuthTokenRefusedError: {
            /**
             * @description Stable; branch on this.
             * @enum {string}
             */
            error: "invalid_token";
            /** @description What is wrong, for developers. */
            error_description: string;
        };
        /** @description An OAuth error (RFC 6749 section 5.2). */
        OAuthScopeMissingError: {
            /**
             * @description Stable; branch on this.
             * @enum {string}
             */
            error: "insufficient_scope";
            /** @description What is wrong, for developers. */
            error_description: string;
        };
        /** @description An OAuth error (RFC 6749 section 5.2). */
        OAuthScopeOrOriginRefusedError: {
            /**
             * @description Stable; branch on this.
             * @enum {string}
             */
            error: "access_denied" | "insufficient_scope";
            /** @description What is wrong, for developers. */
            error_description: string;
        };
        /** @description What went wrong, for people (`title`, `detail`) and for programs (`type`). */
        PlatformRegister400Problem: {
            /**
             * @description Stable; branch on this.
             * @enum {string}
             */
            type: "invalid_request" | "weak_password";
            /** @description What is wrong; the same for every request of this type. */
            title: string;
            /**
             * Format: int32
             * @description The HTTP status.
             */
            status: number;
            /** @description What is wrong with this very request, fit to be shown. */
            detail: string;
            /**
             * Format: uri-reference
             * @description This occurrence.
             */
            instance?: string;
        };
        /** @description What went wrong, for people (`title`, `detail`) and for programs (`type`). */
        PlatformRegister403Problem: {
            /**
             * @description Stable; branch on this.
             * @enum {string}
             */
            type: "origin_not_allowed";
            /** @description What is wrong; the same for every request of this type. */
            title: string;
            /**
             * Format: int32
             * @description The HTTP status.
             */
            status: number;
            /** @description What is wrong with this very request, fit to be shown. */
            detail: string;
            /**
             * Format: uri-reference
             * @description This occurrence.
             */
            instance?: string;
        };
        /** @description What went wrong, for people (`title`, `detail`) and for programs (`type`). */
        PlatformRegister409Problem: {
            /**
             * @description Stable; branch on this.
             * @enum {string}
             */
            type: "slug_taken" | "user_exists";
            /** @description What is wrong; the same for every request of this type. */
            title: string;
            /**
             * Format: int32
             * @description The HTTP status.
             */
            status: number;
            /** @description What is wrong with this very request, fit to be shown. */
            detail: string;
            /**
             * Format: uri-reference
             * @description This occurrence.
             */
            instance?: string;
        };
        /** @description What went wrong, for people (`title`, `detail`) and for programs (`type`). */
        AppTokenRefusedProblem: {
            /**
             * @description Stable; branch on this.
             * @enum {string}
             */
            type: "unauthorized";
            /** @description What is wrong; the same for every request of this type. */
            title: string;
            /**
             * Format: int32
             * @description The HTTP status.
             */
            status: number;
            /** @description What is wrong with this very request, fit to be shown. */
            detail: string;
            /**
             * Format: uri-reference
             * @description This occurrence.
             */
            instance?: string;
        };
        /** @description What went wrong, for people (`title`, `detail`) and for programs (`type`). */
        PlatformRemoveMemberMfa403Problem: {
            /**
             * @description Stable; branch on this.
             * @enum {string}
             */
            type: "origin_not_allowed" | "reauthentication_required";
            /** @description What is wrong; the same for every request of this type. */
            title: string;
            /**
             * Format: int32
             * @description The HTTP status.
             */
            status: number;
            /** @description What is wrong with this very request, fit to be shown. */
            detail: string;
            /**
             * Format: uri-reference
             * @description This occurrence.
             */
            instance?: string;
        };
        /** @description What went wrong, for people (`title`, `detail`) and for programs (`type`). */
        PlatformRemoveMemberMfa404Problem: {
            /**
             * @description Stable; branch on this.
             * @enum {string}
             */
            type: "not_found";
            /** @description What is wrong; the same for every request of this type. */
            title: string;
            /**
             * Format: int32
             * @description The HTTP status.
             */
            status: number;
            /** @description What is wrong with this very request, fit to be shown. */
            detail: string;
            /**
             * Format: uri-reference
             * @description This occurrence.
             */
            instance?: string;
        };
        /** @description What went wrong, for people (`title`, `detail`) and for programs (`type`). */
        PlatformListAppApiKeys404Problem: {
            /**
             * @description Stable; branch on this.
             * @enum {string}
             */
            type: "not_found";
            /** @description What is wrong; the same for every request of this type. */
            title: string;
            /**
             * Format: int32
             * @description The HTTP status.
             */
            status: number;
            /** @description What is wrong with this very request, fit to be shown. */
            detail: string;
            /**
             * Format: uri-reference
             * @description This occurrence.
             */
            instance?: string;
        };
        /** @description What went wrong, for people (`title`, `detail`) and for programs (`type`). */
        PlatformCreateAppApiKey403Problem: {
            /**
             * @description Stable; branch on this.
             * @enum {string}
             */
            type: "origin_not_allowed";
            /** @description What is wrong; the same for every request of this type. */
            title: string;
            /**
             * Format: int32
             * @description The HTTP status.
             */
            status: number;
            /** @description What is wrong with this very request, fit to be shown. */
            detail: string;
            /**
             * Format: uri-reference
             * @description This occurrence.
             */
            instance?: string;
        };
        /** @description What went wrong, for people (`title`, `detail`) and for programs (`type`). */
        PlatformCreateAppApiKey404Problem: {
            /**
             * @description Stable; branch on this.
             * @enum {string}
             */
            type: "not_found";
            /** @description What is wrong; the same for every request of this type. */
            title: string;
            /**
             * Format: int32
             * @description The HTTP status.
             */
            status: number;
            /** @description What is wrong with this very request, fit to be shown. */
            detail: string;
            /**
             * Format: uri-reference
             * @description This occurrence.
             */
            instance?: string;
        };
        /** @description What went wrong, for people (`title`, `detail`) and for programs (`type`). */
        PlatformCreateAppApiKey409Problem: {
            /**
             * @description Stable; branch on this.
             * @enum {string}
             */
            type: "too_many_keys";
            /** @description What is wrong; the same for every request of this type. */
            title: string;
            /**
             * Format: int32
             * @description The HTTP status.
             */
            status: number;
            /** @description What is wrong with this very request, fit to be shown. */
            detail: string;
            /**
             * Format: uri-reference
             * @description This occurrence.
             */
            instance?: string;
        };
        /** @description What went wrong, for people (`title`, `detail`) and for programs (`type`). */
        PlatformRevokeAppApiKey403Problem: {
            /**
             * @description Stable; branch on this.
             * @enum {string}
             */
            type: "origin_not_allowed";
            /** @description What is wrong; the same for every request of this type. */
            title: string;
            /**
             * Format: int32
             * @description The HTTP status.
             */
            status: number;
            /** @description What is wrong with this very request, fit to be shown. */
            detail: string;
            /**
             * Format: uri-reference
             * @description This occurrence.
             */
            instance?: string;
        };
        /** @description What went wrong, for people (`title`, `detail`) and for programs (`type`). */
        PlatformRevokeAppApiKey404Problem: {
            /**
             * @description Stable; branch on this.
             * @enum {string}
             */
            type: "not_found";
            /** @description What is wrong; the same for every request of this type. */
            title: string;
            /**
             * Format: int32
             * @description The HTTP status.
             */
            status: number;
            /** @description What is wrong with this very request, fit to be shown. */
            detail: string;
            /**
             * Format: uri-reference
             * @description This occurrence.
             */
            instance?: string;
        };
        /** @description What went wrong, for people (`title`, `detail`) and for programs (`type`). */
        PlatformRotateAppKeys403Problem: {
            /**
             * @description Stable; branch on this.
             * @enum {string}
             */
            type: "origin_not_allowed";
            /** @description What is wrong; the same for every request of this type. */
            title: string;
            /**
             * Format: int32
             * @description The HTTP status.
             */
            status: number;
            /** @description What is wrong with this very request, fit to be shown. */
            detail: string;
            /**
             * Format: uri-reference
             * @description This occurrence.
             */
            instance?: string;
        };
        /** @description What went wrong, for people (`title`, `detail`) and for programs (`type`). */
        PlatformRotateAppKeys404Problem: {
            /**
             * @description Stable; branch on this.
             * @enum {string}
             */
            type: "not_found";
            /** @description What is wrong; the same for every request of this type. */
            title: string;
            /**
             * Format: int32
             * @description The HTTP status.
             */
            status: number;
            /** @description What is wrong with this very request, fit to be shown. */
            detail: string;
            /**
             * Format: uri-reference
             * @description This occurrence.
             */
            instance?: string;
        };
        /** @description What went wrong, for people (`title`, `detail`) and for programs (`type`). */
        PlatformListAppSessions404Problem: {
            /**
             * @description Stable; branch on this.
             * @enum {string}
             */
            type: "not_found";
            /** @description What is wrong; the same for every request of this type. */
            title: string;
            /**
             * Format: int32
             * @description The HTTP status.
             */
            status: number;
            /** @description What is wrong with this very request, fit to be shown. */
            detail: string;
            /**
             * Format: uri-reference
             * @description This occurrence.
             */
            instance?: string;
        };
        /** @description What went wrong, for people (`title`, `detail`) and for programs (`type`). */
        PlatformRevokeAppSession403Problem: {
            /**
             * @description Stable; branch on this.
             * @enum {string}
             */
            type: "origin_not_allowed";
            /** @description What is wrong; the same for every request of this type. */
            title: string;
            /**
             * Format: int32
             * @description The HTTP status.
             */
            status: number;
            /** @description What is wrong with this very request, fit to be shown. */
            detail: string;
            /**
             * Format: uri-reference
             * @description This occurrence.
             */
            instance?: string;
        };
        /** @description What went wrong, for people (`title`, `detail`) and for programs (`type`). */
        PlatformRevokeAppSession404Problem: {
            /**
             * @description Stable; branch on this.
             * @enum {string}
             */
            type: "not_found";
            /** @description What is wrong; the same for every request of this type. */
            title: string;
            /**
             * Format: int32
             * @description The HTTP status.
             */
            status: number;
            /** @description What is wrong with this very request, fit to be shown. */
            detail: string;
            /**
             * Format: uri-reference
             * @description This occurrence.
             */
            instance?: string;
        };
        /** @description What went wrong, for people (`title`, `detail`) and for programs (`type`). */
        PlatformCreateApplication403Problem: {
            /**
             * @description Stable; branch on this.
             * @enum {string}
             */
            type: "origin_not_allowed";
            /** @description What is wrong; the same for every request of this type. */
            title: string;
            /**
             * Format: int32
             * @description The HTTP status.
             */
            status: number;
            /** @description What is wrong with this very request, fit to be shown. */
            detail: string;
            /**
             * Format: uri-reference
             * @description This occurrence.
             */
            instance?: string;
        };
        /** @description What went wrong, for people (`title`, `detail`) and for programs (`type`). */
        PlatformCreateApplication409Problem: {
            /**
             * @description Stable; branch on this.
             * @enum {string}
             */
            type: "quota_exceeded" | "slug_taken";
            /** @description What is wrong; the same for every request of this type. */
            title: string;
            /**
             * Format: int32
             * @description The HTTP status.
             */
            status: number;
            /** @description What is wrong with this very request, fit to be shown. */
            detail: string;
            /**
             * Format: uri-reference
             * @description This occurrence.
             */
            instance?: string;
        };
        /** @description What went wrong, for people (`title`, `detail`) and for programs (`type`). */
        PlatformGetApplication404Problem: {
            /**
             * @description Stable; branch on this.
             * @enum {string}
             */
            type: "not_found";
            /** @description What is wrong; the same for every request of this type. */
            title: string;
            /**
             * Format: int32
             * @description The HTTP status.
             */
            status: number;
            /** @description What is wrong with this very request, fit to be shown. */
            detail: string;
            /**
             * Format: uri-reference
             * @description This occurrence.
             */
            instance?: string;
        };
        /** @description What went wrong, for people (`title`, `detail`) and for programs (`type`). */
        PlatformDeleteApplication403Problem: {
            /**
             * @description Stable; branch on this.
             * @enum {string}
             */
            type: "origin_not_allowed";
            /** @description What is wrong; the same for every request of this type. */
            title: string;
            /**
             * Format: int32
             * @description The HTTP status.
             */
            status: number;
            /** @description What is wrong with this very request, fit to be shown. */
            detail: string;
            /**
             * Format: uri-reference
             * @description This occurrence.
             */
            instance?: string;
        };
        /** @description What went wrong, for people (`title`, `detail`) and for programs (`type`). */
        PlatformDeleteApplication404Problem: {
            /**
             * @description Stable; branch on this.
             * @enum {string}
             */
            type: "not_found";
            /** @description What is wrong; the same for every request of this type. */
            title: string;
            /**
             * Format: int32
             * @description The HTTP status.
             */
            status: number;
            /** @description What is wrong with this very request, fit to be shown. */
            detail: string;
            /**
             * Format: uri-reference
             * @description This occurrence.
             */
            instance?: string;
        };
        /** @description What went wrong, for people (`title`, `detail`) and for programs (`type`). */
        PlatformUpdateApplication403Problem: {
            /**
             * @description Stable; branch on this.
             * @enum {string}
             */
            type: "origin_not_allowed";
            /** @description What is wrong; the same for every request of this type. */
            title: string;
            /**
             * Format: int32
             * @description The HTTP status.
             */
            status: number;
            /** @description What is wrong with this very request, fit to be shown. */
            detail: string;
            /**
             * Format: uri-reference
             * @description This occurrence.
             */
            instance?: string;
        };
        /** @description What went wrong, for people (`title`, `detail`) and for programs (`type`). */
        PlatformUpdateApplication404Problem: {
            /**
             * @description Stable; branch on this.
             * @enum {string}
             */
            type: "not_found";
            /** @description What is wrong; the same for every request of this type. */
            title: string;
            /**
             * Format: int32
             * @description The HTTP status.
             */
            status: number;
            /** @description What is wrong with this very request, fit to be shown. */
            detail: string;
            /**
             * Format: uri-reference
             * @description This occurrence.
             */
            instance?: string;
        };
        /** @description What went wrong, for people (`title`, `detail`) and for programs (`type`). */
        PlatformGetApplicationStats404Problem: {
            /**
             * @description Stable; branch on this.
             * @enum {string}
             */
            type: "not_found";
            /** @description What is wrong; the same for every request of this type. */
            title: string;
            /**
             * Format: int32
             * @description The HTTP status.
             */
            status: number;
            /** @description What is wrong with this very request, fit to be shown. */
            detail: string;
            /**
             * Format: uri-reference
             * @description This occurrence.
             */
            instance?: string;
        };
        /** @description What went wrong, for people (`title`, `detail`) and for programs (`type`). */
        PlatformChallengeMfa400Problem: {
            /**
             * @description Stable; branch on this.
             * @enum {string}
             */
            type: "invalid_code" | "invalid_request";
            /** @description What is wrong; the same for every request of this type. */
            title: string;
            /**
             * Format: int32
             * @description The HTTP status.
             */
            status: number;
            /** @description What is wrong with this very request, fit to be shown. */
            detail: string;
            /**
             * Format: uri-reference
             * @description This occurrence.
             */
            instance?: string;
        };
        /** @description What went wrong, for people (`title`, `detail`) and for programs (`type`). */
        PlatformChallengeMfa401Problem: {
            /**
             * @description Stable; branch on this.
             * @enum {string}
             */
            type: "invalid_mfa_token";
            /** @description What is wrong; the same for every request of this type. */
            title: string;
            /**
             * Format: int32
             * @description The HTTP status.
             */
            status: number;
            /** @description What is wrong with this very request, fit to be shown. */
            detail: string;
            /**
             * Format: uri-reference
             * @description This occurrence.
             */
            instance?: string;
        };
        /** @description What went wrong, for people (`title`, `detail`) and for programs (`type`). */
        PlatformChallengeMfa403Problem: {
            /**
             * @description Stable; branch on this.
             * @enum {string}
             */
            type: "origin_not_allowed";
            /** @description What is wrong; the same for every request of this type. */
            title: string;
            /**
             * Format: int32
             * @description The HTTP status.
             */
            status: number;
            /** @description What is wrong with this very request, fit to be shown. */
            detail: string;
            /**
             * Format: uri-reference
             * @description This occurrence.
             */
            instance?: string;
        };
        /** @description What went wrong, for people (`title`, `detail`) and for programs (`type`). */
        PlatformEnableMfa403Problem: {
            /**
             * @description Stable; branch on this.
             * @enum {string}
             */
            type: "email_not_verified" | "origin_not_allowed" | "reauthentication_required";
            /** @description What is wrong; the same for every request of this type. */
            title: string;
            /**
             * Format: int32
             * @description The HTTP status.
             */
            status: number;
            /** @description What is wrong with this very request, fit to be shown. */
            detail: string;
            /**
             * Format: uri-reference
             * @description This occurrence.
             */
            instance?: string;
        };
        /** @description What went wrong, for people (`title`, `detail`) and for programs (`type`). */
        PlatformEnableMfa409Problem: {
            /**
             * @description Stable; branch on this.
             * @enum {string}
             */
            type: "mfa_already_enabled";
            /** @description What is wrong; the same for every request of this type. */
            title: string;
            /**
             * Format: int32
             * @description The HTTP status.
             */
            status: number;
            /** @description What is wrong with this very request, fit to be shown. */
            detail: string;
            /**
             * Format: uri-reference
             * @description This occurrence.
             */
            instance?: string;
        };
        /** @description What went wrong, for people (`title`, `detail`) and for programs (`type`). */
        PlatformVerifyMfaSetup400Problem: {
            /**
             * @description Stable; branch on this.
             * @enum {string}
             */
            type: "invalid_code" | "invalid_request";
            /** @description What is wrong; the same for every request of this type. */
            title: string;
            /**
             * Format: int32
             * @description The HTTP status.
             */
            status: number;
            /** @description What is wrong with this very request, fit to be shown. */
            detail: string;
            /**
             * Format: uri-reference
             * @description This occurrence.
             */
            instance?: string;
        };
        /** @description What went wrong, for people (`title`, `detail`) and for programs (`type`). */
        PlatformVerifyMfaSetup403Problem: {
            /**
             * @description Stable; branch on this.
             * @enum {string}
             */
            type: "email_not_verified" | "origin_not_allowed";
            /** @description What is wrong; the same for every request of this type. */
            title: string;
            /**
             * Format: int32
             * @description The HTTP status.
             */
            status: number;
            /** @description What is wrong with this very request, fit to be shown. */
            detail: string;
            /**
             * Format: uri-reference
             * @description This occurrence.
             */
            instance?: string;
        };
        /** @description What went wrong, for people (`title`, `detail`) and for programs (`type`). */
        PlatformVerifyMfaSetup409Problem: {
            /**
             * @description Stable; branch on this.
             * @enum {string}
             */
            type: "mfa_already_enabled" | "mfa_not_enabled";
            /** @description What is wrong; the same for every request of this type. */
            title: string;
            /**
             * Format: int32
             * @description The HTTP status.
             */
            status: number;
            /** @description What is wrong with this very request, fit to be shown. */
            detail: string;
            /**
             * Format: uri-reference
             * @description This occurrence.
             */
            instance?: string;
        };
        /** @description What went wrong, for people (`title`, `detail`) and for programs (`type`). */
        PlatformDisableMfa400Problem: {
            /**
             * @description Stable; branch on this.
             * @enum {string}
             */
            type: "invalid_code" | "invalid_request";
            /** @description What is wrong; the same for every request of this type. */
            title: string;
            /**
             * Format: int32
             * @description The HTTP status.
             */
            status: number;
            /** @description What is wrong with this very request, fit to be shown. */
            detail: string;
            /**
             * Format: uri-reference
             * @description This occurrence.
             */
            instance?: string;
        };
        /** @description What went wrong, for people (`title`, `detail`) and for programs (`type`). */
        PlatformDisableMfa403Problem: {
            /**
             * @description Stable; branch on this.
             * @enum {string}
             */
            type: "origin_not_allowed";
            /** @description What is wrong; the same for every request of this type. */
            title: string;
            /**
             * Format: int32
             * @description The HTTP status.
             */
            status: number;
            /** @description What is wrong with this very request, fit to be shown. */
            detail: string;
            /**
             * Format: uri-reference
             * @description This occurrence.
             */
            instance?: string;
        };
        /** @description What went wrong, for people (`title`, `detail`) and for programs (`type`). */
        PlatformDisableMfa409Problem: {
            /**
             * @description Stable; branch on this.
             * @enum {string}
             */
            type: "mfa_not_enabled";
            /** @description What is wrong; the same for every request of this type. */
            title: string;
            /**
             * Format: int32
             * @description The HTTP status.
             */
            status: number;
            /** @description What is wrong with this very request, fit to be shown. */
            detail: string;
            /**
             * Format: uri-reference
             * @description This occurrence.
             */
            instance?: string;
        };
        /** @description What went wrong, for people (`title`, `detail`) and for programs (`type`). */
        PlatformGenerateBackupCodes403Problem: {
            /**
             * @description Stable; branch on this.
             * @enum {string}
             */
            type: "origin_not_allowed" | "reauthentication_required";
            /** @description What is wrong; the same for every request of this type. */
            title: string;
            /**
             * Format: int32
             * @description The HTTP status.
             */
            status: number;
            /** @description What is wrong with this very request, fit to be shown. */
            detail: string;
            /**
             * Format: uri-reference
             * @description This occurrence.
             */
            instance?: string;
        };
        /** @description What went wrong, for people (`title`, `detail`) and for programs (`type`). */
        PlatformGenerateBackupCodes409Problem: {
            /**
             * @description Stable; branch on this.
             * @enum {string}
             */
            type: "mfa_not_enabled";
            /** @description What is wrong; the same for every request of this type. */
            title: string;
            /**
             * Format: int32
             * @description The HTTP status.
             */
            status: number;
            /** @description What is wrong with this very request, fit to be shown. */
            detail: string;
            /**
             * Format: uri-reference
             * @description This occurrence.
             */
            instance?: string;
        };
        /** @description What went wrong, for people (`title`, `detail`) and for programs (`type`). */
        PlatformVerifyBackupCode400Problem: {
            /**
             * @description Stable; branch on this.
             * @enum {string}
             */
            type: "invalid_code" | "invalid_request";
            /** @description What is wrong; the same for every request of this type. */
            title: string;
            /**
             * Format: int32
             * @description The HTTP status.
             */
            status: number;
            /** @description What is wrong with this very request, fit to be shown. */
            detail: string;
            /**
             * Format: uri-reference
             * @description This occurrence.
             */
            instance?: string;
        };
        /** @description What went wrong, for people (`title`, `detail`) and for programs (`type`). */
        PlatformVerifyBackupCode403Problem: {
            /**
             * @description Stable; branch on this.
             * @enum {string}
             */
            type: "origin_not_allowed";
            /** @description What is wrong; the same for every request of this type. */
            title: string;
            /**
             * Format: int32
             * @description The HTTP status.
             */
            status: number;
            /** @description What is wrong with this very request, fit to be shown. */
            detail: string;
            /**
             * Format: uri-reference
             * @description This occurrence.
             */
            instance?: string;
        };
        /** @description What went wrong, for people (`title`, `detail`) and for programs (`type`). */
        PlatformLogin401Problem: {
            /**
             * @description Stable; branch on this.
             * @enum {string}
             */
            type: "invalid_credentials";
            /** @description What is wrong; the same for every request of this type. */
            title: string;
            /**
             * Format: int32
             * @description The HTTP status.
             */
            status: number;
            /** @description What is wrong with this very request, fit to be shown. */
            detail: string;
            /**
             * Format: uri-reference
             * @description This occurrence.
             */
            instance?: string;
        };
        /** @description What went wrong, for people (`title`, `detail`) and for programs (`type`). */
        PlatformLogin403Problem: {
            /**
             * @description Stable; branch on this.
             * @enum {string}
             */
            type: "origin_not_allowed";
            /** @description What is wrong; the same for every request of this type. */
            title: string;
            /**
             * Format: int32
             * @description The HTTP status.
             */
            status: number;
            /** @description What is wrong with this very request, fit to be shown. */
            detail: string;
            /**
             * Format: uri-reference
             * @description This occurrence.
             */
            instance?: string;
        };
        /** @description What went wrong, for people (`title`, `detail`) and for programs (`type`). */
        PlatformRefresh401Problem: {
            /**
             * @description Stable; branch on this.
             * @enum {string}
             */
            type: "invalid_refresh_token";
            /** @description What is wrong; the same for every request of this type. */
            title: string;
            /**
             * Format: int32
             * @description The HTTP status.
             */
            status: number;
            /** @description What is wrong with this very request, fit to be shown. */
            detail: string;
            /**
             * Format: uri-reference
             * @description This occurrence.
             */
            instance?: string;
        };
        /** @description What went wrong, for people (`title`, `detail`) and for programs (`type`). */
        PlatformRefresh403Problem: {
            /**
             * @description Stable; branch on this.
             * @enum {string}
             */
            type: "origin_not_allowed";
            /** @description What is wrong; the same for every request of this type. */
            title: string;
            /**
             * Format: int32
             * @description The HTTP status.
             */
            status: number;
            /** @description What is wrong with this very request, fit to be shown. */
            detail: string;
            /**
             * Format: uri-reference
             * @description This occurrence.
             */
            instance?: string;
        };
        /** @description What went wrong, for people (`title`, `detail`) and for programs (`type`). */
        PlatformLogout403Problem: {
            /**
             * @description Stable; branch on this.
             * @enum {string}
             */
            type: "origin_not_allowed";
            /** @description What is wrong; the same for every request of this type. */
            title: string;
            /**
             * Format: int32
             * @description The HTTP status.
             */
            status: number;
            /** @description What is wrong with this very request, fit to be shown. */
            detail: string;
            /**
             * Format: uri-reference
             * @description This occurrence.
             */
            instance?: string;
        };
        /** @description What went wrong, for people (`title`, `detail`) and for programs (`type`). */
        PlatformListAppUsers404Problem: {
            /**
             * @description Stable; branch on this.
             * @enum {string}
             */
            type: "not_found";
            /** @description What is wrong; the same for every request of this type. */
            title: string;
            /**
             * Format: int32
             * @description The HTTP status.
             */
            status: number;
            /** @description What is wrong with this very request, fit to be shown. */
            detail: string;
            /**
             * Format: uri-reference
             * @description This occurrence.
             */
            instance?: string;
        };
        /** @description What went wrong, for people (`title`, `detail`) and for programs (`type`). */
        PlatformCreateAppUser400Problem: {
            /**
             * @description Stable; branch on this.
             * @enum {string}
             */
            type: "invalid_request" | "weak_password";
            /** @description What is wrong; the same for every request of this type. */
            title: string;
            /**
             * Format: int32
             * @description The HTTP status.
             */
            status: number;
            /** @description What is wrong with this very request, fit to be shown. */
            detail: string;
            /**
             * Format: uri-reference
             * @description This occurrence.
             */
            instance?: string;
        };
        /** @description What went wrong, for people (`title`, `detail`) and for programs (`type`). */
        PlatformCreateAppUser403Problem: {
            /**
             * @description Stable; branch on this.
             * @enum {string}
             */
            type: "origin_not_allowed";
            /** @description What is wrong; the same for every request of this type. */
            title: string;
            /**
             * Format: int32
             * @description The HTTP status.
             */
            status: number;
            /** @description What is wrong with this very request, fit to be shown. */
            detail: string;
            /**
             * Format: uri-reference
             * @description This occurrence.
             */
            instance?: string;
        };
        /** @description What went wrong, for people (`title`, `detail`) and for programs (`type`). */
        PlatformCreateAppUser404Problem: {
            /**
             * @description Stable; branch on this.
             * @enum {string}
             */
            type: "not_found";
            /** @description What is wrong; the same for every request of this type. */
            title: string;
            /**
             * Format: int32
             * @description The HTTP status.
             */
            status: number;
            /** @description What is wrong with this very request, fit to be shown. */
            detail: string;
            /**
             * Format: uri-reference
             * @description This occurrence.
             */
            instance?: string;
        };
        /** @description What went wrong, for people (`title`, `detail`) and for programs (`type`). */
        PlatformCreateAppUser409Problem: {
            /**
             * @description Stable; branch on this.
             * @enum {string}
             */
            type: "user_exists";
            /** @description What is wrong; the same for every request of this type. */
            title: string;
            /**
             * Format: int32
             * @description The HTTP status.
             */
            status: number;
            /** @description What is wrong with this very request, fit to be shown. */
            detail: string;
            /**
             * Format: uri-reference
             * @description This occurrence.
             */
            instance?: string;
        };
        /** @description What went wrong, for people (`title`, `detail`) and for programs (`type`). */
        PlatformGetAppUser404Problem: {
            /**
             * @description Stable; branch on this.
             * @enum {string}
             */
            type: "not_found";
            /** @description What is wrong; the same for every request of this type. */
            title: string;
            /**
             * Format: int32
             * @description The HTTP status.
             */
            status: number;
            /** @description What is wrong with this very request, fit to be shown. */
            detail: string;
            /**
             * Format: uri-reference
             * @description This occurrence.
             */
            instance?: string;
        };
        /** @description What went wrong, for people (`title`, `detail`) and for programs (`type`). */
        PlatformUpdateAppUser403Problem: {
            /**
             * @description Stable; branch on this.
             * @enum {string}
             */
            type: "origin_not_allowed";
            /** @description What is wrong; the same for every request of this type. */
            title: string;
            /**
             * Format: int32
             * @description The HTTP status.
             */
            status: number;
            /** @description What is wrong with this very request, fit to be shown. */
            detail: string;
            /**
             * Format: uri-reference
             * @description This occurrence.
             */
            instance?: string;
        };
        /** @description What went wrong, for people (`title`, `detail`) and for programs (`type`). */
        PlatformUpdateAppUser404Problem: {
            /**
             * @description Stable; branch on this.
             * @enum {string}
             */
            type: "not_found";
            /** @description What is wrong; the same for every request of this type. */
            title: string;
            /**
             * Format: int32
             * @description The HTTP status.
             */
            status: number;
            /** @description What is wrong with this very request, fit to be shown. */
            detail: string;
            /**
             * Format: uri-reference
             * @description This occurrence.
             */
            instance?: string;
        };
        /** @description What went wrong, for people (`title`, `detail`) and for programs (`type`). */
        PlatformRemoveAppUserMfa403Problem: {
            /**
             * @description Stable; branch on this.
             * @enum {string}
             */
            type: "origin_not_allowed";
            /** @description What is wrong; the same for every request of this type. */
            title: string;
            /**
             * Format: int32
             * @description The HTTP status.
             */
            status: number;
            /** @description What is wrong with this very request, fit to be shown. */
            detail: string;
            /**
             * Format: uri-reference
             * @description This occurrence.
             */
            instance?: string;
        };
        /** @description What went wrong, for people (`title`, `detail`) and for programs (`type`). */
        PlatformRemoveAppUserMfa404Problem: {
            /**
             * @description Stable; branch on this.
             * @enum {string}
             */
            type: "not_found";
            /** @description What is wrong; the same for every request of this type. */
            title: string;
            /**
             * Format: int32
             * @description The HTTP status.
             */
            status: number;
            /** @description What is wrong with this very request, fit to be shown. */
            detail: string;
            /**
             * Format: uri-reference
             * @description This occurrence.
             */
            instance?: string;
        };
        /** @description What went wrong, for programs (`error`) and for people (`message`, `nextActions`). */
        ProjectInvalidRequestError: {
            /**
             * @description Stable; branch on this.
             * @enum {string}
             */
            error: "INVALID_INPUT";
            /** @description What is wrong with this request. */
            message: string;
            /**
             * Format: int32
             * @description The HTTP status.
             */
            statusCode: number;
            /** @description What to do about it. */
            nextActions: string;
        };
        /** @description What went wrong, for programs (`error`) and for people (`message`, `nextActions`). */
        ProjectExchangeAdminSession401Error: {
            /**
             * @description Stable; branch on this.
             * @enum {string}
             */
            error: "AUTH_UNAUTHORIZED";
            /** @description What is wrong with this request. */
            message: string;
            /**
             * Format: int32
             * @description The HTTP status.
             */
            statusCode: number;
            /** @description What to do about it. */
            nextActions: string;
        };
        /** @description What went wrong, for programs (`error`) and for people (`message`, `nextActions`). */
        ProjectExchangeAdminSession403Error: {
            /**
             * @description Stable; branch on this.
             * @enum {string}
             */
            error: "FORBIDDEN";
            /** @description What is wrong with this request. */
            message: string;
            /**
             * Format: int32
             * @description The HTTP status.
             */
            statusCode: number;
            /** @description What to do about it. */
            nextActions: string;
        };
        /** @description What went wrong, for programs (`error`) and for people (`message`, `nextActions`). */
        ProjectExchangeAdminSession404Error: {
            /**
             * @description Stable; branch on this.
             * @enum {string}
             */
            error: "NOT_FOUND";
            /** @description What is wrong with this request. */
            message: string;
            /**
             * Format: int32
             * @description The HTTP status.
             */
            statusCode: number;
            /** @description What to do about it. */
            nextActions: string;
        };
        /** @description What went wrong, for programs (`error`) and for people (`message`, `nextActions`). */
        ProjectPayloadTooLargeError: {
            /**
             * @description Stable; branch on this.
             * @enum {string}
             */
            error: "PAYLOAD_TOO_LARGE";
            /** @description What is wrong with this request. */
            message: string;
            /**
             * Format: int32
             * @description The HTTP status.
             */
            statusCode: number;
            /** @description What to do about it. */
            nextActions: string;
        };
        /** @description What went wrong, for programs (`error`) and for people (`message`, `nextActions`). */
        ProjectUnsupportedMediaTypeError: {
            /**
             * @description Stable; branch on this.
             * @enum {string}
             */
            error: "UNSUPPORTED_MEDIA_TYPE";
            /** @description What is wrong with this request. */
            message: string;
            /**
             * Format: int32
             * @description The HTTP status.
             */
            statusCode: number;
            /** @description What to do about it. */
            nextActions: string;
        };
        /** @description What went wrong, for programs (`error`) and for people (`message`, `nextActions`). */
        ProjectSignInAdmin401Error: {
            /**
             * @description Stable; branch on this.
             * @enum {string}
             */
            error: "INVALID_CREDENTIALS";
            /** @description What is wrong with this request. */
            message: string;
            /**
             * Format: int32
             * @description The HTTP status.
             */
            statusCode: number;
            /** @description What to do about it. */
            nextActions: string;
        };
        /** @description What went wrong, for programs (`error`) and for people (`message`, `nextActions`). */
        ProjectSignInAdmin403Error: {
            /**
             * @description Stable; branch on this.
             * @enum {string}
             */
            error: "FORBIDDEN";
            /** @description What is wrong with this request. */
            message: string;
            /**
             * Format: int32
             * @description The HTTP status.
             */
            statusCode: number;
            /** @description What to do about it. */
            nextActions: string;
        };
        /** @description What went wrong, for programs (`error`) and for people (`message`, `nextActions`). */
        ProjectAdminUnauthorizedError: {
            /**
             * @description Stable; branch on this.
             * @enum {string}
             */
            error: "AUTH_INVALID_API_KEY" | "AUTH_INVALID_CREDENTIALS" | "AUTH_UNAUTHORIZED";
            /** @description What is wrong with this request. */
            message: string;
            /**
             * Format: int32
             * @description The HTTP status.
             */
            statusCode: number;
            /** @description What to do about it. */
            nextActions: string;
        };
        /** @description What went wrong, for programs (`error`) and for people (`message`, `nextActions`). */
        ProjectCreateAnonToken403Error: {
            /**
             * @description Stable; branch on this.
             * @enum {string}
             */
            error: "AUTH_UNAUTHORIZED" | "FORBIDDEN";
            /** @description What is wrong with this request. */
            message: string;
            /**
             * Format: int32
             * @description The HTTP status.
             */
            statusCode: number;
            /** @description What to do about it. */
            nextActions: string;
        };
        /** @description What went wrong, for programs (`error`) and for people (`message`, `nextActions`). */
        ProjectQuotaExceededError: {
            /**
             * @description Stable; branch on this.
             * @enum {string}
             */
            error: "QUOTA_EXCEEDED";
            /** @description What is wrong with this request. */
            message: string;
            /**
             * Format: int32
             * @description The HTTP status.
             */
            statusCode: number;
            /** @description What to do about it. */
            nextActions: string;
        };
        /** @description What went wrong, for programs (`error`) and for people (`message`, `nextActions`). */
        ProjectTooManyRequestsError: {
            /**
             * @description Stable; branch on this.
             * @enum {string}
             */
            error: "TOO_MANY_REQUESTS";
            /** @description What is wrong with this request. */
            message: string;
            /**
             * Format: int32
             * @description The HTTP status.
             */
            statusCode: number;
            /** @description What to do about it. */
            nextActions: string;
        };
        /** @description What went wrong, for programs (`error`) and for people (`message`, `nextActions`). */
        ProjectAdminOnlyError: {
            /**
             * @description Stable; branch on this.
             * @enum {string}
             */
            error: "AUTH_UNAUTHORIZED";
            /** @description What is wrong with this request. */
            message: string;
            /**
             * Format: int32
             * @description The HTTP status.
             */
            statusCode: number;
            /** @description What to do about it. */
            nextActions: string;
        };
        /** @description What went wrong, for programs (`error`) and for people (`message`, `nextActions`). */
        ProjectUpdateConfig403Error: {
            /**
             * @description Stable; branch on this.
             * @enum {string}
             */
            error: "AUTH_UNAUTHORIZED" | "FORBIDDEN";
            /** @description What is wrong with this request. */
            message: string;
            /**
             * Format: int32
             * @description The HTTP status.
             */
            statusCode: number;
            /** @description What to do about it. */
            nextActions: string;
        };
        /** @description What went wrong, for programs (`error`) and for people (`message`, `nextActions`). */
        ProjectInvalidOrRedirectError: {
            /**
             * @description Stable; branch on this.
             * @enum {string}
             */
            error: "INVALID_INPUT";
            /** @description What is wrong with this request. */
            message: string;
            /**
             * Format: int32
             * @description The HTTP status.
             */
            statusCode: number;
            /** @description What to do about it. */
            nextActions: string;
        };
        /** @description What went wrong, for programs (`error`) and for people (`message`, `nextActions`). */
        ProjectSendVerification403Error: {
            /**
             * @description Stable; branch on this.
             * @enum {string}
             */
            error: "FORBIDDEN";
            /** @description What is wrong with this request. */
            message: string;
            /**
             * Format: int32
             * @description The HTTP status.
             */
            statusCode: number;
            /** @description What to do about it. */
            nextActions: string;
        };
        /** @description What went wrong, for programs (`error`) and for people (`message`, `nextActions`). */
        ProjectProofRefusedError: {
            /**
             * @description Stable; branch on this.
             * @enum {string}
             */
            error: "INVALID_INPUT";
            /** @description What is wrong with this request. */
            message: string;
            /**
             * Format: int32
             * @description The HTTP status.
             */
            statusCode: number;
            /** @description What to do about it. */
            nextActions: string;
        };
        /** @description What went wrong, for programs (`error`) and for people (`message`, `nextActions`). */
        ProjectVerifyEmail403Error: {
            /**
             * @description Stable; branch on this.
             * @enum {string}
             */
            error: "FORBIDDEN";
            /** @description What is wrong with this request. */
            message: string;
            /**
             * Format: int32
             * @description The HTTP status.
             */
            statusCode: number;
            /** @description What to do about it. */
            nextActions: string;
        };
        /** @description What went wrong, for programs (`error`) and for people (`message`, `nextActions`). */
        HostedFormRefusedError: {
            /**
             * @description Stable; branch on this.
             * @enum {string}
             */
            error: "INVALID_INPUT";
            /** @description What is wrong with this request. */
            message: string;
            /**
             * Format: int32
             * @description The HTTP status.
             */
            statusCode: number;
            /** @description What to do about it. */
            nextActions: string;
        };
        /** @description What went wrong, for programs (`error`) and for people (`message`, `nextActions`). */
        ProjectSubmitForgotPassword403Error: {
            /**
             * @description Stable; branch on this.
             * @enum {string}
             */
            error: "FORBIDDEN";
            /** @description What is wrong with this request. */
            message: string;
            /**
             * Format: int32
             * @description The HTTP status.
             */
            statusCode: number;
            /** @description What to do about it. */
            nextActions: string;
        };
        /** @description What went wrong, for programs (`error`) and for people (`message`, `nextActions`). */
        HostedTooManyRequestsError: {
            /**
             * @description Stable; branch on this.
             * @enum {string}
             */
            error: "TOO_MANY_REQUESTS";
            /** @description What is wrong with this request. */
            message: string;
            /**
             * Format: int32
             * @description The HTTP status.
             */
            statusCode: number;
            /** @description What to do about it. */
            nextActions: string;
        };
        /** @description What went wrong, for programs (`error`) and for people (`message`, `nextActions`). */
        ProjectSubmitNewPassword400Error: {
            /**
             * @description Stable; branch on this.
             * @enum {string}
             */
            error: "AUTH_WEAK_PASSWORD" | "INVALID_INPUT";
            /** @description What is wrong with this request. */
            message: string;
            /**
             * Format: int32
             * @description The HTTP status.
             */
            statusCode: number;
            /** @description What to do about it. */
            nextActions: string;
        };
        /** @description What went wrong, for programs (`error`) and for people (`message`, `nextActions`). */
        ProjectSubmitNewPassword403Error: {
            /**
             * @description Stable; branch on this.
             * @enum {string}
             */
            error: "FORBIDDEN";
            /** @description What is wrong with this request. */
            message: string;
            /**
             * Format: int32
             * @description The HTTP status.
             */
            statusCode: number;
            /** @description What to do about it. */
            nextActions: string;
        };
        /** @description What went wrong, for programs (`error`) and for people (`message`, `nextActions`). */
        ProjectOverloadedError: {
            /**
             * @description Stable; branch on this.
             * @enum {string}
             */
            error: "UNAVAILABLE";
            /** @description What is wrong with this request. */
            message: string;
            /**
             * Format: int32
             * @description The HTTP status.
             */
            statusCode: number;
            /** @description What to do about it. */
            nextActions: string;
        };
        /** @description What went wrong, for programs (`error`) and for people (`message`, `nextActions`). */
        ProjectSubmitSignIn401Error: {
            /**
             * @description Stable; branch on this.
             * @enum {string}
             */
            error: "INVALID_CREDENTIALS";
            /** @description What is wrong with this request. */
            message: string;
            /**
             * Format: int32
             * @description The HTTP status.
             */
            statusCode: number;
            /** @description What to do about it. */
            nextActions: string;
        };
        /** @description What went wrong, for programs (`error`) and for people (`message`, `nextActions`). */
        ProjectSubmitSignIn403Error: {
            /**
             * @description Stable; branch on this.
             * @enum {string}
             */
            error: "FORBIDDEN";
            /** @description What is wrong with this request. */
            message: string;
            /**
             * Format: int32
             * @description The HTTP status.
             */
            statusCode: number;
            /** @description What to do about it. */
            nextActions: string;
        };
        /** @description What went wrong, for programs (`error`) and for people (`message`, `nextActions`). */
        ProjectSubmitSignUp400Error: {
            /**
             * @description Stable; branch on this.
             * @enum {string}
             */
            error: "AUTH_WEAK_PASSWORD" | "INVALID_INPUT";
            /** @description What is wrong with this request. */
            message: string;
            /**
             * Format: int32
             * @description The HTTP status.
             */
            statusCode: number;
            /** @description What to do about it. */
            nextActions: string;
        };
        /** @description What went wrong, for programs (`error`) and for people (`message`, `nextActions`). */
        ProjectSubmitSignUp403Error: {
            /**
             * @description Stable; branch on this.
             * @enum {string}
             */
            error: "AUTH_SIGNUP_DISABLED" | "FORBIDDEN";
            /** @description What is wrong with this request. */
            message: string;
            /**
             * Format: int32
             * @description The HTTP status.
             */
            statusCode: number;
            /** @description What to do about it. */
            nextActions: string;
        };
        /** @description What went wrong, for programs (`error`) and for people (`message`, `nextActions`). */
        ProjectSubmitSignUp409Error: {
            /**
             * @description Stable; branch on this.
             * @enum {string}
             */
            error: "USER_EXISTS";
            /** @description What is wrong with this request. */
            message: string;
            /**
             * Format: int32
             * @description The HTTP status.
             */
            statusCode: number;
            /** @description What to do about it. */
            nextActions: string;
        };
        /** @description What went wrong, for programs (`error`) and for people (`message`, `nextActions`). */
        ProjectSubmitVerification400Error: {
            /**
             * @description Stable; branch on this.
             * @enum {string}
             */
            error: "INVALID_INPUT";
            /** @description What is wrong with this request. */
            message: string;
            /**
             * Format: int32
             * @description The HTTP status.
             */
            statusCode: number;
            /** @description What to do about it. */
            nextActions: string;
        };
        /** @description What went wrong, for programs (`error`) and for people (`message`, `nextActions`). */
        ProjectSubmitVerification403Error: {
            /**
             * @description Stable; branch on this.
             * @enum {string}
             */
            error: "FORBIDDEN";
            /** @description What is wrong with this request. */
            message: string;
            /**
             * Format: int32
             * @description The HTTP status.
             */
            statusCode: number;
            /** @description What to do about it. */
            nextActions: string;
        };
        /** @description What went wrong, for programs (`error`) and for people (`message`, `nextActions`). */
        ProjectResendVerification403Error: {
            /**
             * @description Stable; branch on this.
             * @enum {string}
             */
            error: "FORBIDDEN";
            /** @description What is wrong with this request. */
            message: string;
            /**
             * Format: int32
             * @description The HTTP status.
             */
            statusCode: number;
            /** @description What to do about it. */
            nextActions: string;
        };
        /** @description What went wrong, for programs (`error`) and for people (`message`, `nextActions`). */
        ProjectFlowRefusedError: {
            /**
             * @description Stable; branch on this.
             * @enum {string}
             */
            error: "INVALID_INPUT";
            /** @description What is wrong with this request. */
            message: string;
            /**
             * Format: int32
             * @description The HTTP status.
             */
            statusCode: number;
            /** @description What to do about it. */
            nextActions: string;
        };
        /** @description What went wrong, for programs (`error`) and for people (`message`, `nextActions`). */
        ProjectProviderNotFoundError: {
            /**
             * @description Stable; branch on this.
             * @enum {string}
             */
            error: "AUTH_UNSUPPORTED_PROVIDER";
            /** @description What is wrong with this request. */
            message: string;
            /**
             * Format: int32
             * @description The HTTP status.
             */
            statusCode: number;
            /** @description What to do about it. */
            nextActions: string;
        };
        /** @description What went wrong, for programs (`error`) and for people (`message`, `nextActions`). */
        ProjectExchangeOAuthCode400Error: {
            /**
             * @description Stable; branch on this.
             * @enum {string}
             */
            error: "INVALID_INPUT";
            /** @description What is wrong with this request. */
            message: string;
            /**
             * Format: int32
             * @description The HTTP status.
             */
            statusCode: number;
            /** @description What to do about it. */
            nextActions: string;
        };
        /** @description What went wrong, for programs (`error`) and for people (`message`, `nextActions`). */
        ProjectExchangeOAuthCode403Error: {
            /**
             * @description Stable; branch on this.
             * @enum {string}
             */
            error: "FORBIDDEN";
            /** @description What is wrong with this request. */
            message: string;
            /**
             * Format: int32
             * @description The HTTP status.
             */
            statusCode: number;
            /** @description What to do about it. */
            nextActions: string;
        };
        /** @description What went wrong, for programs (`error`) and for people (`message`, `nextActions`). */
        ProjectOAuthRefusedError: {
            /**
             * @description Stable; branch on this.
             * @enum {string}
             */
            error: "INVALID_INPUT";
            /** @description What is wrong with this request. */
            message: string;
            /**
             * Format: int32
             * @description The HTTP status.
             */
            statusCode: number;
            /** @description What to do about it. */
            nextActions: string;
        };
        /** @description What went wrong, for programs (`error`) and for people (`message`, `nextActions`). */
        ProjectSendResetPassword403Error: {
            /**
             * @description Stable; branch on this.
             * @enum {string}
             */
            error: "FORBIDDEN";
            /** @description What is wrong with this request. */
            message: string;
            /**
             * Format: int32
             * @description The HTTP status.
             */
            statusCode: number;
            /** @description What to do about it. */
            nextActions: string;
        };
        /** @description What went wrong, for programs (`error`) and for people (`message`, `nextActions`). */
        ProjectCodeRefusedError: {
            /**
             * @description Stable; branch on this.
             * @enum {string}
             */
            error: "INVALID_INPUT";
            /** @description What is wrong with this request. */
            message: string;
            /**
             * Format: int32
             * @description The HTTP status.
             */
            statusCode: number;
            /** @description What to do about it. */
            nextActions: string;
        };
        /** @description What went wrong, for programs (`error`) and for people (`message`, `nextActions`). */
        ProjectExchangeResetCode403Error: {
            /**
             * @description Stable; branch on this.
             * @enum {string}
             */
            error: "FORBIDDEN";
            /** @description What is wrong with this request. */
            message: string;
            /**
             * Format: int32
             * @description The HTTP status.
             */
            statusCode: number;
            /** @description What to do about it. */
            nextActions: string;
        };
        /** @description What went wrong, for programs (`error`) and for people (`message`, `nextActions`). */
        ProjectResetRefusedError: {
            /**
             * @description Stable; branch on this.
             * @enum {string}
             */
            error: "AUTH_WEAK_PASSWORD" | "INVALID_INPUT";
            /** @description What is wrong with this request. */
            message: string;
            /**
             * Format: int32
             * @description The HTTP status.
             */
            statusCode: number;
            /** @description What to do about it. */
            nextActions: string;
        };
        /** @description What went wrong, for programs (`error`) and for people (`message`, `nextActions`). */
        ProjectResetPassword403Error: {
            /**
             * @description Stable; branch on this.
             * @enum {string}
             */
            error: "FORBIDDEN";
            /** @description What is wrong with this request. */
            message: string;
            /**
             * Format: int32
             * @description The HTTP status.
             */
            statusCode: number;
            /** @description What to do about it. */
            nextActions: string;
        };
        /** @description What went wrong, for programs (`error`) and for people (`message`, `nextActions`). */
        ProjectUnauthorizedError: {
            /**
             * @description Stable; branch on this.
             * @enum {string}
             */
            error: "AUTH_INVALID_CREDENTIALS" | "AUTH_UNAUTHORIZED";
            /** @description What is wrong with this request. */
            message: string;
            /**
             * Format: int32
             * @description The HTTP status.
             */
            statusCode: number;
            /** @description What to do about it. */
            nextActions: string;
        };
        /** @description What went wrong, for programs (`error`) and for people (`message`, `nextActions`). */
        ProjectUpdateProfile403Error: {
            /**
             * @description Stable; branch on this.
             * @enum {string}
             */
            error: "FORBIDDEN";
            /** @description What is wrong with this request. */
            message: string;
            /**
             * Format: int32
             * @description The HTTP status.
             */
            statusCode: number;
            /** @description What to do about it. */
            nextActions: string;
        };
        /** @description What went wrong, for programs (`error`) and for people (`message`, `nextActions`). */
        ProjectUserNotFoundError: {
            /**
             * @description Stable; branch on this.
             * @enum {string}
             */
            error: "NOT_FOUND";
            /** @description What is wrong with this request. */
            message: string;
            /**
             * Format: int32
             * @description The HTTP status.
             */
            statusCode: number;
            /** @description What to do about it. */
            nextActions: string;
        };
        /** @description What went wrong, for programs (`error`) and for people (`message`, `nextActions`). */
        ProjectSessionEndedError: {
            /**
             * @description Stable; branch on this.
             * @enum {string}
             */
            error: "AUTH_UNAUTHORIZED";
            /** @description What is wrong with this request. */
            message: string;
            /**
             * Format: int32
             * @description The HTTP status.
             */
            statusCode: number;
            /** @description What to do about it. */
            nextActions: string;
        };
        /** @description What went wrong, for programs (`error`) and for people (`message`, `nextActions`). */
        ProjectRefresh403Error: {
            /**
             * @description Stable; branch on this.
             * @enum {string}
             */
            error: "FORBIDDEN";
            /** @description What is wrong with this request. */
            message: string;
            /**
             * Format: int32
             * @description The HTTP status.
             */
            statusCode: number;
            /** @description What to do about it. */
            nextActions: string;
        };
        /** @description What went wrong, for programs (`error`) and for people (`message`, `nextActions`). */
        ProjectRegisterRefusedError: {
            /**
             * @description Stable; branch on this.
             * @enum {string}
             */
            error: "AUTH_WEAK_PASSWORD" | "INVALID_INPUT";
            /** @description What is wrong with this request. */
            message: string;
            /**
             * Format: int32
             * @description The HTTP status.
             */
            statusCode: number;
            /** @description What to do about it. */
            nextActions: string;
        };
        /** @description What went wrong, for programs (`error`) and for people (`message`, `nextActions`). */
        ProjectRegister403Error: {
            /**
             * @description Stable; branch on this.
             * @enum {string}
             */
            error: "AUTH_SIGNUP_DISABLED" | "FORBIDDEN";
            /** @description What is wrong with this request. */
            message: string;
            /**
             * Format: int32
             * @description The HTTP status.
             */
            statusCode: number;
            /** @description What to do about it. */
            nextActions: string;
        };
        /** @description What went wrong, for programs (`error`) and for people (`message`, `nextActions`). */
        ProjectUserExistsError: {
            /**
             * @description Stable; branch on this.
             * @enum {string}
             */
            error: "USER_EXISTS";
            /** @description What is wrong with this request. */
            message: string;
            /**
             * Format: int32
             * @description The HTTP status.
             */
            statusCode: number;
            /** @description What to do about it. */
            nextActions: string;
        };
        /** @description What went wrong, for programs (`error`) and for people (`message`, `nextActions`). */
        ProjectDeleteUsers403Error: {
            /**
             * @description Stable; branch on this.
             * @enum {string}
             */
            error: "AUTH_UNAUTHORIZED" | "FORBIDDEN";
            /** @description What is wrong with this request. */
            message: string;
            /**
             * Format: int32
             * @description The HTTP status.
             */
            statusCode: number;
            /** @description What to do about it. */
            nextActions: string;
        };
        /** @description What went wrong, for programs (`error`) and for people (`message`, `nextActions`). */
        ProjectWrongCredentialsError: {
            /**
             * @description Stable; branch on this.
             * @enum {string}
             */
            error: "INVALID_CREDENTIALS";
            /** @description What is wrong with this request. */
            message: string;
            /**
             * Format: int32
             * @description The HTTP status.
             */
            statusCode: number;
            /** @description What to do about it. */
            nextActions: string;
        };
        /** @description What went wrong, for programs (`error`) and for people (`message`, `nextActions`). */
        ProjectSignIn403Error: {
            /**
             * @description Stable; branch on this.
             * @enum {string}
             */
            error: "EMAIL_NOT_VERIFIED" | "FORBIDDEN";
            /** @description What is wrong with this request. */
            message: string;
            /**
             * Format: int32
             * @description The HTTP status.
             */
            statusCode: number;
            /** @description What to do about it. */
            nextActions: string;
        };
        /** @description What went wrong, for programs (`error`) and for people (`message`, `nextActions`). */
        ProjectLogout403Error: {
            /**
             * @description Stable; branch on this.
             * @enum {string}
             */
            error: "FORBIDDEN";
            /** @description What is wrong with this request. */
            message: string;
            /**
             * Format: int32
             * @description The HTTP status.
             */
            statusCode: number;
            /** @description What to do about it. */
            nextActions: string;
        };
        /** @description What went wrong, for programs (`error`) and for people (`message`, `nextActions`). */
        ProjectRemoveUserMfa403Error: {
            /**
             * @description Stable; branch on this.
             * @enum {string}
             */
            error: "AUTH_UNAUTHORIZED" | "FORBIDDEN";
            /** @description What is wrong with this request. */
            message: string;
            /**
             * Format: int32
             * @description The HTTP status.
             */
            statusCode: number;
            /** @description What to do about it. */
            nextActions: string;
        };
        /** @description What went wrong, for people (`title`, `detail`) and for programs (`code`). */
        ServiceShowLanding403Problem: {
            /**
             * Format: uri-reference
             * @description `about:blank`: the code says it all.
             */
            type: string;
            /** @description What is wrong; the same for every request with this code. */
            title: string;
            /**
             * Format: int32
             * @description The HTTP status.
             */
            status: number;
            /** @description What is wrong with this very request. */
            detail?: string;
            /**
             * Format: uri-reference
             * @description This occurrence.
             */
            instance?: string;
            /**
             * @description Stable; branch on this.
             * @enum {string}
             */
            code: "origin_not_allowed";
        };
        /** @description What went wrong, for people (`title`, `detail`) and for programs (`code`). */
        ServiceShowCallback403Problem: {
            /**
             * Format: uri-reference
             * @description `about:blank`: the code says it all.
             */
            type: string;
            /** @description What is wrong; the same for every request with this code. */
            title: string;
            /**
             * Format: int32
             * @description The HTTP status.
             */
            status: number;
            /** @description What is wrong with this very request. */
            detail?: string;
            /**
             * Format: uri-reference
             * @description This occurrence.
             */
            instance?: string;
            /**
             * @description Stable; branch on this.
             * @enum {string}
             */
            code: "origin_not_allowed";
        };
        /** @description What went wrong, for people (`title`, `detail`) and for programs (`code`). */
        ServiceGetCredentials403Problem: {
            /**
             * Format: uri-reference
             * @description `about:blank`: the code says it all.
             */
            type: string;
            /** @description What is wrong; the same for every request with this code. */
            title: string;
            /**
             * Format: int32
             * @description The HTTP status.
             */
            status: number;
            /** @description What is wrong with this very request. */
            detail?: string;
            /**
             * Format: uri-reference
             * @description This occurrence.
             */
            instance?: string;
            /**
             * @description Stable; branch on this.
             * @enum {string}
             */
            code: "origin_not_allowed";
        };
        /** @description What went wrong, for people (`title`, `detail`) and for programs (`code`). */
        ServiceShowMailbox403Problem: {
            /**
             * Format: uri-reference
             * @description `about:blank`: the code says it all.
             */
            type: string;
            /** @description What is wrong; the same for every request with this code. */
            title: string;
            /**
             * Format: int32
             * @description The HTTP status.
             */
            status: number;
            /** @description What is wrong with this very request. */
            detail?: string;
            /**
             * Format: uri-reference
             * @description This occurrence.
             */
            instance?: string;
            /**
             * @description Stable; branch on this.
             * @enum {string}
             */
            code: "origin_not_allowed";
        };
        /** @description What went wrong, for people (`title`, `detail`) and for programs (`code`). */
        ServiceListMail403Problem: {
            /**
             * Format: uri-reference
             * @description `about:blank`: the code says it all.
             */
            type: string;
            /** @description What is wrong; the same for every request with this code. */
            title: string;
            /**
             * Format: int32
             * @description The HTTP status.
             */
            status: number;
            /** @description What is wrong with this very request. */
            detail?: string;
            /**
             * Format: uri-reference
             * @description This occurrence.
             */
            instance?: string;
            /**
             * @description Stable; branch on this.
             * @enum {string}
             */
            code: "origin_not_allowed";
        };
        /** @description What went wrong, for people (`title`, `detail`) and for programs (`code`). */
        ServiceShowMail403Problem: {
            /**
             * Format: uri-reference
             * @description `about:blank`: the code says it all.
             */
            type: string;
            /** @description What is wrong; the same for every request with this code. */
            title: string;
            /**
             * Format: int32
             * @description The HTTP status.
             */
            status: number;
            /** @description What is wrong with this very request. */
            detail?: string;
            /**
             * Format: uri-reference
             * @description This occurrence.
             */
            instance?: string;
            /**
             * @description Stable; branch on this.
             * @enum {string}
             */
            code: "origin_not_allowed";
        };
        /** @description What went wrong, for people (`title`, `detail`) and for programs (`code`). */
        ServiceShowMail404Problem: {
            /**
             * Format: uri-reference
             * @description `about:blank`: the code says it all.
             */
            type: string;
            /** @description What is wrong; the same for every request with this code. */
            title: string;
            /**
             * Format: int32
             * @description The HTTP status.
             */
            status: number;
            /** @description What is wrong with this very request. */
            detail?: string;
            /**
             * Format: uri-reference
             * @description This occurrence.
             */
            instance?: string;
            /**
             * @description Stable; branch on this.
             * @enum {string}
             */
            code: "mail_not_found";
        };
        /** @description What went wrong, for people (`title`, `detail`) and for programs (`code`). */
        ServiceResetSandbox403Problem: {
            /**
             * Format: uri-reference
             * @description `about:blank`: the code says it all.
             */
            type: string;
            /** @description What is wrong; the same for every request with this code. */
            title: string;
            /**
             * Format: int32
             * @description The HTTP status.
             */
            status: number;
            /** @description What is wrong with this very request. */
            detail?: string;
            /**
             * Format: uri-reference
             * @description This occurrence.
             */
            instance?: string;
            /**
             * @description Stable; branch on this.
             * @enum {string}
             */
            code: "origin_not_allowed";
        };
        /** @description What went wrong, for people (`title`, `detail`) and for programs (`code`). */
        ServiceCreateAdminCode403Problem: {
            /**
             * Format: uri-reference
             * @description `about:blank`: the code says it all.
             */
            type: string;
            /** @description What is wrong; the same for every request with this code. */
            title: string;
            /**
             * Format: int32
             * @description The HTTP status.
             */
            status: number;
            /** @description What is wrong with this very request. */
            detail?: string;
            /**
             * Format: uri-reference
             * @description This occurrence.
             */
            instance?: string;
            /**
             * @description Stable; branch on this.
             * @enum {string}
             */
            code: "origin_not_allowed";
        };
        /** @description What went wrong, for people (`title`, `detail`) and for programs (`code`). */
        ServiceMoveClock403Problem: {
            /**
             * Format: uri-reference
             * @description `about:blank`: the code says it all.
             */
            type: string;
            /** @description What is wrong; the same for every request with this code. */
            title: string;
            /**
             * Format: int32
             * @description The HTTP status.
             */
            status: number;
            /** @description What is wrong with this very request. */
            detail?: string;
            /**
             * Format: uri-reference
             * @description This occurrence.
             */
            instance?: string;
            /**
             * @description Stable; branch on this.
             * @enum {string}
             */
            code: "origin_not_allowed";
        };
        /** @description What went wrong, for people (`title`, `detail`) and for programs (`code`). */
        StandInRequestRefusedProblem: {
            /**
             * Format: uri-reference
             * @description `about:blank`: the code says it all.
             */
            type: string;
            /** @description What is wrong; the same for every request with this code. */
            title: string;
            /**
             * Format: int32
             * @description The HTTP status.
             */
            status: number;
            /** @description What is wrong with this very request. */
            detail?: string;
            /**
             * Format: uri-reference
             * @description This occurrence.
             */
            instance?: string;
            /**
             * @description Stable; branch on this.
             * @enum {string}
             */
            code: "invalid_redirect_uri" | "invalid_request";
        };
        /** @description What went wrong, for people (`title`, `detail`) and for programs (`code`). */
        ServiceShowStandIn403Problem: {
            /**
             * Format: uri-reference
             * @description `about:blank`: the code says it all.
             */
            type: string;
            /** @description What is wrong; the same for every request with this code. */
            title: string;
            /**
             * Format: int32
             * @description The HTTP status.
             */
            status: number;
            /** @description What is wrong with this very request. */
            detail?: string;
            /**
             * Format: uri-reference
             * @description This occurrence.
             */
            instance?: string;
            /**
             * @description Stable; branch on this.
             * @enum {string}
             */
            code: "origin_not_allowed";
        };
        /** @description What went wrong, for people (`title`, `detail`) and for programs (`code`). */
        AccountProviderNotFoundProblem: {
            /**
             * Format: uri-reference
             * @description `about:blank`: the code says it all.
             */
            type: string;
            /** @description What is wrong; the same for every request with this code. */
            title: string;
            /**
             * Format: int32
             * @description The HTTP status.
             */
            status: number;
            /** @description What is wrong with this very request. */
            detail?: string;
            /**
             * Format: uri-reference
             * @description This occurrence.
             */
            instance?: string;
            /**
             * @description Stable; branch on this.
             * @enum {string}
             */
            code: "provider_not_found";
        };
        /** @description What went wrong, for people (`title`, `detail`) and for programs (`code`). */
        ServiceAnswerStandIn403Problem: {
            /**
             * Format: uri-reference
             * @description `about:blank`: the code says it all.
             */
            type: string;
            /** @description What is wrong; the same for every request with this code. */
            title: string;
            /**
             * Format: int32
             * @description The HTTP status.
             */
            status: number;
            /** @description What is wrong with this very request. */
            detail?: string;
            /**
             * Format: uri-reference
             * @description This occurrence.
             */
            instance?: string;
            /**
             * @description Stable; branch on this.
             * @enum {string}
             */
            code: "origin_not_allowed";
        };
        /** @description What went wrong, for people (`title`, `detail`) and for programs (`code`). */
        ServiceGetStandInConfiguration403Problem: {
            /**
             * Format: uri-reference
             * @description `about:blank`: the code says it all.
             */
            type: string;
            /** @description What is wrong; the same for every request with this code. */
            title: string;
            /**
             * Format: int32
             * @description The HTTP status.
             */
            status: number;
            /** @description What is wrong with this very request. */
            detail?: string;
            /**
             * Format: uri-reference
             * @description This occurrence.
             */
            instance?: string;
            /**
             * @description Stable; branch on this.
             * @enum {string}
             */
            code: "origin_not_allowed";
        };
        /** @description What went wrong, for people (`title`, `detail`) and for programs (`code`). */
        ServiceExchangeStandInCode400Problem: {
            /**
             * Format: uri-reference
             * @description `about:blank`: the code says it all.
             */
            type: string;
            /** @description What is wrong; the same for every request with this code. */
            title: string;
            /**
             * Format: int32
             * @description The HTTP status.
             */
            status: number;
            /** @description What is wrong with this very request. */
            detail?: string;
            /**
             * Format: uri-reference
             * @description This occurrence.
             */
            instance?: string;
            /**
             * @description Stable; branch on this.
             * @enum {string}
             */
            code: "invalid_authorization_code" | "invalid_request";
        };
        /** @description What went wrong, for people (`title`, `detail`) and for programs (`code`). */
        ServiceExchangeStandInCode403Problem: {
            /**
             * Format: uri-reference
             * @description `about:blank`: the code says it all.
             */
            type: string;
            /** @description What is wrong; the same for every request with this code. */
            title: string;
            /**
             * Format: int32
             * @description The HTTP status.
             */
            status: number;
            /** @description What is wrong with this very request. */
            detail?: string;
            /**
             * Format: uri-reference
             * @description This occurrence.
             */
            instance?: string;
            /**
             * @description Stable; branch on this.
             * @enum {string}
             */
            code: "origin_not_allowed";
        };
        /** @description What went wrong, for people (`title`, `detail`) and for programs (`code`). */
        ServiceGetStandInProfile403Problem: {
            /**
             * Format: uri-reference
             * @description `about:blank`: the code says it all.
             */
            type: string;
            /** @description What is wrong; the same for every request with this code. */
            title: string;
            /**
             * Format: int32
             * @description The HTTP status.
             */
            status: number;
            /** @description What is wrong with this very request. */
            detail?: string;
            /**
             * Format: uri-reference
             * @description This occurrence.
             */
            instance?: string;
            /**
             * @description Stable; branch on this.
             * @enum {string}
             */
            code: "origin_not_allowed";
        };
        /** @description What went wrong, for people (`title`, `detail`) and for programs (`code`). */
        ServiceListStandInEmails403Problem: {
            /**
             * Format: uri-reference
             * @description `about:blank`: the code says it all.
             */
            type: string;
            /** @description What is wrong; the same for every request with this code. */
            title: string;
            /**
             * Format: int32
             * @description The HTTP status.
             */
            status: number;
            /** @description What is wrong with this very request. */
            detail?: string;
            /**
             * Format: uri-reference
             * @description This occurrence.
             */
            instance?: string;
            /**
             * @description Stable; branch on this.
             * @enum {string}
             */
            code: "origin_not_allowed";
        };
    };
    responses: {
        /** @description A field is missing, unknown or malformed; `detail` names it. */
        AccountInvalidRequest: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["AccountInvalidRequestProblem"];
            };
        };
        /** @description No access token, or one that is not valid any more. */
        AccountUnauthorized: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                "WWW-Authenticate": components["headers"]["WwwAuthenticate"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["AccountUnauthorizedProblem"];
            };
        };
        /** @description There is no such account, or the caller is not in it. */
        AccountAccountNotFound: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["AccountAccountNotFoundProblem"];
            };
        };
        /** @description The body is larger than 100 kB. */
        AccountPayloadTooLarge: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["AccountPayloadTooLargeProblem"];
            };
        };
        /** @description The body has a content type that this operation does not take. */
        AccountUnsupportedMediaType: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["AccountUnsupportedMediaTypeProblem"];
            };
        };
        /** @description A limit is used up; `detail` names it. */
        AccountTooManyRequests: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                "Retry-After": components["headers"]["RetryAfter"];
                "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                "RateLimit-Reset": components["headers"]["RateLimitReset"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["AccountTooManyRequestsProblem"];
            };
        };
        /** @description Something went wrong on our side; the request id finds it in the logs. */
        AccountInternal: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["AccountInternalProblem"];
            };
        };
        /** @description The database is out of reach. */
        AccountUnavailable: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                "Retry-After": components["headers"]["RetryAfter"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["AccountUnavailableProblem"];
            };
        };
        /** @description There are as many of these as there may be; `detail` names the quota. */
        AccountQuotaExceeded: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["AccountQuotaExceededProblem"];
            };
        };
        /** @description The caller's role in the account does not allow it. */
        AccountInsufficientRole: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["AccountInsufficientRoleProblem"];
            };
        };
        /** @description A field is missing, unknown or malformed, or the audience or a scope is none of the application's. */
        AccountClientRefused: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["AccountClientRefusedProblem"];
            };
        };
        /** @description There is no such client, or it belongs to an account that the caller is not in. */
        AccountClientNotFound: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["AccountClientNotFoundProblem"];
            };
        };
        /** @description A field is missing, unknown or malformed, or the redirect is not one of the client's. */
        AccountMailNotAsked: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["AccountMailNotAskedProblem"];
            };
        };
        /** @description A field is missing, unknown or malformed, or the link was used, is too old or was never sent. */
        AccountLinkRefused: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["AccountLinkRefusedProblem"];
                "text/html": components["schemas"]["Page"];
            };
        };
        /** @description The origin is not one of the client's. */
        AccountOriginRefused: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["AccountOriginRefusedProblem"];
            };
        };
        /** @description A field is missing, unknown or malformed, or the invitation was taken, revoked, is too old or never was. */
        AccountInvitationRefused: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["AccountInvitationRefusedProblem"];
                "text/html": components["schemas"]["Page"];
            };
        };
        /** @description The origin is not one of the client's, the CSRF token does not match its cookie, or the person has a second factor, which is not asked for here. */
        AccountInvitationForbidden: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["AccountInvitationForbiddenProblem"];
            };
        };
        /** @description The invitation is to the application, and the address has a user already, who signs in; or the account has as many members as it may. */
        AccountCannotJoin: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["AccountCannotJoinProblem"];
            };
        };
        /** @description The invitation is to the application, and the address has a user already, who signs in; or the account has as many members as it may. */
        AccountCannotJoinPage: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["AccountCannotJoinPageProblem"];
                "text/html": components["schemas"]["Page"];
            };
        };
        /** @description No client has this id. */
        AccountUnknownClient: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                "WWW-Authenticate": components["headers"]["WwwAuthenticate"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["AccountUnknownClientProblem"];
            };
        };
        /** @description The origin is not one of the client's, or the CSRF token does not match its cookie. */
        AccountOriginOrCsrfRefused: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["AccountOriginOrCsrfRefusedProblem"];
            };
        };
        /** @description The origin is not one of the client's, the CSRF token does not match its cookie, the person has a second factor, which is not asked for here, or the client belongs to an account that they are not in. */
        AccountLinkForbidden: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["AccountLinkForbiddenProblem"];
            };
        };
        /** @description There is no such account, the caller is not in it, or it has no such member. */
        AccountMemberNotFound: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["AccountMemberNotFoundProblem"];
            };
        };
        /** @description The account would be left without an owner. */
        AccountLastOwner: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["AccountLastOwnerProblem"];
            };
        };
        /** @description Too many passwords wait to be hashed, or the database is out of reach. */
        AccountOverloaded: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                "Retry-After": components["headers"]["RetryAfter"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["AccountOverloadedProblem"];
            };
        };
        /** @description There is no such provider, or it is not switched on. */
        ProviderNotFound: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["ProviderNotFoundProblem"];
                "text/html": components["schemas"]["Page"];
            };
        };
        /** @description Back to the app, with a code or an error. */
        BackToApp: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                Location: components["headers"]["BackToApp"];
                "Set-Cookie": components["headers"]["ClearedProviderFlowCookie"];
                [name: string]: unknown;
            };
            content?: never;
        };
        /** @description A parameter is malformed, or this browser began no such sign-in, or it was too long ago, or it is used up. */
        FlowRefused: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["FlowRefusedProblem"];
                "text/html": components["schemas"]["Page"];
            };
        };
        /** @description A parameter is missing, malformed or there twice, or the project does not allow the redirect URI. */
        HostedRefused: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["HostedRefusedError"];
                "text/html": components["schemas"]["Page"];
            };
        };
        /** @description Something went wrong on our side; the request id finds it in the logs. */
        ProjectInternal: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ProjectInternalError"];
            };
        };
        /** @description The database is out of reach. */
        ProjectUnavailable: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                "Retry-After": components["headers"]["RetryAfter"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ProjectUnavailableError"];
            };
        };
        /** @description The origin is not one of the client's, the CSRF token does not match its cookie, nobody new may join, or the client belongs to an account, which nobody joins by signing up. */
        AccountSignUpRefused: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["AccountSignUpRefusedProblem"];
            };
        };
        /** @description A field is missing, unknown or malformed; `detail` names it. */
        AppInvalidRequest: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["AppInvalidRequestProblem"];
            };
        };
        /** @description The publishable key or the access token is missing, unknown or not valid any more. */
        AppUnauthorized: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                "WWW-Authenticate": components["headers"]["WwwAuthenticate"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["AppUnauthorizedProblem"];
            };
        };
        /** @description There is no such organization, or the caller is not in it. */
        AppOrganizationNotFound: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["AppOrganizationNotFoundProblem"];
            };
        };
        /** @description The body is larger than 100 kB. */
        AppPayloadTooLarge: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["AppPayloadTooLargeProblem"];
            };
        };
        /** @description The body has a content type that this operation does not take. */
        AppUnsupportedMediaType: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["AppUnsupportedMediaTypeProblem"];
            };
        };
        /** @description A limit is used up; `detail` names it. */
        AppTooManyRequests: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                "Retry-After": components["headers"]["RetryAfter"];
                "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                "RateLimit-Reset": components["headers"]["RateLimitReset"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["AppTooManyRequestsProblem"];
            };
        };
        /** @description Something went wrong on our side; the request id finds it in the logs. */
        AppInternal: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["AppInternalProblem"];
            };
        };
        /** @description The database is out of reach. */
        AppUnavailable: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                "Retry-After": components["headers"]["RetryAfter"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["AppUnavailableProblem"];
            };
        };
        /** @description The publishable key is missing or unknown. */
        AppKeyRefused: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                "WWW-Authenticate": components["headers"]["WwwAuthenticate"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["AppKeyRefusedProblem"];
            };
        };
        /** @description There are as many of these as there may be; `detail` names the quota. */
        AppQuotaExceeded: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["AppQuotaExceededProblem"];
            };
        };
        /** @description There is no such provider, or it is not switched on. */
        AppProviderNotFound: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["AppProviderNotFoundProblem"];
                "text/html": components["schemas"]["Page"];
            };
        };
        /** @description Back to the app, with a code or an error. */
        BackToBackend: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                Location: components["headers"]["BackToApp"];
                "Set-Cookie": components["headers"]["ClearedAppFlowCookie"];
                [name: string]: unknown;
            };
            content?: never;
        };
        /** @description A parameter is malformed, or this browser began no such sign-in, or it was too long ago, or it is used up. */
        AppFlowRefused: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["AppFlowRefusedProblem"];
                "text/html": components["schemas"]["Page"];
            };
        };
        /** @description Too many passwords wait to be hashed, or the database is out of reach. */
        AppOverloaded: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                "Retry-After": components["headers"]["RetryAfter"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["AppOverloadedProblem"];
            };
        };
        /** @description There is no such provider, or it is not switched on. */
        OAuthProviderNotFound: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["OAuthProviderNotFoundError"];
                "text/html": components["schemas"]["Page"];
            };
        };
        /** @description Something went wrong on our side; the request id finds it in the logs. */
        OAuthInternal: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["OAuthInternalError"];
            };
        };
        /** @description The database is out of reach. */
        OAuthUnavailable: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                "Retry-After": components["headers"]["RetryAfter"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["OAuthUnavailableError"];
            };
        };
        /** @description The body is larger than 100 kB. */
        OAuthPayloadTooLarge: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["OAuthPayloadTooLargeError"];
            };
        };
        /** @description The body has a content type that this operation does not take. */
        OAuthUnsupportedMediaType: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["OAuthUnsupportedMediaTypeError"];
            };
        };
        /** @description A parameter is malformed. */
        OAuthInvalidRequest: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["OAuthInvalidRequestError"];
            };
        };
        /** @description No client has this id, or its secret is wrong. */
        OAuthUnknownClient: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                "WWW-Authenticate": components["headers"]["WwwAuthenticate"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["OAuthUnknownClientError"];
            };
        };
        /** @description The origin is not one of the client's. */
        OAuthOriginRefused: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["OAuthOriginRefusedError"];
            };
        };
        /** @description A page that asks, or says that it is done. */
        OAuthLogoutPage: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                "Set-Cookie": components["headers"]["LogoutFormCookie"];
                [name: string]: unknown;
            };
            content: {
                "text/html": components["schemas"]["Page"];
            };
        };
        /** @description Signed out, and back to the app; or, for a request that came as a form, to the same request as a link. */
        OAuthLoggedOut: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                Location: components["headers"]["LogoutLocation"];
                "Set-Cookie": components["headers"]["ClearedBrowserSessionCookie"];
                [name: string]: unknown;
            };
            content?: never;
        };
        /** @description The ID token is none of ours, or of another client, or the address is not registered. Nothing has ended. */
        OAuthLogoutRefused: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["OAuthLogoutRefusedError"];
                "text/html": components["schemas"]["Page"];
            };
        };
        /** @description Back to the app, with a code or an error. */
        OAuthBackToApp: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                Location: components["headers"]["BackToApp"];
                "Set-Cookie": components["headers"]["ClearedOAuthFlowCookie"];
                [name: string]: unknown;
            };
            content?: never;
        };
        /** @description A parameter is malformed, or this browser began no such sign-in, or it was too long ago, or it is used up. */
        OAuthFlowRefused: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["OAuthFlowRefusedError"];
                "text/html": components["schemas"]["Page"];
            };
        };
        /** @description A limit is used up; `error_description` names it. */
        OAuthTooManyRequests: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                "Retry-After": components["headers"]["RetryAfter"];
                "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                "RateLimit-Reset": components["headers"]["RateLimitReset"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["OAuthTooManyRequestsError"];
            };
        };
        /** @description The claims, never kept by a cache. */
        OAuthClaims: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                "Cache-Control": components["headers"]["NoStore"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["OAuthUserinfo"];
            };
        };
        /** @description There is no access token, or it is good no more. */
        OAuthTokenRefused: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                "WWW-Authenticate": components["headers"]["WwwAuthenticate"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["OAuthTokenRefusedError"];
            };
        };
        /** @description The token's scope has no `openid`. */
        OAuthScopeMissing: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                "WWW-Authenticate": components["headers"]["WwwAuthenticate"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["OAuthScopeMissingError"];
            };
        };
        /** @description The token's scope has no `openid`, or the page that asks is none of the client's. */
        OAuthScopeOrOriginRefused: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["OAuthScopeOrOriginRefusedError"];
            };
        };
        /** @description No access token, or one that is not valid any more. */
        AppTokenRefused: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                "WWW-Authenticate": components["headers"]["WwwAuthenticate"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["AppTokenRefusedProblem"];
            };
        };
        /** @description A field is missing, unknown or malformed; `message` names it. */
        ProjectInvalidRequest: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ProjectInvalidRequestError"];
            };
        };
        /** @description The body is larger than 100 kB. */
        ProjectPayloadTooLarge: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ProjectPayloadTooLargeError"];
            };
        };
        /** @description The body has a content type that this operation does not take. */
        ProjectUnsupportedMediaType: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ProjectUnsupportedMediaTypeError"];
            };
        };
        /** @description No credential, an API key that is not known, or an access token that is not valid any more. */
        ProjectAdminUnauthorized: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                "WWW-Authenticate": components["headers"]["WwwAuthenticate"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ProjectAdminUnauthorizedError"];
            };
        };
        /** @description The credential is a user's or an anonymous one. */
        ProjectAdminOnly: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ProjectAdminOnlyError"];
            };
        };
        /** @description There are as many of these as there may be; `message` names the quota. */
        ProjectQuotaExceeded: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ProjectQuotaExceededError"];
            };
        };
        /** @description A limit is used up; `message` names it. */
        ProjectTooManyRequests: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                "Retry-After": components["headers"]["RetryAfter"];
                "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                "RateLimit-Reset": components["headers"]["RateLimitReset"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ProjectTooManyRequestsError"];
            };
        };
        /** @description A field is missing, unknown or malformed, or the project does not allow the redirect. */
        ProjectInvalidOrRedirect: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ProjectInvalidOrRedirectError"];
            };
        };
        /** @description A field is missing, unknown or malformed, or the code or link does not work any more. */
        ProjectProofRefused: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ProjectProofRefusedError"];
            };
        };
        /** @description Something is not as it should be, and the page says what; or the redirect URI is not allowed. */
        HostedFormRefused: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["HostedFormRefusedError"];
                "text/html": components["schemas"]["Page"];
            };
        };
        /** @description A limit is used up; the page says when to try again. */
        HostedTooManyRequests: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                "Retry-After": components["headers"]["RetryAfter"];
                "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                "RateLimit-Reset": components["headers"]["RateLimitReset"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["HostedTooManyRequestsError"];
                "text/html": components["schemas"]["Page"];
            };
        };
        /** @description Too many passwords wait to be hashed, or the database is out of reach. */
        ProjectOverloaded: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                "Retry-After": components["headers"]["RetryAfter"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ProjectOverloadedError"];
            };
        };
        /** @description Back to the app, with a code. */
        HostedDone: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                Location: components["headers"]["BackToProjectApp"];
                "Set-Cookie": components["headers"]["ClearedHostedFormCookie"];
                "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                "RateLimit-Reset": components["headers"]["RateLimitReset"];
                [name: string]: unknown;
            };
            content?: never;
        };
        /** @description Back to the app, with a code or an error. */
        BackToProjectApp: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                Location: components["headers"]["BackToProjectApp"];
                "Set-Cookie": components["headers"]["ClearedProjectFlowCookie"];
                [name: string]: unknown;
            };
            content?: never;
        };
        /** @description A parameter is malformed, or this browser began no such sign-in, or it was too long ago, or it is used up; or the project does not allow the redirect URI any more. */
        ProjectFlowRefused: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ProjectFlowRefusedError"];
                "text/html": components["schemas"]["Page"];
            };
        };
        /** @description There is no such provider, or it is not switched on. */
        ProjectProviderNotFound: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ProjectProviderNotFoundError"];
                "text/html": components["schemas"]["Page"];
            };
        };
        /** @description A parameter is missing, malformed or there twice, or the project does not allow the redirect URI. */
        ProjectOAuthRefused: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ProjectOAuthRefusedError"];
                "text/html": components["schemas"]["Page"];
            };
        };
        /** @description A field is missing, unknown or malformed, or the code does not work any more. */
        ProjectCodeRefused: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ProjectCodeRefusedError"];
            };
        };
        /** @description A field is missing, unknown or malformed, the token does not work any more, or the password is too weak. */
        ProjectResetRefused: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ProjectResetRefusedError"];
            };
        };
        /** @description No access token, or one that is not valid any more. */
        ProjectUnauthorized: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                "WWW-Authenticate": components["headers"]["WwwAuthenticate"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ProjectUnauthorizedError"];
            };
        };
        /** @description The project has no such user. */
        ProjectUserNotFound: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ProjectUserNotFoundError"];
            };
        };
        /** @description There is no refresh token, or its session has ended. */
        ProjectSessionEnded: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                "WWW-Authenticate": components["headers"]["WwwAuthenticate"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ProjectSessionEndedError"];
            };
        };
        /** @description A field is missing, unknown or malformed, the password is too weak, or the project does not allow the redirect; `message` says which. */
        ProjectRegisterRefused: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ProjectRegisterRefusedError"];
            };
        };
        /** @description The email already has a user. */
        ProjectUserExists: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ProjectUserExistsError"];
            };
        };
        /** @description The email or the password is wrong. */
        ProjectWrongCredentials: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                "WWW-Authenticate": components["headers"]["WwwAuthenticate"];
                "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                "RateLimit-Reset": components["headers"]["RateLimitReset"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ProjectWrongCredentialsError"];
            };
        };
        /** @description A parameter is wrong, or the redirect URI is none of this service. */
        StandInRequestRefused: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["StandInRequestRefusedProblem"];
            };
        };
        /** @description There is no such provider, or it is not switched on. */
        AccountProviderNotFound: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["AccountProviderNotFoundProblem"];
            };
        };
    };
    parameters: {
        /**
         * @description How many at most.
         * @example 50
         */
        Limit: number;
        /**
         * @description How many to pass over.
         * @example 0
         */
        Offset: number;
        /**
         * @description The account, `acc_…`.
         * @example acc_0199c0de-0000-7000-8000-000000000acc
         */
        AccountId: components["schemas"]["AccountId"];
        /**
         * @description The application, `app_…`.
         * @example app_01900000-0000-7000-8000-000000000002
         */
        ApplicationId: components["schemas"]["ApplicationId"];
        /**
         * @description The client, `cid_…`.
         * @example cid_0199c0de-0000-7000-8000-0000000000c1
         */
        ClientId: components["schemas"]["ClientId"];
        /**
         * @description The browser's CSRF session, set by `GET /auth/csrf-session`.
         * @example 3XhQk1m8vC5pTzR9wYdL2nF7bGs4JaE0uKoI6VtMxNc
         */
        CsrfSessionCookie: string;
        /**
         * @description The refresh token that sign-in left in the browser.
         * @example wq0Zt5yB8nK3rX1cV7mL9pD2fH4jG6sA0eUiOoYtRbE
         */
        RefreshCookie: string;
        /**
         * @description Where the page that calls was served from. Browsers send it; if sent, the client must allow it.
         * @example https://app.inbox-manager.com
         */
        Origin: string;
        /**
         * @description The token of the mailed link.
         * @example 3b1f0c5e9a7d4826b0c3e5f7a9d1b2c4e6f8091a2b3c4d5e6f708192a3b4c5d6
         */
        LinkToken: components["schemas"]["LinkToken"];
        /**
         * @description The invitation, `inv_…`.
         * @example inv_0199c0de-0000-7000-8000-00000000014f
         */
        InvitationId: components["schemas"]["InvitationId"];
        /**
         * @description The CSRF token; needed when a cookie authenticates the request. Body field `csrf_token` does as well.
         * @example kK7n0oYp1b9sQxXy3VfZrW2mT8uLhC4eDgJ6aBqRiNw
         */
        CsrfHeader: components["schemas"]["CsrfToken"];
        /**
         * @description The membership, `mbr_…`.
         * @example mbr_0199c0de-0000-7000-8000-0000000003b0
         */
        MemberId: components["schemas"]["MembershipId"];
        /**
         * @description The provider.
         * @example google
         */
        Provider: components["schemas"]["ProviderName"];
        /**
         * @description The client that asks, `cid_…`.
         * @example cid_inbox_manager
         */
        "ClientId-2": components["schemas"]["ClientId"];
        /**
         * @description Where the answer goes; registered for the client.
         * @example http://localhost:3000/callback
         */
        AuthorizationRedirectUri: string;
        /**
         * @description Always `code`.
         * @example code
         */
        ResponseType: string;
        /**
         * @description How the answer comes, `query` (which is meant where nothing is said), `fragment` or `form_post`.
         * @example query
         */
        ResponseMode: string;
        /**
         * @description The app's own; comes back as it went.
         * @example af0ifjsldkj
         */
        State: string;
        /**
         * @description What the tokens shall be good for; the client's default where it is left out.
         * @example mail:read
         */
        Scope: string;
        /**
         * @description SHA-256 of the code verifier, in base64url (RFC 7636 section 4.2).
         * @example E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM
         */
        CodeChallenge: string;
        /**
         * @description Always `S256`.
         * @example S256
         */
        CodeChallengeMethod: string;
        /**
         * @description The app's own; comes back in the ID token.
         * @example n-0S6_WzA2Mj
         */
        Nonce: string;
        /**
         * @description With `openid` in the scope `login`, `consent` and `select_account` each ask for a page, and `none` for none. Without it the sign-in page is shown each time, and `none` is refused with `login_required`.
         * @example login
         */
        Prompt: string;
        /**
         * @description The email address to begin with.
         * @example alice@example.test
         */
        LoginHint: string;
        /**
         * @description The provider's code.
         * @example 4/0AeanS0a-example
         */
        Code: string;
        /**
         * @description What this service sent along.
         * @example 3XhQk1m8vC5pTzR9wYdL2nF7bGs4JaE0uKoI6VtMxNc
         */
        "State-2": string;
        /**
         * @description What went wrong at the provider.
         * @example access_denied
         */
        Error: string;
        /**
         * @description Whose answer it is (RFC 9207).
         * @example https://accounts.google.com
         */
        Issuer: string;
        /**
         * @description The browser that began.
         * @example wq0Zt5yB8nK3rX1cV7mL9pD2fH4jG6sA0eUiOoYtRbE
         */
        ProviderFlowCookie: string;
        /**
         * @description Where the sign-in ends; one of the project's `allowedRedirectUrls`, to the letter.
         * @example http://localhost:3000/callback
         */
        HostedRedirect: string;
        /**
         * @description What the app will say when it exchanges the code: `web`, `mobile` or `desktop`.
         * @example mobile
         */
        HostedClientType: string;
        /**
         * @description The SHA-256 of the code verifier, in base64url.
         * @example E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM
         */
        HostedCodeChallenge: string;
        /**
         * @description Need not be sent; nothing but S256 is taken.
         * @example S256
         */
        ProjectCodeChallengeMethod: "S256";
        /**
         * @description The feature, as the application names it.
         * @example bulk-export
         */
        Feature: components["schemas"]["Feature"];
        /**
         * @description The organization.
         * @example 0199c0de-0000-7000-8000-000000000acc
         */
        OrgId: components["schemas"]["AppId"];
        /**
         * @description The invitation.
         * @example 0199c0de-0000-7000-8000-0000000001f1
         */
        "InvitationId-2": components["schemas"]["AppId"];
        /**
         * @description The member, by the id of the membership.
         * @example 0199c0de-0000-7000-8000-0000000003b0
         */
        "MemberId-2": components["schemas"]["AppId"];
        /**
         * @description Where the sign-in ends: one of the application's `callbackUrls` or of the environment's `allowedRedirectUrls`, to the letter; only the port of a loopback address may vary.
         * @example http://localhost:3000/callback
         */
        AppRedirectUri: string;
        /**
         * @description Whose people are meant: a publishable key, `pk_…`; or the id of a tenant of which one application has registered the redirect URI, and then its production environment. Without it, the environment of the service's project.
         * @example pk_test_inbox_manager
         */
        TenantId: string;
        /**
         * @description The SHA-256 of the code verifier, in base64url.
         * @example E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM
         */
        AppCodeChallenge: string;
        /**
         * @description Need not be sent; nothing but S256 is taken.
         * @example S256
         */
        AppCodeChallengeMethod: "S256";
        /**
         * @description The app's own; comes back as it went. Send one, and compare it with what this browser began with.
         * @example af0ifjsldkj
         */
        AppState: string;
        /**
         * @description Who is about to sign in; told to the provider.
         * @example alice@example.test
         */
        ProjectLoginHint: string;
        /**
         * @description What the provider is to ask for.
         * @example select_account
         */
        ProjectPrompt: "login" | "consent" | "select_account";
        /**
         * @description The session.
         * @example 0199c0de-0000-7000-8000-000000005e55
         */
        SessionId: components["schemas"]["AppId"];
        /**
         * @description How long ago, in seconds, the person may have signed in; longer, and they do again.
         * @example 3600
         */
        MaxAge: number;
        /**
         * @description An ID token that the app got, however old; it is meant for the same person.
         * @example eyJhbGciOiJSUzI1NiIsInR5cCI6IkpXVCIsImtpZCI6ImV4YW1wbGUifQ.eyJzdWIiOiJ1aWRfMDE5OWMwZGUifQ.c2lnbmF0dXJl
         */
        IdTokenHint: string;
        /**
         * @description Single claims that the app asks for, as JSON (OpenID Connect Core 1.0 section 5.5).
         * @example {"userinfo":{"email":{"essential":true}}}
         */
        Claims: string;
        /**
         * @description A request object; refused with `request_not_supported`.
         * @example eyJhbGciOiJub25lIn0.e30.
         */
        Request: string;
        /**
         * @description The address of a request object; refused with `request_uri_not_supported`.
         * @example https://app.example.com/request.jwt
         */
        RequestUri: string;
        /**
         * @description A registration within the request; refused with `registration_not_supported`.
         * @example {}
         */
        Registration: string;
        /**
         * @description Who is signed in at our pages in this browser.
         * @example wq0Zt5yB8nK3rX1cV7mL9pD2fH4jG6sA0eUiOoYtRbE
         */
        BrowserSessionCookie: string;
        /**
         * @description A provider to sign in with, instead of the page.
         * @example google
         */
        Connection: components["schemas"]["ProviderName"];
        /**
         * @description The client that asks, `cid_…`, as our own form repeats it.
         * @example cid_inbox_manager
         */
        ClientIdOfForm: components["schemas"]["ClientId"];
        /**
         * @description Where the answer goes, as our own form repeats it.
         * @example http://localhost:3000/callback
         */
        RedirectUriOfForm: string;
        /**
         * @description The browser that got the page.
         * @example 3XhQk1m8vC5pTzR9wYdL2nF7bGs4JaE0uKoI6VtMxNc
         */
        FormCookie: string;
        /**
         * @description The client that asks. May be left out; all clients share the keys.
         * @example cid_inbox_manager
         */
        ClientIdQuery: components["schemas"]["ClientId"];
        /**
         * @description The ETag you hold; unchanged gives 304.
         * @example "0000000000"
         */
        IfNoneMatch: string;
        /**
         * @description An ID token that the app got for who signs out, however old.
         * @example eyJhbGciOiJSUzI1NiIsInR5cCI6IkpXVCIsImtpZCI6ImV4YW1wbGUifQ.eyJzdWIiOiJ1aWRfMDE5OWMwZGUifQ.c2lnbmF0dXJl
         */
        LogoutHint: string;
        /**
         * @description The client that asks; that of the ID token, where there is one.
         * @example cid_inbox_manager
         */
        LogoutClientId: components["schemas"]["ClientId"];
        /**
         * @description Where the person goes on to; registered for the client, to the letter.
         * @example http://localhost:3000/callback
         */
        LogoutRedirectUri: string;
        /**
         * @description The app's own; comes back as it went.
         * @example af0ifjsldkj
         */
        LogoutState: string;
        /**
         * @description The browser that got the page.
         * @example 3XhQk1m8vC5pTzR9wYdL2nF7bGs4JaE0uKoI6VtMxNc
         */
        LogoutFormCookie: string;
        /**
         * @description The administrator.
         * @example 0199c0de-0000-7000-8000-00000000da4a
         */
        "MemberId-3": components["schemas"]["AppId"];
        /**
         * @description The application.
         * @example 0199c0de-0000-7000-8000-000000000a99
         */
        AppId: components["schemas"]["AppId"];
        /**
         * @description Only of this environment; of all of the application without.
         * @example 0199c0de-0000-7000-8000-000000000e01
         */
        EnvironmentId: components["schemas"]["AppId"];
        /**
         * @description The key.
         * @example 0199c0de-0000-7000-8000-00000000c0de
         */
        KeyId: components["schemas"]["AppId"];
        /**
         * @description Which page, from 1.
         * @example 1
         */
        PageNumber: number;
        /**
         * @description How many a page.
         * @example 20
         */
        "Limit-2": number;
        /**
         * @description The user.
         * @example 0199c0de-0000-7000-8000-00000000a11c
         */
        AppUserId: components["schemas"]["AppId"];
        /**
         * @description `web` (default), `mobile` or `desktop`. Anything else counts as web.
         * @example mobile
         */
        ClientType: string;
        /**
         * @description The browser that the page was shown to.
         * @example wq0Zt5yB8nK3rX1cV7mL9pD2fH4jG6sA0eUiOoYtRbE
         */
        HostedForm: string;
        /**
         * @description The provider.
         * @example google
         */
        ProjectProviderName: components["schemas"]["ProviderName"];
        /**
         * @description Where the sign-in ends; one of the project's `allowedRedirectUrls`, to the letter.
         * @example http://localhost:3000/callback
         */
        ProjectRedirectUri: string;
        /**
         * @description The SHA-256 of the code verifier, in base64url.
         * @example E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM
         */
        ProjectCodeChallenge: string;
        /**
         * @description A user of the project.
         * @example 0199c0de-0000-7000-8000-00000000a11c
         */
        ProjectUserId: components["schemas"]["UserUuid"];
        /**
         * @description A `csrfToken` of the session in the cookie; needed with it.
         * @example kK7n0oYp1b9sQxXy3VfZrW2mT8uLhC4eDgJ6aBqRiNw
         */
        ProjectCsrfHeader: string;
        /**
         * @description The refresh token that sign-in left in the browser.
         * @example wq0Zt5yB8nK3rX1cV7mL9pD2fH4jG6sA0eUiOoYtRbE
         */
        ProjectRefreshCookie: string;
        /**
         * @description Another name that published servers give the same cookie. Of both, the one that the CSRF token is of counts.
         * @example wq0Zt5yB8nK3rX1cV7mL9pD2fH4jG6sA0eUiOoYtRbE
         */
        PublishedRefreshCookie: string;
        /**
         * @description How many to give.
         * @example 10
         */
        "Limit-3": number;
        /**
         * @description Any part of an email or a name, in any case.
         * @example john
         */
        Search: string;
        /**
         * @description Only mails to this address.
         * @example alice@example.test
         */
        To: string;
        /**
         * @description The mail to open.
         * @example 0199c0de-0000-7000-8000-0000000000e1
         */
        SelectedMail: components["schemas"]["MailId"];
        /**
         * @description How to show the opened mail.
         * @example text
         */
        View: "rich" | "text";
        /**
         * @description The mail.
         * @example 0199c0de-0000-7000-8000-0000000000e1
         */
        MailId: components["schemas"]["MailId"];
        /**
         * @description The provider it stands in for.
         * @example github
         */
        "Provider-2": components["schemas"]["ProviderName"];
        /**
         * @description Always `code`.
         * @example code
         */
        "ResponseType-2": "code";
        /**
         * @description The service itself, `sandbox-` and the provider's name.
         * @example sandbox-github
         */
        "ClientId-3": string;
        /**
         * @description Where to send the person back to, at this service.
         * @example http://localhost:3000/auth/github/callback
         */
        StandInRedirectUri: string;
        /**
         * @description What is asked for; everybody here agrees.
         * @example read:user user:email
         */
        "Scope-2": string;
        /**
         * @description Comes back as it went.
         * @example 3XhQk1m8vC5pTzR9wYdL2nF7bGs4JaE0uKoI6VtMxNc
         */
        "State-3": string;
        /**
         * @description Goes into the ID token.
         * @example 9wYdL2nF7bGs4JaE0uKoI6VtMxNc3XhQk1m8vC5pTzR
         */
        "Nonce-2": string;
        /**
         * @description RFC 7636.
         * @example E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM
         */
        "CodeChallenge-2": string;
        /**
         * @description Always `S256`.
         * @example S256
         */
        "CodeChallengeMethod-2": "S256";
        /**
         * @description How to come back; a form for Apple.
         * @example form_post
         */
        "ResponseMode-2": "form_post";
        /**
         * @description The address to begin with.
         * @example ada@example.test
         */
        "LoginHint-2": string;
        /**
         * @description Changes nothing here.
         * @example login
         */
        "Prompt-2": "login" | "consent" | "select_account";
    };
    requestBodies: never;
    headers: {
        /**
         * @description Names this request in the logs. A well-formed one that you send is echoed.
         * @example 0199c0de-5a1e-7000-8000-00000000cafe
         */
        RequestId: string;
        /**
         * @description Which kind of credential is wanted (RFC 6750 section 3).
         * @example Bearer realm="countersign"
         */
        WwwAuthenticate: string;
        /**
         * @description Seconds to wait before the next try (RFC 9110 section 10.2.3).
         * @example 60
         */
        RetryAfter: number;
        /**
         * @description Requests allowed in one window of the tightest limit that counts here.
         * @example 10
         */
        RateLimitLimit: number;
        /**
         * @description Requests left in this window.
         * @example 9
         */
        RateLimitRemaining: number;
        /**
         * @description Seconds until the window starts anew.
         * @example 900
         */
        RateLimitReset: number;
        /**
         * @description The CSRF session; HttpOnly, Secure, SameSite=Strict.
         * @example csrf_session=3XhQk1m8vC5pTzR9wYdL2nF7bGs4JaE0uKoI6VtMxNc; Max-Age=86400; Path=/auth; HttpOnly; Secure; SameSite=Strict
         */
        CsrfCookie: string;
        /**
         * @description The CSRF token of this browser.
         * @example kK7n0oYp1b9sQxXy3VfZrW2mT8uLhC4eDgJ6aBqRiNw
         */
        CsrfToken: string;
        /**
         * @description The address that the mail was asked for with, to the letter.
         * @example http://localhost:3000/callback
         */
        OnwardLocation: string;
        /**
         * @description The new CSRF token, where the request came with a CSRF session. Its cookie is renewed with it.
         * @example kK7n0oYp1b9sQxXy3VfZrW2mT8uLhC4eDgJ6aBqRiNw
         */
        RenewedCsrfToken: string;
        /**
         * @description The refresh token, once signed in; HttpOnly, Secure, SameSite=Lax. With a CSRF session, that cookie too, renewed.
         * @example refresh_token=wq0Zt5yB8nK3rX1cV7mL9pD2fH4jG6sA0eUiOoYtRbE; Max-Age=1209600; Path=/auth; HttpOnly; Secure; SameSite=Lax
         */
        RefreshCookieOfSignIn: string;
        /**
         * @description The provider's own page; or the app's redirect URI with `error`.
         * @example https://accounts.google.com/o/oauth2/v2/auth?client_id=1234.apps.googleusercontent.com&response_type=code&scope=openid+email+profile
         */
        ToProvider: string;
        /**
         * @description Lets this browser come back, within ten minutes; HttpOnly, Secure, SameSite=Lax (None for providers that send a form).
         * @example provider_flow=wq0Zt5yB8nK3rX1cV7mL9pD2fH4jG6sA0eUiOoYtRbE; Max-Age=600; Path=/auth; HttpOnly; Secure; SameSite=Lax
         */
        ProviderFlowCookie: string;
        /**
         * @description The app's redirect URI with `code` or `error`, and `state` and `iss`.
         * @example http://localhost:3000/callback?code=dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk&state=af0ifjsldkj&iss=http%3A%2F%2Flocalhost%3A3000
         */
        BackToApp: string;
        /**
         * @description The browser has come back.
         * @example provider_flow=; Max-Age=0; Path=/auth; HttpOnly; Secure; SameSite=Lax
         */
        ClearedProviderFlowCookie: string;
        /**
         * @description Ties the form to this browser; HttpOnly, Secure, SameSite=Strict.
         * @example hosted_form=wq0Zt5yB8nK3rX1cV7mL9pD2fH4jG6sA0eUiOoYtRbE; Max-Age=3600; Path=/auth; HttpOnly; Secure; SameSite=Strict
         */
        HostedFormCookie: string;
        /**
         * @description The refresh token for browsers; HttpOnly, Secure, SameSite=Lax. With a CSRF session, that cookie too, renewed.
         * @example refresh_token=wq0Zt5yB8nK3rX1cV7mL9pD2fH4jG6sA0eUiOoYtRbE; Max-Age=1209600; Path=/auth; HttpOnly; Secure; SameSite=Lax
         */
        RefreshCookie: string;
        /**
         * @description The new refresh token, where the old one came as a cookie.
         * @example refresh_token=wq0Zt5yB8nK3rX1cV7mL9pD2fH4jG6sA0eUiOoYtRbE; Max-Age=1209600; Path=/auth; HttpOnly; Secure; SameSite=Lax
         */
        RefreshCookieOfCookieMode: string;
        /**
         * @description The refresh token, taken back from who has shown it with its CSRF token.
         * @example refresh_token=; Max-Age=0; Path=/auth; HttpOnly; Secure; SameSite=Lax
         */
        ClearedRefreshCookie: string;
        /**
         * @description Lets this browser come back, within ten minutes; HttpOnly, Secure, SameSite=Lax (None for providers that send a form).
         * @example provider_flow=wq0Zt5yB8nK3rX1cV7mL9pD2fH4jG6sA0eUiOoYtRbE; Max-Age=600; Path=/api/v1/auth/oauth; HttpOnly; Secure; SameSite=Lax
         */
        AppFlowCookie: string;
        /**
         * @description The browser has come back.
         * @example provider_flow=; Max-Age=0; Path=/api/v1/auth/oauth; HttpOnly; Secure; SameSite=Lax
         */
        ClearedAppFlowCookie: string;
        /**
         * @description Binds the form to this browser; HttpOnly, Secure, SameSite=Strict.
         * @example sign_in_form=3XhQk1m8vC5pTzR9wYdL2nF7bGs4JaE0uKoI6VtMxNc; Max-Age=3600; Path=/oauth2/authorize; HttpOnly; Secure; SameSite=Strict
         */
        FormCookie: string;
        /**
         * @description The redirect URI with `code`, `state` and `iss`, or with `error`, `error_description`, `state` and `iss`.
         * @example http://localhost:3000/callback?code=Jm2b7cR4vXyT0qWnE9sK1uHpLdG6oAfZi8eVxBtCrNw&state=af0ifjsldkj&iss=http%3A%2F%2Flocalhost%3A3000
         */
        LocationWithCode: string;
        /**
         * @description Lets this browser come back, within ten minutes; HttpOnly, Secure, SameSite=Lax (None for providers that send a form).
         * @example provider_flow=wq0Zt5yB8nK3rX1cV7mL9pD2fH4jG6sA0eUiOoYtRbE; Max-Age=600; Path=/oauth2; HttpOnly; Secure; SameSite=Lax
         */
        OAuthFlowCookie: string;
        /**
         * @description Who has signed in at our pages, where an app asked with `openid` in the scope; HttpOnly, Secure, SameSite=Lax. Beside it the cookie of the next form.
         * @example browser_session=wq0Zt5yB8nK3rX1cV7mL9pD2fH4jG6sA0eUiOoYtRbE; Max-Age=604800; Path=/oauth2; HttpOnly; Secure; SameSite=Lax
         */
        BrowserSessionCookie: string;
        /**
         * @description The form is done. Beside it the cookie of a session that has begun.
         * @example sign_in_form=; Max-Age=0; Path=/oauth2/authorize; HttpOnly; Secure; SameSite=Strict
         */
        ClearedFormCookie: string;
        /**
         * @description How long this answer may be kept.
         * @example public, max-age=300
         */
        CacheControl: string;
        /**
         * @description Version of this answer, for If-None-Match.
         * @example "Jf3K9a0cVtT1"
         */
        ETag: string;
        /**
         * @description Binds the form to this browser, HttpOnly, Secure, SameSite=Strict; or takes the cookie of the session back.
         * @example sign_out_form=3XhQk1m8vC5pTzR9wYdL2nF7bGs4JaE0uKoI6VtMxNc; Max-Age=3600; Path=/oauth2/logout; HttpOnly; Secure; SameSite=Strict
         */
        LogoutFormCookie: string;
        /**
         * @description The app's address, with `state`.
         * @example http://localhost:3000/callback?state=af0ifjsldkj
         */
        LogoutLocation: string;
        /**
         * @description Nobody is signed in here any more.
         * @example browser_session=; Max-Age=0; Path=/oauth2; HttpOnly; Secure; SameSite=Lax
         */
        ClearedBrowserSessionCookie: string;
        /**
         * @description The browser has come back.
         * @example provider_flow=; Max-Age=0; Path=/oauth2; HttpOnly; Secure; SameSite=Lax
         */
        ClearedOAuthFlowCookie: string;
        /**
         * @description Always `no-store` (RFC 6749 section 5.1).
         * @example no-store
         */
        NoStore: "no-store";
        /**
         * @description How long this answer may be kept.
         * @example public, max-age=5
         */
        ShortCacheControl: string;
        /**
         * @description The refresh token of a web client; HttpOnly, Secure, SameSite=Lax.
         * @example refresh_token=wq0Zt5yB8nK3rX1cV7mL9pD2fH4jG6sA0eUiOoYtRbE; Max-Age=604800; Path=/api/auth; HttpOnly; Secure; SameSite=Lax
         */
        ProjectRefreshCookie: string;
        /**
         * @description The app's redirect URI with `insforge_code` or `error`.
         * @example http://localhost:3000/callback?insforge_code=wq0Zt5yB8nK3rX1cV7mL9pD2fH4jG6sA0eUiOoYtRbE
         */
        BackToProjectApp: string;
        /**
         * @description The form is done.
         * @example hosted_form=; Max-Age=0; Path=/auth; HttpOnly; Secure; SameSite=Strict
         */
        ClearedHostedFormCookie: string;
        /**
         * @description The browser has come back.
         * @example provider_flow=; Max-Age=0; Path=/api/auth/oauth; HttpOnly; Secure; SameSite=Lax
         */
        ClearedProjectFlowCookie: string;
        /**
         * @description The address to open.
         * @example http://localhost:3000/api/auth/oauth/google/authorize?redirect_uri=http%3A%2F%2Flocalhost%3A3000%2Fcallback&code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM
         */
        ToAuthUrl: string;
        /**
         * @description The provider's own page; or the app's redirect URI with `error`.
         * @example https://accounts.google.com/o/oauth2/v2/auth?client_id=1234.apps.googleusercontent.com&response_type=code&scope=openid+email+profile
         */
        ToProjectProvider: string;
        /**
         * @description Lets this browser come back, within ten minutes; HttpOnly, Secure, SameSite=Lax (None for providers that send a form).
         * @example provider_flow=wq0Zt5yB8nK3rX1cV7mL9pD2fH4jG6sA0eUiOoYtRbE; Max-Age=600; Path=/api/auth/oauth; HttpOnly; Secure; SameSite=Lax
         */
        ProjectFlowCookie: string;
        /**
         * @description The same as in the body.
         * @example kK7n0oYp1b9sQxXy3VfZrW2mT8uLhC4eDgJ6aBqRiNw
         */
        ProjectCsrfToken: string;
        /** @description The refresh token, taken back; under each name that it came by. */
        ClearedProjectRefreshCookie: string;
        /**
         * @description The redirect URI with `code` or `error`, and `state` and `iss`.
         * @example http://localhost:3000/auth/github/callback?code=eyJhbGciOiJkaXIiLCJlbmMiOiJBMjU2R0NNIn0..example&state=3XhQk1m8vC5pTzR9wYdL2nF7bGs4JaE0uKoI6VtMxNc
         */
        BackToCallback: string;
    };
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    "account.switchAccount": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AccountSwitch"];
            };
        };
        responses: {
            /** @description The session speaks for the account. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AccountSwitched"];
                };
            };
            400: components["responses"]["AccountInvalidRequest"];
            401: components["responses"]["AccountUnauthorized"];
            /** @description A page of another site asks. */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["AccountSwitchAccount403Problem"];
                };
            };
            404: components["responses"]["AccountAccountNotFound"];
            413: components["responses"]["AccountPayloadTooLarge"];
            415: components["responses"]["AccountUnsupportedMediaType"];
            429: components["responses"]["AccountTooManyRequests"];
            500: components["responses"]["AccountInternal"];
            503: components["responses"]["AccountUnavailable"];
        };
    };
    "account.listAccounts": {
        parameters: {
            query?: {
                /**
                 * @description How many at most.
                 * @example 50
                 */
                limit?: components["parameters"]["Limit"];
                /**
                 * @description How many to pass over.
                 * @example 0
                 */
                offset?: components["parameters"]["Offset"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page of accounts. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AccountList"];
                };
            };
            400: components["responses"]["AccountInvalidRequest"];
            401: components["responses"]["AccountUnauthorized"];
            429: components["responses"]["AccountTooManyRequests"];
            500: components["responses"]["AccountInternal"];
            503: components["responses"]["AccountUnavailable"];
        };
    };
    "account.createAccount": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AccountCreate"];
            };
        };
        responses: {
            /** @description The account. */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Account"];
                };
            };
            400: components["responses"]["AccountInvalidRequest"];
            401: components["responses"]["AccountUnauthorized"];
            /** @description A page of another site asks. */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["AccountCreateAccount403Problem"];
                };
            };
            409: components["responses"]["AccountQuotaExceeded"];
            413: components["responses"]["AccountPayloadTooLarge"];
            415: components["responses"]["AccountUnsupportedMediaType"];
            429: components["responses"]["AccountTooManyRequests"];
            500: components["responses"]["AccountInternal"];
            503: components["responses"]["AccountUnavailable"];
        };
    };
    "account.searchAccounts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AccountSearch"];
            };
        };
        responses: {
            /** @description One page of accounts. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AccountList"];
                };
            };
            400: components["responses"]["AccountInvalidRequest"];
            401: components["responses"]["AccountUnauthorized"];
            /** @description A page of another site asks. */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["AccountSearchAccounts403Problem"];
                };
            };
            413: components["responses"]["AccountPayloadTooLarge"];
            415: components["responses"]["AccountUnsupportedMediaType"];
            429: components["responses"]["AccountTooManyRequests"];
            500: components["responses"]["AccountInternal"];
            503: components["responses"]["AccountUnavailable"];
        };
    };
    "account.getAccount": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The account, `acc_…`.
                 * @example acc_0199c0de-0000-7000-8000-000000000acc
                 */
                account_id: components["parameters"]["AccountId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The account. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Account"];
                };
            };
            400: components["responses"]["AccountInvalidRequest"];
            401: components["responses"]["AccountUnauthorized"];
            404: components["responses"]["AccountAccountNotFound"];
            429: components["responses"]["AccountTooManyRequests"];
            500: components["responses"]["AccountInternal"];
            503: components["responses"]["AccountUnavailable"];
        };
    };
    "account.deleteAccount": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The account, `acc_…`.
                 * @example acc_0199c0de-0000-7000-8000-000000000acc
                 */
                account_id: components["parameters"]["AccountId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["AccountInvalidRequest"];
            401: components["responses"]["AccountUnauthorized"];
            /** @description The caller's role in the account does not allow it. Or: A page of another site asks. */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["AccountDeleteAccount403Problem"];
                };
            };
            404: components["responses"]["AccountAccountNotFound"];
            /** @description Other accounts stand below this one. */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["AccountDeleteAccount409Problem"];
                };
            };
            429: components["responses"]["AccountTooManyRequests"];
            500: components["responses"]["AccountInternal"];
            503: components["responses"]["AccountUnavailable"];
        };
    };
    "account.updateAccount": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The account, `acc_…`.
                 * @example acc_0199c0de-0000-7000-8000-000000000acc
                 */
                account_id: components["parameters"]["AccountId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/merge-patch+json": components["schemas"]["AccountUpdate"];
                "application/json": components["schemas"]["AccountUpdate"];
            };
        };
        responses: {
            /** @description The account as it is now. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Account"];
                };
            };
            400: components["responses"]["AccountInvalidRequest"];
            401: components["responses"]["AccountUnauthorized"];
            /** @description The caller's role in the account does not allow it. Or: A page of another site asks. */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["AccountUpdateAccount403Problem"];
                };
            };
            404: components["responses"]["AccountAccountNotFound"];
            413: components["responses"]["AccountPayloadTooLarge"];
            415: components["responses"]["AccountUnsupportedMediaType"];
            429: components["responses"]["AccountTooManyRequests"];
            500: components["responses"]["AccountInternal"];
            503: components["responses"]["AccountUnavailable"];
        };
    };
    "account.issueAccountToken": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The account, `acc_…`.
                 * @example acc_0199c0de-0000-7000-8000-000000000acc
                 */
                account_id: components["parameters"]["AccountId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AccountIssueToken"];
            };
        };
        responses: {
            /** @description The token. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AccountToken"];
                };
            };
            /** @description A field is missing, unknown or malformed, or the client may not ask for this audience. */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["AccountIssueAccountToken400Problem"];
                };
            };
            401: components["responses"]["AccountUnauthorized"];
            /** @description A page of another site asks. */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["AccountIssueAccountToken403Problem"];
                };
            };
            404: components["responses"]["AccountAccountNotFound"];
            413: components["responses"]["AccountPayloadTooLarge"];
            415: components["responses"]["AccountUnsupportedMediaType"];
            429: components["responses"]["AccountTooManyRequests"];
            500: components["responses"]["AccountInternal"];
            503: components["responses"]["AccountUnavailable"];
        };
    };
    "account.createApplicationUser": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The application, `app_…`.
                 * @example app_01900000-0000-7000-8000-000000000002
                 */
                application_id: components["parameters"]["ApplicationId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ApplicationUserCreate"];
            };
        };
        responses: {
            /** @description The user. */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApplicationUser"];
                };
            };
            400: components["responses"]["AccountInvalidRequest"];
            401: components["responses"]["AccountUnauthorized"];
            /** @description The caller is a user, or a machine that belongs to an account. Or: A page of another site asks. */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["AccountCreateApplicationUser403Problem"];
                };
            };
            /** @description There is no such application, or the machine is not of it. */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["AccountCreateApplicationUser404Problem"];
                };
            };
            /** @description The email already has a user. */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["AccountCreateApplicationUser409Problem"];
                };
            };
            413: components["responses"]["AccountPayloadTooLarge"];
            415: components["responses"]["AccountUnsupportedMediaType"];
            429: components["responses"]["AccountTooManyRequests"];
            500: components["responses"]["AccountInternal"];
            503: components["responses"]["AccountUnavailable"];
        };
    };
    "account.registerAccount": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The application, `app_…`.
                 * @example app_01900000-0000-7000-8000-000000000002
                 */
                application_id: components["parameters"]["ApplicationId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AccountRegister"];
            };
        };
        responses: {
            /** @description The account and its owner. */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AccountRegistered"];
                };
            };
            400: components["responses"]["AccountInvalidRequest"];
            401: components["responses"]["AccountUnauthorized"];
            /** @description The caller is a user, or a machine that belongs to an account. Or: A page of another site asks. */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["AccountRegisterAccount403Problem"];
                };
            };
            /** @description There is no such application, the machine is not of it, or there is no such user. */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["AccountRegisterAccount404Problem"];
                };
            };
            /** @description The email already has a user, or the owner has made as many accounts as they may. */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["AccountRegisterAccount409Problem"];
                };
            };
            413: components["responses"]["AccountPayloadTooLarge"];
            415: components["responses"]["AccountUnsupportedMediaType"];
            429: components["responses"]["AccountTooManyRequests"];
            500: components["responses"]["AccountInternal"];
            503: components["responses"]["AccountUnavailable"];
        };
    };
    "account.listChildAccounts": {
        parameters: {
            query?: {
                /**
                 * @description How many at most.
                 * @example 50
                 */
                limit?: components["parameters"]["Limit"];
                /**
                 * @description How many to pass over.
                 * @example 0
                 */
                offset?: components["parameters"]["Offset"];
            };
            header?: never;
            path: {
                /**
                 * @description The account, `acc_…`.
                 * @example acc_0199c0de-0000-7000-8000-000000000acc
                 */
                account_id: components["parameters"]["AccountId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page of accounts. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AccountList"];
                };
            };
            400: components["responses"]["AccountInvalidRequest"];
            401: components["responses"]["AccountUnauthorized"];
            404: components["responses"]["AccountAccountNotFound"];
            429: components["responses"]["AccountTooManyRequests"];
            500: components["responses"]["AccountInternal"];
            503: components["responses"]["AccountUnavailable"];
        };
    };
    "account.createChildAccount": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The account, `acc_…`.
                 * @example acc_0199c0de-0000-7000-8000-000000000acc
                 */
                account_id: components["parameters"]["AccountId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AccountCreate"];
            };
        };
        responses: {
            /** @description The account. */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Account"];
                };
            };
            400: components["responses"]["AccountInvalidRequest"];
            401: components["responses"]["AccountUnauthorized"];
            /** @description The caller's role in the account does not allow it. Or: A page of another site asks. */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["AccountCreateChildAccount403Problem"];
                };
            };
            404: components["responses"]["AccountAccountNotFound"];
            409: components["responses"]["AccountQuotaExceeded"];
            413: components["responses"]["AccountPayloadTooLarge"];
            415: components["responses"]["AccountUnsupportedMediaType"];
            429: components["responses"]["AccountTooManyRequests"];
            500: components["responses"]["AccountInternal"];
            503: components["responses"]["AccountUnavailable"];
        };
    };
    "account.listClients": {
        parameters: {
            query?: {
                /**
                 * @description How many at most.
                 * @example 50
                 */
                limit?: components["parameters"]["Limit"];
                /**
                 * @description How many to pass over.
                 * @example 0
                 */
                offset?: components["parameters"]["Offset"];
            };
            header?: never;
            path: {
                /**
                 * @description The account, `acc_…`.
                 * @example acc_0199c0de-0000-7000-8000-000000000acc
                 */
                account_id: components["parameters"]["AccountId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page of clients. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AccountClientList"];
                };
            };
            400: components["responses"]["AccountInvalidRequest"];
            401: components["responses"]["AccountUnauthorized"];
            404: components["responses"]["AccountAccountNotFound"];
            429: components["responses"]["AccountTooManyRequests"];
            500: components["responses"]["AccountInternal"];
            503: components["responses"]["AccountUnavailable"];
        };
    };
    "account.createClient": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The account, `acc_…`.
                 * @example acc_0199c0de-0000-7000-8000-000000000acc
                 */
                account_id: components["parameters"]["AccountId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AccountClientCreate"];
            };
        };
        responses: {
            /** @description The client, with its secret if it has one. */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AccountClientWithSecret"];
                };
            };
            400: components["responses"]["AccountClientRefused"];
            401: components["responses"]["AccountUnauthorized"];
            /** @description The caller is no owner, or gives more than they hold; or they have not proven their own address. Or: A page of another site asks. */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["AccountCreateClient403Problem"];
                };
            };
            404: components["responses"]["AccountAccountNotFound"];
            409: components["responses"]["AccountQuotaExceeded"];
            413: components["responses"]["AccountPayloadTooLarge"];
            415: components["responses"]["AccountUnsupportedMediaType"];
            429: components["responses"]["AccountTooManyRequests"];
            500: components["responses"]["AccountInternal"];
            503: components["responses"]["AccountUnavailable"];
        };
    };
    "account.getClient": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The client, `cid_…`.
                 * @example cid_0199c0de-0000-7000-8000-0000000000c1
                 */
                client_id: components["parameters"]["ClientId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The client. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AccountClient"];
                };
            };
            400: components["responses"]["AccountInvalidRequest"];
            401: components["responses"]["AccountUnauthorized"];
            404: components["responses"]["AccountClientNotFound"];
            429: components["responses"]["AccountTooManyRequests"];
            500: components["responses"]["AccountInternal"];
            503: components["responses"]["AccountUnavailable"];
        };
    };
    "account.deleteClient": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The client, `cid_…`.
                 * @example cid_0199c0de-0000-7000-8000-0000000000c1
                 */
                client_id: components["parameters"]["ClientId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["AccountInvalidRequest"];
            401: components["responses"]["AccountUnauthorized"];
            /** @description The caller's role in the account does not allow it. Or: A page of another site asks. */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["AccountDeleteClient403Problem"];
                };
            };
            404: components["responses"]["AccountClientNotFound"];
            429: components["responses"]["AccountTooManyRequests"];
            500: components["responses"]["AccountInternal"];
            503: components["responses"]["AccountUnavailable"];
        };
    };
    "account.updateClient": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The client, `cid_…`.
                 * @example cid_0199c0de-0000-7000-8000-0000000000c1
                 */
                client_id: components["parameters"]["ClientId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/merge-patch+json": components["schemas"]["AccountClientUpdate"];
                "application/json": components["schemas"]["AccountClientUpdate"];
            };
        };
        responses: {
            /** @description The client as it is now. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AccountClient"];
                };
            };
            400: components["responses"]["AccountClientRefused"];
            401: components["responses"]["AccountUnauthorized"];
            /** @description The caller's role in the account does not allow it. Or: A page of another site asks. */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["AccountUpdateClient403Problem"];
                };
            };
            404: components["responses"]["AccountClientNotFound"];
            413: components["responses"]["AccountPayloadTooLarge"];
            415: components["responses"]["AccountUnsupportedMediaType"];
            429: components["responses"]["AccountTooManyRequests"];
            500: components["responses"]["AccountInternal"];
            503: components["responses"]["AccountUnavailable"];
        };
    };
    "account.renewClientSecret": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The client, `cid_…`.
                 * @example cid_0199c0de-0000-7000-8000-0000000000c1
                 */
                client_id: components["parameters"]["ClientId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The client with its new secret. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AccountClientWithSecret"];
                };
            };
            400: components["responses"]["AccountInvalidRequest"];
            401: components["responses"]["AccountUnauthorized"];
            /** @description The caller is no owner, or gives more than they hold; or they have not proven their own address. Or: A page of another site asks. */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["AccountRenewClientSecret403Problem"];
                };
            };
            404: components["responses"]["AccountClientNotFound"];
            429: components["responses"]["AccountTooManyRequests"];
            500: components["responses"]["AccountInternal"];
            503: components["responses"]["AccountUnavailable"];
        };
    };
    "account.listConsents": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The consents. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AccountConsentList"];
                };
            };
            400: components["responses"]["AccountInvalidRequest"];
            401: components["responses"]["AccountUnauthorized"];
            429: components["responses"]["AccountTooManyRequests"];
            500: components["responses"]["AccountInternal"];
            503: components["responses"]["AccountUnavailable"];
        };
    };
    "account.revokeConsent": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The client, `cid_…`.
                 * @example cid_0199c0de-0000-7000-8000-0000000000c1
                 */
                client_id: components["parameters"]["ClientId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is taken back. */
            204: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["AccountInvalidRequest"];
            401: components["responses"]["AccountUnauthorized"];
            /** @description A page of another site asks. */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["AccountRevokeConsent403Problem"];
                };
            };
            /** @description Nothing was allowed to such a client. */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["AccountRevokeConsent404Problem"];
                };
            };
            429: components["responses"]["AccountTooManyRequests"];
            500: components["responses"]["AccountInternal"];
            503: components["responses"]["AccountUnavailable"];
        };
    };
    "account.startCsrfSession": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The cookie is set. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Set-Cookie": components["headers"]["CsrfCookie"];
                    [name: string]: unknown;
                };
                content: {
                    "application/javascript": string;
                };
            };
            400: components["responses"]["AccountInvalidRequest"];
            500: components["responses"]["AccountInternal"];
            503: components["responses"]["AccountUnavailable"];
        };
    };
    "account.getCsrfToken": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: {
                /**
                 * @description The browser's CSRF session, set by `GET /auth/csrf-session`.
                 * @example 3XhQk1m8vC5pTzR9wYdL2nF7bGs4JaE0uKoI6VtMxNc
                 */
                csrf_session?: components["parameters"]["CsrfSessionCookie"];
                /**
                 * @description The refresh token that sign-in left in the browser.
                 * @example wq0Zt5yB8nK3rX1cV7mL9pD2fH4jG6sA0eUiOoYtRbE
                 */
                refresh_token?: components["parameters"]["RefreshCookie"];
            };
        };
        requestBody?: never;
        responses: {
            /** @description The token that belongs to the cookie. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "X-CSRF-Token": components["headers"]["CsrfToken"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AccountCsrfToken"];
                };
            };
            400: components["responses"]["AccountInvalidRequest"];
            /** @description The browser has no CSRF session yet, or the page is not one of the session's client. */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["AccountGetCsrfToken403Problem"];
                };
            };
            500: components["responses"]["AccountInternal"];
            503: components["responses"]["AccountUnavailable"];
        };
    };
    "account.sendEmailVerification": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["AccountSendEmailVerification"];
            };
        };
        responses: {
            /** @description If the address has a user, a mail is on its way. The same answer for every address. */
            202: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AccountMailQueued"];
                };
            };
            400: components["responses"]["AccountMailNotAsked"];
            401: components["responses"]["AccountUnauthorized"];
            /** @description A page of another site asks. */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["AccountSendEmailVerification403Problem"];
                };
            };
            413: components["responses"]["AccountPayloadTooLarge"];
            415: components["responses"]["AccountUnsupportedMediaType"];
            429: components["responses"]["AccountTooManyRequests"];
            500: components["responses"]["AccountInternal"];
            503: components["responses"]["AccountUnavailable"];
        };
    };
    "account.followVerificationLink": {
        parameters: {
            query: {
                /**
                 * @description The token of the mailed link.
                 * @example 3b1f0c5e9a7d4826b0c3e5f7a9d1b2c4e6f8091a2b3c4d5e6f708192a3b4c5d6
                 */
                token: components["parameters"]["LinkToken"];
            };
            header?: {
                /**
                 * @description Where the page that calls was served from. Browsers send it; if sent, the client must allow it.
                 * @example https://app.inbox-manager.com
                 */
                Origin?: components["parameters"]["Origin"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The address is proven; or the page that asks. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AccountEmailVerified"];
                    "text/html": components["schemas"]["Page"];
                };
            };
            400: components["responses"]["AccountLinkRefused"];
            403: components["responses"]["AccountOriginRefused"];
            500: components["responses"]["AccountInternal"];
            503: components["responses"]["AccountUnavailable"];
        };
    };
    "account.verifyEmail": {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Where the page that calls was served from. Browsers send it; if sent, the client must allow it.
                 * @example https://app.inbox-manager.com
                 */
                Origin?: components["parameters"]["Origin"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AccountVerifyEmail"];
                "application/x-www-form-urlencoded": components["schemas"]["AccountVerifyEmailForm"];
            };
        };
        responses: {
            /** @description The address is proven. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AccountEmailVerified"];
                    "text/html": components["schemas"]["Page"];
                };
            };
            /** @description Done; the browser goes on to the address that the mail was asked for with. No token is in it. */
            303: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    Location: components["headers"]["OnwardLocation"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A field is missing, unknown or malformed, the password is too weak, or the link was used, is too old or was never sent. */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["AccountVerifyEmail400Problem"];
                    "text/html": components["schemas"]["Page"];
                };
            };
            403: components["responses"]["AccountOriginRefused"];
            413: components["responses"]["AccountPayloadTooLarge"];
            415: components["responses"]["AccountUnsupportedMediaType"];
            500: components["responses"]["AccountInternal"];
            503: components["responses"]["AccountUnavailable"];
        };
    };
    "account.declineSignUp": {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Where the page that calls was served from. Browsers send it; if sent, the client must allow it.
                 * @example https://app.inbox-manager.com
                 */
                Origin?: components["parameters"]["Origin"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AccountLinkToken"];
                "application/x-www-form-urlencoded": components["schemas"]["AccountLinkForm"];
            };
        };
        responses: {
            /** @description The user is gone. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AccountSignUpDeclined"];
                    "text/html": components["schemas"]["Page"];
                };
            };
            400: components["responses"]["AccountLinkRefused"];
            403: components["responses"]["AccountOriginRefused"];
            413: components["responses"]["AccountPayloadTooLarge"];
            415: components["responses"]["AccountUnsupportedMediaType"];
            500: components["responses"]["AccountInternal"];
            503: components["responses"]["AccountUnavailable"];
        };
    };
    "account.inviteMember": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The account, `acc_…`.
                 * @example acc_0199c0de-0000-7000-8000-000000000acc
                 */
                account_id: components["parameters"]["AccountId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AccountInvite"];
            };
        };
        responses: {
            /** @description The mail is on its way. */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AccountInvitation"];
                };
            };
            /** @description A field is missing, unknown or malformed, or the client has no such redirect URI. */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["AccountInviteMember400Problem"];
                };
            };
            401: components["responses"]["AccountUnauthorized"];
            /** @description The caller is no owner, or gives more than they hold; or they have not proven their own address. Or: A page of another site asks. */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["AccountInviteMember403Problem"];
                };
            };
            /** @description There is no such account, the caller is not in it, or people cannot sign in through that client. */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["AccountInviteMember404Problem"];
                };
            };
            409: components["responses"]["AccountQuotaExceeded"];
            413: components["responses"]["AccountPayloadTooLarge"];
            415: components["responses"]["AccountUnsupportedMediaType"];
            429: components["responses"]["AccountTooManyRequests"];
            500: components["responses"]["AccountInternal"];
            503: components["responses"]["AccountUnavailable"];
        };
    };
    "account.listInvitations": {
        parameters: {
            query?: {
                /**
                 * @description How many at most.
                 * @example 50
                 */
                limit?: components["parameters"]["Limit"];
                /**
                 * @description How many to pass over.
                 * @example 0
                 */
                offset?: components["parameters"]["Offset"];
            };
            header?: never;
            path: {
                /**
                 * @description The account, `acc_…`.
                 * @example acc_0199c0de-0000-7000-8000-000000000acc
                 */
                account_id: components["parameters"]["AccountId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page of invitations. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AccountInvitationList"];
                };
            };
            400: components["responses"]["AccountInvalidRequest"];
            401: components["responses"]["AccountUnauthorized"];
            403: components["responses"]["AccountInsufficientRole"];
            404: components["responses"]["AccountAccountNotFound"];
            429: components["responses"]["AccountTooManyRequests"];
            500: components["responses"]["AccountInternal"];
            503: components["responses"]["AccountUnavailable"];
        };
    };
    "account.revokeInvitation": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The account, `acc_…`.
                 * @example acc_0199c0de-0000-7000-8000-000000000acc
                 */
                account_id: components["parameters"]["AccountId"];
                /**
                 * @description The invitation, `inv_…`.
                 * @example inv_0199c0de-0000-7000-8000-00000000014f
                 */
                invitation_id: components["parameters"]["InvitationId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["AccountInvalidRequest"];
            401: components["responses"]["AccountUnauthorized"];
            /** @description The caller's role in the account does not allow it. Or: A page of another site asks. */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["AccountRevokeInvitation403Problem"];
                };
            };
            /** @description There is no such account, the caller is not in it, or it has no such pending invitation. */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["AccountRevokeInvitation404Problem"];
                };
            };
            429: components["responses"]["AccountTooManyRequests"];
            500: components["responses"]["AccountInternal"];
            503: components["responses"]["AccountUnavailable"];
        };
    };
    "account.followInvitation": {
        parameters: {
            query: {
                /**
                 * @description The token of the mailed link.
                 * @example 3b1f0c5e9a7d4826b0c3e5f7a9d1b2c4e6f8091a2b3c4d5e6f708192a3b4c5d6
                 */
                token: components["parameters"]["LinkToken"];
            };
            header?: {
                /**
                 * @description Where the page that calls was served from. Browsers send it; if sent, the client must allow it.
                 * @example https://app.inbox-manager.com
                 */
                Origin?: components["parameters"]["Origin"];
                /**
                 * @description The CSRF token; needed when a cookie authenticates the request. Body field `csrf_token` does as well.
                 * @example kK7n0oYp1b9sQxXy3VfZrW2mT8uLhC4eDgJ6aBqRiNw
                 */
                "X-CSRF-Token"?: components["parameters"]["CsrfHeader"];
            };
            path?: never;
            cookie?: {
                /**
                 * @description The browser's CSRF session, set by `GET /auth/csrf-session`.
                 * @example 3XhQk1m8vC5pTzR9wYdL2nF7bGs4JaE0uKoI6VtMxNc
                 */
                csrf_session?: components["parameters"]["CsrfSessionCookie"];
                /**
                 * @description The refresh token that sign-in left in the browser.
                 * @example wq0Zt5yB8nK3rX1cV7mL9pD2fH4jG6sA0eUiOoYtRbE
                 */
                refresh_token?: components["parameters"]["RefreshCookie"];
            };
        };
        requestBody?: never;
        responses: {
            /** @description Joined and signed in; or the page that asks. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "X-CSRF-Token": components["headers"]["RenewedCsrfToken"];
                    "Set-Cookie": components["headers"]["RefreshCookieOfSignIn"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AuthenticationResult"];
                    "text/html": components["schemas"]["Page"];
                };
            };
            400: components["responses"]["AccountInvitationRefused"];
            403: components["responses"]["AccountInvitationForbidden"];
            409: components["responses"]["AccountCannotJoin"];
            500: components["responses"]["AccountInternal"];
            503: components["responses"]["AccountUnavailable"];
        };
    };
    "account.acceptInvitation": {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Where the page that calls was served from. Browsers send it; if sent, the client must allow it.
                 * @example https://app.inbox-manager.com
                 */
                Origin?: components["parameters"]["Origin"];
                /**
                 * @description The CSRF token; needed when a cookie authenticates the request. Body field `csrf_token` does as well.
                 * @example kK7n0oYp1b9sQxXy3VfZrW2mT8uLhC4eDgJ6aBqRiNw
                 */
                "X-CSRF-Token"?: components["parameters"]["CsrfHeader"];
            };
            path?: never;
            cookie?: {
                /**
                 * @description The browser's CSRF session, set by `GET /auth/csrf-session`.
                 * @example 3XhQk1m8vC5pTzR9wYdL2nF7bGs4JaE0uKoI6VtMxNc
                 */
                csrf_session?: components["parameters"]["CsrfSessionCookie"];
                /**
                 * @description The refresh token that sign-in left in the browser.
                 * @example wq0Zt5yB8nK3rX1cV7mL9pD2fH4jG6sA0eUiOoYtRbE
                 */
                refresh_token?: components["parameters"]["RefreshCookie"];
            };
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AccountLinkToken"];
                "application/x-www-form-urlencoded": components["schemas"]["AccountLinkForm"];
            };
        };
        responses: {
            /** @description Joined and signed in. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "X-CSRF-Token": components["headers"]["RenewedCsrfToken"];
                    "Set-Cookie": components["headers"]["RefreshCookieOfSignIn"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AuthenticationResult"];
                    "text/html": components["schemas"]["Page"];
                };
            };
            /** @description Done; the browser goes on to the invitation's redirect URI. No token is in it. */
            303: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    Location: components["headers"]["OnwardLocation"];
                    "Set-Cookie": components["headers"]["RefreshCookieOfSignIn"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["AccountInvitationRefused"];
            403: components["responses"]["AccountInvitationForbidden"];
            409: components["responses"]["AccountCannotJoinPage"];
            413: components["responses"]["AccountPayloadTooLarge"];
            415: components["responses"]["AccountUnsupportedMediaType"];
            500: components["responses"]["AccountInternal"];
            503: components["responses"]["AccountUnavailable"];
        };
    };
    "account.checkEmail": {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Where the page that calls was served from. Browsers send it; if sent, the client must allow it.
                 * @example https://app.inbox-manager.com
                 */
                Origin?: components["parameters"]["Origin"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AccountCheckEmail"];
            };
        };
        responses: {
            /** @description What the form should ask for next. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EmailCheck"];
                };
            };
            400: components["responses"]["AccountInvalidRequest"];
            401: components["responses"]["AccountUnknownClient"];
            403: components["responses"]["AccountOriginRefused"];
            413: components["responses"]["AccountPayloadTooLarge"];
            415: components["responses"]["AccountUnsupportedMediaType"];
            429: components["responses"]["AccountTooManyRequests"];
            500: components["responses"]["AccountInternal"];
            503: components["responses"]["AccountUnavailable"];
        };
    };
    "account.listLoginMethods": {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Where the page that calls was served from. Browsers send it; if sent, the client must allow it.
                 * @example https://app.inbox-manager.com
                 */
                Origin?: components["parameters"]["Origin"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AccountListLoginMethods"];
            };
        };
        responses: {
            /** @description The methods that are on. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LoginMethods"];
                };
            };
            400: components["responses"]["AccountInvalidRequest"];
            401: components["responses"]["AccountUnknownClient"];
            403: components["responses"]["AccountOriginRefused"];
            413: components["responses"]["AccountPayloadTooLarge"];
            415: components["responses"]["AccountUnsupportedMediaType"];
            500: components["responses"]["AccountInternal"];
            503: components["responses"]["AccountUnavailable"];
        };
    };
    "account.sendMagicLink": {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Where the page that calls was served from. Browsers send it; if sent, the client must allow it.
                 * @example https://app.inbox-manager.com
                 */
                Origin?: components["parameters"]["Origin"];
                /**
                 * @description The CSRF token; needed when a cookie authenticates the request. Body field `csrf_token` does as well.
                 * @example kK7n0oYp1b9sQxXy3VfZrW2mT8uLhC4eDgJ6aBqRiNw
                 */
                "X-CSRF-Token"?: components["parameters"]["CsrfHeader"];
            };
            path?: never;
            cookie?: {
                /**
                 * @description The browser's CSRF session, set by `GET /auth/csrf-session`.
                 * @example 3XhQk1m8vC5pTzR9wYdL2nF7bGs4JaE0uKoI6VtMxNc
                 */
                csrf_session?: components["parameters"]["CsrfSessionCookie"];
                /**
                 * @description The refresh token that sign-in left in the browser.
                 * @example wq0Zt5yB8nK3rX1cV7mL9pD2fH4jG6sA0eUiOoYtRbE
                 */
                refresh_token?: components["parameters"]["RefreshCookie"];
            };
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AccountSendMagicLink"];
            };
        };
        responses: {
            /** @description If the address has a user, a mail is on its way. The same answer for every address. */
            202: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AccountMailQueued"];
                };
            };
            400: components["responses"]["AccountMailNotAsked"];
            401: components["responses"]["AccountUnknownClient"];
            403: components["responses"]["AccountOriginOrCsrfRefused"];
            413: components["responses"]["AccountPayloadTooLarge"];
            415: components["responses"]["AccountUnsupportedMediaType"];
            429: components["responses"]["AccountTooManyRequests"];
            500: components["responses"]["AccountInternal"];
            503: components["responses"]["AccountUnavailable"];
        };
    };
    "account.followSignInLink": {
        parameters: {
            query: {
                /**
                 * @description The token of the mailed link.
                 * @example 3b1f0c5e9a7d4826b0c3e5f7a9d1b2c4e6f8091a2b3c4d5e6f708192a3b4c5d6
                 */
                token: components["parameters"]["LinkToken"];
            };
            header?: {
                /**
                 * @description Where the page that calls was served from. Browsers send it; if sent, the client must allow it.
                 * @example https://app.inbox-manager.com
                 */
                Origin?: components["parameters"]["Origin"];
                /**
                 * @description The CSRF token; needed when a cookie authenticates the request. Body field `csrf_token` does as well.
                 * @example kK7n0oYp1b9sQxXy3VfZrW2mT8uLhC4eDgJ6aBqRiNw
                 */
                "X-CSRF-Token"?: components["parameters"]["CsrfHeader"];
            };
            path?: never;
            cookie?: {
                /**
                 * @description The browser's CSRF session, set by `GET /auth/csrf-session`.
                 * @example 3XhQk1m8vC5pTzR9wYdL2nF7bGs4JaE0uKoI6VtMxNc
                 */
                csrf_session?: components["parameters"]["CsrfSessionCookie"];
                /**
                 * @description The refresh token that sign-in left in the browser.
                 * @example wq0Zt5yB8nK3rX1cV7mL9pD2fH4jG6sA0eUiOoYtRbE
                 */
                refresh_token?: components["parameters"]["RefreshCookie"];
            };
        };
        requestBody?: never;
        responses: {
            /** @description Signed in; or the page that asks. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "X-CSRF-Token": components["headers"]["RenewedCsrfToken"];
                    "Set-Cookie": components["headers"]["RefreshCookieOfSignIn"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AuthenticationResult"];
                    "text/html": components["schemas"]["Page"];
                };
            };
            400: components["responses"]["AccountLinkRefused"];
            403: components["responses"]["AccountLinkForbidden"];
            500: components["responses"]["AccountInternal"];
            503: components["responses"]["AccountUnavailable"];
        };
    };
    "account.signInWithToken": {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Where the page that calls was served from. Browsers send it; if sent, the client must allow it.
                 * @example https://app.inbox-manager.com
                 */
                Origin?: components["parameters"]["Origin"];
                /**
                 * @description The CSRF token; needed when a cookie authenticates the request. Body field `csrf_token` does as well.
                 * @example kK7n0oYp1b9sQxXy3VfZrW2mT8uLhC4eDgJ6aBqRiNw
                 */
                "X-CSRF-Token"?: components["parameters"]["CsrfHeader"];
            };
            path?: never;
            cookie?: {
                /**
                 * @description The browser's CSRF session, set by `GET /auth/csrf-session`.
                 * @example 3XhQk1m8vC5pTzR9wYdL2nF7bGs4JaE0uKoI6VtMxNc
                 */
                csrf_session?: components["parameters"]["CsrfSessionCookie"];
                /**
                 * @description The refresh token that sign-in left in the browser.
                 * @example wq0Zt5yB8nK3rX1cV7mL9pD2fH4jG6sA0eUiOoYtRbE
                 */
                refresh_token?: components["parameters"]["RefreshCookie"];
            };
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AccountLinkToken"];
                "application/x-www-form-urlencoded": components["schemas"]["AccountLinkForm"];
            };
        };
        responses: {
            /** @description Signed in. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "X-CSRF-Token": components["headers"]["RenewedCsrfToken"];
                    "Set-Cookie": components["headers"]["RefreshCookieOfSignIn"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AuthenticationResult"];
                    "text/html": components["schemas"]["Page"];
                };
            };
            /** @description Done; the browser goes on to the address that the mail was asked for with. No token is in it. */
            303: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    Location: components["headers"]["OnwardLocation"];
                    "Set-Cookie": components["headers"]["RefreshCookieOfSignIn"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["AccountLinkRefused"];
            403: components["responses"]["AccountLinkForbidden"];
            413: components["responses"]["AccountPayloadTooLarge"];
            415: components["responses"]["AccountUnsupportedMediaType"];
            500: components["responses"]["AccountInternal"];
            503: components["responses"]["AccountUnavailable"];
        };
    };
    "account.listMembers": {
        parameters: {
            query?: {
                /**
                 * @description How many at most.
                 * @example 50
                 */
                limit?: components["parameters"]["Limit"];
                /**
                 * @description How many to pass over.
                 * @example 0
                 */
                offset?: components["parameters"]["Offset"];
            };
            header?: never;
            path: {
                /**
                 * @description The account, `acc_…`.
                 * @example acc_0199c0de-0000-7000-8000-000000000acc
                 */
                account_id: components["parameters"]["AccountId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page of members. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AccountMemberList"];
                };
            };
            400: components["responses"]["AccountInvalidRequest"];
            401: components["responses"]["AccountUnauthorized"];
            404: components["responses"]["AccountAccountNotFound"];
            429: components["responses"]["AccountTooManyRequests"];
            500: components["responses"]["AccountInternal"];
            503: components["responses"]["AccountUnavailable"];
        };
    };
    "account.addMember": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The account, `acc_…`.
                 * @example acc_0199c0de-0000-7000-8000-000000000acc
                 */
                account_id: components["parameters"]["AccountId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AccountAddMember"];
            };
        };
        responses: {
            /** @description The member. */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AccountMember"];
                };
            };
            400: components["responses"]["AccountInvalidRequest"];
            401: components["responses"]["AccountUnauthorized"];
            /** @description The caller is no owner, or gives more than they hold; or they have not proven their own address. Or: A page of another site asks. */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["AccountAddMember403Problem"];
                };
            };
            /** @description There is no such account, the caller is not in it, or there is no such user. */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["AccountAddMember404Problem"];
                };
            };
            /** @description The user is a member already, or the account has as many members as it may. */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["AccountAddMember409Problem"];
                };
            };
            413: components["responses"]["AccountPayloadTooLarge"];
            415: components["responses"]["AccountUnsupportedMediaType"];
            429: components["responses"]["AccountTooManyRequests"];
            500: components["responses"]["AccountInternal"];
            503: components["responses"]["AccountUnavailable"];
        };
    };
    "account.searchMembers": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The account, `acc_…`.
                 * @example acc_0199c0de-0000-7000-8000-000000000acc
                 */
                account_id: components["parameters"]["AccountId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AccountSearch"];
            };
        };
        responses: {
            /** @description One page of members. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AccountMemberList"];
                };
            };
            400: components["responses"]["AccountInvalidRequest"];
            401: components["responses"]["AccountUnauthorized"];
            /** @description A page of another site asks. */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["AccountSearchMembers403Problem"];
                };
            };
            404: components["responses"]["AccountAccountNotFound"];
            413: components["responses"]["AccountPayloadTooLarge"];
            415: components["responses"]["AccountUnsupportedMediaType"];
            429: components["responses"]["AccountTooManyRequests"];
            500: components["responses"]["AccountInternal"];
            503: components["responses"]["AccountUnavailable"];
        };
    };
    "account.removeMember": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The account, `acc_…`.
                 * @example acc_0199c0de-0000-7000-8000-000000000acc
                 */
                account_id: components["parameters"]["AccountId"];
                /**
                 * @description The membership, `mbr_…`.
                 * @example mbr_0199c0de-0000-7000-8000-0000000003b0
                 */
                member_id: components["parameters"]["MemberId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["AccountInvalidRequest"];
            401: components["responses"]["AccountUnauthorized"];
            /** @description The caller's role in the account does not allow it. Or: A page of another site asks. */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["AccountRemoveMember403Problem"];
                };
            };
            404: components["responses"]["AccountMemberNotFound"];
            409: components["responses"]["AccountLastOwner"];
            429: components["responses"]["AccountTooManyRequests"];
            500: components["responses"]["AccountInternal"];
            503: components["responses"]["AccountUnavailable"];
        };
    };
    "account.updateMember": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The account, `acc_…`.
                 * @example acc_0199c0de-0000-7000-8000-000000000acc
                 */
                account_id: components["parameters"]["AccountId"];
                /**
                 * @description The membership, `mbr_…`.
                 * @example mbr_0199c0de-0000-7000-8000-0000000003b0
                 */
                member_id: components["parameters"]["MemberId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AccountUpdateMember"];
            };
        };
        responses: {
            /** @description The member as they are now. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AccountMember"];
                };
            };
            400: components["responses"]["AccountInvalidRequest"];
            401: components["responses"]["AccountUnauthorized"];
            /** @description The caller is no owner, or gives more than they hold; or they have not proven their own address. Or: A page of another site asks. */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["AccountUpdateMember403Problem"];
                };
            };
            404: components["responses"]["AccountMemberNotFound"];
            409: components["responses"]["AccountLastOwner"];
            413: components["responses"]["AccountPayloadTooLarge"];
            415: components["responses"]["AccountUnsupportedMediaType"];
            429: components["responses"]["AccountTooManyRequests"];
            500: components["responses"]["AccountInternal"];
            503: components["responses"]["AccountUnavailable"];
        };
    };
    "account.sendPasswordReset": {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Where the page that calls was served from. Browsers send it; if sent, the client must allow it.
                 * @example https://app.inbox-manager.com
                 */
                Origin?: components["parameters"]["Origin"];
                /**
                 * @description The CSRF token; needed when a cookie authenticates the request. Body field `csrf_token` does as well.
                 * @example kK7n0oYp1b9sQxXy3VfZrW2mT8uLhC4eDgJ6aBqRiNw
                 */
                "X-CSRF-Token"?: components["parameters"]["CsrfHeader"];
            };
            path?: never;
            cookie?: {
                /**
                 * @description The browser's CSRF session, set by `GET /auth/csrf-session`.
                 * @example 3XhQk1m8vC5pTzR9wYdL2nF7bGs4JaE0uKoI6VtMxNc
                 */
                csrf_session?: components["parameters"]["CsrfSessionCookie"];
                /**
                 * @description The refresh token that sign-in left in the browser.
                 * @example wq0Zt5yB8nK3rX1cV7mL9pD2fH4jG6sA0eUiOoYtRbE
                 */
                refresh_token?: components["parameters"]["RefreshCookie"];
            };
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AccountSendPasswordReset"];
            };
        };
        responses: {
            /** @description If the address has a user, a mail is on its way. The same answer for every address. */
            202: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AccountMailQueued"];
                };
            };
            400: components["responses"]["AccountMailNotAsked"];
            401: components["responses"]["AccountUnknownClient"];
            403: components["responses"]["AccountOriginOrCsrfRefused"];
            413: components["responses"]["AccountPayloadTooLarge"];
            415: components["responses"]["AccountUnsupportedMediaType"];
            429: components["responses"]["AccountTooManyRequests"];
            500: components["responses"]["AccountInternal"];
            503: components["responses"]["AccountUnavailable"];
        };
    };
    "account.showPasswordReset": {
        parameters: {
            query: {
                /**
                 * @description The token of the mailed link.
                 * @example 3b1f0c5e9a7d4826b0c3e5f7a9d1b2c4e6f8091a2b3c4d5e6f708192a3b4c5d6
                 */
                token: components["parameters"]["LinkToken"];
            };
            header?: {
                /**
                 * @description Where the page that calls was served from. Browsers send it; if sent, the client must allow it.
                 * @example https://app.inbox-manager.com
                 */
                Origin?: components["parameters"]["Origin"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The page. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "text/html": components["schemas"]["Page"];
                };
            };
            400: components["responses"]["AccountLinkRefused"];
            403: components["responses"]["AccountOriginRefused"];
            500: components["responses"]["AccountInternal"];
            503: components["responses"]["AccountUnavailable"];
        };
    };
    "account.resetPassword": {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Where the page that calls was served from. Browsers send it; if sent, the client must allow it.
                 * @example https://app.inbox-manager.com
                 */
                Origin?: components["parameters"]["Origin"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AccountResetPassword"];
                "application/x-www-form-urlencoded": components["schemas"]["AccountResetPasswordForm"];
            };
        };
        responses: {
            /** @description The password is the new one. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AccountPasswordReset"];
                    "text/html": components["schemas"]["Page"];
                };
            };
            /** @description Done; the browser goes on to the address that the mail was asked for with. No token is in it. */
            303: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    Location: components["headers"]["OnwardLocation"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A field is missing, unknown or malformed, the link does not work any more, or the password is too weak: `detail` says what to change. A browser gets the page again. */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["AccountResetPassword400Problem"];
                    "text/html": components["schemas"]["Page"];
                };
            };
            403: components["responses"]["AccountOriginRefused"];
            413: components["responses"]["AccountPayloadTooLarge"];
            415: components["responses"]["AccountUnsupportedMediaType"];
            500: components["responses"]["AccountInternal"];
            503: components["responses"]["AccountOverloaded"];
        };
    };
    "account.authorizeWithProvider": {
        parameters: {
            query: {
                /**
                 * @description The client that asks, `cid_…`.
                 * @example cid_inbox_manager
                 */
                client_id: components["parameters"]["ClientId-2"];
                /**
                 * @description Where the answer goes; registered for the client.
                 * @example http://localhost:3000/callback
                 */
                redirect_uri: components["parameters"]["AuthorizationRedirectUri"];
                /**
                 * @description Always `code`.
                 * @example code
                 */
                response_type?: components["parameters"]["ResponseType"];
                /**
                 * @description How the answer comes, `query` (which is meant where nothing is said), `fragment` or `form_post`.
                 * @example query
                 */
                response_mode?: components["parameters"]["ResponseMode"];
                /**
                 * @description The app's own; comes back as it went.
                 * @example af0ifjsldkj
                 */
                state?: components["parameters"]["State"];
                /**
                 * @description What the tokens shall be good for; the client's default where it is left out.
                 * @example mail:read
                 */
                scope?: components["parameters"]["Scope"];
                /**
                 * @description SHA-256 of the code verifier, in base64url (RFC 7636 section 4.2).
                 * @example E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM
                 */
                code_challenge?: components["parameters"]["CodeChallenge"];
                /**
                 * @description Always `S256`.
                 * @example S256
                 */
                code_challenge_method?: components["parameters"]["CodeChallengeMethod"];
                /**
                 * @description The app's own; comes back in the ID token.
                 * @example n-0S6_WzA2Mj
                 */
                nonce?: components["parameters"]["Nonce"];
                /**
                 * @description With `openid` in the scope `login`, `consent` and `select_account` each ask for a page, and `none` for none. Without it the sign-in page is shown each time, and `none` is refused with `login_required`.
                 * @example login
                 */
                prompt?: components["parameters"]["Prompt"];
                /**
                 * @description The email address to begin with.
                 * @example alice@example.test
                 */
                login_hint?: components["parameters"]["LoginHint"];
            };
            header?: never;
            path: {
                /**
                 * @description The provider.
                 * @example google
                 */
                provider: components["parameters"]["Provider"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description To the provider; or to `GET /oauth2/authorize`, which asks first where the client belongs to an account; or the request cannot be met, and the app is told why. */
            303: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    Location: components["headers"]["ToProvider"];
                    "Set-Cookie": components["headers"]["ProviderFlowCookie"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The client is unknown, or has no such redirect URI, or a parameter is malformed or there twice. */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["AccountAuthorizeWithProvider400Problem"];
                    "text/html": components["schemas"]["Page"];
                };
            };
            404: components["responses"]["ProviderNotFound"];
            /** @description A limit is used up; `detail` names it. */
            429: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Retry-After": components["headers"]["RetryAfter"];
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["AccountAuthorizeWithProvider429Problem"];
                    "text/html": components["schemas"]["Page"];
                };
            };
            500: components["responses"]["AccountInternal"];
            503: components["responses"]["AccountUnavailable"];
        };
    };
    "account.finishProviderSignIn": {
        parameters: {
            query?: {
                /**
                 * @description The provider's code.
                 * @example 4/0AeanS0a-example
                 */
                code?: components["parameters"]["Code"];
                /**
                 * @description What this service sent along.
                 * @example 3XhQk1m8vC5pTzR9wYdL2nF7bGs4JaE0uKoI6VtMxNc
                 */
                state?: components["parameters"]["State-2"];
                /**
                 * @description What went wrong at the provider.
                 * @example access_denied
                 */
                error?: components["parameters"]["Error"];
                /**
                 * @description Whose answer it is (RFC 9207).
                 * @example https://accounts.google.com
                 */
                iss?: components["parameters"]["Issuer"];
            };
            header?: never;
            path: {
                /**
                 * @description The provider.
                 * @example google
                 */
                provider: components["parameters"]["Provider"];
            };
            cookie?: {
                /**
                 * @description The browser that began.
                 * @example wq0Zt5yB8nK3rX1cV7mL9pD2fH4jG6sA0eUiOoYtRbE
                 */
                provider_flow?: components["parameters"]["ProviderFlowCookie"];
            };
        };
        requestBody?: never;
        responses: {
            303: components["responses"]["BackToApp"];
            400: components["responses"]["FlowRefused"];
            404: components["responses"]["ProviderNotFound"];
            500: components["responses"]["AccountInternal"];
            503: components["responses"]["AccountUnavailable"];
        };
    };
    "account.finishProviderForm": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The provider.
                 * @example google
                 */
                provider: components["parameters"]["Provider"];
            };
            cookie?: {
                /**
                 * @description The browser that began.
                 * @example wq0Zt5yB8nK3rX1cV7mL9pD2fH4jG6sA0eUiOoYtRbE
                 */
                provider_flow?: components["parameters"]["ProviderFlowCookie"];
            };
        };
        requestBody: {
            content: {
                "application/x-www-form-urlencoded": components["schemas"]["ProviderAnswer"];
            };
        };
        responses: {
            303: components["responses"]["BackToApp"];
            400: components["responses"]["FlowRefused"];
            404: components["responses"]["ProviderNotFound"];
            413: components["responses"]["AccountPayloadTooLarge"];
            415: components["responses"]["AccountUnsupportedMediaType"];
            500: components["responses"]["AccountInternal"];
            503: components["responses"]["AccountUnavailable"];
        };
    };
    "project.showSignIn": {
        parameters: {
            query: {
                /**
                 * @description Where the sign-in ends; one of the project's `allowedRedirectUrls`, to the letter.
                 * @example http://localhost:3000/callback
                 */
                redirect: components["parameters"]["HostedRedirect"];
                /**
                 * @description What the app will say when it exchanges the code: `web`, `mobile` or `desktop`.
                 * @example mobile
                 */
                client_type?: components["parameters"]["HostedClientType"];
                /**
                 * @description The SHA-256 of the code verifier, in base64url.
                 * @example E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM
                 */
                code_challenge: components["parameters"]["HostedCodeChallenge"];
                /**
                 * @description Need not be sent; nothing but S256 is taken.
                 * @example S256
                 */
                code_challenge_method?: components["parameters"]["ProjectCodeChallengeMethod"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The page. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Set-Cookie": components["headers"]["HostedFormCookie"];
                    [name: string]: unknown;
                };
                content: {
                    "text/html": components["schemas"]["Page"];
                };
            };
            400: components["responses"]["HostedRefused"];
            500: components["responses"]["ProjectInternal"];
            503: components["responses"]["ProjectUnavailable"];
        };
    };
    "account.signIn": {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Where the page that calls was served from. Browsers send it; if sent, the client must allow it.
                 * @example https://app.inbox-manager.com
                 */
                Origin?: components["parameters"]["Origin"];
                /**
                 * @description The CSRF token; needed when a cookie authenticates the request. Body field `csrf_token` does as well.
                 * @example kK7n0oYp1b9sQxXy3VfZrW2mT8uLhC4eDgJ6aBqRiNw
                 */
                "X-CSRF-Token"?: components["parameters"]["CsrfHeader"];
            };
            path?: never;
            cookie?: {
                /**
                 * @description The browser's CSRF session, set by `GET /auth/csrf-session`.
                 * @example 3XhQk1m8vC5pTzR9wYdL2nF7bGs4JaE0uKoI6VtMxNc
                 */
                csrf_session?: components["parameters"]["CsrfSessionCookie"];
                /**
                 * @description The refresh token that sign-in left in the browser.
                 * @example wq0Zt5yB8nK3rX1cV7mL9pD2fH4jG6sA0eUiOoYtRbE
                 */
                refresh_token?: components["parameters"]["RefreshCookie"];
            };
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AccountSignIn"];
            };
        };
        responses: {
            /** @description Signed in. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "X-CSRF-Token": components["headers"]["RenewedCsrfToken"];
                    "Set-Cookie": components["headers"]["RefreshCookie"];
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AuthenticationResult"];
                };
            };
            400: components["responses"]["AccountInvalidRequest"];
            /** @description The email or the password is wrong, or no client has this id. */
            401: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "WWW-Authenticate": components["headers"]["WwwAuthenticate"];
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["AccountSignIn401Problem"];
                };
            };
            /** @description The origin is not one of the client's, the CSRF token does not match its cookie, or, said only after the right password, the address has to be proven first, or a second factor is needed that is not asked for here. */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["AccountSignIn403Problem"];
                };
            };
            413: components["responses"]["AccountPayloadTooLarge"];
            415: components["responses"]["AccountUnsupportedMediaType"];
            429: components["responses"]["AccountTooManyRequests"];
            500: components["responses"]["AccountInternal"];
            503: components["responses"]["AccountOverloaded"];
        };
    };
    "account.refresh": {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Where the page that calls was served from. Browsers send it; if sent, the client must allow it.
                 * @example https://app.inbox-manager.com
                 */
                Origin?: components["parameters"]["Origin"];
                /**
                 * @description The CSRF token; needed when a cookie authenticates the request. Body field `csrf_token` does as well.
                 * @example kK7n0oYp1b9sQxXy3VfZrW2mT8uLhC4eDgJ6aBqRiNw
                 */
                "X-CSRF-Token"?: components["parameters"]["CsrfHeader"];
            };
            path?: never;
            cookie?: {
                /**
                 * @description The browser's CSRF session, set by `GET /auth/csrf-session`.
                 * @example 3XhQk1m8vC5pTzR9wYdL2nF7bGs4JaE0uKoI6VtMxNc
                 */
                csrf_session?: components["parameters"]["CsrfSessionCookie"];
                /**
                 * @description The refresh token that sign-in left in the browser.
                 * @example wq0Zt5yB8nK3rX1cV7mL9pD2fH4jG6sA0eUiOoYtRbE
                 */
                refresh_token?: components["parameters"]["RefreshCookie"];
            };
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["AccountRefresh"];
            };
        };
        responses: {
            /** @description New tokens. The old refresh token is used up. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Set-Cookie": components["headers"]["RefreshCookieOfCookieMode"];
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionTokens"];
                };
            };
            400: components["responses"]["AccountInvalidRequest"];
            /** @description There is no refresh token, or its session has ended. */
            401: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "WWW-Authenticate": components["headers"]["WwwAuthenticate"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["AccountRefresh401Problem"];
                };
            };
            403: components["responses"]["AccountOriginOrCsrfRefused"];
            413: components["responses"]["AccountPayloadTooLarge"];
            415: components["responses"]["AccountUnsupportedMediaType"];
            429: components["responses"]["AccountTooManyRequests"];
            500: components["responses"]["AccountInternal"];
            503: components["responses"]["AccountUnavailable"];
        };
    };
    "account.signOut": {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Where the page that calls was served from. Browsers send it; if sent, the client must allow it.
                 * @example https://app.inbox-manager.com
                 */
                Origin?: components["parameters"]["Origin"];
                /**
                 * @description The CSRF token; needed when a cookie authenticates the request. Body field `csrf_token` does as well.
                 * @example kK7n0oYp1b9sQxXy3VfZrW2mT8uLhC4eDgJ6aBqRiNw
                 */
                "X-CSRF-Token"?: components["parameters"]["CsrfHeader"];
            };
            path?: never;
            cookie?: {
                /**
                 * @description The browser's CSRF session, set by `GET /auth/csrf-session`.
                 * @example 3XhQk1m8vC5pTzR9wYdL2nF7bGs4JaE0uKoI6VtMxNc
                 */
                csrf_session?: components["parameters"]["CsrfSessionCookie"];
                /**
                 * @description The refresh token that sign-in left in the browser.
                 * @example wq0Zt5yB8nK3rX1cV7mL9pD2fH4jG6sA0eUiOoYtRbE
                 */
                refresh_token?: components["parameters"]["RefreshCookie"];
            };
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["AccountSignOut"];
            };
        };
        responses: {
            /** @description Signed out. */
            204: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Set-Cookie": components["headers"]["ClearedRefreshCookie"];
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["AccountInvalidRequest"];
            403: components["responses"]["AccountOriginOrCsrfRefused"];
            413: components["responses"]["AccountPayloadTooLarge"];
            415: components["responses"]["AccountUnsupportedMediaType"];
            429: components["responses"]["AccountTooManyRequests"];
            500: components["responses"]["AccountInternal"];
            503: components["responses"]["AccountUnavailable"];
        };
    };
    "account.signUp": {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Where the page that calls was served from. Browsers send it; if sent, the client must allow it.
                 * @example https://app.inbox-manager.com
                 */
                Origin?: components["parameters"]["Origin"];
                /**
                 * @description The CSRF token; needed when a cookie authenticates the request. Body field `csrf_token` does as well.
                 * @example kK7n0oYp1b9sQxXy3VfZrW2mT8uLhC4eDgJ6aBqRiNw
                 */
                "X-CSRF-Token"?: components["parameters"]["CsrfHeader"];
            };
            path?: never;
            cookie?: {
                /**
                 * @description The browser's CSRF session, set by `GET /auth/csrf-session`.
                 * @example 3XhQk1m8vC5pTzR9wYdL2nF7bGs4JaE0uKoI6VtMxNc
                 */
                csrf_session?: components["parameters"]["CsrfSessionCookie"];
                /**
                 * @description The refresh token that sign-in left in the browser.
                 * @example wq0Zt5yB8nK3rX1cV7mL9pD2fH4jG6sA0eUiOoYtRbE
                 */
                refresh_token?: components["parameters"]["RefreshCookie"];
            };
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AccountSignUp"];
            };
        };
        responses: {
            /** @description The user, the account and a session exist. */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "X-CSRF-Token": components["headers"]["RenewedCsrfToken"];
                    "Set-Cookie": components["headers"]["RefreshCookie"];
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AuthenticationResult"];
                };
            };
            /** @description A mail is on its way. Open its link, then sign in. */
            202: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AccountVerificationPending"];
                };
            };
            /** @description A field is missing, unknown or malformed, the password is too weak, or the redirect is not one of the client's. */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["AccountSignUp400Problem"];
                };
            };
            401: components["responses"]["AccountUnknownClient"];
            403: components["responses"]["AccountSignUpRefused"];
            /** @description The email already has a user. */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["AccountSignUp409Problem"];
                };
            };
            413: components["responses"]["AccountPayloadTooLarge"];
            415: components["responses"]["AccountUnsupportedMediaType"];
            429: components["responses"]["AccountTooManyRequests"];
            500: components["responses"]["AccountInternal"];
            503: components["responses"]["AccountOverloaded"];
        };
    };
    "account.me": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The profile. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionProfile"];
                };
            };
            400: components["responses"]["AccountInvalidRequest"];
            401: components["responses"]["AccountUnauthorized"];
            429: components["responses"]["AccountTooManyRequests"];
            500: components["responses"]["AccountInternal"];
            503: components["responses"]["AccountUnavailable"];
        };
    };
    "account.listWaitlists": {
        parameters: {
            query?: {
                /**
                 * @description How many at most.
                 * @example 50
                 */
                limit?: components["parameters"]["Limit"];
                /**
                 * @description How many to pass over.
                 * @example 0
                 */
                offset?: components["parameters"]["Offset"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page of waitlists. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WaitlistList"];
                };
            };
            400: components["responses"]["AccountInvalidRequest"];
            401: components["responses"]["AccountUnauthorized"];
            404: components["responses"]["AccountAccountNotFound"];
            429: components["responses"]["AccountTooManyRequests"];
            500: components["responses"]["AccountInternal"];
            503: components["responses"]["AccountUnavailable"];
        };
    };
    "account.getWaitlist": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The feature, as the application names it.
                 * @example bulk-export
                 */
                feature: components["parameters"]["Feature"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Whether, and since when. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Waitlist"];
                };
            };
            400: components["responses"]["AccountInvalidRequest"];
            401: components["responses"]["AccountUnauthorized"];
            404: components["responses"]["AccountAccountNotFound"];
            429: components["responses"]["AccountTooManyRequests"];
            500: components["responses"]["AccountInternal"];
            503: components["responses"]["AccountUnavailable"];
        };
    };
    "account.joinWaitlist": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The feature, as the application names it.
                 * @example bulk-export
                 */
                feature: components["parameters"]["Feature"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The caller waits for it. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Waitlist"];
                };
            };
            400: components["responses"]["AccountInvalidRequest"];
            401: components["responses"]["AccountUnauthorized"];
            /** @description A page of another site asks. */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["AccountJoinWaitlist403Problem"];
                };
            };
            404: components["responses"]["AccountAccountNotFound"];
            409: components["responses"]["AccountQuotaExceeded"];
            429: components["responses"]["AccountTooManyRequests"];
            500: components["responses"]["AccountInternal"];
            503: components["responses"]["AccountUnavailable"];
        };
    };
    "account.signUpForWaitlist": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The feature, as the application names it.
                 * @example bulk-export
                 */
                feature: components["parameters"]["Feature"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The caller waits for it. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Waitlist"];
                };
            };
            400: components["responses"]["AccountInvalidRequest"];
            401: components["responses"]["AccountUnauthorized"];
            /** @description A page of another site asks. */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["AccountSignUpForWaitlist403Problem"];
                };
            };
            404: components["responses"]["AccountAccountNotFound"];
            409: components["responses"]["AccountQuotaExceeded"];
            429: components["responses"]["AccountTooManyRequests"];
            500: components["responses"]["AccountInternal"];
            503: components["responses"]["AccountUnavailable"];
        };
    };
    "account.leaveWaitlist": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The feature, as the application names it.
                 * @example bulk-export
                 */
                feature: components["parameters"]["Feature"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["AccountInvalidRequest"];
            401: components["responses"]["AccountUnauthorized"];
            /** @description A page of another site asks. */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["AccountLeaveWaitlist403Problem"];
                };
            };
            404: components["responses"]["AccountAccountNotFound"];
            429: components["responses"]["AccountTooManyRequests"];
            500: components["responses"]["AccountInternal"];
            503: components["responses"]["AccountUnavailable"];
        };
    };
    "app.setActiveOrganization": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SetActiveOrganization"];
            };
        };
        responses: {
            /** @description New tokens. The old refresh token is used up. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TokenPair"];
                };
            };
            400: components["responses"]["AppInvalidRequest"];
            401: components["responses"]["AppUnauthorized"];
            /** @description A page of another site asks. */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["AppSetActiveOrganization403Problem"];
                };
            };
            404: components["responses"]["AppOrganizationNotFound"];
            413: components["responses"]["AppPayloadTooLarge"];
            415: components["responses"]["AppUnsupportedMediaType"];
            429: components["responses"]["AppTooManyRequests"];
            500: components["responses"]["AppInternal"];
            503: components["responses"]["AppUnavailable"];
        };
    };
    "app.verifyEmail": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AppVerifyEmail"];
            };
        };
        responses: {
            /** @description The address is proven. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AppMessage"];
                };
            };
            /** @description The request is not valid, or the token is not good any more. */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["AppVerifyEmail400Problem"];
                };
            };
            401: components["responses"]["AppKeyRefused"];
            /** @description A page of another site asks. */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["AppVerifyEmail403Problem"];
                };
            };
            413: components["responses"]["AppPayloadTooLarge"];
            415: components["responses"]["AppUnsupportedMediaType"];
            429: components["responses"]["AppTooManyRequests"];
            500: components["responses"]["AppInternal"];
            503: components["responses"]["AppUnavailable"];
        };
    };
    "app.createOrgInvitation": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The organization.
                 * @example 0199c0de-0000-7000-8000-000000000acc
                 */
                orgId: components["parameters"]["OrgId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateOrgInvitation"];
            };
        };
        responses: {
            /** @description The mail is on its way. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InvitationAnswer"];
                };
            };
            400: components["responses"]["AppInvalidRequest"];
            401: components["responses"]["AppUnauthorized"];
            /** @description The caller is no owner, or gives more than they hold; or they have not proven their own address. Or: A page of another site asks. */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["AppCreateOrgInvitation403Problem"];
                };
            };
            404: components["responses"]["AppOrganizationNotFound"];
            409: components["responses"]["AppQuotaExceeded"];
            413: components["responses"]["AppPayloadTooLarge"];
            415: components["responses"]["AppUnsupportedMediaType"];
            429: components["responses"]["AppTooManyRequests"];
            500: components["responses"]["AppInternal"];
            503: components["responses"]["AppUnavailable"];
        };
    };
    "app.listInvitations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The invitations. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InvitationList"];
                };
            };
            400: components["responses"]["AppInvalidRequest"];
            401: components["responses"]["AppUnauthorized"];
            429: components["responses"]["AppTooManyRequests"];
            500: components["responses"]["AppInternal"];
            503: components["responses"]["AppUnavailable"];
        };
    };
    "app.sendInvitation": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SendInvitation"];
            };
        };
        responses: {
            /** @description The mail is on its way. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InvitationAnswer"];
                };
            };
            400: components["responses"]["AppInvalidRequest"];
            401: components["responses"]["AppUnauthorized"];
            /** @description A role is not the caller's to give, their own address is not proven, or nobody can register. Or: A page of another site asks. */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["AppSendInvitation403Problem"];
                };
            };
            409: components["responses"]["AppQuotaExceeded"];
            413: components["responses"]["AppPayloadTooLarge"];
            415: components["responses"]["AppUnsupportedMediaType"];
            429: components["responses"]["AppTooManyRequests"];
            500: components["responses"]["AppInternal"];
            503: components["responses"]["AppUnavailable"];
        };
    };
    "app.cancelInvitation": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The invitation.
                 * @example 0199c0de-0000-7000-8000-0000000001f1
                 */
                invitationId: components["parameters"]["InvitationId-2"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Cancelled. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OrganizationDone"];
                };
            };
            400: components["responses"]["AppInvalidRequest"];
            401: components["responses"]["AppUnauthorized"];
            /** @description A page of another site asks. */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["AppCancelInvitation403Problem"];
                };
            };
            /** @description There is no such pending invitation, or it is none of the caller's business. */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["AppCancelInvitation404Problem"];
                };
            };
            429: components["responses"]["AppTooManyRequests"];
            500: components["responses"]["AppInternal"];
            503: components["responses"]["AppUnavailable"];
        };
    };
    "app.acceptInvitation": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The invitation.
                 * @example 0199c0de-0000-7000-8000-0000000001f1
                 */
                invitationId: components["parameters"]["InvitationId-2"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Accepted. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AppMessage"];
                };
            };
            400: components["responses"]["AppInvalidRequest"];
            401: components["responses"]["AppUnauthorized"];
            /** @description The caller has to prove their address first, whatever the invitation. Or: A page of another site asks. */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["AppAcceptInvitation403Problem"];
                };
            };
            /** @description There is no such pending invitation, or it is none of the caller's business. */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["AppAcceptInvitation404Problem"];
                };
            };
            409: components["responses"]["AppQuotaExceeded"];
            429: components["responses"]["AppTooManyRequests"];
            500: components["responses"]["AppInternal"];
            503: components["responses"]["AppUnavailable"];
        };
    };
    "app.resendInvitation": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The invitation.
                 * @example 0199c0de-0000-7000-8000-0000000001f1
                 */
                invitationId: components["parameters"]["InvitationId-2"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The mail is on its way. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InvitationAnswer"];
                };
            };
            400: components["responses"]["AppInvalidRequest"];
            401: components["responses"]["AppUnauthorized"];
            /** @description The caller has not proven their address; or it is to the application, and nobody can register any more. Or: A page of another site asks. */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["AppResendInvitation403Problem"];
                };
            };
            /** @description There is no such pending invitation, or it is none of the caller's business. */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["AppResendInvitation404Problem"];
                };
            };
            429: components["responses"]["AppTooManyRequests"];
            500: components["responses"]["AppInternal"];
            503: components["responses"]["AppUnavailable"];
        };
    };
    "app.listOrgMembers": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The organization.
                 * @example 0199c0de-0000-7000-8000-000000000acc
                 */
                orgId: components["parameters"]["OrgId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The members. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OrganizationMemberList"];
                };
            };
            400: components["responses"]["AppInvalidRequest"];
            401: components["responses"]["AppUnauthorized"];
            404: components["responses"]["AppOrganizationNotFound"];
            429: components["responses"]["AppTooManyRequests"];
            500: components["responses"]["AppInternal"];
            503: components["responses"]["AppUnavailable"];
        };
    };
    "app.addOrgMember": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The organization.
                 * @example 0199c0de-0000-7000-8000-000000000acc
                 */
                orgId: components["parameters"]["OrgId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AddOrganizationMember"];
            };
        };
        responses: {
            /** @description The new member. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OrganizationMemberAnswer"];
                };
            };
            400: components["responses"]["AppInvalidRequest"];
            401: components["responses"]["AppUnauthorized"];
            /** @description The caller is no owner, or gives more than they hold; or they have not proven their own address. Or: A page of another site asks. */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["AppAddOrgMember403Problem"];
                };
            };
            /** @description There is no such organization, the caller is not in it, or the environment has no such user. */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["AppAddOrgMember404Problem"];
                };
            };
            /** @description The user is a member already, or the organization has as many members as it may. */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["AppAddOrgMember409Problem"];
                };
            };
            413: components["responses"]["AppPayloadTooLarge"];
            415: components["responses"]["AppUnsupportedMediaType"];
            429: components["responses"]["AppTooManyRequests"];
            500: components["responses"]["AppInternal"];
            503: components["responses"]["AppUnavailable"];
        };
    };
    "app.removeOrgMember": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The organization.
                 * @example 0199c0de-0000-7000-8000-000000000acc
                 */
                orgId: components["parameters"]["OrgId"];
                /**
                 * @description The member, by the id of the membership.
                 * @example 0199c0de-0000-7000-8000-0000000003b0
                 */
                memberId: components["parameters"]["MemberId-2"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Removed. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OrganizationDone"];
                };
            };
            400: components["responses"]["AppInvalidRequest"];
            401: components["responses"]["AppUnauthorized"];
            /** @description The caller's role in the organization does not allow that. Or: A page of another site asks. */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["AppRemoveOrgMember403Problem"];
                };
            };
            /** @description There is no such organization, the caller is not in it, or it has no such member. */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["AppRemoveOrgMember404Problem"];
                };
            };
            /** @description The organization would be left without an owner. */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["AppRemoveOrgMember409Problem"];
                };
            };
            429: components["responses"]["AppTooManyRequests"];
            500: components["responses"]["AppInternal"];
            503: components["responses"]["AppUnavailable"];
        };
    };
    "app.updateOrgMember": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The organization.
                 * @example 0199c0de-0000-7000-8000-000000000acc
                 */
                orgId: components["parameters"]["OrgId"];
                /**
                 * @description The member, by the id of the membership.
                 * @example 0199c0de-0000-7000-8000-0000000003b0
                 */
                memberId: components["parameters"]["MemberId-2"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["UpdateOrganizationMember"];
            };
        };
        responses: {
            /** @description The changed member. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OrganizationMemberAnswer"];
                };
            };
            400: components["responses"]["AppInvalidRequest"];
            401: components["responses"]["AppUnauthorized"];
            /** @description The caller is no owner, or gives more than they hold; or they have not proven their own address. Or: A page of another site asks. */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["AppUpdateOrgMember403Problem"];
                };
            };
            /** @description There is no such organization, the caller is not in it, or it has no such member. */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["AppUpdateOrgMember404Problem"];
                };
            };
            /** @description The organization would be left without an owner. */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["AppUpdateOrgMember409Problem"];
                };
            };
            413: components["responses"]["AppPayloadTooLarge"];
            415: components["responses"]["AppUnsupportedMediaType"];
            429: components["responses"]["AppTooManyRequests"];
            500: components["responses"]["AppInternal"];
            503: components["responses"]["AppUnavailable"];
        };
    };
    "app.challengeMfa": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MfaChallenge"];
            };
        };
        responses: {
            /** @description Signed in. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AppSignedIn"];
                };
            };
            /** @description The request is not valid, or the code is wrong or used up. */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["AppChallengeMfa400Problem"];
                };
            };
            /** @description The token is not good any more; or the key is missing or unknown. */
            401: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "WWW-Authenticate": components["headers"]["WwwAuthenticate"];
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["AppChallengeMfa401Problem"];
                };
            };
            /** @description A page of another site asks. */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["AppChallengeMfa403Problem"];
                };
            };
            413: components["responses"]["AppPayloadTooLarge"];
            415: components["responses"]["AppUnsupportedMediaType"];
            429: components["responses"]["AppTooManyRequests"];
            500: components["responses"]["AppInternal"];
            503: components["responses"]["AppUnavailable"];
        };
    };
    "app.enableMfa": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The secret, not confirmed yet. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MfaSetupAnswer"];
                };
            };
            400: components["responses"]["AppInvalidRequest"];
            401: components["responses"]["AppUnauthorized"];
            /** @description The address is not proven, or the sign-in is longer ago than ten minutes. Or: A page of another site asks. */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["AppEnableMfa403Problem"];
                };
            };
            /** @description There is a second factor already. */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["AppEnableMfa409Problem"];
                };
            };
            429: components["responses"]["AppTooManyRequests"];
            500: components["responses"]["AppInternal"];
            503: components["responses"]["AppUnavailable"];
        };
    };
    "app.verifyMfaSetup": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MfaCode"];
            };
        };
        responses: {
            /** @description On. Keep the backup codes. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BackupCodesAnswer"];
                };
            };
            /** @description The request is not valid, or the code is wrong or used up. */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["AppVerifyMfaSetup400Problem"];
                };
            };
            401: components["responses"]["AppUnauthorized"];
            /** @description The address is not proven. Or: A page of another site asks. */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["AppVerifyMfaSetup403Problem"];
                };
            };
            /** @description None was begun, or there is one already. */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["AppVerifyMfaSetup409Problem"];
                };
            };
            413: components["responses"]["AppPayloadTooLarge"];
            415: components["responses"]["AppUnsupportedMediaType"];
            429: components["responses"]["AppTooManyRequests"];
            500: components["responses"]["AppInternal"];
            503: components["responses"]["AppUnavailable"];
        };
    };
    "app.disableMfa": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MfaCode"];
            };
        };
        responses: {
            /** @description Off. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AppMessage"];
                };
            };
            /** @description The request is not valid, or the code is wrong or used up. */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["AppDisableMfa400Problem"];
                };
            };
            401: components["responses"]["AppUnauthorized"];
            /** @description A page of another site asks. */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["AppDisableMfa403Problem"];
                };
            };
            /** @description There is no second factor. */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["AppDisableMfa409Problem"];
                };
            };
            413: components["responses"]["AppPayloadTooLarge"];
            415: components["responses"]["AppUnsupportedMediaType"];
            429: components["responses"]["AppTooManyRequests"];
            500: components["responses"]["AppInternal"];
            503: components["responses"]["AppUnavailable"];
        };
    };
    "app.generateBackupCodes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description New codes, shown only here. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BackupCodesAnswer"];
                };
            };
            400: components["responses"]["AppInvalidRequest"];
            401: components["responses"]["AppUnauthorized"];
            /** @description The sign-in is longer ago than ten minutes. Or: A page of another site asks. */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["AppGenerateBackupCodes403Problem"];
                };
            };
            /** @description There is no second factor. */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["AppGenerateBackupCodes409Problem"];
                };
            };
            429: components["responses"]["AppTooManyRequests"];
            500: components["responses"]["AppInternal"];
            503: components["responses"]["AppUnavailable"];
        };
    };
    "app.verifyBackupCode": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MfaCode"];
            };
        };
        responses: {
            /** @description It was good, and is used up. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AppMessage"];
                };
            };
            /** @description The request is not valid, or the code is wrong or used up. */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["AppVerifyBackupCode400Problem"];
                };
            };
            401: components["responses"]["AppUnauthorized"];
            /** @description A page of another site asks. */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["AppVerifyBackupCode403Problem"];
                };
            };
            413: components["responses"]["AppPayloadTooLarge"];
            415: components["responses"]["AppUnsupportedMediaType"];
            429: components["responses"]["AppTooManyRequests"];
            500: components["responses"]["AppInternal"];
            503: components["responses"]["AppUnavailable"];
        };
    };
    "app.getRemainingBackupCodes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description How many. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RemainingAnswer"];
                };
            };
            400: components["responses"]["AppInvalidRequest"];
            401: components["responses"]["AppUnauthorized"];
            429: components["responses"]["AppTooManyRequests"];
            500: components["responses"]["AppInternal"];
            503: components["responses"]["AppUnavailable"];
        };
    };
    "app.startOAuth": {
        parameters: {
            query: {
                /**
                 * @description Where the sign-in ends: one of the application's `callbackUrls` or of the environment's `allowedRedirectUrls`, to the letter; only the port of a loopback address may vary.
                 * @example http://localhost:3000/callback
                 */
                redirect_uri: components["parameters"]["AppRedirectUri"];
                /**
                 * @description Whose people are meant: a publishable key, `pk_…`; or the id of a tenant of which one application has registered the redirect URI, and then its production environment. Without it, the environment of the service's project.
                 * @example pk_test_inbox_manager
                 */
                tenant_id?: components["parameters"]["TenantId"];
                /**
                 * @description The SHA-256 of the code verifier, in base64url.
                 * @example E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM
                 */
                code_challenge?: components["parameters"]["AppCodeChallenge"];
                /**
                 * @description Need not be sent; nothing but S256 is taken.
                 * @example S256
                 */
                code_challenge_method?: components["parameters"]["AppCodeChallengeMethod"];
                /**
                 * @description The app's own; comes back as it went. Send one, and compare it with what this browser began with.
                 * @example af0ifjsldkj
                 */
                state?: components["parameters"]["AppState"];
                /**
                 * @description Who is about to sign in; told to the provider.
                 * @example alice@example.test
                 */
                login_hint?: components["parameters"]["ProjectLoginHint"];
                /**
                 * @description What the provider is to ask for.
                 * @example select_account
                 */
                prompt?: components["parameters"]["ProjectPrompt"];
            };
            header?: never;
            path: {
                /**
                 * @description The provider.
                 * @example google
                 */
                provider: components["parameters"]["Provider"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description To the provider; or back to the app with `error`, where the provider does not answer. */
            303: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    Location: components["headers"]["ToProvider"];
                    "Set-Cookie": components["headers"]["AppFlowCookie"];
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A parameter is malformed or there twice, or nobody has registered the redirect URI under that `tenant_id`. Nobody is sent there. */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["AppStartOAuth400Problem"];
                    "text/html": components["schemas"]["Page"];
                };
            };
            404: components["responses"]["AppProviderNotFound"];
            /** @description A limit is used up; `detail` names it. */
            429: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Retry-After": components["headers"]["RetryAfter"];
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["AppStartOAuth429Problem"];
                    "text/html": components["schemas"]["Page"];
                };
            };
            500: components["responses"]["AppInternal"];
            503: components["responses"]["AppUnavailable"];
        };
    };
    "app.finishOAuth": {
        parameters: {
            query?: {
                /**
                 * @description The provider's code.
                 * @example 4/0AeanS0a-example
                 */
                code?: components["parameters"]["Code"];
                /**
                 * @description What this service sent along.
                 * @example 3XhQk1m8vC5pTzR9wYdL2nF7bGs4JaE0uKoI6VtMxNc
                 */
                state?: components["parameters"]["State-2"];
                /**
                 * @description What went wrong at the provider.
                 * @example access_denied
                 */
                error?: components["parameters"]["Error"];
                /**
                 * @description Whose answer it is (RFC 9207).
                 * @example https://accounts.google.com
                 */
                iss?: components["parameters"]["Issuer"];
            };
            header?: never;
            path: {
                /**
                 * @description The provider.
                 * @example google
                 */
                provider: components["parameters"]["Provider"];
            };
            cookie?: {
                /**
                 * @description The browser that began.
                 * @example wq0Zt5yB8nK3rX1cV7mL9pD2fH4jG6sA0eUiOoYtRbE
                 */
                provider_flow?: components["parameters"]["ProviderFlowCookie"];
            };
        };
        requestBody?: never;
        responses: {
            303: components["responses"]["BackToBackend"];
            400: components["responses"]["AppFlowRefused"];
            404: components["responses"]["AppProviderNotFound"];
            500: components["responses"]["AppInternal"];
            503: components["responses"]["AppUnavailable"];
        };
    };
    "app.finishOAuthForm": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The provider.
                 * @example google
                 */
                provider: components["parameters"]["Provider"];
            };
            cookie?: {
                /**
                 * @description The browser that began.
                 * @example wq0Zt5yB8nK3rX1cV7mL9pD2fH4jG6sA0eUiOoYtRbE
                 */
                provider_flow?: components["parameters"]["ProviderFlowCookie"];
            };
        };
        requestBody: {
            content: {
                "application/x-www-form-urlencoded": components["schemas"]["ProviderAnswer"];
            };
        };
        responses: {
            303: components["responses"]["BackToBackend"];
            400: components["responses"]["AppFlowRefused"];
            404: components["responses"]["AppProviderNotFound"];
            413: components["responses"]["AppPayloadTooLarge"];
            415: components["responses"]["AppUnsupportedMediaType"];
            500: components["responses"]["AppInternal"];
            503: components["responses"]["AppUnavailable"];
        };
    };
    "app.exchangeOAuthCode": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AppCodeExchange"];
            };
        };
        responses: {
            /** @description Signed in, or a code of the second factor has to follow. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AppLoginResult"];
                };
            };
            /** @description A field is missing, unknown or malformed, or the code is not good for this verifier or key any more. */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["AppExchangeOAuthCode400Problem"];
                };
            };
            /** @description The publishable key is missing or unknown, or the secret key is not one of this environment. */
            401: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "WWW-Authenticate": components["headers"]["WwwAuthenticate"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["AppExchangeOAuthCode401Problem"];
                };
            };
            /** @description A page of another site asks. */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["AppExchangeOAuthCode403Problem"];
                };
            };
            413: components["responses"]["AppPayloadTooLarge"];
            415: components["responses"]["AppUnsupportedMediaType"];
            429: components["responses"]["AppTooManyRequests"];
            500: components["responses"]["AppInternal"];
            503: components["responses"]["AppUnavailable"];
        };
    };
    "app.listOrganizations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The organizations. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OrganizationList"];
                };
            };
            400: components["responses"]["AppInvalidRequest"];
            401: components["responses"]["AppUnauthorized"];
            429: components["responses"]["AppTooManyRequests"];
            500: components["responses"]["AppInternal"];
            503: components["responses"]["AppUnavailable"];
        };
    };
    "app.createOrganization": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateOrganization"];
            };
        };
        responses: {
            /** @description The new organization. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OrganizationAnswer"];
                };
            };
            400: components["responses"]["AppInvalidRequest"];
            401: components["responses"]["AppUnauthorized"];
            /** @description A page of another site asks. */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["AppCreateOrganization403Problem"];
                };
            };
            /** @description The environment has an organization with this slug, or the caller has made as many as they may. */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["AppCreateOrganization409Problem"];
                };
            };
            413: components["responses"]["AppPayloadTooLarge"];
            415: components["responses"]["AppUnsupportedMediaType"];
            429: components["responses"]["AppTooManyRequests"];
            500: components["responses"]["AppInternal"];
            503: components["responses"]["AppUnavailable"];
        };
    };
    "app.getOrganization": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The organization.
                 * @example 0199c0de-0000-7000-8000-000000000acc
                 */
                orgId: components["parameters"]["OrgId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The organization. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OrganizationAnswer"];
                };
            };
            400: components["responses"]["AppInvalidRequest"];
            401: components["responses"]["AppUnauthorized"];
            404: components["responses"]["AppOrganizationNotFound"];
            429: components["responses"]["AppTooManyRequests"];
            500: components["responses"]["AppInternal"];
            503: components["responses"]["AppUnavailable"];
        };
    };
    "app.updateOrganization": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The organization.
                 * @example 0199c0de-0000-7000-8000-000000000acc
                 */
                orgId: components["parameters"]["OrgId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["UpdateOrganization"];
            };
        };
        responses: {
            /** @description The changed organization. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OrganizationAnswer"];
                };
            };
            400: components["responses"]["AppInvalidRequest"];
            401: components["responses"]["AppUnauthorized"];
            /** @description The caller's role in the organization does not allow that. Or: A page of another site asks. */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["AppUpdateOrganization403Problem"];
                };
            };
            404: components["responses"]["AppOrganizationNotFound"];
            /** @description The environment has an organization with this slug. */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["AppUpdateOrganization409Problem"];
                };
            };
            413: components["responses"]["AppPayloadTooLarge"];
            415: components["responses"]["AppUnsupportedMediaType"];
            429: components["responses"]["AppTooManyRequests"];
            500: components["responses"]["AppInternal"];
            503: components["responses"]["AppUnavailable"];
        };
    };
    "app.deleteOrganization": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The organization.
                 * @example 0199c0de-0000-7000-8000-000000000acc
                 */
                orgId: components["parameters"]["OrgId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Deleted. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OrganizationDone"];
                };
            };
            400: components["responses"]["AppInvalidRequest"];
            401: components["responses"]["AppUnauthorized"];
            /** @description The caller's role in the organization does not allow that. Or: A page of another site asks. */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["AppDeleteOrganization403Problem"];
                };
            };
            404: components["responses"]["AppOrganizationNotFound"];
            /** @description Other organizations stand below it. */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["AppDeleteOrganization409Problem"];
                };
            };
            429: components["responses"]["AppTooManyRequests"];
            500: components["responses"]["AppInternal"];
            503: components["responses"]["AppUnavailable"];
        };
    };
    "app.listSessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The sessions. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AppSessionList"];
                };
            };
            400: components["responses"]["AppInvalidRequest"];
            401: components["responses"]["AppUnauthorized"];
            429: components["responses"]["AppTooManyRequests"];
            500: components["responses"]["AppInternal"];
            503: components["responses"]["AppUnavailable"];
        };
    };
    "app.revokeSession": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The session.
                 * @example 0199c0de-0000-7000-8000-000000005e55
                 */
                sessionId: components["parameters"]["SessionId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Ended. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AppMessage"];
                };
            };
            400: components["responses"]["AppInvalidRequest"];
            401: components["responses"]["AppUnauthorized"];
            /** @description A page of another site asks. */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["AppRevokeSession403Problem"];
                };
            };
            /** @description The caller has no such session, or it is over. */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["AppRevokeSession404Problem"];
                };
            };
            429: components["responses"]["AppTooManyRequests"];
            500: components["responses"]["AppInternal"];
            503: components["responses"]["AppUnavailable"];
        };
    };
    "app.revokeAllSessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RevokeAllSessions"];
            };
        };
        responses: {
            /** @description Ended. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionsRevoked"];
                };
            };
            400: components["responses"]["AppInvalidRequest"];
            401: components["responses"]["AppUnauthorized"];
            /** @description The password is wrong. Nothing is ended. Or: A page of another site asks. */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["AppRevokeAllSessions403Problem"];
                };
            };
            413: components["responses"]["AppPayloadTooLarge"];
            415: components["responses"]["AppUnsupportedMediaType"];
            429: components["responses"]["AppTooManyRequests"];
            500: components["responses"]["AppInternal"];
            503: components["responses"]["AppOverloaded"];
        };
    };
    "app.forgotPassword": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AppForgotPassword"];
            };
        };
        responses: {
            /** @description If the address has a user, the mail is on its way. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AppMessage"];
                };
            };
            400: components["responses"]["AppInvalidRequest"];
            401: components["responses"]["AppKeyRefused"];
            /** @description A page of another site asks. */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["AppForgotPassword403Problem"];
                };
            };
            413: components["responses"]["AppPayloadTooLarge"];
            415: components["responses"]["AppUnsupportedMediaType"];
            429: components["responses"]["AppTooManyRequests"];
            500: components["responses"]["AppInternal"];
            503: components["responses"]["AppUnavailable"];
        };
    };
    "app.resetPassword": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AppResetPassword"];
            };
        };
        responses: {
            /** @description The password is another one now. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AppMessage"];
                };
            };
            /** @description The request is not valid, the token is not good any more, or the password is too weak. */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["AppResetPassword400Problem"];
                };
            };
            401: components["responses"]["AppKeyRefused"];
            /** @description A page of another site asks. */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["AppResetPassword403Problem"];
                };
            };
            413: components["responses"]["AppPayloadTooLarge"];
            415: components["responses"]["AppUnsupportedMediaType"];
            429: components["responses"]["AppTooManyRequests"];
            500: components["responses"]["AppInternal"];
            503: components["responses"]["AppOverloaded"];
        };
    };
    "app.login": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AppLogin"];
            };
        };
        responses: {
            /** @description Signed in, or a code of the second factor has to follow. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AppLoginResult"];
                };
            };
            400: components["responses"]["AppInvalidRequest"];
            /** @description The key is missing or unknown, or the email or the password is wrong. */
            401: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "WWW-Authenticate": components["headers"]["WwwAuthenticate"];
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["AppLogin401Problem"];
                };
            };
            /** @description The address has to be proven first. Said only after the right password. Or: A page of another site asks. */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["AppLogin403Problem"];
                };
            };
            413: components["responses"]["AppPayloadTooLarge"];
            415: components["responses"]["AppUnsupportedMediaType"];
            429: components["responses"]["AppTooManyRequests"];
            500: components["responses"]["AppInternal"];
            503: components["responses"]["AppOverloaded"];
        };
    };
    "app.refresh": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AppRefresh"];
            };
        };
        responses: {
            /** @description New tokens. The old refresh token is used up. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TokenPair"];
                };
            };
            400: components["responses"]["AppInvalidRequest"];
            /** @description The key is missing or unknown, or the session has ended. */
            401: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "WWW-Authenticate": components["headers"]["WwwAuthenticate"];
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["AppRefresh401Problem"];
                };
            };
            /** @description A page of another site asks. */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["AppRefresh403Problem"];
                };
            };
            413: components["responses"]["AppPayloadTooLarge"];
            415: components["responses"]["AppUnsupportedMediaType"];
            429: components["responses"]["AppTooManyRequests"];
            500: components["responses"]["AppInternal"];
            503: components["responses"]["AppUnavailable"];
        };
    };
    "app.logout": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AppLogout"];
            };
        };
        responses: {
            /** @description Signed out. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AppMessage"];
                };
            };
            400: components["responses"]["AppInvalidRequest"];
            401: components["responses"]["AppKeyRefused"];
            /** @description A page of another site asks. */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["AppLogout403Problem"];
                };
            };
            413: components["responses"]["AppPayloadTooLarge"];
            415: components["responses"]["AppUnsupportedMediaType"];
            429: components["responses"]["AppTooManyRequests"];
            500: components["responses"]["AppInternal"];
            503: components["responses"]["AppUnavailable"];
        };
    };
    "app.register": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AppRegister"];
            };
        };
        responses: {
            /** @description Registered; signed in, unless the address has to be proven first. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AppRegistered"];
                };
            };
            /** @description The request is not valid, or the password is too weak; `detail` says what to change. */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["AppRegister400Problem"];
                };
            };
            401: components["responses"]["AppKeyRefused"];
            /** @description The environment takes no new users. Or: A page of another site asks. */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["AppRegister403Problem"];
                };
            };
            /** @description This email already has a user. */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["AppRegister409Problem"];
                };
            };
            413: components["responses"]["AppPayloadTooLarge"];
            415: components["responses"]["AppUnsupportedMediaType"];
            429: components["responses"]["AppTooManyRequests"];
            500: components["responses"]["AppInternal"];
            503: components["responses"]["AppOverloaded"];
        };
    };
    "app.getMe": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The user. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AppUserAnswer"];
                };
            };
            400: components["responses"]["AppInvalidRequest"];
            401: components["responses"]["AppUnauthorized"];
            429: components["responses"]["AppTooManyRequests"];
            500: components["responses"]["AppInternal"];
            503: components["responses"]["AppUnavailable"];
        };
    };
    "oauth.authorize": {
        parameters: {
            query: {
                /**
                 * @description Always `code`.
                 * @example code
                 */
                response_type?: components["parameters"]["ResponseType"];
                /**
                 * @description How the answer comes, `query` (which is meant where nothing is said), `fragment` or `form_post`.
                 * @example query
                 */
                response_mode?: components["parameters"]["ResponseMode"];
                /**
                 * @description The app's own; comes back as it went.
                 * @example af0ifjsldkj
                 */
                state?: components["parameters"]["State"];
                /**
                 * @description What the tokens shall be good for; the client's default where it is left out.
                 * @example mail:read
                 */
                scope?: components["parameters"]["Scope"];
                /**
                 * @description SHA-256 of the code verifier, in base64url (RFC 7636 section 4.2).
                 * @example E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM
                 */
                code_challenge?: components["parameters"]["CodeChallenge"];
                /**
                 * @description Always `S256`.
                 * @example S256
                 */
                code_challenge_method?: components["parameters"]["CodeChallengeMethod"];
                /**
                 * @description The app's own; comes back in the ID token.
                 * @example n-0S6_WzA2Mj
                 */
                nonce?: components["parameters"]["Nonce"];
                /**
                 * @description With `openid` in the scope `login`, `consent` and `select_account` each ask for a page, and `none` for none. Without it the sign-in page is shown each time, and `none` is refused with `login_required`.
                 * @example login
                 */
                prompt?: components["parameters"]["Prompt"];
                /**
                 * @description The email address to begin with.
                 * @example alice@example.test
                 */
                login_hint?: components["parameters"]["LoginHint"];
                /**
                 * @description How long ago, in seconds, the person may have signed in; longer, and they do again.
                 * @example 3600
                 */
                max_age?: components["parameters"]["MaxAge"];
                /**
                 * @description An ID token that the app got, however old; it is meant for the same person.
                 * @example eyJhbGciOiJSUzI1NiIsInR5cCI6IkpXVCIsImtpZCI6ImV4YW1wbGUifQ.eyJzdWIiOiJ1aWRfMDE5OWMwZGUifQ.c2lnbmF0dXJl
                 */
                id_token_hint?: components["parameters"]["IdTokenHint"];
                /**
                 * @description Single claims that the app asks for, as JSON (OpenID Connect Core 1.0 section 5.5).
                 * @example {"userinfo":{"email":{"essential":true}}}
                 */
                claims?: components["parameters"]["Claims"];
                /**
                 * @description A request object; refused with `request_not_supported`.
                 * @example eyJhbGciOiJub25lIn0.e30.
                 */
                request?: components["parameters"]["Request"];
                /**
                 * @description The address of a request object; refused with `request_uri_not_supported`.
                 * @example https://app.example.com/request.jwt
                 */
                request_uri?: components["parameters"]["RequestUri"];
                /**
                 * @description A registration within the request; refused with `registration_not_supported`.
                 * @example {}
                 */
                registration?: components["parameters"]["Registration"];
                /**
                 * @description The client that asks, `cid_…`.
                 * @example cid_inbox_manager
                 */
                client_id: components["parameters"]["ClientId-2"];
                /**
                 * @description Where the answer goes; registered for the client.
                 * @example http://localhost:3000/callback
                 */
                redirect_uri: components["parameters"]["AuthorizationRedirectUri"];
                /**
                 * @description A provider to sign in with, instead of the page.
                 * @example google
                 */
                connection?: components["parameters"]["Connection"];
            };
            header?: never;
            path?: never;
            cookie?: {
                /**
                 * @description Who is signed in at our pages in this browser.
                 * @example wq0Zt5yB8nK3rX1cV7mL9pD2fH4jG6sA0eUiOoYtRbE
                 */
                browser_session?: components["parameters"]["BrowserSessionCookie"];
            };
        };
        requestBody?: never;
        responses: {
            /** @description The page. Its form goes to the same address. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Set-Cookie": components["headers"]["FormCookie"];
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    [name: string]: unknown;
                };
                content: {
                    "text/html": components["schemas"]["Page"];
                };
            };
            /** @description To the provider that `connection` names; or back to the app, with a code for who is signed in already, or with why the request cannot be met. */
            303: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    Location: components["headers"]["LocationWithCode"];
                    "Set-Cookie": components["headers"]["OAuthFlowCookie"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The client is unknown, or has no such redirect URI, or a parameter is malformed or there twice; or a client that belongs to an account asks for what it cannot get. */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OauthAuthorize400Error"];
                    "text/html": components["schemas"]["Page"];
                };
            };
            404: components["responses"]["OAuthProviderNotFound"];
            /** @description A limit is used up; the text names it. */
            429: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Retry-After": components["headers"]["RetryAfter"];
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OauthAuthorize429Error"];
                    "text/html": components["schemas"]["Page"];
                };
            };
            500: components["responses"]["OAuthInternal"];
            503: components["responses"]["OAuthUnavailable"];
        };
    };
    "oauth.authorizeWithPassword": {
        parameters: {
            query?: {
                /**
                 * @description Always `code`.
                 * @example code
                 */
                response_type?: components["parameters"]["ResponseType"];
                /**
                 * @description How the answer comes, `query` (which is meant where nothing is said), `fragment` or `form_post`.
                 * @example query
                 */
                response_mode?: components["parameters"]["ResponseMode"];
                /**
                 * @description The app's own; comes back as it went.
                 * @example af0ifjsldkj
                 */
                state?: components["parameters"]["State"];
                /**
                 * @description What the tokens shall be good for; the client's default where it is left out.
                 * @example mail:read
                 */
                scope?: components["parameters"]["Scope"];
                /**
                 * @description SHA-256 of the code verifier, in base64url (RFC 7636 section 4.2).
                 * @example E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM
                 */
                code_challenge?: components["parameters"]["CodeChallenge"];
                /**
                 * @description Always `S256`.
                 * @example S256
                 */
                code_challenge_method?: components["parameters"]["CodeChallengeMethod"];
                /**
                 * @description The app's own; comes back in the ID token.
                 * @example n-0S6_WzA2Mj
                 */
                nonce?: components["parameters"]["Nonce"];
                /**
                 * @description With `openid` in the scope `login`, `consent` and `select_account` each ask for a page, and `none` for none. Without it the sign-in page is shown each time, and `none` is refused with `login_required`.
                 * @example login
                 */
                prompt?: components["parameters"]["Prompt"];
                /**
                 * @description The email address to begin with.
                 * @example alice@example.test
                 */
                login_hint?: components["parameters"]["LoginHint"];
                /**
                 * @description How long ago, in seconds, the person may have signed in; longer, and they do again.
                 * @example 3600
                 */
                max_age?: components["parameters"]["MaxAge"];
                /**
                 * @description An ID token that the app got, however old; it is meant for the same person.
                 * @example eyJhbGciOiJSUzI1NiIsInR5cCI6IkpXVCIsImtpZCI6ImV4YW1wbGUifQ.eyJzdWIiOiJ1aWRfMDE5OWMwZGUifQ.c2lnbmF0dXJl
                 */
                id_token_hint?: components["parameters"]["IdTokenHint"];
                /**
                 * @description Single claims that the app asks for, as JSON (OpenID Connect Core 1.0 section 5.5).
                 * @example {"userinfo":{"email":{"essential":true}}}
                 */
                claims?: components["parameters"]["Claims"];
                /**
                 * @description A request object; refused with `request_not_supported`.
                 * @example eyJhbGciOiJub25lIn0.e30.
                 */
                request?: components["parameters"]["Request"];
                /**
                 * @description The address of a request object; refused with `request_uri_not_supported`.
                 * @example https://app.example.com/request.jwt
                 */
                request_uri?: components["parameters"]["RequestUri"];
                /**
                 * @description A registration within the request; refused with `registration_not_supported`.
                 * @example {}
                 */
                registration?: components["parameters"]["Registration"];
                /**
                 * @description The client that asks, `cid_…`, as our own form repeats it.
                 * @example cid_inbox_manager
                 */
                client_id?: components["parameters"]["ClientIdOfForm"];
                /**
                 * @description Where the answer goes, as our own form repeats it.
                 * @example http://localhost:3000/callback
                 */
                redirect_uri?: components["parameters"]["RedirectUriOfForm"];
                /**
                 * @description A provider to sign in with, instead of the page.
                 * @example google
                 */
                connection?: components["parameters"]["Connection"];
            };
            header?: never;
            path?: never;
            cookie?: {
                /**
                 * @description Who is signed in at our pages in this browser.
                 * @example wq0Zt5yB8nK3rX1cV7mL9pD2fH4jG6sA0eUiOoYtRbE
                 */
                browser_session?: components["parameters"]["BrowserSessionCookie"];
                /**
                 * @description The browser that got the page.
                 * @example 3XhQk1m8vC5pTzR9wYdL2nF7bGs4JaE0uKoI6VtMxNc
                 */
                sign_in_form?: components["parameters"]["FormCookie"];
            };
        };
        requestBody: {
            content: {
                "application/x-www-form-urlencoded": components["schemas"]["OAuthSignInForm"];
            };
        };
        responses: {
            /** @description The next page; its form goes to the same address. Or the answer to the app, as a form. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Set-Cookie": components["headers"]["BrowserSessionCookie"];
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    [name: string]: unknown;
                };
                content: {
                    "text/html": components["schemas"]["Page"];
                };
            };
            /** @description Back to the app, with a code or with an error; or to the provider; or, for a request that came as a form, to the same request as a link. */
            303: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    Location: components["headers"]["LocationWithCode"];
                    "Set-Cookie": components["headers"]["ClearedFormCookie"];
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The email or the password is wrong, or the request is one that nobody is sent on for; or the person has a second factor, which is not asked for here. */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OauthAuthorizeWithPassword400Error"];
                    "text/html": components["schemas"]["Page"];
                };
            };
            /** @description The form does not belong to this browser or is too old, the address has to be proven first, or a second factor would be needed. */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OauthAuthorizeWithPassword403Error"];
                    "text/html": components["schemas"]["Page"];
                };
            };
            413: components["responses"]["OAuthPayloadTooLarge"];
            415: components["responses"]["OAuthUnsupportedMediaType"];
            /** @description A limit is used up; the text names it. */
            429: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Retry-After": components["headers"]["RetryAfter"];
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OauthAuthorizeWithPassword429Error"];
                    "text/html": components["schemas"]["Page"];
                };
            };
            500: components["responses"]["OAuthInternal"];
            /** @description Too many passwords wait to be checked, or the database is out of reach. */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Retry-After": components["headers"]["RetryAfter"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OauthAuthorizeWithPassword503Error"];
                };
            };
        };
    };
    "oauth.getJwks": {
        parameters: {
            query?: {
                /**
                 * @description The client that asks. May be left out; all clients share the keys.
                 * @example cid_inbox_manager
                 */
                client_id?: components["parameters"]["ClientIdQuery"];
            };
            header?: {
                /**
                 * @description The ETag you hold; unchanged gives 304.
                 * @example "0000000000"
                 */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The keys. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Cache-Control": components["headers"]["CacheControl"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Jwks"];
                };
            };
            /** @description Your copy is still good. */
            304: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Cache-Control": components["headers"]["CacheControl"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["OAuthInvalidRequest"];
            401: components["responses"]["OAuthUnknownClient"];
            403: components["responses"]["OAuthOriginRefused"];
            500: components["responses"]["OAuthInternal"];
            503: components["responses"]["OAuthUnavailable"];
        };
    };
    "oauth.getConfiguration": {
        parameters: {
            query?: {
                /**
                 * @description The client that asks. May be left out; all clients share the keys.
                 * @example cid_inbox_manager
                 */
                client_id?: components["parameters"]["ClientIdQuery"];
            };
            header?: {
                /**
                 * @description The ETag you hold; unchanged gives 304.
                 * @example "0000000000"
                 */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The document. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Cache-Control": components["headers"]["CacheControl"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OpenIdConfiguration"];
                };
            };
            /** @description Your copy is still good. */
            304: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Cache-Control": components["headers"]["CacheControl"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["OAuthInvalidRequest"];
            401: components["responses"]["OAuthUnknownClient"];
            403: components["responses"]["OAuthOriginRefused"];
            500: components["responses"]["OAuthInternal"];
            503: components["responses"]["OAuthUnavailable"];
        };
    };
    "oauth.logout": {
        parameters: {
            query?: {
                /**
                 * @description An ID token that the app got for who signs out, however old.
                 * @example eyJhbGciOiJSUzI1NiIsInR5cCI6IkpXVCIsImtpZCI6ImV4YW1wbGUifQ.eyJzdWIiOiJ1aWRfMDE5OWMwZGUifQ.c2lnbmF0dXJl
                 */
                id_token_hint?: components["parameters"]["LogoutHint"];
                /**
                 * @description The client that asks; that of the ID token, where there is one.
                 * @example cid_inbox_manager
                 */
                client_id?: components["parameters"]["LogoutClientId"];
                /**
                 * @description Where the person goes on to; registered for the client, to the letter.
                 * @example http://localhost:3000/callback
                 */
                post_logout_redirect_uri?: components["parameters"]["LogoutRedirectUri"];
                /**
                 * @description The app's own; comes back as it went.
                 * @example af0ifjsldkj
                 */
                state?: components["parameters"]["LogoutState"];
            };
            header?: never;
            path?: never;
            cookie?: {
                /**
                 * @description Who is signed in at our pages in this browser.
                 * @example wq0Zt5yB8nK3rX1cV7mL9pD2fH4jG6sA0eUiOoYtRbE
                 */
                browser_session?: components["parameters"]["BrowserSessionCookie"];
            };
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["OAuthLogoutPage"];
            303: components["responses"]["OAuthLoggedOut"];
            400: components["responses"]["OAuthLogoutRefused"];
            500: components["responses"]["OAuthInternal"];
            503: components["responses"]["OAuthUnavailable"];
        };
    };
    "oauth.confirmLogout": {
        parameters: {
            query?: {
                /**
                 * @description An ID token that the app got for who signs out, however old.
                 * @example eyJhbGciOiJSUzI1NiIsInR5cCI6IkpXVCIsImtpZCI6ImV4YW1wbGUifQ.eyJzdWIiOiJ1aWRfMDE5OWMwZGUifQ.c2lnbmF0dXJl
                 */
                id_token_hint?: components["parameters"]["LogoutHint"];
                /**
                 * @description The client that asks; that of the ID token, where there is one.
                 * @example cid_inbox_manager
                 */
                client_id?: components["parameters"]["LogoutClientId"];
                /**
                 * @description Where the person goes on to; registered for the client, to the letter.
                 * @example http://localhost:3000/callback
                 */
                post_logout_redirect_uri?: components["parameters"]["LogoutRedirectUri"];
                /**
                 * @description The app's own; comes back as it went.
                 * @example af0ifjsldkj
                 */
                state?: components["parameters"]["LogoutState"];
            };
            header?: never;
            path?: never;
            cookie?: {
                /**
                 * @description Who is signed in at our pages in this browser.
                 * @example wq0Zt5yB8nK3rX1cV7mL9pD2fH4jG6sA0eUiOoYtRbE
                 */
                browser_session?: components["parameters"]["BrowserSessionCookie"];
                /**
                 * @description The browser that got the page.
                 * @example 3XhQk1m8vC5pTzR9wYdL2nF7bGs4JaE0uKoI6VtMxNc
                 */
                sign_out_form?: components["parameters"]["LogoutFormCookie"];
            };
        };
        requestBody: {
            content: {
                "application/x-www-form-urlencoded": components["schemas"]["OAuthLogoutForm"];
            };
        };
        responses: {
            /** @description A page that says that it is done. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Set-Cookie": components["headers"]["ClearedBrowserSessionCookie"];
                    [name: string]: unknown;
                };
                content: {
                    "text/html": components["schemas"]["Page"];
                };
            };
            303: components["responses"]["OAuthLoggedOut"];
            400: components["responses"]["OAuthLogoutRefused"];
            /** @description The form does not belong to this browser or is too old. */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OauthConfirmLogout403Error"];
                    "text/html": components["schemas"]["Page"];
                };
            };
            413: components["responses"]["OAuthPayloadTooLarge"];
            415: components["responses"]["OAuthUnsupportedMediaType"];
            500: components["responses"]["OAuthInternal"];
            503: components["responses"]["OAuthUnavailable"];
        };
    };
    "oauth.finishProviderSignIn": {
        parameters: {
            query?: {
                /**
                 * @description The provider's code.
                 * @example 4/0AeanS0a-example
                 */
                code?: components["parameters"]["Code"];
                /**
                 * @description What this service sent along.
                 * @example 3XhQk1m8vC5pTzR9wYdL2nF7bGs4JaE0uKoI6VtMxNc
                 */
                state?: components["parameters"]["State-2"];
                /**
                 * @description What went wrong at the provider.
                 * @example access_denied
                 */
                error?: components["parameters"]["Error"];
                /**
                 * @description Whose answer it is (RFC 9207).
                 * @example https://accounts.google.com
                 */
                iss?: components["parameters"]["Issuer"];
            };
            header?: never;
            path: {
                /**
                 * @description The provider.
                 * @example google
                 */
                provider: components["parameters"]["Provider"];
            };
            cookie?: {
                /**
                 * @description The browser that began.
                 * @example wq0Zt5yB8nK3rX1cV7mL9pD2fH4jG6sA0eUiOoYtRbE
                 */
                provider_flow?: components["parameters"]["ProviderFlowCookie"];
                /**
                 * @description Who is signed in at our pages in this browser.
                 * @example wq0Zt5yB8nK3rX1cV7mL9pD2fH4jG6sA0eUiOoYtRbE
                 */
                browser_session?: components["parameters"]["BrowserSessionCookie"];
            };
        };
        requestBody?: never;
        responses: {
            303: components["responses"]["OAuthBackToApp"];
            400: components["responses"]["OAuthFlowRefused"];
            404: components["responses"]["OAuthProviderNotFound"];
            500: components["responses"]["OAuthInternal"];
            503: components["responses"]["OAuthUnavailable"];
        };
    };
    "oauth.finishProviderForm": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The provider.
                 * @example google
                 */
                provider: components["parameters"]["Provider"];
            };
            cookie?: {
                /**
                 * @description The browser that began.
                 * @example wq0Zt5yB8nK3rX1cV7mL9pD2fH4jG6sA0eUiOoYtRbE
                 */
                provider_flow?: components["parameters"]["ProviderFlowCookie"];
                /**
                 * @description Who is signed in at our pages in this browser.
                 * @example wq0Zt5yB8nK3rX1cV7mL9pD2fH4jG6sA0eUiOoYtRbE
                 */
                browser_session?: components["parameters"]["BrowserSessionCookie"];
            };
        };
        requestBody: {
            content: {
                "application/x-www-form-urlencoded": components["schemas"]["ProviderAnswer"];
            };
        };
        responses: {
            303: components["responses"]["OAuthBackToApp"];
            400: components["responses"]["OAuthFlowRefused"];
            404: components["responses"]["OAuthProviderNotFound"];
            413: components["responses"]["OAuthPayloadTooLarge"];
            415: components["responses"]["OAuthUnsupportedMediaType"];
            500: components["responses"]["OAuthInternal"];
            503: components["responses"]["OAuthUnavailable"];
        };
    };
    "oauth.issueToken": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/x-www-form-urlencoded": components["schemas"]["OAuthTokenRequest"];
                "application/json": components["schemas"]["OAuthTokenRequest"];
            };
        };
        responses: {
            /** @description The tokens. Never kept by a cache. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Cache-Control": components["headers"]["NoStore"];
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OAuthTokens"];
                };
            };
            /** @description The request, the grant or the scope is not valid, or the client may not do that. */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OauthIssueToken400Error"];
                };
            };
            401: components["responses"]["OAuthUnknownClient"];
            403: components["responses"]["OAuthOriginRefused"];
            413: components["responses"]["OAuthPayloadTooLarge"];
            415: components["responses"]["OAuthUnsupportedMediaType"];
            429: components["responses"]["OAuthTooManyRequests"];
            500: components["responses"]["OAuthInternal"];
            503: components["responses"]["OAuthUnavailable"];
        };
    };
    "oauth.introspectToken": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/x-www-form-urlencoded": components["schemas"]["OAuthTokenQuestion"];
                "application/json": components["schemas"]["OAuthTokenQuestion"];
            };
        };
        responses: {
            /** @description What the token is good for. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Cache-Control": components["headers"]["NoStore"];
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OAuthIntrospection"];
                };
            };
            /** @description The request is not valid, or the client has no secret. */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OauthIntrospectToken400Error"];
                };
            };
            401: components["responses"]["OAuthUnknownClient"];
            403: components["responses"]["OAuthOriginRefused"];
            413: components["responses"]["OAuthPayloadTooLarge"];
            415: components["responses"]["OAuthUnsupportedMediaType"];
            429: components["responses"]["OAuthTooManyRequests"];
            500: components["responses"]["OAuthInternal"];
            503: components["responses"]["OAuthUnavailable"];
        };
    };
    "oauth.revokeToken": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/x-www-form-urlencoded": components["schemas"]["OAuthTokenQuestion"];
                "application/json": components["schemas"]["OAuthTokenQuestion"];
            };
        };
        responses: {
            /** @description The token is good for nothing now. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["OAuthInvalidRequest"];
            401: components["responses"]["OAuthUnknownClient"];
            403: components["responses"]["OAuthOriginRefused"];
            413: components["responses"]["OAuthPayloadTooLarge"];
            415: components["responses"]["OAuthUnsupportedMediaType"];
            429: components["responses"]["OAuthTooManyRequests"];
            500: components["responses"]["OAuthInternal"];
            503: components["responses"]["OAuthUnavailable"];
        };
    };
    "oauth.getUserinfo": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The claims, never kept by a cache. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Cache-Control": components["headers"]["NoStore"];
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OAuthUserinfo"];
                };
            };
            401: components["responses"]["OAuthTokenRefused"];
            403: components["responses"]["OAuthScopeMissing"];
            429: components["responses"]["OAuthTooManyRequests"];
            500: components["responses"]["OAuthInternal"];
            503: components["responses"]["OAuthUnavailable"];
        };
    };
    "oauth.postUserinfo": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/x-www-form-urlencoded": components["schemas"]["OAuthUserinfoForm"];
            };
        };
        responses: {
            /** @description The claims, never kept by a cache. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Cache-Control": components["headers"]["NoStore"];
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OAuthUserinfo"];
                };
            };
            400: components["responses"]["OAuthInvalidRequest"];
            401: components["responses"]["OAuthTokenRefused"];
            403: components["responses"]["OAuthScopeOrOriginRefused"];
            413: components["responses"]["OAuthPayloadTooLarge"];
            415: components["responses"]["OAuthUnsupportedMediaType"];
            429: components["responses"]["OAuthTooManyRequests"];
            500: components["responses"]["OAuthInternal"];
            503: components["responses"]["OAuthUnavailable"];
        };
    };
    "platform.register": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PlatformRegister"];
            };
        };
        responses: {
            /** @description Registered and signed in. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PlatformRegistered"];
                };
            };
            /** @description The request is not valid, or the password is too weak; `detail` says what to change. */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["PlatformRegister400Problem"];
                };
            };
            /** @description A page of another site asks. */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["PlatformRegister403Problem"];
                };
            };
            /** @description The email has a user, or the slug a tenant. */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["PlatformRegister409Problem"];
                };
            };
            413: components["responses"]["AppPayloadTooLarge"];
            415: components["responses"]["AppUnsupportedMediaType"];
            429: components["responses"]["AppTooManyRequests"];
            500: components["responses"]["AppInternal"];
            503: components["responses"]["AppOverloaded"];
        };
    };
    "platform.getMe": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The administrator. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PlatformUserAnswer"];
                };
            };
            400: components["responses"]["AppInvalidRequest"];
            401: components["responses"]["AppTokenRefused"];
            429: components["responses"]["AppTooManyRequests"];
            500: components["responses"]["AppInternal"];
            503: components["responses"]["AppUnavailable"];
        };
    };
    "platform.removeMemberMfa": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The administrator.
                 * @example 0199c0de-0000-7000-8000-00000000da4a
                 */
                memberId: components["parameters"]["MemberId-3"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description There is none any more. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AppMessage"];
                };
            };
            400: components["responses"]["AppInvalidRequest"];
            401: components["responses"]["AppTokenRefused"];
            /** @description They are one's own, and the sign-in is longer ago than ten minutes. Or: A page of another site asks. */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["PlatformRemoveMemberMfa403Problem"];
                };
            };
            /** @description The tenant has no such administrator. */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["PlatformRemoveMemberMfa404Problem"];
                };
            };
            429: components["responses"]["AppTooManyRequests"];
            500: components["responses"]["AppInternal"];
            503: components["responses"]["AppUnavailable"];
        };
    };
    "platform.listAppApiKeys": {
        parameters: {
            query?: {
                /**
                 * @description Only of this environment; of all of the application without.
                 * @example 0199c0de-0000-7000-8000-000000000e01
                 */
                environmentId?: components["parameters"]["EnvironmentId"];
            };
            header?: never;
            path: {
                /**
                 * @description The application.
                 * @example 0199c0de-0000-7000-8000-000000000a99
                 */
                appId: components["parameters"]["AppId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The keys. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApiKeyList"];
                };
            };
            400: components["responses"]["AppInvalidRequest"];
            401: components["responses"]["AppTokenRefused"];
            /** @description There is no such application, or it has no such environment. */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["PlatformListAppApiKeys404Problem"];
                };
            };
            429: components["responses"]["AppTooManyRequests"];
            500: components["responses"]["AppInternal"];
            503: components["responses"]["AppUnavailable"];
        };
    };
    "platform.createAppApiKey": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The application.
                 * @example 0199c0de-0000-7000-8000-000000000a99
                 */
                appId: components["parameters"]["AppId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateApiKey"];
            };
        };
        responses: {
            /** @description The new key, with the key itself. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CreatedApiKeyAnswer"];
                };
            };
            400: components["responses"]["AppInvalidRequest"];
            401: components["responses"]["AppTokenRefused"];
            /** @description A page of another site asks. */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["PlatformCreateAppApiKey403Problem"];
                };
            };
            /** @description There is no such application, or it has no such environment. */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["PlatformCreateAppApiKey404Problem"];
                };
            };
            /** @description The application has as many keys as it may. */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["PlatformCreateAppApiKey409Problem"];
                };
            };
            413: components["responses"]["AppPayloadTooLarge"];
            415: components["responses"]["AppUnsupportedMediaType"];
            429: components["responses"]["AppTooManyRequests"];
            500: components["responses"]["AppInternal"];
            503: components["responses"]["AppUnavailable"];
        };
    };
    "platform.revokeAppApiKey": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The application.
                 * @example 0199c0de-0000-7000-8000-000000000a99
                 */
                appId: components["parameters"]["AppId"];
                /**
                 * @description The key.
                 * @example 0199c0de-0000-7000-8000-00000000c0de
                 */
                keyId: components["parameters"]["KeyId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Revoked. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApplicationDone"];
                };
            };
            400: components["responses"]["AppInvalidRequest"];
            401: components["responses"]["AppTokenRefused"];
            /** @description A page of another site asks. */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["PlatformRevokeAppApiKey403Problem"];
                };
            };
            /** @description There is no such application, or it has no such key. */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["PlatformRevokeAppApiKey404Problem"];
                };
            };
            429: components["responses"]["AppTooManyRequests"];
            500: components["responses"]["AppInternal"];
            503: components["responses"]["AppUnavailable"];
        };
    };
    "platform.rotateAppKeys": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The application.
                 * @example 0199c0de-0000-7000-8000-000000000a99
                 */
                appId: components["parameters"]["AppId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RotateAppKeys"];
            };
        };
        responses: {
            /** @description The new key, and how long the old one works. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RotatedAppKeys"];
                };
            };
            400: components["responses"]["AppInvalidRequest"];
            401: components["responses"]["AppTokenRefused"];
            /** @description A page of another site asks. */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["PlatformRotateAppKeys403Problem"];
                };
            };
            /** @description There is no such application, or it has no such environment. */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["PlatformRotateAppKeys404Problem"];
                };
            };
            409: components["responses"]["AppQuotaExceeded"];
            413: components["responses"]["AppPayloadTooLarge"];
            415: components["responses"]["AppUnsupportedMediaType"];
            429: components["responses"]["AppTooManyRequests"];
            500: components["responses"]["AppInternal"];
            503: components["responses"]["AppUnavailable"];
        };
    };
    "platform.listAppSessions": {
        parameters: {
            query?: {
                /**
                 * @description Only of this environment; of all of the application without.
                 * @example 0199c0de-0000-7000-8000-000000000e01
                 */
                environmentId?: components["parameters"]["EnvironmentId"];
                /**
                 * @description Which page, from 1.
                 * @example 1
                 */
                page?: components["parameters"]["PageNumber"];
                /**
                 * @description How many a page.
                 * @example 20
                 */
                limit?: components["parameters"]["Limit-2"];
            };
            header?: never;
            path: {
                /**
                 * @description The application.
                 * @example 0199c0de-0000-7000-8000-000000000a99
                 */
                appId: components["parameters"]["AppId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page of sessions. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AppSessionPage"];
                };
            };
            400: components["responses"]["AppInvalidRequest"];
            401: components["responses"]["AppTokenRefused"];
            /** @description There is no such application, or it has no such environment. */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["PlatformListAppSessions404Problem"];
                };
            };
            429: components["responses"]["AppTooManyRequests"];
            500: components["responses"]["AppInternal"];
            503: components["responses"]["AppUnavailable"];
        };
    };
    "platform.revokeAppSession": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The application.
                 * @example 0199c0de-0000-7000-8000-000000000a99
                 */
                appId: components["parameters"]["AppId"];
                /**
                 * @description The session.
                 * @example 0199c0de-0000-7000-8000-000000005e55
                 */
                sessionId: components["parameters"]["SessionId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Ended. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AppMessage"];
                };
            };
            400: components["responses"]["AppInvalidRequest"];
            401: components["responses"]["AppTokenRefused"];
            /** @description A page of another site asks. */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["PlatformRevokeAppSession403Problem"];
                };
            };
            /** @description There is no such application, or it has no such session. */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["PlatformRevokeAppSession404Problem"];
                };
            };
            429: components["responses"]["AppTooManyRequests"];
            500: components["responses"]["AppInternal"];
            503: components["responses"]["AppUnavailable"];
        };
    };
    "platform.listApplications": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The applications. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApplicationList"];
                };
            };
            400: components["responses"]["AppInvalidRequest"];
            401: components["responses"]["AppTokenRefused"];
            429: components["responses"]["AppTooManyRequests"];
            500: components["responses"]["AppInternal"];
            503: components["responses"]["AppUnavailable"];
        };
    };
    "platform.createApplication": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateApplication"];
            };
        };
        responses: {
            /** @description The new application. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApplicationAnswer"];
                };
            };
            400: components["responses"]["AppInvalidRequest"];
            401: components["responses"]["AppTokenRefused"];
            /** @description A page of another site asks. */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["PlatformCreateApplication403Problem"];
                };
            };
            /** @description The tenant has an application with this slug, or as many applications as it may. */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["PlatformCreateApplication409Problem"];
                };
            };
            413: components["responses"]["AppPayloadTooLarge"];
            415: components["responses"]["AppUnsupportedMediaType"];
            429: components["responses"]["AppTooManyRequests"];
            500: components["responses"]["AppInternal"];
            503: components["responses"]["AppUnavailable"];
        };
    };
    "platform.getApplication": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The application.
                 * @example 0199c0de-0000-7000-8000-000000000a99
                 */
                appId: components["parameters"]["AppId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The application. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApplicationAnswer"];
                };
            };
            400: components["responses"]["AppInvalidRequest"];
            401: components["responses"]["AppTokenRefused"];
            /** @description The tenant has no such application. */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["PlatformGetApplication404Problem"];
                };
            };
            429: components["responses"]["AppTooManyRequests"];
            500: components["responses"]["AppInternal"];
            503: components["responses"]["AppUnavailable"];
        };
    };
    "platform.deleteApplication": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The application.
                 * @example 0199c0de-0000-7000-8000-000000000a99
                 */
                appId: components["parameters"]["AppId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Deleted. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApplicationDone"];
                };
            };
            400: components["responses"]["AppInvalidRequest"];
            401: components["responses"]["AppTokenRefused"];
            /** @description A page of another site asks. */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["PlatformDeleteApplication403Problem"];
                };
            };
            /** @description The tenant has no such application. */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["PlatformDeleteApplication404Problem"];
                };
            };
            429: components["responses"]["AppTooManyRequests"];
            500: components["responses"]["AppInternal"];
            503: components["responses"]["AppUnavailable"];
        };
    };
    "platform.updateApplication": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The application.
                 * @example 0199c0de-0000-7000-8000-000000000a99
                 */
                appId: components["parameters"]["AppId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["UpdateApplication"];
            };
        };
        responses: {
            /** @description The changed application. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApplicationAnswer"];
                };
            };
            400: components["responses"]["AppInvalidRequest"];
            401: components["responses"]["AppTokenRefused"];
            /** @description A page of another site asks. */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["PlatformUpdateApplication403Problem"];
                };
            };
            /** @description The tenant has no such application. */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["PlatformUpdateApplication404Problem"];
                };
            };
            413: components["responses"]["AppPayloadTooLarge"];
            415: components["responses"]["AppUnsupportedMediaType"];
            429: components["responses"]["AppTooManyRequests"];
            500: components["responses"]["AppInternal"];
            503: components["responses"]["AppUnavailable"];
        };
    };
    "platform.getApplicationStats": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The application.
                 * @example 0199c0de-0000-7000-8000-000000000a99
                 */
                appId: components["parameters"]["AppId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The numbers. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApplicationStatsAnswer"];
                };
            };
            400: components["responses"]["AppInvalidRequest"];
            401: components["responses"]["AppTokenRefused"];
            /** @description The tenant has no such application. */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["PlatformGetApplicationStats404Problem"];
                };
            };
            429: components["responses"]["AppTooManyRequests"];
            500: components["responses"]["AppInternal"];
            503: components["responses"]["AppUnavailable"];
        };
    };
    "platform.challengeMfa": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MfaChallenge"];
            };
        };
        responses: {
            /** @description Signed in. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PlatformSignedIn"];
                };
            };
            /** @description The request is not valid, or the code is wrong or used up. */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["PlatformChallengeMfa400Problem"];
                };
            };
            /** @description The token is not good any more. */
            401: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "WWW-Authenticate": components["headers"]["WwwAuthenticate"];
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["PlatformChallengeMfa401Problem"];
                };
            };
            /** @description A page of another site asks. */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["PlatformChallengeMfa403Problem"];
                };
            };
            413: components["responses"]["AppPayloadTooLarge"];
            415: components["responses"]["AppUnsupportedMediaType"];
            429: components["responses"]["AppTooManyRequests"];
            500: components["responses"]["AppInternal"];
            503: components["responses"]["AppUnavailable"];
        };
    };
    "platform.enableMfa": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The secret, not confirmed yet. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MfaSetupAnswer"];
                };
            };
            400: components["responses"]["AppInvalidRequest"];
            401: components["responses"]["AppTokenRefused"];
            /** @description The address is not proven, or the sign-in is longer ago than ten minutes. Or: A page of another site asks. */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["PlatformEnableMfa403Problem"];
                };
            };
            /** @description There is a second factor already. */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["PlatformEnableMfa409Problem"];
                };
            };
            429: components["responses"]["AppTooManyRequests"];
            500: components["responses"]["AppInternal"];
            503: components["responses"]["AppUnavailable"];
        };
    };
    "platform.verifyMfaSetup": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MfaCode"];
            };
        };
        responses: {
            /** @description On. Keep the backup codes. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BackupCodesAnswer"];
                };
            };
            /** @description The request is not valid, or the code is wrong or used up. */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["PlatformVerifyMfaSetup400Problem"];
                };
            };
            401: components["responses"]["AppTokenRefused"];
            /** @description The address is not proven. Or: A page of another site asks. */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["PlatformVerifyMfaSetup403Problem"];
                };
            };
            /** @description None was begun, or there is one already. */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["PlatformVerifyMfaSetup409Problem"];
                };
            };
            413: components["responses"]["AppPayloadTooLarge"];
            415: components["responses"]["AppUnsupportedMediaType"];
            429: components["responses"]["AppTooManyRequests"];
            500: components["responses"]["AppInternal"];
            503: components["responses"]["AppUnavailable"];
        };
    };
    "platform.disableMfa": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MfaCode"];
            };
        };
        responses: {
            /** @description Off. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AppMessage"];
                };
            };
            /** @description The request is not valid, or the code is wrong or used up. */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["PlatformDisableMfa400Problem"];
                };
            };
            401: components["responses"]["AppTokenRefused"];
            /** @description A page of another site asks. */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["PlatformDisableMfa403Problem"];
                };
            };
            /** @description There is no second factor. */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["PlatformDisableMfa409Problem"];
                };
            };
            413: components["responses"]["AppPayloadTooLarge"];
            415: components["responses"]["AppUnsupportedMediaType"];
            429: components["responses"]["AppTooManyRequests"];
            500: components["responses"]["AppInternal"];
            503: components["responses"]["AppUnavailable"];
        };
    };
    "platform.generateBackupCodes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description New codes, shown only here. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BackupCodesAnswer"];
                };
            };
            400: components["responses"]["AppInvalidRequest"];
            401: components["responses"]["AppTokenRefused"];
            /** @description The sign-in is longer ago than ten minutes. Or: A page of another site asks. */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["PlatformGenerateBackupCodes403Problem"];
                };
            };
            /** @description There is no second factor. */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["PlatformGenerateBackupCodes409Problem"];
                };
            };
            429: components["responses"]["AppTooManyRequests"];
            500: components["responses"]["AppInternal"];
            503: components["responses"]["AppUnavailable"];
        };
    };
    "platform.verifyBackupCode": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MfaCode"];
            };
        };
        responses: {
            /** @description It was good, and is used up. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AppMessage"];
                };
            };
            /** @description The request is not valid, or the code is wrong or used up. */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["PlatformVerifyBackupCode400Problem"];
                };
            };
            401: components["responses"]["AppTokenRefused"];
            /** @description A page of another site asks. */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["PlatformVerifyBackupCode403Problem"];
                };
            };
            413: components["responses"]["AppPayloadTooLarge"];
            415: components["responses"]["AppUnsupportedMediaType"];
            429: components["responses"]["AppTooManyRequests"];
            500: components["responses"]["AppInternal"];
            503: components["responses"]["AppUnavailable"];
        };
    };
    "platform.getRemainingBackupCodes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description How many. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RemainingAnswer"];
                };
            };
            400: components["responses"]["AppInvalidRequest"];
            401: components["responses"]["AppTokenRefused"];
            429: components["responses"]["AppTooManyRequests"];
            500: components["responses"]["AppInternal"];
            503: components["responses"]["AppUnavailable"];
        };
    };
    "platform.login": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AppLogin"];
            };
        };
        responses: {
            /** @description Signed in, or a code of the second factor has to follow. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PlatformLoginResult"];
                };
            };
            400: components["responses"]["AppInvalidRequest"];
            /** @description The email or the password is wrong. */
            401: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "WWW-Authenticate": components["headers"]["WwwAuthenticate"];
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["PlatformLogin401Problem"];
                };
            };
            /** @description A page of another site asks. */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["PlatformLogin403Problem"];
                };
            };
            413: components["responses"]["AppPayloadTooLarge"];
            415: components["responses"]["AppUnsupportedMediaType"];
            429: components["responses"]["AppTooManyRequests"];
            500: components["responses"]["AppInternal"];
            503: components["responses"]["AppOverloaded"];
        };
    };
    "platform.refresh": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AppRefresh"];
            };
        };
        responses: {
            /** @description New tokens. The old refresh token is used up. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TokenPair"];
                };
            };
            400: components["responses"]["AppInvalidRequest"];
            /** @description The session has ended. */
            401: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "WWW-Authenticate": components["headers"]["WwwAuthenticate"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["PlatformRefresh401Problem"];
                };
            };
            /** @description A page of another site asks. */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["PlatformRefresh403Problem"];
                };
            };
            413: components["responses"]["AppPayloadTooLarge"];
            415: components["responses"]["AppUnsupportedMediaType"];
            500: components["responses"]["AppInternal"];
            503: components["responses"]["AppUnavailable"];
        };
    };
    "platform.logout": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["PlatformLogout"];
            };
        };
        responses: {
            /** @description Signed out. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AppMessage"];
                };
            };
            400: components["responses"]["AppInvalidRequest"];
            /** @description A page of another site asks. */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["PlatformLogout403Problem"];
                };
            };
            413: components["responses"]["AppPayloadTooLarge"];
            415: components["responses"]["AppUnsupportedMediaType"];
            429: components["responses"]["AppTooManyRequests"];
            500: components["responses"]["AppInternal"];
            503: components["responses"]["AppUnavailable"];
        };
    };
    "platform.listAppUsers": {
        parameters: {
            query?: {
                /**
                 * @description Only of this environment; of all of the application without.
                 * @example 0199c0de-0000-7000-8000-000000000e01
                 */
                environmentId?: components["parameters"]["EnvironmentId"];
                /**
                 * @description Which page, from 1.
                 * @example 1
                 */
                page?: components["parameters"]["PageNumber"];
                /**
                 * @description How many a page.
                 * @example 20
                 */
                limit?: components["parameters"]["Limit-2"];
            };
            header?: never;
            path: {
                /**
                 * @description The application.
                 * @example 0199c0de-0000-7000-8000-000000000a99
                 */
                appId: components["parameters"]["AppId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page of users. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AppUserPage"];
                };
            };
            400: components["responses"]["AppInvalidRequest"];
            401: components["responses"]["AppTokenRefused"];
            /** @description There is no such application, or it has no such environment. */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["PlatformListAppUsers404Problem"];
                };
            };
            429: components["responses"]["AppTooManyRequests"];
            500: components["responses"]["AppInternal"];
            503: components["responses"]["AppUnavailable"];
        };
    };
    "platform.createAppUser": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The application.
                 * @example 0199c0de-0000-7000-8000-000000000a99
                 */
                appId: components["parameters"]["AppId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateAppUser"];
            };
        };
        responses: {
            /** @description The new user. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AppUserAnswer"];
                };
            };
            /** @description The request is not valid, or the password is too weak; `detail` says what to change. */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["PlatformCreateAppUser400Problem"];
                };
            };
            401: components["responses"]["AppTokenRefused"];
            /** @description A page of another site asks. */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["PlatformCreateAppUser403Problem"];
                };
            };
            /** @description There is no such application, or it has no such environment. */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["PlatformCreateAppUser404Problem"];
                };
            };
            /** @description The environment has a user with this email. */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["PlatformCreateAppUser409Problem"];
                };
            };
            413: components["responses"]["AppPayloadTooLarge"];
            415: components["responses"]["AppUnsupportedMediaType"];
            429: components["responses"]["AppTooManyRequests"];
            500: components["responses"]["AppInternal"];
            503: components["responses"]["AppOverloaded"];
        };
    };
    "platform.getAppUser": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The application.
                 * @example 0199c0de-0000-7000-8000-000000000a99
                 */
                appId: components["parameters"]["AppId"];
                /**
                 * @description The user.
                 * @example 0199c0de-0000-7000-8000-00000000a11c
                 */
                userId: components["parameters"]["AppUserId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The user. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AppUserAnswer"];
                };
            };
            400: components["responses"]["AppInvalidRequest"];
            401: components["responses"]["AppTokenRefused"];
            /** @description There is no such application, or it has no such user. */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["PlatformGetAppUser404Problem"];
                };
            };
            429: components["responses"]["AppTooManyRequests"];
            500: components["responses"]["AppInternal"];
            503: components["responses"]["AppUnavailable"];
        };
    };
    "platform.updateAppUser": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The application.
                 * @example 0199c0de-0000-7000-8000-000000000a99
                 */
                appId: components["parameters"]["AppId"];
                /**
                 * @description The user.
                 * @example 0199c0de-0000-7000-8000-00000000a11c
                 */
                userId: components["parameters"]["AppUserId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["UpdateAppUser"];
            };
        };
        responses: {
            /** @description The changed user. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AppUserAnswer"];
                };
            };
            400: components["responses"]["AppInvalidRequest"];
            401: components["responses"]["AppTokenRefused"];
            /** @description A page of another site asks. */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["PlatformUpdateAppUser403Problem"];
                };
            };
            /** @description There is no such application, or it has no such user. */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["PlatformUpdateAppUser404Problem"];
                };
            };
            413: components["responses"]["AppPayloadTooLarge"];
            415: components["responses"]["AppUnsupportedMediaType"];
            429: components["responses"]["AppTooManyRequests"];
            500: components["responses"]["AppInternal"];
            503: components["responses"]["AppUnavailable"];
        };
    };
    "platform.removeAppUserMfa": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The application.
                 * @example 0199c0de-0000-7000-8000-000000000a99
                 */
                appId: components["parameters"]["AppId"];
                /**
                 * @description The user.
                 * @example 0199c0de-0000-7000-8000-00000000a11c
                 */
                userId: components["parameters"]["AppUserId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description There is none any more. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AppMessage"];
                };
            };
            400: components["responses"]["AppInvalidRequest"];
            401: components["responses"]["AppTokenRefused"];
            /** @description A page of another site asks. */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["PlatformRemoveAppUserMfa403Problem"];
                };
            };
            /** @description There is no such application, or it has no such user. */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["PlatformRemoveAppUserMfa404Problem"];
                };
            };
            429: components["responses"]["AppTooManyRequests"];
            500: components["responses"]["AppInternal"];
            503: components["responses"]["AppUnavailable"];
        };
    };
    "project.exchangeAdminSession": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ProjectAdminExchange"];
            };
        };
        responses: {
            /** @description Signed in as an administrator. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProjectAdminSession"];
                };
            };
            400: components["responses"]["ProjectInvalidRequest"];
            /** @description The code is not one of the issuer's, has expired, or was used. */
            401: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "WWW-Authenticate": components["headers"]["WwwAuthenticate"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProjectExchangeAdminSession401Error"];
                };
            };
            /** @description A page of another site asks. */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProjectExchangeAdminSession403Error"];
                };
            };
            /** @description No issuer is set up. */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProjectExchangeAdminSession404Error"];
                };
            };
            413: components["responses"]["ProjectPayloadTooLarge"];
            415: components["responses"]["ProjectUnsupportedMediaType"];
            500: components["responses"]["ProjectInternal"];
            503: components["responses"]["ProjectUnavailable"];
        };
    };
    "project.signInAdmin": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ProjectAdminSignIn"];
            };
        };
        responses: {
            /** @description Signed in as an administrator. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProjectAdminSession"];
                };
            };
            400: components["responses"]["ProjectInvalidRequest"];
            /** @description The email or the password is wrong. */
            401: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "WWW-Authenticate": components["headers"]["WwwAuthenticate"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProjectSignInAdmin401Error"];
                };
            };
            /** @description A page of another site asks. */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProjectSignInAdmin403Error"];
                };
            };
            413: components["responses"]["ProjectPayloadTooLarge"];
            415: components["responses"]["ProjectUnsupportedMediaType"];
            500: components["responses"]["ProjectInternal"];
            503: components["responses"]["ProjectUnavailable"];
        };
    };
    "project.createAnonToken": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The token. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProjectAnonToken"];
                };
            };
            400: components["responses"]["ProjectInvalidRequest"];
            401: components["responses"]["ProjectAdminUnauthorized"];
            /** @description The credential is a user's or an anonymous one. Or: A page of another site asks. */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProjectCreateAnonToken403Error"];
                };
            };
            409: components["responses"]["ProjectQuotaExceeded"];
            429: components["responses"]["ProjectTooManyRequests"];
            500: components["responses"]["ProjectInternal"];
            503: components["responses"]["ProjectUnavailable"];
        };
    };
    "project.getPublicConfig": {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The ETag you hold; unchanged gives 304.
                 * @example "0000000000"
                 */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The public settings. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Cache-Control": components["headers"]["ShortCacheControl"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProjectPublicConfig"];
                };
            };
            /** @description Not changed since the ETag you hold. */
            304: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Cache-Control": components["headers"]["ShortCacheControl"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["ProjectInvalidRequest"];
            500: components["responses"]["ProjectInternal"];
            503: components["responses"]["ProjectUnavailable"];
        };
    };
    "project.getConfig": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All settings. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProjectConfig"];
                };
            };
            400: components["responses"]["ProjectInvalidRequest"];
            401: components["responses"]["ProjectAdminUnauthorized"];
            403: components["responses"]["ProjectAdminOnly"];
            429: components["responses"]["ProjectTooManyRequests"];
            500: components["responses"]["ProjectInternal"];
            503: components["responses"]["ProjectUnavailable"];
        };
    };
    "project.updateConfig": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ProjectConfigUpdate"];
            };
        };
        responses: {
            /** @description All settings as they are now. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProjectConfig"];
                };
            };
            400: components["responses"]["ProjectInvalidRequest"];
            401: components["responses"]["ProjectAdminUnauthorized"];
            /** @description The credential is a user's or an anonymous one. Or: A page of another site asks. */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProjectUpdateConfig403Error"];
                };
            };
            413: components["responses"]["ProjectPayloadTooLarge"];
            415: components["responses"]["ProjectUnsupportedMediaType"];
            429: components["responses"]["ProjectTooManyRequests"];
            500: components["responses"]["ProjectInternal"];
            503: components["responses"]["ProjectUnavailable"];
        };
    };
    "project.sendVerification": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ProjectMailRequest"];
            };
        };
        responses: {
            /** @description If the address is registered, a mail is on its way. */
            202: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProjectMailQueued"];
                };
            };
            400: components["responses"]["ProjectInvalidOrRedirect"];
            /** @description A page of another site asks. */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProjectSendVerification403Error"];
                };
            };
            413: components["responses"]["ProjectPayloadTooLarge"];
            415: components["responses"]["ProjectUnsupportedMediaType"];
            429: components["responses"]["ProjectTooManyRequests"];
            500: components["responses"]["ProjectInternal"];
            503: components["responses"]["ProjectUnavailable"];
        };
    };
    "project.verifyEmail": {
        parameters: {
            query?: {
                /**
                 * @description `web` (default), `mobile` or `desktop`. Anything else counts as web.
                 * @example mobile
                 */
                client_type?: components["parameters"]["ClientType"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ProjectVerifyEmail"];
            };
        };
        responses: {
            /** @description The address is proven, and its user signed in, unless the link was older than an hour. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Set-Cookie": components["headers"]["ProjectRefreshCookie"];
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProjectVerified"];
                };
            };
            400: components["responses"]["ProjectProofRefused"];
            /** @description The person has a second factor, which is not asked for here. Or: A page of another site asks. */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProjectVerifyEmail403Error"];
                };
            };
            413: components["responses"]["ProjectPayloadTooLarge"];
            415: components["responses"]["ProjectUnsupportedMediaType"];
            429: components["responses"]["ProjectTooManyRequests"];
            500: components["responses"]["ProjectInternal"];
            503: components["responses"]["ProjectUnavailable"];
        };
    };
    "project.showForgotPassword": {
        parameters: {
            query: {
                /**
                 * @description Where the sign-in ends; one of the project's `allowedRedirectUrls`, to the letter.
                 * @example http://localhost:3000/callback
                 */
                redirect: components["parameters"]["HostedRedirect"];
                /**
                 * @description What the app will say when it exchanges the code: `web`, `mobile` or `desktop`.
                 * @example mobile
                 */
                client_type?: components["parameters"]["HostedClientType"];
                /**
                 * @description The SHA-256 of the code verifier, in base64url.
                 * @example E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM
                 */
                code_challenge: components["parameters"]["HostedCodeChallenge"];
                /**
                 * @description Need not be sent; nothing but S256 is taken.
                 * @example S256
                 */
                code_challenge_method?: components["parameters"]["ProjectCodeChallengeMethod"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The page. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Set-Cookie": components["headers"]["HostedFormCookie"];
                    [name: string]: unknown;
                };
                content: {
                    "text/html": components["schemas"]["Page"];
                };
            };
            400: components["responses"]["HostedRefused"];
            500: components["responses"]["ProjectInternal"];
            503: components["responses"]["ProjectUnavailable"];
        };
    };
    "project.submitForgotPassword": {
        parameters: {
            query: {
                /**
                 * @description Where the sign-in ends; one of the project's `allowedRedirectUrls`, to the letter.
                 * @example http://localhost:3000/callback
                 */
                redirect: components["parameters"]["HostedRedirect"];
                /**
                 * @description What the app will say when it exchanges the code: `web`, `mobile` or `desktop`.
                 * @example mobile
                 */
                client_type?: components["parameters"]["HostedClientType"];
                /**
                 * @description The SHA-256 of the code verifier, in base64url.
                 * @example E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM
                 */
                code_challenge: components["parameters"]["HostedCodeChallenge"];
                /**
                 * @description Need not be sent; nothing but S256 is taken.
                 * @example S256
                 */
                code_challenge_method?: components["parameters"]["ProjectCodeChallengeMethod"];
            };
            header?: never;
            path?: never;
            cookie?: {
                /**
                 * @description The browser that the page was shown to.
                 * @example wq0Zt5yB8nK3rX1cV7mL9pD2fH4jG6sA0eUiOoYtRbE
                 */
                hosted_form?: components["parameters"]["HostedForm"];
            };
        };
        requestBody: {
            content: {
                "application/x-www-form-urlencoded": components["schemas"]["HostedEmailForm"];
            };
        };
        responses: {
            /** @description The next page. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Set-Cookie": components["headers"]["HostedFormCookie"];
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    [name: string]: unknown;
                };
                content: {
                    "text/html": components["schemas"]["Page"];
                };
            };
            400: components["responses"]["HostedFormRefused"];
            /** @description The form does not belong to this browser or is too old. Or: A page of another site asks. */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProjectSubmitForgotPassword403Error"];
                    "text/html": components["schemas"]["Page"];
                };
            };
            413: components["responses"]["ProjectPayloadTooLarge"];
            415: components["responses"]["ProjectUnsupportedMediaType"];
            429: components["responses"]["HostedTooManyRequests"];
            500: components["responses"]["ProjectInternal"];
            503: components["responses"]["ProjectUnavailable"];
        };
    };
    "project.submitNewPassword": {
        parameters: {
            query: {
                /**
                 * @description Where the sign-in ends; one of the project's `allowedRedirectUrls`, to the letter.
                 * @example http://localhost:3000/callback
                 */
                redirect: components["parameters"]["HostedRedirect"];
                /**
                 * @description What the app will say when it exchanges the code: `web`, `mobile` or `desktop`.
                 * @example mobile
                 */
                client_type?: components["parameters"]["HostedClientType"];
                /**
                 * @description The SHA-256 of the code verifier, in base64url.
                 * @example E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM
                 */
                code_challenge: components["parameters"]["HostedCodeChallenge"];
                /**
                 * @description Need not be sent; nothing but S256 is taken.
                 * @example S256
                 */
                code_challenge_method?: components["parameters"]["ProjectCodeChallengeMethod"];
            };
            header?: never;
            path?: never;
            cookie?: {
                /**
                 * @description The browser that the page was shown to.
                 * @example wq0Zt5yB8nK3rX1cV7mL9pD2fH4jG6sA0eUiOoYtRbE
                 */
                hosted_form?: components["parameters"]["HostedForm"];
            };
        };
        requestBody: {
            content: {
                "application/x-www-form-urlencoded": components["schemas"]["HostedPasswordForm"];
            };
        };
        responses: {
            /** @description The next page. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Set-Cookie": components["headers"]["HostedFormCookie"];
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    [name: string]: unknown;
                };
                content: {
                    "text/html": components["schemas"]["Page"];
                };
            };
            /** @description Something is not as it should be, and the page says what; or the redirect URI is not allowed. */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProjectSubmitNewPassword400Error"];
                    "text/html": components["schemas"]["Page"];
                };
            };
            /** @description The form does not belong to this browser or is too old. Or: A page of another site asks. */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProjectSubmitNewPassword403Error"];
                    "text/html": components["schemas"]["Page"];
                };
            };
            413: components["responses"]["ProjectPayloadTooLarge"];
            415: components["responses"]["ProjectUnsupportedMediaType"];
            429: components["responses"]["HostedTooManyRequests"];
            500: components["responses"]["ProjectInternal"];
            503: components["responses"]["ProjectOverloaded"];
        };
    };
    "project.submitSignIn": {
        parameters: {
            query: {
                /**
                 * @description Where the sign-in ends; one of the project's `allowedRedirectUrls`, to the letter.
                 * @example http://localhost:3000/callback
                 */
                redirect: components["parameters"]["HostedRedirect"];
                /**
                 * @description What the app will say when it exchanges the code: `web`, `mobile` or `desktop`.
                 * @example mobile
                 */
                client_type?: components["parameters"]["HostedClientType"];
                /**
                 * @description The SHA-256 of the code verifier, in base64url.
                 * @example E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM
                 */
                code_challenge: components["parameters"]["HostedCodeChallenge"];
                /**
                 * @description Need not be sent; nothing but S256 is taken.
                 * @example S256
                 */
                code_challenge_method?: components["parameters"]["ProjectCodeChallengeMethod"];
            };
            header?: never;
            path?: never;
            cookie?: {
                /**
                 * @description The browser that the page was shown to.
                 * @example wq0Zt5yB8nK3rX1cV7mL9pD2fH4jG6sA0eUiOoYtRbE
                 */
                hosted_form?: components["parameters"]["HostedForm"];
            };
        };
        requestBody: {
            content: {
                "application/x-www-form-urlencoded": components["schemas"]["HostedSignInForm"];
            };
        };
        responses: {
            /** @description The next page. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Set-Cookie": components["headers"]["HostedFormCookie"];
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    [name: string]: unknown;
                };
                content: {
                    "text/html": components["schemas"]["Page"];
                };
            };
            303: components["responses"]["HostedDone"];
            400: components["responses"]["HostedRefused"];
            /** @description The email or the password is wrong. */
            401: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "WWW-Authenticate": components["headers"]["WwwAuthenticate"];
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProjectSubmitSignIn401Error"];
                    "text/html": components["schemas"]["Page"];
                };
            };
            /** @description The form does not belong to this browser or is too old; or the person has a second factor, which is not asked for here. Or: A page of another site asks. */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProjectSubmitSignIn403Error"];
                    "text/html": components["schemas"]["Page"];
                };
            };
            413: components["responses"]["ProjectPayloadTooLarge"];
            415: components["responses"]["ProjectUnsupportedMediaType"];
            429: components["responses"]["HostedTooManyRequests"];
            500: components["responses"]["ProjectInternal"];
            503: components["responses"]["ProjectOverloaded"];
        };
    };
    "project.showSignUp": {
        parameters: {
            query: {
                /**
                 * @description Where the sign-in ends; one of the project's `allowedRedirectUrls`, to the letter.
                 * @example http://localhost:3000/callback
                 */
                redirect: components["parameters"]["HostedRedirect"];
                /**
                 * @description What the app will say when it exchanges the code: `web`, `mobile` or `desktop`.
                 * @example mobile
                 */
                client_type?: components["parameters"]["HostedClientType"];
                /**
                 * @description The SHA-256 of the code verifier, in base64url.
                 * @example E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM
                 */
                code_challenge: components["parameters"]["HostedCodeChallenge"];
                /**
                 * @description Need not be sent; nothing but S256 is taken.
                 * @example S256
                 */
                code_challenge_method?: components["parameters"]["ProjectCodeChallengeMethod"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The page. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Set-Cookie": components["headers"]["HostedFormCookie"];
                    [name: string]: unknown;
                };
                content: {
                    "text/html": components["schemas"]["Page"];
                };
            };
            400: components["responses"]["HostedRefused"];
            500: components["responses"]["ProjectInternal"];
            503: components["responses"]["ProjectUnavailable"];
        };
    };
    "project.submitSignUp": {
        parameters: {
            query: {
                /**
                 * @description Where the sign-in ends; one of the project's `allowedRedirectUrls`, to the letter.
                 * @example http://localhost:3000/callback
                 */
                redirect: components["parameters"]["HostedRedirect"];
                /**
                 * @description What the app will say when it exchanges the code: `web`, `mobile` or `desktop`.
                 * @example mobile
                 */
                client_type?: components["parameters"]["HostedClientType"];
                /**
                 * @description The SHA-256 of the code verifier, in base64url.
                 * @example E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM
                 */
                code_challenge: components["parameters"]["HostedCodeChallenge"];
                /**
                 * @description Need not be sent; nothing but S256 is taken.
                 * @example S256
                 */
                code_challenge_method?: components["parameters"]["ProjectCodeChallengeMethod"];
            };
            header?: never;
            path?: never;
            cookie?: {
                /**
                 * @description The browser that the page was shown to.
                 * @example wq0Zt5yB8nK3rX1cV7mL9pD2fH4jG6sA0eUiOoYtRbE
                 */
                hosted_form?: components["parameters"]["HostedForm"];
            };
        };
        requestBody: {
            content: {
                "application/x-www-form-urlencoded": components["schemas"]["HostedSignUpForm"];
            };
        };
        responses: {
            /** @description The next page. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Set-Cookie": components["headers"]["HostedFormCookie"];
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    [name: string]: unknown;
                };
                content: {
                    "text/html": components["schemas"]["Page"];
                };
            };
            303: components["responses"]["HostedDone"];
            /** @description Something is not as it should be, and the page says what; or the redirect URI is not allowed. */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProjectSubmitSignUp400Error"];
                    "text/html": components["schemas"]["Page"];
                };
            };
            /** @description The form does not belong to this browser or is too old, or nobody new may join. Or: A page of another site asks. */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProjectSubmitSignUp403Error"];
                    "text/html": components["schemas"]["Page"];
                };
            };
            /** @description The email already has a user. */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProjectSubmitSignUp409Error"];
                    "text/html": components["schemas"]["Page"];
                };
            };
            413: components["responses"]["ProjectPayloadTooLarge"];
            415: components["responses"]["ProjectUnsupportedMediaType"];
            429: components["responses"]["HostedTooManyRequests"];
            500: components["responses"]["ProjectInternal"];
            503: components["responses"]["ProjectOverloaded"];
        };
    };
    "project.submitVerification": {
        parameters: {
            query: {
                /**
                 * @description Where the sign-in ends; one of the project's `allowedRedirectUrls`, to the letter.
                 * @example http://localhost:3000/callback
                 */
                redirect: components["parameters"]["HostedRedirect"];
                /**
                 * @description What the app will say when it exchanges the code: `web`, `mobile` or `desktop`.
                 * @example mobile
                 */
                client_type?: components["parameters"]["HostedClientType"];
                /**
                 * @description The SHA-256 of the code verifier, in base64url.
                 * @example E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM
                 */
                code_challenge: components["parameters"]["HostedCodeChallenge"];
                /**
                 * @description Need not be sent; nothing but S256 is taken.
                 * @example S256
                 */
                code_challenge_method?: components["parameters"]["ProjectCodeChallengeMethod"];
            };
            header?: never;
            path?: never;
            cookie?: {
                /**
                 * @description The browser that the page was shown to.
                 * @example wq0Zt5yB8nK3rX1cV7mL9pD2fH4jG6sA0eUiOoYtRbE
                 */
                hosted_form?: components["parameters"]["HostedForm"];
            };
        };
        requestBody: {
            content: {
                "application/x-www-form-urlencoded": components["schemas"]["HostedCodeForm"];
            };
        };
        responses: {
            303: components["responses"]["HostedDone"];
            /** @description Something is not as it should be, and the page says what; or the redirect URI is not allowed. */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProjectSubmitVerification400Error"];
                    "text/html": components["schemas"]["Page"];
                };
            };
            /** @description The form does not belong to this browser or is too old; or the person has a second factor, which is not asked for here. Or: A page of another site asks. */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProjectSubmitVerification403Error"];
                    "text/html": components["schemas"]["Page"];
                };
            };
            413: components["responses"]["ProjectPayloadTooLarge"];
            415: components["responses"]["ProjectUnsupportedMediaType"];
            429: components["responses"]["HostedTooManyRequests"];
            500: components["responses"]["ProjectInternal"];
            503: components["responses"]["ProjectUnavailable"];
        };
    };
    "project.resendVerification": {
        parameters: {
            query: {
                /**
                 * @description Where the sign-in ends; one of the project's `allowedRedirectUrls`, to the letter.
                 * @example http://localhost:3000/callback
                 */
                redirect: components["parameters"]["HostedRedirect"];
                /**
                 * @description What the app will say when it exchanges the code: `web`, `mobile` or `desktop`.
                 * @example mobile
                 */
                client_type?: components["parameters"]["HostedClientType"];
                /**
                 * @description The SHA-256 of the code verifier, in base64url.
                 * @example E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM
                 */
                code_challenge: components["parameters"]["HostedCodeChallenge"];
                /**
                 * @description Need not be sent; nothing but S256 is taken.
                 * @example S256
                 */
                code_challenge_method?: components["parameters"]["ProjectCodeChallengeMethod"];
            };
            header?: never;
            path?: never;
            cookie?: {
                /**
                 * @description The browser that the page was shown to.
                 * @example wq0Zt5yB8nK3rX1cV7mL9pD2fH4jG6sA0eUiOoYtRbE
                 */
                hosted_form?: components["parameters"]["HostedForm"];
            };
        };
        requestBody: {
            content: {
                "application/x-www-form-urlencoded": components["schemas"]["HostedEmailForm"];
            };
        };
        responses: {
            /** @description The next page. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Set-Cookie": components["headers"]["HostedFormCookie"];
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    [name: string]: unknown;
                };
                content: {
                    "text/html": components["schemas"]["Page"];
                };
            };
            400: components["responses"]["HostedFormRefused"];
            /** @description The form does not belong to this browser or is too old. Or: A page of another site asks. */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProjectResendVerification403Error"];
                    "text/html": components["schemas"]["Page"];
                };
            };
            413: components["responses"]["ProjectPayloadTooLarge"];
            415: components["responses"]["ProjectUnsupportedMediaType"];
            429: components["responses"]["HostedTooManyRequests"];
            500: components["responses"]["ProjectInternal"];
            503: components["responses"]["ProjectUnavailable"];
        };
    };
    "project.finishOAuth": {
        parameters: {
            query?: {
                /**
                 * @description The provider's code.
                 * @example 4/0AeanS0a-example
                 */
                code?: components["parameters"]["Code"];
                /**
                 * @description What this service sent along.
                 * @example 3XhQk1m8vC5pTzR9wYdL2nF7bGs4JaE0uKoI6VtMxNc
                 */
                state?: components["parameters"]["State-2"];
                /**
                 * @description What went wrong at the provider.
                 * @example access_denied
                 */
                error?: components["parameters"]["Error"];
                /**
                 * @description Whose answer it is (RFC 9207).
                 * @example https://accounts.google.com
                 */
                iss?: components["parameters"]["Issuer"];
            };
            header?: never;
            path: {
                /**
                 * @description The provider.
                 * @example google
                 */
                provider: components["parameters"]["ProjectProviderName"];
            };
            cookie?: {
                /**
                 * @description The browser that began.
                 * @example wq0Zt5yB8nK3rX1cV7mL9pD2fH4jG6sA0eUiOoYtRbE
                 */
                provider_flow?: components["parameters"]["ProviderFlowCookie"];
            };
        };
        requestBody?: never;
        responses: {
            303: components["responses"]["BackToProjectApp"];
            400: components["responses"]["ProjectFlowRefused"];
            404: components["responses"]["ProjectProviderNotFound"];
            500: components["responses"]["ProjectInternal"];
            503: components["responses"]["ProjectUnavailable"];
        };
    };
    "project.finishOAuthForm": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The provider.
                 * @example google
                 */
                provider: components["parameters"]["ProjectProviderName"];
            };
            cookie?: {
                /**
                 * @description The browser that began.
                 * @example wq0Zt5yB8nK3rX1cV7mL9pD2fH4jG6sA0eUiOoYtRbE
                 */
                provider_flow?: components["parameters"]["ProviderFlowCookie"];
            };
        };
        requestBody: {
            content: {
                "application/x-www-form-urlencoded": components["schemas"]["ProviderAnswer"];
            };
        };
        responses: {
            303: components["responses"]["BackToProjectApp"];
            400: components["responses"]["ProjectFlowRefused"];
            404: components["responses"]["ProjectProviderNotFound"];
            413: components["responses"]["ProjectPayloadTooLarge"];
            415: components["responses"]["ProjectUnsupportedMediaType"];
            500: components["responses"]["ProjectInternal"];
            503: components["responses"]["ProjectUnavailable"];
        };
    };
    "project.exchangeOAuthCode": {
        parameters: {
            query?: {
                /**
                 * @description `web` (default), `mobile` or `desktop`. Anything else counts as web.
                 * @example mobile
                 */
                client_type?: components["parameters"]["ClientType"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ProjectCodeExchange"];
            };
        };
        responses: {
            /** @description Signed in. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Set-Cookie": components["headers"]["ProjectRefreshCookie"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProjectExchanged"];
                };
            };
            /** @description A field is missing, unknown or malformed, or the code and the verifier do not belong together any more. */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProjectExchangeOAuthCode400Error"];
                };
            };
            /** @description The person has a second factor, which is not asked for here. Or: A page of another site asks. */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProjectExchangeOAuthCode403Error"];
                };
            };
            413: components["responses"]["ProjectPayloadTooLarge"];
            415: components["responses"]["ProjectUnsupportedMediaType"];
            500: components["responses"]["ProjectInternal"];
            503: components["responses"]["ProjectUnavailable"];
        };
    };
    "project.startOAuth": {
        parameters: {
            query: {
                /**
                 * @description Where the sign-in ends; one of the project's `allowedRedirectUrls`, to the letter.
                 * @example http://localhost:3000/callback
                 */
                redirect_uri: components["parameters"]["ProjectRedirectUri"];
                /**
                 * @description The SHA-256 of the code verifier, in base64url.
                 * @example E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM
                 */
                code_challenge: components["parameters"]["ProjectCodeChallenge"];
                /**
                 * @description Need not be sent; nothing but S256 is taken.
                 * @example S256
                 */
                code_challenge_method?: components["parameters"]["ProjectCodeChallengeMethod"];
                /**
                 * @description Who is about to sign in; told to the provider.
                 * @example alice@example.test
                 */
                login_hint?: components["parameters"]["ProjectLoginHint"];
                /**
                 * @description What the provider is to ask for.
                 * @example select_account
                 */
                prompt?: components["parameters"]["ProjectPrompt"];
            };
            header?: never;
            path: {
                /**
                 * @description The provider.
                 * @example google
                 */
                provider: components["parameters"]["ProjectProviderName"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Where to go. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProjectAuthUrl"];
                };
            };
            /** @description The same, for a browser. */
            303: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    Location: components["headers"]["ToAuthUrl"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["ProjectOAuthRefused"];
            404: components["responses"]["ProjectProviderNotFound"];
            500: components["responses"]["ProjectInternal"];
            503: components["responses"]["ProjectUnavailable"];
        };
    };
    "project.openOAuth": {
        parameters: {
            query: {
                /**
                 * @description Where the sign-in ends; one of the project's `allowedRedirectUrls`, to the letter.
                 * @example http://localhost:3000/callback
                 */
                redirect_uri: components["parameters"]["ProjectRedirectUri"];
                /**
                 * @description The SHA-256 of the code verifier, in base64url.
                 * @example E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM
                 */
                code_challenge: components["parameters"]["ProjectCodeChallenge"];
                /**
                 * @description Need not be sent; nothing but S256 is taken.
                 * @example S256
                 */
                code_challenge_method?: components["parameters"]["ProjectCodeChallengeMethod"];
                /**
                 * @description Who is about to sign in; told to the provider.
                 * @example alice@example.test
                 */
                login_hint?: components["parameters"]["ProjectLoginHint"];
                /**
                 * @description What the provider is to ask for.
                 * @example select_account
                 */
                prompt?: components["parameters"]["ProjectPrompt"];
            };
            header?: never;
            path: {
                /**
                 * @description The provider.
                 * @example google
                 */
                provider: components["parameters"]["ProjectProviderName"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description To the provider; or back to the app with `error`, where the provider does not answer. */
            303: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    Location: components["headers"]["ToProjectProvider"];
                    "Set-Cookie": components["headers"]["ProjectFlowCookie"];
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["ProjectOAuthRefused"];
            404: components["responses"]["ProjectProviderNotFound"];
            429: components["responses"]["ProjectTooManyRequests"];
            500: components["responses"]["ProjectInternal"];
            503: components["responses"]["ProjectUnavailable"];
        };
    };
    "project.sendResetPassword": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ProjectMailRequest"];
            };
        };
        responses: {
            /** @description If the address is registered, a mail is on its way. */
            202: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProjectMailQueued"];
                };
            };
            400: components["responses"]["ProjectInvalidOrRedirect"];
            /** @description A page of another site asks. */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProjectSendResetPassword403Error"];
                };
            };
            413: components["responses"]["ProjectPayloadTooLarge"];
            415: components["responses"]["ProjectUnsupportedMediaType"];
            429: components["responses"]["ProjectTooManyRequests"];
            500: components["responses"]["ProjectInternal"];
            503: components["responses"]["ProjectUnavailable"];
        };
    };
    "project.exchangeResetCode": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ProjectResetCode"];
            };
        };
        responses: {
            /** @description The token, and when it ends. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProjectResetToken"];
                };
            };
            400: components["responses"]["ProjectCodeRefused"];
            /** @description A page of another site asks. */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProjectExchangeResetCode403Error"];
                };
            };
            413: components["responses"]["ProjectPayloadTooLarge"];
            415: components["responses"]["ProjectUnsupportedMediaType"];
            429: components["responses"]["ProjectTooManyRequests"];
            500: components["responses"]["ProjectInternal"];
            503: components["responses"]["ProjectUnavailable"];
        };
    };
    "project.resetPassword": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ProjectResetPassword"];
            };
        };
        responses: {
            /** @description The password is another one. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProjectPasswordReset"];
                };
            };
            400: components["responses"]["ProjectResetRefused"];
            /** @description A page of another site asks. */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProjectResetPassword403Error"];
                };
            };
            413: components["responses"]["ProjectPayloadTooLarge"];
            415: components["responses"]["ProjectUnsupportedMediaType"];
            500: components["responses"]["ProjectInternal"];
            503: components["responses"]["ProjectOverloaded"];
        };
    };
    "project.updateProfile": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ProjectProfileUpdate"];
            };
        };
        responses: {
            /** @description The whole profile as it is now. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProjectOwnProfile"];
                };
            };
            400: components["responses"]["ProjectInvalidRequest"];
            401: components["responses"]["ProjectUnauthorized"];
            /** @description A page of another site asks. */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProjectUpdateProfile403Error"];
                };
            };
            413: components["responses"]["ProjectPayloadTooLarge"];
            415: components["responses"]["ProjectUnsupportedMediaType"];
            429: components["responses"]["ProjectTooManyRequests"];
            500: components["responses"]["ProjectInternal"];
            503: components["responses"]["ProjectUnavailable"];
        };
    };
    "project.getProfile": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description A user of the project.
                 * @example 0199c0de-0000-7000-8000-00000000a11c
                 */
                userId: components["parameters"]["ProjectUserId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What everybody may see. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProjectPublicProfile"];
                };
            };
            400: components["responses"]["ProjectInvalidRequest"];
            404: components["responses"]["ProjectUserNotFound"];
            429: components["responses"]["ProjectTooManyRequests"];
            500: components["responses"]["ProjectInternal"];
            503: components["responses"]["ProjectUnavailable"];
        };
    };
    "project.refresh": {
        parameters: {
            query?: {
                /**
                 * @description `web` (default), `mobile` or `desktop`. Anything else counts as web.
                 * @example mobile
                 */
                client_type?: components["parameters"]["ClientType"];
            };
            header?: {
                /**
                 * @description A `csrfToken` of the session in the cookie; needed with it.
                 * @example kK7n0oYp1b9sQxXy3VfZrW2mT8uLhC4eDgJ6aBqRiNw
                 */
                "X-CSRF-Token"?: components["parameters"]["ProjectCsrfHeader"];
            };
            path?: never;
            cookie?: {
                /**
                 * @description The refresh token that sign-in left in the browser.
                 * @example wq0Zt5yB8nK3rX1cV7mL9pD2fH4jG6sA0eUiOoYtRbE
                 */
                refresh_token?: components["parameters"]["ProjectRefreshCookie"];
                /**
                 * @description Another name that published servers give the same cookie. Of both, the one that the CSRF token is of counts.
                 * @example wq0Zt5yB8nK3rX1cV7mL9pD2fH4jG6sA0eUiOoYtRbE
                 */
                insforge_refresh_token?: components["parameters"]["PublishedRefreshCookie"];
            };
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["ProjectRefresh"];
            };
        };
        responses: {
            /** @description New tokens. The old refresh token is used up. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Set-Cookie": components["headers"]["ProjectRefreshCookie"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProjectSession"];
                };
            };
            400: components["responses"]["ProjectInvalidRequest"];
            401: components["responses"]["ProjectSessionEnded"];
            /** @description The CSRF token is missing, or is not the newest of this session. Or: A page of another site asks. */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProjectRefresh403Error"];
                };
            };
            413: components["responses"]["ProjectPayloadTooLarge"];
            415: components["responses"]["ProjectUnsupportedMediaType"];
            500: components["responses"]["ProjectInternal"];
            503: components["responses"]["ProjectUnavailable"];
        };
    };
    "project.getCsrfToken": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: {
                /**
                 * @description The refresh token that sign-in left in the browser.
                 * @example wq0Zt5yB8nK3rX1cV7mL9pD2fH4jG6sA0eUiOoYtRbE
                 */
                refresh_token?: components["parameters"]["ProjectRefreshCookie"];
                /**
                 * @description Another name that published servers give the same cookie. Of both, the one that the CSRF token is of counts.
                 * @example wq0Zt5yB8nK3rX1cV7mL9pD2fH4jG6sA0eUiOoYtRbE
                 */
                insforge_refresh_token?: components["parameters"]["PublishedRefreshCookie"];
            };
        };
        requestBody?: never;
        responses: {
            /** @description A token for `X-CSRF-Token`. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "X-CSRF-Token": components["headers"]["ProjectCsrfToken"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProjectCsrfToken"];
                };
            };
            400: components["responses"]["ProjectInvalidRequest"];
            401: components["responses"]["ProjectSessionEnded"];
            500: components["responses"]["ProjectInternal"];
            503: components["responses"]["ProjectUnavailable"];
        };
    };
    "project.listUsers": {
        parameters: {
            query?: {
                /**
                 * @description How many to pass over.
                 * @example 0
                 */
                offset?: components["parameters"]["Offset"];
                /**
                 * @description How many to give.
                 * @example 10
                 */
                limit?: components["parameters"]["Limit-3"];
                /**
                 * @description Any part of an email or a name, in any case.
                 * @example john
                 */
                search?: components["parameters"]["Search"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page of users. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProjectUserPage"];
                };
            };
            400: components["responses"]["ProjectInvalidRequest"];
            401: components["responses"]["ProjectAdminUnauthorized"];
            403: components["responses"]["ProjectAdminOnly"];
            429: components["responses"]["ProjectTooManyRequests"];
            500: components["responses"]["ProjectInternal"];
            503: components["responses"]["ProjectUnavailable"];
        };
    };
    "project.register": {
        parameters: {
            query?: {
                /**
                 * @description `web` (default), `mobile` or `desktop`. Anything else counts as web.
                 * @example mobile
                 */
                client_type?: components["parameters"]["ClientType"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ProjectRegister"];
            };
        };
        responses: {
            /** @description The user exists and is signed in; or a mail is on its way, and nobody is signed in yet. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Set-Cookie": components["headers"]["ProjectRefreshCookie"];
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProjectRegistered"];
                };
            };
            400: components["responses"]["ProjectRegisterRefused"];
            /** @description The project takes nobody new. Or: A page of another site asks. */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProjectRegister403Error"];
                };
            };
            409: components["responses"]["ProjectUserExists"];
            413: components["responses"]["ProjectPayloadTooLarge"];
            415: components["responses"]["ProjectUnsupportedMediaType"];
            429: components["responses"]["ProjectTooManyRequests"];
            500: components["responses"]["ProjectInternal"];
            503: components["responses"]["ProjectOverloaded"];
        };
    };
    "project.deleteUsers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ProjectDeleteUsers"];
            };
        };
        responses: {
            /** @description How many are gone. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProjectDeletedUsers"];
                };
            };
            400: components["responses"]["ProjectInvalidRequest"];
            401: components["responses"]["ProjectAdminUnauthorized"];
            /** @description The credential is a user's or an anonymous one. Or: A page of another site asks. */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProjectDeleteUsers403Error"];
                };
            };
            413: components["responses"]["ProjectPayloadTooLarge"];
            415: components["responses"]["ProjectUnsupportedMediaType"];
            429: components["responses"]["ProjectTooManyRequests"];
            500: components["responses"]["ProjectInternal"];
            503: components["responses"]["ProjectUnavailable"];
        };
    };
    "project.signIn": {
        parameters: {
            query?: {
                /**
                 * @description `web` (default), `mobile` or `desktop`. Anything else counts as web.
                 * @example mobile
                 */
                client_type?: components["parameters"]["ClientType"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ProjectSignIn"];
            };
        };
        responses: {
            /** @description Signed in. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Set-Cookie": components["headers"]["ProjectRefreshCookie"];
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProjectSession"];
                };
            };
            400: components["responses"]["ProjectInvalidRequest"];
            401: components["responses"]["ProjectWrongCredentials"];
            /** @description Said only after the right password: the address has to be proven first, or a second factor is needed, which is not asked for here. Or: A page of another site asks. */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProjectSignIn403Error"];
                };
            };
            413: components["responses"]["ProjectPayloadTooLarge"];
            415: components["responses"]["ProjectUnsupportedMediaType"];
            429: components["responses"]["ProjectTooManyRequests"];
            500: components["responses"]["ProjectInternal"];
            503: components["responses"]["ProjectOverloaded"];
        };
    };
    "project.getCurrentUser": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The user. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProjectCurrentSession"];
                };
            };
            400: components["responses"]["ProjectInvalidRequest"];
            401: components["responses"]["ProjectUnauthorized"];
            429: components["responses"]["ProjectTooManyRequests"];
            500: components["responses"]["ProjectInternal"];
            503: components["responses"]["ProjectUnavailable"];
        };
    };
    "project.logout": {
        parameters: {
            query?: {
                /**
                 * @description `web` (default), `mobile` or `desktop`. Anything else counts as web.
                 * @example mobile
                 */
                client_type?: components["parameters"]["ClientType"];
            };
            header?: {
                /**
                 * @description A `csrfToken` of the session in the cookie; needed with it.
                 * @example kK7n0oYp1b9sQxXy3VfZrW2mT8uLhC4eDgJ6aBqRiNw
                 */
                "X-CSRF-Token"?: components["parameters"]["ProjectCsrfHeader"];
            };
            path?: never;
            cookie?: {
                /**
                 * @description The refresh token that sign-in left in the browser.
                 * @example wq0Zt5yB8nK3rX1cV7mL9pD2fH4jG6sA0eUiOoYtRbE
                 */
                refresh_token?: components["parameters"]["ProjectRefreshCookie"];
                /**
                 * @description Another name that published servers give the same cookie. Of both, the one that the CSRF token is of counts.
                 * @example wq0Zt5yB8nK3rX1cV7mL9pD2fH4jG6sA0eUiOoYtRbE
                 */
                insforge_refresh_token?: components["parameters"]["PublishedRefreshCookie"];
            };
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["ProjectRefresh"];
            };
        };
        responses: {
            /** @description Signed out. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Set-Cookie": components["headers"]["ClearedProjectRefreshCookie"];
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProjectLoggedOut"];
                };
            };
            400: components["responses"]["ProjectInvalidRequest"];
            /** @description A page of another site asks. */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProjectLogout403Error"];
                };
            };
            413: components["responses"]["ProjectPayloadTooLarge"];
            415: components["responses"]["ProjectUnsupportedMediaType"];
            429: components["responses"]["ProjectTooManyRequests"];
            500: components["responses"]["ProjectInternal"];
            503: components["responses"]["ProjectUnavailable"];
        };
    };
    "project.getUser": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description A user of the project.
                 * @example 0199c0de-0000-7000-8000-00000000a11c
                 */
                userId: components["parameters"]["ProjectUserId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The user. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProjectUser"];
                };
            };
            400: components["responses"]["ProjectInvalidRequest"];
            401: components["responses"]["ProjectAdminUnauthorized"];
            403: components["responses"]["ProjectAdminOnly"];
            404: components["responses"]["ProjectUserNotFound"];
            429: components["responses"]["ProjectTooManyRequests"];
            500: components["responses"]["ProjectInternal"];
            503: components["responses"]["ProjectUnavailable"];
        };
    };
    "project.removeUserMfa": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description A user of the project.
                 * @example 0199c0de-0000-7000-8000-00000000a11c
                 */
                userId: components["parameters"]["ProjectUserId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description There is none any more. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProjectMfaRemoved"];
                };
            };
            400: components["responses"]["ProjectInvalidRequest"];
            401: components["responses"]["ProjectAdminUnauthorized"];
            /** @description The credential is a user's or an anonymous one. Or: A page of another site asks. */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProjectRemoveUserMfa403Error"];
                };
            };
            404: components["responses"]["ProjectUserNotFound"];
            429: components["responses"]["ProjectTooManyRequests"];
            500: components["responses"]["ProjectInternal"];
            503: components["responses"]["ProjectUnavailable"];
        };
    };
    "service.getContract": {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The ETag you hold; unchanged gives 304.
                 * @example "0000000000"
                 */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The document. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Cache-Control": components["headers"]["CacheControl"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ContractDocument"];
                };
            };
            /** @description Your copy is still good. */
            304: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Cache-Control": components["headers"]["CacheControl"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["AccountInvalidRequest"];
            500: components["responses"]["AccountInternal"];
            503: components["responses"]["AccountUnavailable"];
        };
    };
    "service.showDocs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The page. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "text/html": components["schemas"]["Page"];
                };
            };
            500: components["responses"]["AccountInternal"];
            503: components["responses"]["AccountUnavailable"];
        };
    };
    "service.getLiveness": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Alive. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Liveness"];
                };
            };
            500: components["responses"]["AccountInternal"];
        };
    };
    "service.getReadiness": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Ready. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Readiness"];
                };
            };
            500: components["responses"]["AccountInternal"];
            503: components["responses"]["AccountUnavailable"];
        };
    };
    "service.showLanding": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The page. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "text/html": components["schemas"]["Page"];
                };
            };
            /** @description A page of another site asks. */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ServiceShowLanding403Problem"];
                };
            };
            500: components["responses"]["AccountInternal"];
            503: components["responses"]["AccountUnavailable"];
        };
    };
    "service.showCallback": {
        parameters: {
            query?: {
                /**
                 * @description The authorization code.
                 * @example kK7n0oYp1b9sQxXy3VfZrW2mT8uLhC4eDgJ6aBqRiNw
                 */
                code?: string;
                /**
                 * @description The code of the project surface.
                 * @example kK7n0oYp1b9sQxXy3VfZrW2mT8uLhC4eDgJ6aBqRiNw
                 */
                insforge_code?: string;
                /**
                 * @description What the app sent along.
                 * @example xyz
                 */
                state?: string;
                /**
                 * @description Whose answer it is (RFC 9207).
                 * @example http://localhost:3000
                 */
                iss?: string;
                /**
                 * @description What went wrong.
                 * @example access_denied
                 */
                error?: string;
                /**
                 * @description The same for people.
                 * @example The person said no.
                 */
                error_description?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The page. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "text/html": components["schemas"]["Page"];
                };
            };
            400: components["responses"]["AccountInvalidRequest"];
            /** @description A page of another site asks. */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ServiceShowCallback403Problem"];
                };
            };
            500: components["responses"]["AccountInternal"];
            503: components["responses"]["AccountUnavailable"];
        };
    };
    "service.getCredentials": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All that a developer needs to call every surface. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SandboxCredentials"];
                };
            };
            400: components["responses"]["AccountInvalidRequest"];
            /** @description A page of another site asks. */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ServiceGetCredentials403Problem"];
                };
            };
            500: components["responses"]["AccountInternal"];
            503: components["responses"]["AccountUnavailable"];
        };
    };
    "service.showMailbox": {
        parameters: {
            query?: {
                /**
                 * @description Only mails to this address.
                 * @example alice@example.test
                 */
                to?: components["parameters"]["To"];
                /**
                 * @description The mail to open.
                 * @example 0199c0de-0000-7000-8000-0000000000e1
                 */
                id?: components["parameters"]["SelectedMail"];
                /**
                 * @description How to show the opened mail.
                 * @example text
                 */
                view?: components["parameters"]["View"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The page. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "text/html": components["schemas"]["Page"];
                };
            };
            400: components["responses"]["AccountInvalidRequest"];
            /** @description A page of another site asks. */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ServiceShowMailbox403Problem"];
                };
            };
            500: components["responses"]["AccountInternal"];
            503: components["responses"]["AccountUnavailable"];
        };
    };
    "service.listMail": {
        parameters: {
            query?: {
                /**
                 * @description Only mails to this address.
                 * @example alice@example.test
                 */
                to?: components["parameters"]["To"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The mails. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Mailbox"];
                };
            };
            400: components["responses"]["AccountInvalidRequest"];
            /** @description A page of another site asks. */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ServiceListMail403Problem"];
                };
            };
            500: components["responses"]["AccountInternal"];
            503: components["responses"]["AccountUnavailable"];
        };
    };
    "service.showMail": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The mail.
                 * @example 0199c0de-0000-7000-8000-0000000000e1
                 */
                mail_id: components["parameters"]["MailId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The mail. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "text/html": components["schemas"]["Page"];
                };
            };
            400: components["responses"]["AccountInvalidRequest"];
            /** @description A page of another site asks. */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ServiceShowMail403Problem"];
                };
            };
            /** @description There is no such mail. */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ServiceShowMail404Problem"];
                };
            };
            500: components["responses"]["AccountInternal"];
            503: components["responses"]["AccountUnavailable"];
        };
    };
    "service.resetSandbox": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The sandbox is as new. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SandboxReset"];
                };
            };
            400: components["responses"]["AccountInvalidRequest"];
            /** @description A page of another site asks. */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ServiceResetSandbox403Problem"];
                };
            };
            500: components["responses"]["AccountInternal"];
            503: components["responses"]["AccountUnavailable"];
        };
    };
    "service.createAdminCode": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The code. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SandboxAdminCode"];
                };
            };
            400: components["responses"]["AccountInvalidRequest"];
            /** @description A page of another site asks. */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ServiceCreateAdminCode403Problem"];
                };
            };
            500: components["responses"]["AccountInternal"];
            503: components["responses"]["AccountUnavailable"];
        };
    };
    "service.moveClock": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MoveClock"];
            };
        };
        responses: {
            /** @description The clock has moved. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SandboxClock"];
                };
            };
            400: components["responses"]["AccountInvalidRequest"];
            /** @description A page of another site asks. */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ServiceMoveClock403Problem"];
                };
            };
            413: components["responses"]["AccountPayloadTooLarge"];
            415: components["responses"]["AccountUnsupportedMediaType"];
            500: components["responses"]["AccountInternal"];
            503: components["responses"]["AccountUnavailable"];
        };
    };
    "service.showStandIn": {
        parameters: {
            query: {
                /**
                 * @description Always `code`.
                 * @example code
                 */
                response_type: components["parameters"]["ResponseType-2"];
                /**
                 * @description The service itself, `sandbox-` and the provider's name.
                 * @example sandbox-github
                 */
                client_id: components["parameters"]["ClientId-3"];
                /**
                 * @description Where to send the person back to, at this service.
                 * @example http://localhost:3000/auth/github/callback
                 */
                redirect_uri: components["parameters"]["StandInRedirectUri"];
                /**
                 * @description What is asked for; everybody here agrees.
                 * @example read:user user:email
                 */
                scope?: components["parameters"]["Scope-2"];
                /**
                 * @description Comes back as it went.
                 * @example 3XhQk1m8vC5pTzR9wYdL2nF7bGs4JaE0uKoI6VtMxNc
                 */
                state: components["parameters"]["State-3"];
                /**
                 * @description Goes into the ID token.
                 * @example 9wYdL2nF7bGs4JaE0uKoI6VtMxNc3XhQk1m8vC5pTzR
                 */
                nonce?: components["parameters"]["Nonce-2"];
                /**
                 * @description RFC 7636.
                 * @example E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM
                 */
                code_challenge?: components["parameters"]["CodeChallenge-2"];
                /**
                 * @description Always `S256`.
                 * @example S256
                 */
                code_challenge_method?: components["parameters"]["CodeChallengeMethod-2"];
                /**
                 * @description How to come back; a form for Apple.
                 * @example form_post
                 */
                response_mode?: components["parameters"]["ResponseMode-2"];
                /**
                 * @description The address to begin with.
                 * @example ada@example.test
                 */
                login_hint?: components["parameters"]["LoginHint-2"];
                /**
                 * @description Changes nothing here.
                 * @example login
                 */
                prompt?: components["parameters"]["Prompt-2"];
            };
            header?: never;
            path: {
                /**
                 * @description The provider it stands in for.
                 * @example github
                 */
                provider: components["parameters"]["Provider-2"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The page. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "text/html": components["schemas"]["Page"];
                };
            };
            400: components["responses"]["StandInRequestRefused"];
            401: components["responses"]["AccountUnknownClient"];
            /** @description A page of another site asks. */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ServiceShowStandIn403Problem"];
                };
            };
            404: components["responses"]["AccountProviderNotFound"];
            500: components["responses"]["AccountInternal"];
            503: components["responses"]["AccountUnavailable"];
        };
    };
    "service.answerStandIn": {
        parameters: {
            query: {
                /**
                 * @description Always `code`.
                 * @example code
                 */
                response_type: components["parameters"]["ResponseType-2"];
                /**
                 * @description The service itself, `sandbox-` and the provider's name.
                 * @example sandbox-github
                 */
                client_id: components["parameters"]["ClientId-3"];
                /**
                 * @description Where to send the person back to, at this service.
                 * @example http://localhost:3000/auth/github/callback
                 */
                redirect_uri: components["parameters"]["StandInRedirectUri"];
                /**
                 * @description What is asked for; everybody here agrees.
                 * @example read:user user:email
                 */
                scope?: components["parameters"]["Scope-2"];
                /**
                 * @description Comes back as it went.
                 * @example 3XhQk1m8vC5pTzR9wYdL2nF7bGs4JaE0uKoI6VtMxNc
                 */
                state: components["parameters"]["State-3"];
                /**
                 * @description Goes into the ID token.
                 * @example 9wYdL2nF7bGs4JaE0uKoI6VtMxNc3XhQk1m8vC5pTzR
                 */
                nonce?: components["parameters"]["Nonce-2"];
                /**
                 * @description RFC 7636.
                 * @example E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM
                 */
                code_challenge?: components["parameters"]["CodeChallenge-2"];
                /**
                 * @description Always `S256`.
                 * @example S256
                 */
                code_challenge_method?: components["parameters"]["CodeChallengeMethod-2"];
                /**
                 * @description How to come back; a form for Apple.
                 * @example form_post
                 */
                response_mode?: components["parameters"]["ResponseMode-2"];
                /**
                 * @description The address to begin with.
                 * @example ada@example.test
                 */
                login_hint?: components["parameters"]["LoginHint-2"];
                /**
                 * @description Changes nothing here.
                 * @example login
                 */
                prompt?: components["parameters"]["Prompt-2"];
            };
            header?: never;
            path: {
                /**
                 * @description The provider it stands in for.
                 * @example github
                 */
                provider: components["parameters"]["Provider-2"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/x-www-form-urlencoded": components["schemas"]["StandInForm"];
            };
        };
        responses: {
            /** @description A page that goes on with a form. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "text/html": components["schemas"]["Page"];
                };
            };
            /** @description Back to the service, with a code or an error. */
            303: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    Location: components["headers"]["BackToCallback"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["StandInRequestRefused"];
            401: components["responses"]["AccountUnknownClient"];
            /** @description A page of another site asks. */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ServiceAnswerStandIn403Problem"];
                };
            };
            404: components["responses"]["AccountProviderNotFound"];
            413: components["responses"]["AccountPayloadTooLarge"];
            415: components["responses"]["AccountUnsupportedMediaType"];
            500: components["responses"]["AccountInternal"];
            503: components["responses"]["AccountUnavailable"];
        };
    };
    "service.getStandInConfiguration": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The provider it stands in for.
                 * @example github
                 */
                provider: components["parameters"]["Provider-2"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Where things are. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StandInConfiguration"];
                };
            };
            400: components["responses"]["AccountInvalidRequest"];
            /** @description A page of another site asks. */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ServiceGetStandInConfiguration403Problem"];
                };
            };
            404: components["responses"]["AccountProviderNotFound"];
            500: components["responses"]["AccountInternal"];
            503: components["responses"]["AccountUnavailable"];
        };
    };
    "service.exchangeStandInCode": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The provider it stands in for.
                 * @example github
                 */
                provider: components["parameters"]["Provider-2"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/x-www-form-urlencoded": components["schemas"]["StandInCodeExchange"];
            };
        };
        responses: {
            /** @description Tokens, with an ID token from providers that speak OpenID Connect. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StandInTokens"];
                };
            };
            /** @description A field is wrong, or the code is not good for this exchange. */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ServiceExchangeStandInCode400Problem"];
                };
            };
            401: components["responses"]["AccountUnknownClient"];
            /** @description A page of another site asks. */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ServiceExchangeStandInCode403Problem"];
                };
            };
            404: components["responses"]["AccountProviderNotFound"];
            413: components["responses"]["AccountPayloadTooLarge"];
            415: components["responses"]["AccountUnsupportedMediaType"];
            500: components["responses"]["AccountInternal"];
            503: components["responses"]["AccountUnavailable"];
        };
    };
    "service.getStandInProfile": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The provider it stands in for.
                 * @example github
                 */
                provider: components["parameters"]["Provider-2"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What the provider tells of the person. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StandInProfile"];
                };
            };
            400: components["responses"]["AccountInvalidRequest"];
            401: components["responses"]["AccountUnauthorized"];
            /** @description A page of another site asks. */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ServiceGetStandInProfile403Problem"];
                };
            };
            404: components["responses"]["AccountProviderNotFound"];
            500: components["responses"]["AccountInternal"];
            503: components["responses"]["AccountUnavailable"];
        };
    };
    "service.listStandInEmails": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The provider it stands in for.
                 * @example github
                 */
                provider: components["parameters"]["Provider-2"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The addresses. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StandInEmails"];
                };
            };
            400: components["responses"]["AccountInvalidRequest"];
            401: components["responses"]["AccountUnauthorized"];
            /** @description A page of another site asks. */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ServiceListStandInEmails403Problem"];
                };
            };
            404: components["responses"]["AccountProviderNotFound"];
            500: components["responses"]["AccountInternal"];
            503: components["responses"]["AccountUnavailable"];
        };
    };
}
