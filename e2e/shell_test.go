package e2e

import "testing"

func TestEcho(t *testing.T) {
	s := serve(t)
	ana, ben := NewPerson(t, "ana"), NewPerson(t, "ben")
	for _, p := range []*Person{ana, ben} {
		p.Open(s.URL)
		p.WaitText("entry:")
	}
	ana.Fill("Words", "hello from ana")
	ana.Click("Send it")
	ben.Fill("Words", "hello from ben")
	ben.Click("Send it")
	ana.WaitText("hello from ana softly")
	ben.WaitText("hello from ben softly")
}
