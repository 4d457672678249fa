package text

// Prepare is the words of what is written beforehand. {when} is a moment as
// Calendar.When says it.
type Prepare struct {
	Title string
	Lead  string // on Mine
	Back  string
	Later string
	New   string // button
	All   string // what a screen reader calls the list

	EmptyTitle string
	Empty      string
	Things     map[string]string // by prepare.Thing.Word: what it is
	Choice     map[string]string // in the choice

	MakeTitle   string
	Thing       string // labels
	Text        string
	Keep        string
	Written     string            // {when}
	Use         map[string]string // buttons, by thing
	UseAlone    string
	Change      string // link
	ChangeTitle string
	ChangeSend  string

	Remove      string // link
	RemoveTitle string
	RemoveWhat  []string
	RemoveDo    string
	RemoveNot   string

	Gone   string
	Wrong  map[string]string
	Cannot string
}

// WrongField says what is wrong with a field.
func (w Prepare) WrongField(field, code string) string {
	return wrongField(w.Wrong, w.Cannot, field, code)
}

func englishPrepare() Prepare {
	return Prepare{
		Title: "Written beforehand",
		Lead:  "A letter, a promise or a line, for when the time has come",
		Back:  "All that is written beforehand",
		Later: "Keep for later",
		New:   "Write something beforehand",
		All:   "What you have written beforehand",

		EmptyTitle: "Nothing is written beforehand",
		Empty:      "You can write here what you may want to say one day, alone or together. Nobody sees it, and nothing of it goes to your partner by itself, not even when you invite them. You take it up yourself when you want to.",
		Things:     map[string]string{"letter": "A letter", "promise": "A promise", "line": "A line of what trust is to you"},
		Choice:     map[string]string{"letter": "A letter", "promise": "A promise", "line": "A line of what trust is to me"},

		MakeTitle: "Written beforehand",
		Thing:     "What is it to be?",
		Text:      "Your words",
		Keep:      "Keep it for me",
		Written:   "Written {when}",
		Use: map[string]string{
			"letter": "Begin a letter with it", "promise": "Begin a promise with it", "line": "Begin a line with it",
		},
		UseAlone:    "When the two of you share a space, you can take it up from here.",
		Change:      "Put it in other words",
		ChangeTitle: "In other words",
		ChangeSend:  "Change it",

		Remove:      "Remove this",
		RemoveTitle: "Remove this?",
		RemoveWhat:  []string{"It goes from this device, from your other devices and from the server.", "Backups of the server may hold it for a while, locked so that nobody there can read it.", "You cannot bring it back."},
		RemoveDo:    "Remove it",
		RemoveNot:   "Leave it as it is",

		Gone: "This is not here. It may have been removed, or it has not reached this device yet.",
		Wrong: map[string]string{
			"text empty": "Write a few words first.",
			"thing bad":  "Choose one from the list.",
			"too-long":   "This is too long for here. About three and a half thousand words fit.",
		},
		Cannot: "This is not possible any more. Have another look.",
	}
}
