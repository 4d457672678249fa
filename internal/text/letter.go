package text

// Letter is the words of letters. {who} is one of the two, {when} a moment as
// Calendar.When says it.
type Letter struct {
	Title string // of the list
	Lead  string // on Together
	New   string // button: write one
	Back  string // link to the list
	Later string // link away from a form
	All   string // what a screen reader calls the list
	Gone  string // there is no such letter

	RemoveLetter string // links to the page that asks
	RemovedWords string // on it, for what was said about a letter: {who}

	EmptyTitle string
	Empty      string
	EmptyNew   string

	From      string // over a letter of the other, on the list: {who}, {when}
	To        string // over a letter of one's own
	Written   string // over a letter on its page: {when}
	FromTitle string // {who}
	ToTitle   string
	Closed    string // to its reader
	ClosedWhy string
	ClosedToo string // to its writer: the reader cannot open it yet

	WriteTitle string // {who}
	WriteHere  string // over the title
	WriteText  string // labels and hints
	WriteFixed string
	WriteSend  string
	EndedTitle string // what was being written when the space ended
	EndedLead  string

	NewOne     string // Today: {who}
	NewMany    string
	NewHeard   string
	Small      string // Today, when there is room
	Begun      string // there is a draft of a letter
	BegunWhere string

	Wrong  map[string]string // by form and code
	Cannot string            // the rules do not allow it any more
}

// WrongField says what is wrong with the text of a form.
func (l Letter) WrongField(form, code string) string {
	return wrongField(l.Wrong, l.Cannot, form, code)
}

func englishLetter() Letter {
	return Letter{
		Title: "Letters",
		Lead:  "What you write to each other in peace, and what was heard",
		New:   "Write a letter",
		Back:  "All letters",
		Later: "Keep for later",
		All:   "Letters of both of you",
		Gone:  "This letter is not here. It may not have reached this device yet.",

		RemoveLetter: "Remove this letter",
		RemovedWords: "What {who} said about a letter",

		EmptyTitle: "There are no letters yet",
		Empty:      "A letter is not a chat. You write it in peace, and it is read when the other is ready. It need not be long: one thing you are glad of, or one thing that weighs on you, is enough.",
		EmptyNew:   "Write the first one",

		From:      "From {who}, {when}",
		To:        "To {who}, {when}",
		Written:   "Written {when}",
		FromTitle: "A letter from {who}",
		ToTitle:   "Your letter to {who}",
		Closed:    "This letter is still closed",
		ClosedWhy: "It opens once both of you have compared the four words and said that they match. Until then nobody can be sure who it comes from.",
		ClosedToo: "{who} can open it once both of you have compared the four words.",

		WriteTitle: "A letter to {who}",
		WriteHere:  "Only on this device until you send it",
		WriteText:  "Your letter",
		WriteFixed: "A letter cannot be changed once it is sent.",
		WriteSend:  "Send it",
		EndedTitle: "What you had begun to write",
		EndedLead:  "This space has ended, so nothing can be sent here any more. Your words are still yours.",

		NewOne:     "A letter from {who}",
		NewMany:    "Letters from {who}",
		NewHeard:   "{who} says what they heard in your letter",
		Small:      "One thing that you are glad of could be a letter",
		Begun:      "You were writing a letter",
		BegunWhere: "Only on this device",

		Wrong: map[string]string{
			"empty":         "Write a few words first.",
			"sent too-long": "This is longer than one letter can be. About three and a half thousand words fit; the rest could be a second letter.",
			"too-long":      "This is too long for here. About seven hundred words fit; more could be a letter of its own.",
		},
		Cannot: "This is not possible any more. Something may have come in meanwhile; have another look.",
	}
}
