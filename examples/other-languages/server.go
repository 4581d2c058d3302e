// Four operations of the contract on Go's standard library: liveness, who I am, and looking at and joining a waitlist.
//
// FAULTS names what to do wrong, for the test beside it: drop,field,token,length,header.
package main

import (
	"crypto/rand"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"regexp"
	"strings"
	"sync"
	"time"
	"unicode/utf8"
)

type person struct {
	Profile map[string]any `json:"profile"`
	Access  string         `json:"access"`
	Refresh string         `json:"refresh"`
	Until   float64        `json:"until"`
}

type body = map[string]any

var (
	guard sync.Mutex
	world struct {
		People []person          `json:"people"`
		Waits  map[string]string `json:"waits"`
		Offset float64           `json:"offset"`
	}
	names  = regexp.MustCompile(`^[a-z0-9]+([._-][a-z0-9]+)*$`)
	bearer = regexp.MustCompile(`^Bearer (.+)`)
)

func isBroken(promise string) bool {
	for _, fault := range strings.Split(os.Getenv("FAULTS"), ",") {
		if fault == promise {
			return true
		}
	}
	return false
}

func now() float64 { return float64(time.Now().UnixMilli()) + world.Offset*1000 }

func problem(status int, code, title, detail string) (int, body) {
	said := body{"type": "about:blank", "title": title, "status": status, "code": code}
	if detail != "" {
		said["detail"] = detail
	}
	return status, said
}

func invalid(detail string) (int, body) {
	return problem(400, "invalid_request", "The request is not valid", detail)
}

// The person whose credential came along; nil, and why, where there is none.
func personOf(request *http.Request, takesCookie, takesStale bool) (*person, int, body) {
	token := bearer.FindStringSubmatch(request.Header.Get("Authorization"))
	cookie, _ := request.Cookie("refresh_token")
	if !takesCookie {
		cookie = nil
	}
	if token == nil && cookie == nil {
		status, said := problem(401, "unauthorized", "Sign in first", "")
		return nil, status, said
	}
	for index, one := range world.People {
		if token != nil && one.Access == token[1] && (now() < one.Until || takesStale) {
			return &world.People[index], 0, nil
		}
		if token == nil && one.Refresh == cookie.Value {
			return &world.People[index], 0, nil
		}
	}
	status, said := problem(401, "invalid_token", "The access token is not valid any more", "")
	return nil, status, said
}

func me(request *http.Request) (int, body) {
	found, status, refusal := personOf(request, true, isBroken("token"))
	if found == nil {
		return status, refusal
	}
	profile := body{}
	for name, value := range found.Profile {
		if name != "identity" || !isBroken("field") {
			profile[name] = value
		}
	}
	return 200, profile
}

func waitlist(request *http.Request, feature string, joins bool) (int, body) {
	found, status, refusal := personOf(request, false, false)
	if found == nil {
		return status, refusal
	}
	isLong := len(feature) > 64 && !(joins && isBroken("length"))
	if isLong || !names.MatchString(feature) {
		return invalid("feature: must be a name")
	}
	place := fmt.Sprint(found.Profile["id"], " ", feature)
	since, isOn := world.Waits[place]
	if joins && !isOn {
		since, isOn = time.UnixMilli(int64(now())).UTC().Format("2006-01-02T15:04:05.000Z"), true
		world.Waits[place] = since
	}
	if !isOn {
		return 200, body{"feature": feature, "signed_up": false, "created_at": nil}
	}
	return 200, body{"feature": feature, "signed_up": true, "created_at": since}
}

func answer(request *http.Request) (int, body) {
	method, path := request.Method, request.URL.Path
	if method == "HEAD" {
		method = "GET"
	}
	feature, isWaitlist := strings.CutPrefix(path, "/auth/waitlists/")
	isWaitlist = isWaitlist && (method == "GET" || method == "PUT")
	if !isWaitlist && method+path != "GET/health/live" && method+path != "GET/auth/me" {
		return 404, body{}
	}
	query, err := url.QueryUnescape(request.URL.RawQuery)
	if err != nil || !utf8.ValidString(query) {
		return invalid("Text must be UTF-8.")
	}
	site := request.Header.Get("Sec-Fetch-Site")
	isElsewhere := request.Header.Get("Origin") != "" || (site != "" && site != "none" && site != "same-origin")
	if method == "PUT" && isElsewhere {
		return problem(403, "origin_not_allowed", "This origin may not use this client", "")
	}
	if path == "/health/live" {
		return 200, body{"status": "alive"}
	}
	for name := range request.URL.Query() {
		return invalid(name + ": is not a parameter of this request")
	}
	if path == "/auth/me" {
		return me(request)
	}
	return waitlist(request, feature, method == "PUT")
}

func handle(response http.ResponseWriter, request *http.Request) {
	guard.Lock()
	defer guard.Unlock()
	io.Copy(io.Discard, request.Body)
	// What the world of the kit arranges with; no part of the contract.
	if request.Method+request.URL.Path == "POST/test/world" {
		if err := json.Unmarshal([]byte(request.URL.Query().Get("is")), &world); err != nil {
			response.WriteHeader(400)
		}
		return
	}
	if request.URL.Path == "/health/live" && isBroken("drop") {
		panic(http.ErrAbortHandler)
	}
	status, said := answer(request)
	headers := response.Header()
	isLook := request.Method != "PUT" && strings.HasPrefix(request.URL.Path, "/auth/waitlists/")
	if !isLook || !isBroken("header") {
		id := make([]byte, 16)
		rand.Read(id)
		headers.Set("X-Request-Id", fmt.Sprintf("%x-%x-%x-%x-%x", id[:4], id[4:6], id[6:8], id[8:10], id[10:]))
	}
	headers.Set("Content-Type", "application/json")
	if status >= 400 {
		headers.Set("Content-Type", "application/problem+json")
	}
	if status == 401 {
		headers.Set("WWW-Authenticate", `Bearer realm="go"`)
	}
	response.WriteHeader(status)
	json.NewEncoder(response).Encode(said)
}

func main() {
	world.Waits = map[string]string{}
	port := os.Getenv("PORT")
	if port == "" {
		port = "3110"
	}
	listener, err := net.Listen("tcp", "127.0.0.1:"+port)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	fmt.Printf("http://%s\n", listener.Addr())
	http.Serve(listener, http.HandlerFunc(handle))
}
