package language

import "testing"

// What a rule may not be is refused when it is read, so that fitting need not
// look for it.
func TestRulesRefused(t *testing.T) {
	l, err := parseLexicon("NOT: not never")
	if err != nil {
		t.Fatal(err)
	}
	for text, good := range map[string]bool{
		"blame: ,, you NOT": true, "blame: ^ you [just] ~ listen $": true, "# blame": true, "": true,
		"blame: you ^": false, "blame: you ~ ,, not": false, "blame:": false, "blame: ^": false, "blame: ~ you": false,
		"blame: [you] not": false, "blame: you NOBODY": false, "blame: you|": false, "blames: you": false, "you": false,
	} {
		rs, err := parseRules(text, l)
		if (err == nil) != good {
			t.Errorf("%q: %v", text, err)
		}
		if err == nil {
			rs.find(l.read("you", &Vectors{}))
		}
	}
}
