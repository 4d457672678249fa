package language

// Votes is how many votes on a kind there are: on the whole text, on its best
// clause and on its best sentence, of the nets and of the convolution.
const Votes = 6

// severe is how much counts, for each of the kinds that are severe, how abusive a
// text is by what was learned of other people's (HintAbuse). It is fixed: our
// messages alone would hardly ask it, and do as well with it.
const severe = 1.7

// Jury joins votes. Share weighs the votes on a kind (the first number is
// added), Gate what comes out for all kinds into one number for all hazards. A
// strength is found above its Cut. A hazard is found if it is likely and that
// number is above Least, or if it is so likely that it is plain.
type Jury struct {
	Share [kinds][1 + Votes]float32
	Gate  [1 + kinds]float32
	Cut   [kinds]float32 // of strengths and crisis
	Least float32
}

// Severity is what a text's abuse adds to a kind.
func Severity(kind int, abuse float32) float32 {
	switch Kinds()[kind] {
	case Contempt, Yelling, Threat, Danger:
		return severe * abuse
	}
	return 0
}

// Judge gives a number for each kind and one for all hazards: how likely they
// are, in logits.
func (j *Jury) Judge(votes *[Votes][kinds]float32, abuse float32) (z [kinds]float32, hazard float32) {
	hazard = j.Gate[0]
	for k := range z {
		z[k] = j.Share[k][0] + Severity(k, abuse)
		for i := range votes {
			z[k] += j.Share[k][1+i] * votes[i][k]
		}
		hazard += j.Gate[1+k] * max(-9, min(9, z[k]))
	}
	return z, hazard
}

// How likely a hazard must be, in logits. Friendly teasing looks like contempt
// that is plain, so that needs more.
const (
	likely        = -0.85 // 0.30
	plain         = 0.62  // 0.65
	plainContempt = 1.39  // 0.80
)

// Finds reports whether a number is enough for a kind, beside that for all hazards.
func (j *Jury) Finds(kind int, z, hazard float32) bool {
	switch {
	case kind >= hazards:
		return z > j.Cut[kind]
	case hazard > j.Least:
		return z > likely
	case Kinds()[kind] == Contempt:
		return z > plainContempt
	}
	return z > plain
}

// numbers lists all numbers.
func (j *Jury) numbers() (out []*float32) {
	for k := range kinds {
		for i := range j.Share[k] {
			out = append(out, &j.Share[k][i])
		}
		out = append(out, &j.Gate[k], &j.Cut[k])
	}
	return append(out, &j.Gate[kinds], &j.Least)
}
