package text

// Reappraisal is the words of looking at a quarrel as a well-wisher of both would.
// {when} is a moment as Calendar.When says it.
type Reappraisal struct {
	Title string
	Lead  string // on Mine
	Here  string // over the form
	Back  string
	Later string
	New   string // button
	All   string // what a screen reader calls the list
	Offer string // on Today

	EmptyTitle string
	Empty      string

	MakeLead  string
	Minutes   string
	Told      string // labels and hints
	ToldHint  string
	Hoped     string
	HopedHint string
	Remind    string
	Keep      string

	Written   string    // {when}
	Headings  [3]string // over what was written, in the order of the form
	ShareLead string
	Share     string

	Gone   string
	Wrong  map[string]string
	Cannot string
}

// WrongField says what is wrong with a field.
func (w Reappraisal) WrongField(field, code string) string {
	return wrongField(w.Wrong, w.Cannot, field, code)
}

func englishReappraisal() Reappraisal {
	return Reappraisal{
		Title: "A quarrel, from outside",
		Lead:  "As somebody would tell it who wishes you both well",
		Here:  "Only for you",
		Back:  "All of them",
		Later: "Keep for later",
		New:   "Look at one quarrel",
		All:   "Quarrels you have looked at",
		Offer: "Seven minutes: look at one quarrel as somebody who wishes you both well",

		EmptyTitle: "Nothing here so far",
		Empty:      "Now and then it can help to tell one quarrel again, as somebody would who likes you both and takes no side. It takes about seven minutes, a few times a year. Nobody else sees it unless you send it.",

		MakeLead:  "Choose one quarrel that is over for now. If you were hurt on purpose, or if you are afraid, leave this be: it is for quarrels between two who are safe with each other.",
		Minutes:   "Seven minutes are enough. What you have by then is done.",
		Told:      "Think of somebody who wishes you both well. How would they tell what happened?",
		ToldHint:  "Both of you by your names, as in a story.",
		Hoped:     "What would they say each of you was hoping for?",
		HopedHint: "Also where it did not sound like it.",
		Remind:    "What could bring their view back to you when it gets loud the next time?",
		Keep:      "Keep it for me",

		Written:   "Looked at {when}",
		Headings:  [3]string{"What happened", "What each was hoping for", "To remember it by"},
		ShareLead: "If you want to, you can begin a letter with it. You see it before it goes, and can change every word.",
		Share:     "Begin a letter with it",

		Gone: "This is not here. It may have been removed, or it has not reached this device yet.",
		Wrong: map[string]string{
			"told empty": "Write a few words first.",
			"too-long":   "This is too long for here. About seven hundred words fit.",
		},
		Cannot: "This is not possible any more. Have another look.",
	}
}
