package text

// Reflection is the words around what was said back: of a letter, of a check-in.
// {who} is one of the two, {when} a moment as Calendar.When says it.
type Reflection struct {
	RemoveWords  string
	RemoveTitle  string   // that page
	RemoveWhat   []string // what it means, {who} in some
	RemoveAbout  string   // of a letter: what was said about it
	Remove       string   // buttons
	RemoveNot    string
	RemovedYours string // over a copy that its reader keeps: {who}
	RemovedList  string // over the list of them
	RemovedOne   string // {who} removed what this reader had not opened
	RemovedMore  string
	Meant        string // on the list: confirmed
	Heard        string // over a reflection of the other: {who}, {when}
	HeardYou     string
	Answer       string // over an answer of the other: confirmed
	AnswerYou    string
	Yes          string // what a confirmation says
	Right        string // over a correction of the other
	RightYou     string
	Reflect      string // buttons
	Again        string // reflect, after a correction
	Confirm      string
	Correct      string
	ConfirmAsk   string // over the buttons of the writer
	ReflectTitle string
	ReflectLead  string
	ReflectText  string
	ReflectHint  string
	ReflectSend  string
	CorrectTitle string
	CorrectText  string
	CorrectHint  string
	CorrectSend  string
	NewConfirmed string
	NewRight     string
	When         string // over one of these: {when}

	Later  string            // link away from a form
	Wrong  map[string]string // by code
	Cannot string            // the rules do not allow it any more
}

// WrongField says what is wrong with the text of a form.
func (r Reflection) WrongField(field, code string) string {
	return wrongField(r.Wrong, r.Cannot, field, code)
}

func englishReflection() Reflection {
	return Reflection{
		RemoveWords: "Remove this",
		RemoveTitle: "Remove this?",
		RemoveWhat: []string{
			"It goes from the server. If {who} has not opened it yet, it goes from their app as well.",
			"What {who} has read stays with them. Their app keeps a copy that only they can see.",
			"Backups of the server may hold it for a while, locked so that nobody there can read it.",
			"You cannot bring it back. {who} can see that you removed something.",
		},
		RemoveAbout:  "What the two of you have said about it goes with it.",
		Remove:       "Remove it",
		RemoveNot:    "Leave it as it is",
		RemovedYours: "{who} has removed this. You had opened it, so your copy stays with you.",
		RemovedList:  "Removed, and still yours",
		RemovedOne:   "{who} has removed something that you had not opened.",
		RemovedMore:  "{who} has removed a few things that you had not opened.",
		Meant:        "Heard as it was meant",
		Heard:        "What {who} heard, {when}",
		HeardYou:     "What you heard, {when}",
		Answer:       "{who}, {when}",
		AnswerYou:    "You, {when}",
		Yes:          "Yes, that is what I meant.",
		Right:        "{who} puts it right, {when}",
		RightYou:     "You put it right, {when}",
		Reflect:      "Say what you heard",
		Again:        "Say what you hear now",
		Confirm:      "Yes, that is what I meant",
		Correct:      "Put it right",
		ConfirmAsk:   "Is this what you meant?",
		ReflectTitle: "What I heard",
		ReflectLead:  "Say back what reached you, in your own words. You need not agree with it, and what you think of it can wait for a letter of its own.",
		ReflectText:  "What did you hear?",
		ReflectHint:  "What happened for the other, what it was like, and what they wish for.",
		ReflectSend:  "Send it",
		CorrectTitle: "Put it right",
		CorrectText:  "What did you mean?",
		CorrectHint:  "Say what came across well, if something did, and then what was missed or sounded different.",
		CorrectSend:  "Send it",
		NewConfirmed: "{who} says that you heard what was meant",
		NewRight:     "{who} puts something right",
		When:         "Came {when}",

		Later: "Keep for later",
		Wrong: map[string]string{
			"empty":    "Write a few words first.",
			"too-long": "This is too long for here. About seven hundred words fit; more could be a letter of its own.",
		},
		Cannot: "This is not possible any more. Something may have come in meanwhile; have another look.",
	}
}
