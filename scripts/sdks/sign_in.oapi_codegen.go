// Signs up, in and out with the client that oapi-codegen makes.
package main

import (
	"context"
	"fmt"
	"net/http"
	"os"
	"time"

	"example.test/client/client"
)

func step(name string, holds bool, err error) {
	if err != nil || !holds {
		fmt.Println(name, "answered something else:", err)
		os.Exit(1)
	}
	fmt.Println(name)
}

// Mail is queued: it may come a moment later.
func tokenFor(api *client.ClientWithResponses, email string) string {
	for tries := 0; tries < 100; tries++ {
		mailbox, err := api.ServiceListMailWithResponse(context.Background(), &client.ServiceListMailParams{To: &email})
		if err == nil && mailbox.JSON200 != nil && len(mailbox.JSON200.Messages) > 0 {
			return *mailbox.JSON200.Messages[0].Token
		}
		time.Sleep(100 * time.Millisecond)
	}
	return ""
}

func main() {
	clientId, email, password := "cid_inbox_manager", os.Getenv("EMAIL"), "correct horse battery"
	nobody := context.Background()
	api, err := client.NewClientWithResponses(os.Getenv("BASE_URL"))
	step("made", err == nil, err)

	joined, err := api.AccountSignUpWithResponse(nobody, nil, client.AccountSignUp{ClientId: clientId, Email: email, Password: password})
	step("sign up", err == nil && joined.JSON201 != nil && joined.JSON201.Profile.Identity.Email == email, err)
	proven, err := api.AccountVerifyEmailWithResponse(nobody, nil, client.AccountVerifyEmail{Token: tokenFor(api, email)})
	step("verify", err == nil && proven.JSON200 != nil && proven.JSON200.Email == email, err)
	signedIn, err := api.AccountSignInWithResponse(nobody, nil, client.AccountSignIn{ClientId: clientId, Email: email, Password: password})
	step("sign in", err == nil && signedIn.JSON200 != nil, err)
	tokens := signedIn.JSON200.Tokens
	asUser := func(_ context.Context, request *http.Request) error {
		request.Header.Set("Authorization", "Bearer "+tokens.AccessToken)
		return nil
	}
	me, err := api.AccountMeWithResponse(nobody, asUser)
	step("me", err == nil && me.JSON200 != nil && me.JSON200.Id == joined.JSON201.Profile.Id, err)
	refreshed, err := api.AccountRefreshWithResponse(nobody, nil, client.AccountRefresh{RefreshToken: &tokens.RefreshToken})
	step("refresh", err == nil && refreshed.JSON200 != nil && refreshed.JSON200.RefreshToken != tokens.RefreshToken, err)
	refused, err := api.AccountSignInWithResponse(nobody, nil, client.AccountSignIn{ClientId: clientId, Email: email, Password: "guess"})
	problem := refused.ApplicationproblemJSON401
	step("refusal", err == nil && problem != nil && problem.Code == "invalid_credentials", err)
	signedOut, err := api.AccountSignOutWithResponse(nobody, nil, client.AccountSignOut{RefreshToken: &refreshed.JSON200.RefreshToken})
	step("sign out", err == nil && signedOut.StatusCode() == http.StatusNoContent, err)
}
