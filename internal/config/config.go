// Package config is what whoever runs troth may choose, as one table: each line
// is a flag, an environment variable, a default and its explanation. There are
// no others, and no configuration file.
//
// Limits are not among them. They protect the two people from each other and
// from strangers, and a server that could lift them could be asked to.
package config

import (
	"errors"
	"fmt"
	"net"
	"net/netip"
	"net/url"
	"strings"
	"unicode/utf8"
)

// MaxAccounts is the most accounts that a server may be opened to.
const MaxAccounts = 10000

// Serve is the configuration of troth serve.
type Serve struct {
	Listen   string   `env:"TROTH_LISTEN" default:"localhost:8080" help:"Where to listen: a host and a port, or port 0 for any that is free. The default can be reached from this computer only."`
	Origin   string   `env:"TROTH_ORIGIN" placeholder:"URL" help:"Where people reach this server, as the browser shows it: https://troth.example. Needed if --listen is open to other computers; TLS is then the work of a proxy before it, which must pass on the Host header. Without it: http://localhost and the port listened on."`
	Proxies  []string `env:"TROTH_TRUSTED_PROXY" name:"trusted-proxy" placeholder:"ADDRESS" help:"Address or network of a proxy that stands before this server, such as 127.0.0.1 or 10.0.0.0/8; several with commas. Only from there is X-Forwarded-For believed, for the limits of how often one address may ask. Without it a proxy counts as one address for everybody behind it."`
	Data     string   `env:"TROTH_DATA" default:"./data" help:"Folder that everything is kept in. It is made if it is not there."`
	Accounts int      `env:"TROTH_ACCOUNTS" default:"2" help:"How many accounts there may be. While some are free, one-time sign-up links for them are printed at each start."`
	ExitURL  string   `env:"TROTH_EXIT_URL" name:"exit-url" default:"https://www.wikipedia.org/" help:"The harmless page that Exit leads to."`
	Name     string   `env:"TROTH_NAME" default:"Notes" help:"What the page and the installed app are called. Choose something that tells nothing."`
}

// Validate reports what is wrong with the configuration, in words for whoever
// wrote it. Kong calls it.
func (c *Serve) Validate() error {
	if _, _, err := net.SplitHostPort(c.Listen); err != nil {
		return fmt.Errorf("--listen %q: want a host and a port, such as localhost:8080", c.Listen)
	}
	if c.Accounts < 1 || c.Accounts > MaxAccounts {
		return fmt.Errorf("--accounts %d: want a number from 1 to %d", c.Accounts, MaxAccounts)
	}
	if c.Data == "" {
		return errors.New("--data: want a folder")
	}
	if name := strings.TrimSpace(c.Name); name == "" || utf8.RuneCountInString(name) > 60 {
		return errors.New("--name: want one to 60 characters")
	}
	if u, err := url.Parse(c.ExitURL); err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		return fmt.Errorf("--exit-url %q: want a whole address, such as https://www.wikipedia.org/", c.ExitURL)
	}
	if _, err := c.TrustedProxies(); err != nil {
		return err
	}
	if c.Origin == "" {
		if host, _, _ := net.SplitHostPort(c.Listen); !local(host) {
			return fmt.Errorf("--listen %s can be reached from other computers: say with --origin where people open it, such as --origin https://troth.example", c.Listen)
		}
		return nil
	}
	defaultPort := map[string]string{"http": ":80", "https": ":443"}
	u, err := url.Parse(c.Origin)
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" || u.Scheme+"://"+u.Host != c.Origin {
		return fmt.Errorf("--origin %q: want a scheme and a host and nothing after it, such as https://troth.example", c.Origin)
	}
	if shown := u.Scheme + "://" + strings.ToLower(strings.TrimSuffix(u.Host, defaultPort[u.Scheme])); shown != c.Origin {
		// Browsers ask for that host, and devices sign for that origin.
		return fmt.Errorf("--origin %s: write it as the browser shows it: %s", c.Origin, shown)
	}
	if u.Scheme == "http" && !local(u.Hostname()) {
		// Anybody on the way could change the program that locks what people write.
		return fmt.Errorf("--origin %s: browsers do not trust http:// except for localhost, and they are right: use https://", c.Origin)
	}
	return nil
}

// TrustedProxies returns the networks of the proxies before this server.
func (c *Serve) TrustedProxies() ([]netip.Prefix, error) {
	var list []netip.Prefix
	for _, s := range c.Proxies {
		p, err := netip.ParsePrefix(s)
		if a, bad := netip.ParseAddr(s); bad == nil {
			p, err = a.Unmap().WithZone("").Prefix(a.Unmap().BitLen())
		}
		switch {
		case err != nil:
			return nil, fmt.Errorf("--trusted-proxy %q: want an address or a network, such as 127.0.0.1 or 10.0.0.0/8", s)
		case p.Bits() == 0:
			// Then everybody could say where they come from.
			return nil, fmt.Errorf("--trusted-proxy %s would trust everybody: name the proxy alone", s)
		}
		list = append(list, p.Masked())
	}
	return list, nil
}

// OriginAt returns the origin for a server that listens at addr.
func (c *Serve) OriginAt(addr net.Addr) (string, error) {
	if c.Origin != "" {
		return c.Origin, nil
	}
	_, port, err := net.SplitHostPort(addr.String())
	if err != nil {
		return "", fmt.Errorf("config: %w", err)
	}
	if port == "80" {
		return "http://localhost", nil
	}
	return "http://localhost:" + port, nil
}

func local(host string) bool {
	if host == "localhost" {
		return true
	}
	a, err := netip.ParseAddr(host)
	return err == nil && a.IsLoopback()
}
