package floors

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
)

// Cairn speaks to nobody of its own accord: what opens a connection stands here.
// Mail goes by its library, and the database by its driver; both have one row in
// technologies.
var callers = []string{
	"internal/hook/sender.go",     // to addresses that the operator named
	"internal/provider/client.go", // to identity providers that the operator named, and hosts named with them
	"internal/server/people.go",   // to where the operator says that the people of the organisation are kept
	"internal/witness/syslog.go",  // the journal's copy, where the operator wants one
}

// calling are the names by which the standard library opens connections.
var calling = map[string][]string{
	"net":        {"Dial", "DialTimeout", "DialTCP", "DialUDP", "DialIP", "DialUnix", "Dialer", "LookupHost", "LookupIP", "LookupAddr", "Resolver", "DefaultResolver"},
	"net/http":   {"Client", "DefaultClient", "Transport", "DefaultTransport", "Get", "Head", "Post", "PostForm"},
	"net/smtp":   {"Dial", "SendMail", "NewClient"},
	"net/rpc":    {"Dial", "DialHTTP"},
	"crypto/tls": {"Dial", "DialWithDialer", "Dialer", "Client"},
}

func TestNothingCallsOutButWhatMay(t *testing.T) {
	calls := callsOut(t, os.DirFS("../.."))
	for _, file := range calls {
		if !slices.Contains(callers, file) {
			t.Errorf("%s opens a connection. Cairn speaks to nobody but whom the operator named; say in callers why it may", file)
		}
	}
	for _, file := range callers {
		if !slices.Contains(calls, file) {
			t.Errorf("%s opens no connection any more: take it off the list", file)
		}
	}
}

func TestACallIsFound(t *testing.T) {
	for name, text := range map[string]string{
		"a client":         `import "net/http"; var c http.Client`,
		"a get":            `import web "net/http"; func f() { web.Get("x") }`,
		"a dial":           `import "net"; func f() { net.Dial("tcp", "x") }`,
		"a name looked up": `import "net"; func f() { net.LookupHost("x") }`,
	} {
		if got := callsOut(t, fstest.MapFS{"internal/a/a.go": {Data: []byte("package a; " + text)}}); len(got) != 1 {
			t.Errorf("%s is not found", name)
		}
	}
	quiet := `package a; import ("net"; "net/http"); var _ = net.ParseIP; var _ http.Handler; type x struct{ Client int }; func f(v x) int { return v.Client }`
	if got := callsOut(t, fstest.MapFS{"internal/a/a.go": {Data: []byte(quiet)}}); len(got) != 0 {
		t.Errorf("what listens is taken for a call: %v", got)
	}
}

// callsOut lists the files of the product that open a connection.
func callsOut(t *testing.T, tree fs.FS) (files []string) {
	t.Helper()
	for _, file := range goFiles(t, tree) {
		test := strings.HasSuffix(file, "_test.go") || strings.HasPrefix(file, "internal/testkit/") || strings.HasPrefix(file, "bench/") || strings.HasPrefix(file, "e2e/")
		if test {
			continue
		}
		text, err := fs.ReadFile(tree, file)
		if err != nil {
			t.Fatal(err)
		}
		parsed, err := parser.ParseFile(token.NewFileSet(), file, text, 0)
		if err != nil {
			t.Fatal(err)
		}
		if opens(parsed) {
			files = append(files, file)
		}
	}
	return files
}

func opens(f *ast.File) (found bool) {
	names := map[string][]string{}
	for _, i := range f.Imports {
		path := strings.Trim(i.Path.Value, `"`)
		name := path[strings.LastIndexByte(path, '/')+1:]
		if i.Name != nil {
			name = i.Name.Name
		}
		names[name] = calling[path]
	}
	ast.Inspect(f, func(n ast.Node) bool {
		if s, ok := n.(*ast.SelectorExpr); ok {
			if from, ok := s.X.(*ast.Ident); ok && slices.Contains(names[from.Name], s.Sel.Name) {
				found = true
			}
		}
		return !found
	})
	return found
}
