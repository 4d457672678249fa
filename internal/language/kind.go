package language

import "slices"

// Kind is something that a message does.
type Kind string

// Kinds, in the order of the weights. The first hazards of them would hurt
// trust, the next strengths build it; the last is neither, and marks nothing.
const (
	Contempt   Kind = "contempt"
	Yelling    Kind = "yelling"
	Blame      Kind = "blame"
	Shutdown   Kind = "shutdown"
	Threat     Kind = "threat"
	Bargain    Kind = "bargain"
	Minimizing Kind = "minimizing"
	Defensive  Kind = "defensive"
	Pressure   Kind = "pressure"
	Nonapology Kind = "nonapology"
	Evasion    Kind = "evasion"
	Mindread   Kind = "mindreading"
	Vague      Kind = "vague"
	Control    Kind = "control"
	Danger     Kind = "danger"

	Feeling        Kind = "feeling"
	Request        Kind = "request"
	Gratitude      Kind = "gratitude"
	Accountability Kind = "accountability"
	Validation     Kind = "validation"
	Curiosity      Kind = "curiosity"
	Promise        Kind = "promise"
	Benefit        Kind = "benefit"
	Repair         Kind = "repair"

	Crisis Kind = "crisis"
)

// How many kinds of each sort there are.
const (
	hazards   = 15
	strengths = 9
	kinds     = hazards + strengths + 1

	// KindCount is how many kinds there are, and HazardCount how many of them
	// are hazards, which are the first.
	KindCount, HazardCount = kinds, hazards
)

// Kinds returns all kinds in the order of the weights.
func Kinds() [kinds]Kind {
	return [kinds]Kind{Contempt, Yelling, Blame, Shutdown, Threat, Bargain, Minimizing, Defensive, Pressure, Nonapology, Evasion, Mindread,
		Vague, Control, Danger, Feeling, Request, Gratitude, Accountability, Validation, Curiosity, Promise, Benefit, Repair, Crisis}
}

func kindNumber(k Kind) int {
	for i, o := range Kinds() {
		if o == k {
			return i
		}
	}
	return -1
}

// Hazard reports whether the kind would hurt trust.
func (k Kind) Hazard() bool {
	all := Kinds()
	return slices.Contains(all[:hazards], k)
}
