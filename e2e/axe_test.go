package e2e

import (
	"context"
	"fmt"
	"os"
	"strings"
	"sync"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"

	"troth/internal/require"
)

// axe-core is the accessibility checker of Deque. It is not ours and no part of
// the project: TROTH_AXE names its file, axe.min.js, where somebody has fetched
// it. Without it pages are not checked, and TestAxe says so.
var axe = sync.OnceValues(func() (string, error) {
	b, err := os.ReadFile(os.Getenv("TROTH_AXE"))
	return string(b), err
})

// scheme has the browser ask for light or dark pages, and for no motion: a
// colour on its way to another is neither.
func (p *Person) scheme(value string) {
	p.t.Helper()
	p.do(chromedp.Func(func(ctx context.Context, _ *chromedp.Target) error {
		_, err := chromedp.Call(ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Media: "screen",
			Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: value}, {Name: "prefers-reduced-motion", Value: "reduce"}}})
		return err
	}))
}

// complaintsOf runs axe-core on what is shown and returns what it finds serious
// or critical.
const complaintsOf = `axe.run(document, { resultTypes: ["violations"], rules: { region: { enabled: true } } })
  .then((r) => r.violations.filter((v) => v.impact === "serious" || v.impact === "critical")
    .map((v) => v.id + ": " + v.nodes.map((n) => n.html.slice(0, 160) + " (" + n.failureSummary.replace(/\s+/g, " ").slice(0, 200) + ")").join("; ")).join("\n"))`

// accessible checks the page with axe-core in light and dark. Name is the
// page's, for the report.
func (p *Person) accessible(name string) {
	p.t.Helper()
	source, err := axe()
	if err != nil {
		return
	}
	for _, scheme := range []string{"light", "dark"} {
		p.scheme(scheme)
		if found := p.axe(source); found != "" {
			p.t.Errorf("%s's page %s, %s:\n%s", p.Name, name, scheme, found)
		}
	}
}

func (p *Person) axe(source string) string {
	p.t.Helper()
	if p.Ask(`typeof globalThis.axe`) == "undefined" {
		// The debugger's own evaluation: the page's policy would not let it in.
		p.do(chromedp.Evaluate[chromedp.Void](source + "; undefined"))
	}
	return strings.TrimSpace(p.Ask("await " + complaintsOf))
}

// The checker is there and finds what it should: a page spoilt on purpose.
func TestAxe(t *testing.T) {
	source, err := axe()
	require.Have(t, "axe", err)
	s := serve(t)
	ana := ready(t, s, "ana")
	if found := ana.axe(source); found != "" {
		t.Logf("before: %s", found)
	}
	ana.Eval(`document.querySelector("main").insertAdjacentElement("beforeend", Object.assign(document.createElement("button"), { id: "spoilt" }))`)
	if found := ana.axe(source); !strings.Contains(found, "button-name") {
		t.Errorf("a button without a name was not found: %s", fmt.Sprintf("%.300s", found))
	}
}
