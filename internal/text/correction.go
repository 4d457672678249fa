package text

// Correction is the words of corrections. {who} is one of the two, {when} a
// moment as Calendar.When says it.
type Correction struct {
	Title string // of the list
	Lead  string // on Together
	New   string // button: make one
	Begun string // the same, when there is a draft
	Later string // link away from the form
	All   string // what a screen reader calls the list

	EmptyTitle string
	Empty      string

	By       string // over one of the other: {who}, {when}
	ByYou    string
	Told     string // over what was told
	ToldThem string // {who}
	True     string // over what is true
	Beside   string // link from what one has written
	Look     string // link to what it corrects

	MakeTitle string
	MakeLead  string
	MakeAbout string // over what it corrects
	MakeTold  string // labels and hints
	ToldHint  string
	MakeTrue  string
	TrueHint  string
	MakeFixed string
	MakeSend  string

	NewOne string // Today: {who}
	When   string // over it: {when}
	Wrong  map[string]string
	Cannot string
}

// WrongField says what is wrong with a field.
func (w Correction) WrongField(field, code string) string {
	return wrongField(w.Wrong, w.Cannot, field, code)
}

func englishCorrection() Correction {
	return Correction{
		Title: "Putting it right",
		Lead:  "When something you said was not so, or is not so any more",
		New:   "Put something right",
		Begun: "Go on with putting something right",
		Later: "Keep for later",
		All:   "What each of you has put right",

		EmptyTitle: "Nothing has been put right yet",
		Empty:      "It can be very small: “I said I had called. I had not.” Said soon and without being asked, it costs little, and the other need not answer.",

		By:       "{who} puts something right, {when}",
		ByYou:    "You put something right, {when}",
		Told:     "I told you",
		ToldThem: "{who} told you",
		True:     "What is true, or what I think now",
		Beside:   "Something in it was not so",
		Look:     "What it is about",

		MakeTitle: "Put something right",
		MakeLead:  "Two plain sentences are enough. Why it happened can wait for a letter.",
		MakeAbout: "What you wrote",
		MakeTold:  "I told you …",
		ToldHint:  "What you said, or let the other believe.",
		MakeTrue:  "What is true, or what I think now, is …",
		TrueHint:  "The whole of it, so that nothing needs to be added later.",
		MakeFixed: "It cannot be changed once it is sent. It needs no answer.",
		MakeSend:  "Send it",

		NewOne: "{who} puts something right",
		When:   "Came {when}",
		Wrong: map[string]string{
			"told empty":    "Write what you told the other, in a few words.",
			"now empty":     "Write what is true, or what you think now.",
			"told too-long": "This is too long for here. About seven hundred words fit; more could be a letter.",
			"now too-long":  "This is too long for here. About seven hundred words fit; more could be a letter.",
		},
		Cannot: "This is not possible any more. Something may have come in meanwhile; have another look.",
	}
}

func englishGuideCorrection() GuidePage {
	return GuidePage{
		Practice: "correction",
		Title:    "Putting it right: small, soon, unasked",
		Lead:     "Everybody says things that are not so: to be kind, to be left in peace, or because it was easier just then. Putting one right yourself shows that your word can be built on.",
		Why: []GuideClaim{
			{
				"Untruths are common, and fewer where people are close. In two diary studies, 77 students and 70 other people noted their talks and their lies for a week. They lied less often to those they felt close to, it was less comfortable for them when they did, and those lies came out more often.",
				"DePaulo and Kashy (1998), “Everyday lies in close and casual relationships”",
			},
			{
				"Small ones may cost something, too. In what seem to be the same diaries people did not think of their lies as serious; but the talks in which there was one were less pleasant and less close than those without. Whether that came of the lie, diaries cannot tell.",
				"DePaulo, Kashy, Kirkendol, Wyer and Epstein (1996), Journal of Personality and Social Psychology 70, 979–995",
			},
		},
		How: []string{
			"First say what you told the other, as you said it. Then what is true, or what you think now.",
			"Do it soon, and before anybody asks. That is most of what makes it worth something.",
			"Say the whole of it, so that no second one is needed for the same thing.",
			"When the other puts something right: you need not answer. If it hurts, write a letter when you are ready.",
		},
		Avoid: []string{
			"Reasons that make it smaller. They can wait until somebody asks.",
			"Putting right what the other said. This page is for your own words.",
			"Bringing something large this way, in two lines. What would change everything deserves time and a place of its own.",
		},
		Start: "Go to what was put right",
	}
}
