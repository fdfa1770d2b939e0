package main

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"time"

	"cairn/internal/access"
)

// provisioned is how many people a directory adds, and askers how many requests it has
// under way at once.
const provisioned, askers = 10_000, 4

// measureDirectory lets a directory add everybody as the common ones do: it looks for
// each by userName, and adds whom it does not find. Then it names managers and lets
// people leave, among so many.
func measureDirectory(ctx context.Context, folder string) error {
	s, err := openEmpty(ctx, map[string]string{"data": folder})
	if err != nil {
		return err
	}
	defer s.Close()
	handler, err := s.Handler()
	if err != nil {
		return err
	}
	token, err := s.Workflow.MakeDirectoryToken(ctx, access.System(access.ViaCommand), "bench")
	if err != nil {
		return err
	}
	web := httptest.NewServer(handler)
	defer web.Close()
	d := &directoryClient{address: web.URL + "/scim/v2", token: token}
	ids := make([]string, provisioned)
	took := d.each(provisioned, func(i int) {
		name := fmt.Sprintf("user%d@example.org", i)
		d.ask("GET", "/Users?filter="+url.QueryEscape(`userName eq "`+name+`"`), "")
		made := d.ask("POST", "/Users", fmt.Sprintf(`{"userName":"%s","externalId":"ext-%d","displayName":"User %d","active":true}`, name, i, i))
		ids[i], _ = made["id"].(string)
	})
	fmt.Printf("directory, %d people: looked for and added in %s, %.1f ms each with %d at once\n", provisioned, took.Round(time.Second), ms(took)/provisioned, askers)
	for _, step := range []struct {
		what  string
		times int
		do    func(i int)
	}{
		{"nothing changed, said again", 400, func(i int) { d.ask("PATCH", "/Users/"+ids[i], change("active", "true")) }},
		{"a manager named", 40, func(i int) {
			d.ask("PATCH", "/Users/"+ids[i+1], change("urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager", `"`+ids[0]+`"`))
		}},
		{"switched off", 40, func(i int) { d.ask("PATCH", "/Users/"+ids[provisioned-1-i], change("active", "false")) }},
		{"a page of 100", 20, func(i int) { d.ask("GET", fmt.Sprintf("/Users?startIndex=%d", i*100+1), "") }},
	} {
		took := d.each(step.times, step.do)
		fmt.Printf("directory, among them: %s, %.1f ms each with %d at once\n", step.what, ms(took)/float64(step.times), askers)
	}
	return d.failed
}

func ms(d time.Duration) float64 { return float64(d) / float64(time.Millisecond) }

func change(path, value string) string {
	return `{"Operations":[{"op":"replace","path":"` + path + `","value":` + value + `}]}`
}

type directoryClient struct {
	address, token string

	mu     sync.Mutex
	failed error
}

// each does it so many times, some at once, and tells how long all took.
func (d *directoryClient) each(times int, do func(i int)) time.Duration {
	began := time.Now()
	next := make(chan int)
	var all sync.WaitGroup
	for range askers {
		all.Go(func() {
			for i := range next {
				do(i)
			}
		})
	}
	for i := range times {
		next <- i
	}
	close(next)
	all.Wait()
	return time.Since(began)
}

func (d *directoryClient) ask(method, path, body string) map[string]any {
	var m map[string]any
	r, err := http.NewRequest(method, d.address+path, strings.NewReader(body))
	if err == nil {
		r.Header.Set("Authorization", "Bearer "+d.token)
		var answer *http.Response
		if answer, err = http.DefaultClient.Do(r); err == nil {
			defer answer.Body.Close()
			if err = json.NewDecoder(answer.Body).Decode(&m); err == nil && answer.StatusCode >= 400 {
				err = fmt.Errorf("%s %s: %v", method, path, m["detail"])
			}
		}
	}
	if err != nil {
		d.mu.Lock()
		d.failed = err
		d.mu.Unlock()
	}
	return m
}
