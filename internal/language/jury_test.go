package language

import "testing"

// A hazard counts from likely on if the gate is passed, and from plain on if
// not; a strength from its cut on, whatever the gate says. What is abusive adds
// to the severe kinds alone.
func TestFinds(t *testing.T) {
	j := &Jury{Least: 1}
	feeling := kindNumber(Feeling)
	j.Cut[feeling] = 0.5
	for _, c := range []struct {
		kind    Kind
		z, gate float32
		want    bool
	}{
		{Blame, likely + 0.01, 1.1, true},
		{Blame, likely - 0.01, 1.1, false},
		{Blame, plain - 0.01, 0.9, false},
		{Blame, plain + 0.01, -5, true},
		{Contempt, plain + 0.01, 0.9, false},
		{Contempt, plainContempt + 0.01, 0.9, true},
		{Contempt, likely + 0.01, 1.1, true},
		{Feeling, 0.6, -5, true},
		{Feeling, 0.4, 5, false},
	} {
		if got := j.Finds(kindNumber(c.kind), c.z, c.gate); got != c.want {
			t.Errorf("%s at %g with a gate of %g: %v", c.kind, c.z, c.gate, got)
		}
	}
	j.Gate[1+kindNumber(Threat)] = 2
	z, gate := j.Judge(&[Votes][kinds]float32{}, 3)
	for k, kind := range Kinds() {
		severe := kind == Contempt || kind == Yelling || kind == Threat || kind == Danger
		if (z[k] > 0) != severe {
			t.Errorf("abuse makes %s %g", kind, z[k])
		}
	}
	if want := 2 * z[kindNumber(Threat)]; gate != want {
		t.Errorf("a gate of %g, not %g", gate, want)
	}
}
