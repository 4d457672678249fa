package language

// Votes is how many votes on a kind there are: on the whole text, on its best
// clause and on its best sentence, of the nets and of the convolution.
const Votes = 6

// Jury joins votes. Share weighs the votes on a kind (the first number is
// added), Gate what comes out for all kinds into one number for all hazards. A
// kind is found above its Cut, a hazard only if that number is above Least too, or
// it is far above its cut.
type Jury struct {
	Share [kinds][1 + Votes]float32
	Gate  [1 + kinds]float32
	Cut   [kinds]float32
	Least float32
}

// Judge gives a number for each kind and one for all hazards: how likely they
// are, in logits.
func (j *Jury) Judge(votes *[Votes][kinds]float32) (z [kinds]float32, hazard float32) {
	hazard = j.Gate[0]
	for k := range z {
		z[k] = j.Share[k][0]
		for i := range votes {
			z[k] += j.Share[k][1+i] * votes[i][k]
		}
		hazard += j.Gate[1+k] * max(-9, min(9, z[k]))
	}
	return z, hazard
}

// plain is how far above its cut a hazard needs no gate, in logits.
const plain = 2.5

// Finds reports whether a number is enough for a kind, beside that for all hazards.
func (j *Jury) Finds(kind int, z, hazard float32) bool {
	over := z - j.Cut[kind]
	return over > 0 && (kind >= hazards || hazard > j.Least || over > plain)
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
