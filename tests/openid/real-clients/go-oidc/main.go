// A web app by go-oidc: discovery, the code flow with PKCE, and the claims of a verified ID token.
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"log"
	"os"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"
)

func must[T any](value T, err error) T {
	if err != nil {
		log.Fatal(err)
	}
	return value
}

// Says where to send the browser, reads what came back, and says who it was: each a line of JSON.
func main() {
	ctx := context.Background()
	provider := must(oidc.NewProvider(ctx, os.Getenv("ISSUER")))
	config := oauth2.Config{
		ClientID:     os.Getenv("CLIENT_ID"),
		ClientSecret: os.Getenv("CLIENT_SECRET"),
		RedirectURL:  os.Getenv("REDIRECT_URI"),
		Endpoint:     provider.Endpoint(),
		Scopes:       []string{oidc.ScopeOpenID, oidc.ScopeOfflineAccess, "email"},
	}
	verifier := oauth2.GenerateVerifier()
	out := json.NewEncoder(os.Stdout)
	out.SetEscapeHTML(false)
	out.Encode(map[string]string{
		"url": config.AuthCodeURL("a-state", oauth2.S256ChallengeOption(verifier), oidc.Nonce("a-nonce")),
	})

	var code string
	must(fmt.Scanln(&code))
	token := must(config.Exchange(ctx, code, oauth2.VerifierOption(verifier)))
	raw, _ := token.Extra("id_token").(string)
	idToken := must(provider.Verifier(&oidc.Config{ClientID: config.ClientID}).Verify(ctx, raw))
	if idToken.Nonce != "a-nonce" {
		log.Fatal("the nonce is another one")
	}
	if err := idToken.VerifyAccessToken(token.AccessToken); err != nil {
		log.Fatal(err)
	}
	source := config.TokenSource(ctx, token)
	info := must(provider.UserInfo(ctx, source))
	refreshed := must(config.TokenSource(ctx, &oauth2.Token{RefreshToken: token.RefreshToken}).Token())
	out.Encode(map[string]any{
		"sub":       idToken.Subject,
		"email":     info.Email,
		"refreshed": refreshed.AccessToken != token.AccessToken,
	})
}
