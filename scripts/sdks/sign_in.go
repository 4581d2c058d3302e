// Signs up, in and out with the client that openapi-generator makes for Go.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"time"

	countersign "example.test/countersign/client"
)

func step(name string, holds bool, err error) {
	if err != nil || !holds {
		fmt.Println(name, "answered something else:", err)
		os.Exit(1)
	}
	fmt.Println(name)
}

// Mail is queued: it may come a moment later.
func tokenFor(client *countersign.APIClient, email string) string {
	for tries := 0; tries < 100; tries++ {
		mailbox, _, err := client.ServiceSandboxAPI.ServiceListMail(context.Background()).To(email).Execute()
		if err == nil && len(mailbox.Messages) > 0 {
			return mailbox.Messages[0].GetToken()
		}
		time.Sleep(100 * time.Millisecond)
	}
	return ""
}

func main() {
	clientId, email, password := "cid_inbox_manager", os.Getenv("EMAIL"), "correct horse battery"
	configuration := countersign.NewConfiguration()
	configuration.Servers = countersign.ServerConfigurations{{URL: os.Getenv("BASE_URL")}}
	client := countersign.NewAPIClient(configuration)
	nobody := context.Background()

	joined, _, err := client.AccountUsersAPI.AccountSignUp(nobody).AccountSignUp(*countersign.NewAccountSignUp(clientId, email, password)).Execute()
	step("sign up", err == nil && joined.Profile.Identity.Email == email, err)
	proof := *countersign.NewAccountVerifyEmail(tokenFor(client, email))
	proven, _, err := client.AccountEmailVerificationsAPI.AccountVerifyEmail(nobody).AccountVerifyEmail(proof).Execute()
	step("verify", err == nil && proven.Email == email, err)
	signedIn, _, err := client.AccountSessionsAPI.AccountSignIn(nobody).AccountSignIn(*countersign.NewAccountSignIn(clientId, email, password)).Execute()
	step("sign in", err == nil && signedIn.Tokens.TokenType == "Bearer", err)
	asUser := context.WithValue(nobody, countersign.ContextAccessToken, signedIn.Tokens.AccessToken)
	profile, _, err := client.AccountUsersAPI.AccountMe(asUser).Execute()
	step("me", err == nil && profile.Id == joined.Profile.Id, err)
	refreshToken := signedIn.Tokens.RefreshToken
	refreshed, _, err := client.AccountSessionsAPI.AccountRefresh(nobody).AccountRefresh(countersign.AccountRefresh{RefreshToken: &refreshToken}).Execute()
	step("refresh", err == nil && refreshed.RefreshToken != refreshToken, err)
	_, _, err = client.AccountSessionsAPI.AccountSignIn(nobody).AccountSignIn(*countersign.NewAccountSignIn(clientId, email, "guess")).Execute()
	var refused *countersign.GenericOpenAPIError
	isRefused := errors.As(err, &refused)
	problem, isProblem := countersign.AccountSignIn401Problem{}, false
	if isRefused {
		problem, isProblem = refused.Model().(countersign.AccountSignIn401Problem)
	}
	step("refusal", isProblem && problem.Code == "invalid_credentials", nil)
	_, err = client.AccountSessionsAPI.AccountSignOut(nobody).AccountSignOut(countersign.AccountSignOut{RefreshToken: &refreshed.RefreshToken}).Execute()
	step("sign out", true, err)
}
