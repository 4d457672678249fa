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
	RemoveWords  string
	RemoveTitle  string   // that page
	RemoveWhat   []string // what it means, {who} in some
	RemoveAbout  string   // of a letter: what was said about it
	Remove       string   // buttons
	RemoveNot    string
	RemovedYours string // over a copy that its reader keeps: {who}
	RemovedList  string // over the list of them
	RemovedWords string // on it, for what was said about a letter: {who}
	RemovedOne   string // {who} removed what this reader had not opened
	RemovedMore  string

	EmptyTitle string
	Empty      string
	EmptyNew   string

	From       string // over a letter of the other, on the list: {who}, {when}
	To         string // over a letter of one's own
	Written    string // over a letter on its page: {when}
	FromTitle  string // {who}
	ToTitle    string
	Meant      string // on the list: confirmed
	Closed     string // to its reader
	ClosedWhy  string
	ClosedToo  string // to its writer: the reader cannot open it yet
	Heard      string // over a reflection of the other: {who}, {when}
	HeardYou   string
	Answer     string // over an answer of the other: confirmed
	AnswerYou  string
	Yes        string // what a confirmation says
	Right      string // over a correction of the other
	RightYou   string
	Reflect    string // buttons
	Again      string // reflect, after a correction
	Confirm    string
	Correct    string
	ConfirmAsk string // over the buttons of the writer

	WriteTitle   string // {who}
	WriteHere    string // over the title
	WriteText    string // labels and hints
	WriteFixed   string
	WriteSend    string
	EndedTitle   string // what was being written when the space ended
	EndedLead    string
	ReflectTitle string
	ReflectLead  string
	ReflectText  string
	ReflectHint  string
	ReflectSend  string
	CorrectTitle string
	CorrectText  string
	CorrectHint  string
	CorrectSend  string

	NewOne       string // Today: {who}
	NewMany      string
	NewHeard     string
	NewConfirmed string
	NewRight     string
	When         string // over one of these: {when}
	Begun        string // there is a draft of a letter
	BegunWhere   string

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
		RemoveWords:  "Remove this",
		RemoveTitle:  "Remove this?",
		RemoveWhat: []string{
			"It goes from the server. If {who} has not opened it yet, it goes from their app as well.",
			"What {who} has read stays with them. Their app keeps a copy that only they can see.",
			"Backups of the server may hold it for a while, locked so that nobody there can read it.",
			"You cannot bring it back. {who} can see that you removed something.",
		},
		RemoveAbout:  "What the two of you have said about this letter goes with it.",
		Remove:       "Remove it",
		RemoveNot:    "Leave it as it is",
		RemovedYours: "{who} has removed this. You had opened it, so your copy stays with you.",
		RemovedList:  "Removed, and still yours",
		RemovedWords: "What {who} said about a letter",
		RemovedOne:   "{who} has removed something that you had not opened.",
		RemovedMore:  "{who} has removed a few things that you had not opened.",

		EmptyTitle: "There are no letters yet",
		Empty:      "A letter is not a chat. You write it in peace, and it is read when the other is ready. It need not be long: one thing you are glad of, or one thing that weighs on you, is enough.",
		EmptyNew:   "Write the first one",

		From:       "From {who}, {when}",
		To:         "To {who}, {when}",
		Written:    "Written {when}",
		FromTitle:  "A letter from {who}",
		ToTitle:    "Your letter to {who}",
		Meant:      "Heard as it was meant",
		Closed:     "This letter is still closed",
		ClosedWhy:  "It opens once both of you have compared the four words and said that they match. Until then nobody can be sure who it comes from.",
		ClosedToo:  "{who} can open it once both of you have compared the four words.",
		Heard:      "What {who} heard, {when}",
		HeardYou:   "What you heard, {when}",
		Answer:     "{who}, {when}",
		AnswerYou:  "You, {when}",
		Yes:        "Yes, that is what I meant.",
		Right:      "{who} puts it right, {when}",
		RightYou:   "You put it right, {when}",
		Reflect:    "Say what you heard",
		Again:      "Say what you hear now",
		Confirm:    "Yes, that is what I meant",
		Correct:    "Put it right",
		ConfirmAsk: "Is this what you meant?",

		WriteTitle:   "A letter to {who}",
		WriteHere:    "Only on this device until you send it",
		WriteText:    "Your letter",
		WriteFixed:   "A letter cannot be changed once it is sent.",
		WriteSend:    "Send it",
		EndedTitle:   "What you had begun to write",
		EndedLead:    "This space has ended, so nothing can be sent here any more. Your words are still yours.",
		ReflectTitle: "What I heard",
		ReflectLead:  "Say back what reached you, in your own words. You need not agree with it, and what you think of it can wait for a letter of its own.",
		ReflectText:  "What did you hear?",
		ReflectHint:  "What happened for the other, what it was like, and what they wish for.",
		ReflectSend:  "Send it",
		CorrectTitle: "Put it right",
		CorrectText:  "What did you mean?",
		CorrectHint:  "Say what came across well, if something did, and then what was missed or sounded different.",
		CorrectSend:  "Send it",

		NewOne:       "A letter from {who}",
		NewMany:      "Letters from {who}",
		NewHeard:     "{who} says what your letter said to them",
		NewConfirmed: "{who} says that you heard what was meant",
		NewRight:     "{who} puts something right",
		When:         "Came {when}",
		Begun:        "You were writing a letter",
		BegunWhere:   "Only on this device",

		Wrong: map[string]string{
			"empty":         "Write a few words first.",
			"sent too-long": "This is longer than one letter can be. About three and a half thousand words fit; the rest could be a second letter.",
			"too-long":      "This is too long for here. About seven hundred words fit; more could be a letter of its own.",
		},
		Cannot: "This is not possible any more. Something may have come in meanwhile; have another look.",
	}
}
