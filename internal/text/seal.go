package text

// Seal is what stands around answers that open once both have answered. {when} is
// a moment as Calendar.When says it, {who} one of the two.
type Seal struct {
	You, Them string // over one's own answer, and the other's: {who}

	Sealed     string // in the place of one's own, while it is closed: {when}
	SealedWhat string
	Look       string // opens one's own closed answer to its author
	NotYet     string // in the place of one's own, if there is none
	Closed     string // in the place of the other's, whoever has answered
	Opens      string // the same, once both have
	Junk       string // in the place of either, opened

	Kept     string // over a copy of what {who} has taken back since
	Back     string // button: withdraw
	BackHint string
	Cannot   string // the rules do not allow it any more
}

func englishSeal() Seal {
	return Seal{
		You: "You", Them: "{who}",
		Sealed:     "Sealed {when}",
		SealedWhat: "Nobody else can read it, and nobody can change it.",
		Look:       "Read yours again",
		NotYet:     "There is room for your answer here, when you like.",
		Closed:     "Opens when both have answered.",
		Opens:      "Both of you have answered. It opens by itself.",
		Junk:       "There is nothing here that can be read.",
		Kept:       "{who} has removed this since. You had opened it, so your copy stays with you.",
		Back:       "Take it back",
		BackHint:   "Until both have answered you can take yours back. Your words stay with you.",
		Cannot:     "This is not possible any more. Something may have come in meanwhile; have another look.",
	}
}
