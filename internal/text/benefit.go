package text

// Benefit is the words of the benefit of the doubt. {when} is a moment as
// Calendar.When says it.
type Benefit struct {
	Title string
	Lead  string // on Mine
	New   string // button
	Begun string // there is a draft
	Here  string // over it
	Back  string // link to the list
	Later string // link away from a form
	All   string // what a screen reader calls the list

	EmptyTitle string
	Empty      string

	MakeTitle   string
	MakeLead    string
	Saw         string // labels and hints
	SawHint     string
	Story       string
	StoryHint   string
	Reading     string
	ReadingHint string
	Another     string
	Question    string
	AskHint     string
	Keep        string

	Written   string            // over a doubt: {when}
	Headings  map[string]string // by field
	Settle    string            // over the ends
	Ends      []Choice
	Settled   map[string]string // what was settled, by end
	Ask       string            // button: to a letter
	AskAlone  string            // there is nobody to write to here
	Turned    string            // heading
	TurnedAsk string            // label
	TurnedSay string            // button
	TurnedOn  string            // over it: {when}

	Remove      string // link
	RemoveTitle string
	RemoveWhat  []string
	RemoveDo    string
	RemoveNot   string

	Gone   string
	Wrong  map[string]string
	Cannot string
}

// Choice is one of several things to choose from, with the value it has in a
// form.
type Choice struct{ Value, Says string }

// WrongField says what is wrong with a field.
func (w Benefit) WrongField(field, code string) string {
	return wrongField(w.Wrong, w.Cannot, field, code)
}

func englishBenefit() Benefit {
	return Benefit{
		Title: "The benefit of the doubt",
		Lead:  "Look once more before you conclude",
		New:   "Look once more",
		Begun: "You were looking at something once more",
		Here:  "Only for you",
		Back:  "All of them",
		Later: "Keep for later",
		All:   "What you looked at once more",

		EmptyTitle: "Nothing here so far",
		Empty:      "Something happened, and a story about it came at once. Stories are quick, and they may be right. Here you can set down what you saw and what you made of it, and look whether something else would fit as well. Nobody else sees any of it.",

		MakeTitle:   "Look once more",
		MakeLead:    "If you know that you were lied to, or if you are afraid, this is not for you just now: you need not doubt your own eyes.",
		Saw:         "What I saw",
		SawHint:     "As a camera would have seen it.",
		Story:       "The story I told myself",
		StoryHint:   "What I took it to mean.",
		Reading:     "Another reading that would also fit",
		ReadingHint: "It need not be a kind one. It only has to fit what you saw.",
		Another:     "And one more",
		Question:    "What I would ask",
		AskHint:     "So that any answer would be welcome.",
		Keep:        "Keep it for me",

		Written: "Looked at {when}",
		Headings: map[string]string{
			"saw": "What I saw", "story": "The story I told myself", "reading": "It would also fit that", "another": "Or that", "question": "What I would ask",
		},
		Settle: "What will you do with it?",
		Ends: []Choice{
			{"waits", "Wait"}, {"let-go", "Let it go"}, {"thought", "It is what I thought"}, {"left", "Leave it as it is"}, {"asked", "I have asked"},
		},
		Settled: map[string]string{
			"asked": "You asked.", "waits": "It waits.", "let-go": "You let it go.", "thought": "It is what you thought.", "left": "You leave it as it is.",
		},
		Ask:       "Ask in a letter",
		AskAlone:  "When the two of you share a space, the question can become a letter.",
		Turned:    "What it turned out to be",
		TurnedAsk: "What did it turn out to be?",
		TurnedSay: "Write it down",
		TurnedOn:  "Written {when}",

		Remove:      "Remove this",
		RemoveTitle: "Remove this?",
		RemoveWhat:  []string{"It goes from this device, from your other devices and from the server.", "Backups of the server may hold it for a while, locked so that nobody there can read it.", "You cannot bring it back."},
		RemoveDo:    "Remove it",
		RemoveNot:   "Leave it as it is",

		Gone: "This is not here. It may have been removed, or it has not reached this device yet.",
		Wrong: map[string]string{
			"saw empty":   "Write what you saw, in a few words.",
			"story empty": "Write what you made of it.",
			"text empty":  "Write a few words first.",
			"too-long":    "This is too long for here. About three hundred words fit.",
		},
		Cannot: "This is not possible any more. Have another look.",
	}
}
