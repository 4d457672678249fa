package config

import (
	"net"
	"reflect"
	"strings"
	"testing"
)

func good() Serve {
	return Serve{Listen: "localhost:8080", Data: "./data", Accounts: 2, ExitURL: "https://www.wikipedia.org/", Name: "Notes"}
}

func TestValidate(t *testing.T) {
	for _, c := range []struct {
		name   string
		change func(*Serve)
		bad    string // what the error names; "": none
	}{
		{"defaults", func(*Serve) {}, ""},
		{"any port", func(c *Serve) { c.Listen = "localhost:0" }, ""},
		{"loopback", func(c *Serve) { c.Listen = "[::1]:80" }, ""},
		{"no port", func(c *Serve) { c.Listen = "localhost" }, "--listen"},
		{"open without an origin", func(c *Serve) { c.Listen = ":8080" }, "--origin"},
		{"open to the network", func(c *Serve) { c.Listen = "192.168.1.2:8080" }, "--origin"},
		{"open with an origin", func(c *Serve) { c.Listen, c.Origin = ":8080", "https://troth.example" }, ""},
		{"origin with a port", func(c *Serve) { c.Origin = "https://troth.example:8443" }, ""},
		{"origin on localhost", func(c *Serve) { c.Origin = "http://localhost:9000" }, ""},
		{"origin without TLS", func(c *Serve) { c.Origin = "http://troth.example" }, "https://"},
		{"origin on a home network", func(c *Serve) { c.Origin = "http://192.168.1.2" }, "https://"},
		{"origin with a slash", func(c *Serve) { c.Origin = "https://troth.example/" }, "--origin"},
		{"origin with a path", func(c *Serve) { c.Origin = "https://troth.example/x" }, "--origin"},
		{"origin without a scheme", func(c *Serve) { c.Origin = "troth.example" }, "--origin"},
		{"origin of another kind", func(c *Serve) { c.Origin = "ftp://troth.example" }, "--origin"},
		{"origin in capitals", func(c *Serve) { c.Origin = "https://Troth.example" }, "https://troth.example"},
		{"origin with the port that is meant anyway", func(c *Serve) { c.Origin = "https://troth.example:443" }, "shows it: https://troth.example"},
		{"origin on localhost with the port that is meant anyway", func(c *Serve) { c.Origin = "http://localhost:80" }, "shows it: http://localhost"},
		{"origin with the other port", func(c *Serve) { c.Origin = "https://troth.example:80" }, ""},
		{"origin with a user", func(c *Serve) { c.Origin = "https://a@troth.example" }, "--origin"},
		{"a proxy", func(c *Serve) { c.Proxies = []string{"127.0.0.1", "::1", "10.0.0.0/8", "2001:db8::/32"} }, ""},
		{"a proxy by its name", func(c *Serve) { c.Proxies = []string{"proxy.example"} }, "--trusted-proxy"},
		{"everybody a proxy", func(c *Serve) { c.Proxies = []string{"127.0.0.1", "0.0.0.0/0"} }, "trust everybody"},
		{"everybody a proxy, of the newer kind", func(c *Serve) { c.Proxies = []string{"::/0"} }, "trust everybody"},
		{"no accounts", func(c *Serve) { c.Accounts = 0 }, "--accounts"},
		{"one account", func(c *Serve) { c.Accounts = 1 }, ""},
		{"most accounts", func(c *Serve) { c.Accounts = MaxAccounts }, ""},
		{"too many accounts", func(c *Serve) { c.Accounts = MaxAccounts + 1 }, "--accounts"},
		{"no folder", func(c *Serve) { c.Data = "" }, "--data"},
		{"no exit", func(c *Serve) { c.ExitURL = "" }, "--exit-url"},
		{"exit by script", func(c *Serve) { c.ExitURL = "javascript:alert(1)" }, "--exit-url"},
		{"exit by a path", func(c *Serve) { c.ExitURL = "/away" }, "--exit-url"},
		{"no name", func(c *Serve) { c.Name = " " }, "--name"},
		{"longest name", func(c *Serve) { c.Name = strings.Repeat("é", 60) }, ""},
		{"long name", func(c *Serve) { c.Name = strings.Repeat("n", 61) }, "--name"},
	} {
		v := good()
		c.change(&v)
		err := v.Validate()
		if (err != nil) != (c.bad != "") || err != nil && !strings.Contains(err.Error(), c.bad) {
			t.Errorf("%s: %v", c.name, err)
		}
	}
}

func TestOriginAt(t *testing.T) {
	for origin, want := range map[string]string{"": "http://localhost:4711", "https://troth.example": "https://troth.example"} {
		c := Serve{Origin: origin}
		got, err := c.OriginAt(&net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: 4711})
		if err != nil || got != want {
			t.Errorf("%q: %q, %v", origin, got, err)
		}
	}
}

// Every option can be set from the environment, and is explained.
func TestTable(t *testing.T) {
	typ := reflect.TypeFor[Serve]()
	for i := range typ.NumField() {
		f := typ.Field(i)
		name := f.Tag.Get("name")
		if name == "" {
			name = strings.ToLower(f.Name)
		}
		if want := "TROTH_" + strings.ToUpper(strings.ReplaceAll(name, "-", "_")); f.Tag.Get("env") != want {
			t.Errorf("%s: environment variable %q, want %q", f.Name, f.Tag.Get("env"), want)
		}
		if len(f.Tag.Get("help")) < 20 {
			t.Errorf("%s is not explained", f.Name)
		}
	}
}
