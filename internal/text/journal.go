package text

// Journal is the words of the journal. {when} is a moment as Calendar.When says it.
type Journal struct {
	Title string
	Lead  string // on Mine
	Here  string // over a form
	Back  string
	Later string

	Cover    string
	Pass     string // label and hint
	PassHint string
	Open     string

	New        string // button
	Begun      string // there is a draft
	EmptyTitle string
	Empty      string
	AgainNow   string // over intuitions of which the day has come
	Close      string

	Text      string // labels and hints
	Again     string
	AgainHint string
	Only      string
	OnlyHint  string
	Keep      string
	Written   string // {when}
	OnlyHere  string
	DropWhat  []string

	Intuition string // heading
	AgainOn   string // {when}
	NoDay     string
	Mark      string // what opens the choice of a day
	Other     string // the same, where there was one
	MarkDo    string
	Look      string
	LookHint  string
	LookDo    string
	Looked    string // {when}

	Share     string // link and title
	ShareLead []string
	ShareText string
	ShareHint string

	Lock        string // link and title
	LockWhat    []string
	NewPass     string
	NewHint     string
	AgainPass   string
	Account     string
	AccountHint string
	Set         string
	IsOpen      string
	MoveTitle   string
	MoveLead    string
	Move        string
	ChangeTitle string
	ChangeLead  string
	Change      string
	BareTitle   string
	BareLead    string
	Bare        string

	Gone   string
	Wrong  map[string]string
	Cannot string
}

// WrongField says what is wrong with a field.
func (w Journal) WrongField(field, code string) string {
	return wrongField(w.Wrong, w.Cannot, field, code)
}

func englishJournal() Journal {
	return Journal{
		Title: "Journal",
		Lead:  "To write for yourself, whatever it is",
		Here:  "Only for you",
		Back:  "To the journal",
		Later: "Keep for later",

		Cover:    "This is a place to write for yourself alone. It stays closed until you open it, and closes again when the app locks.",
		Pass:     "The journal’s own passphrase",
		PassHint: "Leave it empty if you have given it none.",
		Open:     "Open the journal",

		New:        "Write",
		Begun:      "You had begun to write",
		EmptyTitle: "Nothing is written here",
		Empty:      "Write what went through your day, or through your head. Nobody answers, and nothing is asked of you.",
		AgainNow:   "You wanted to look at this again",
		Close:      "Close the journal",

		Text:      "Your words",
		Again:     "If it is an intuition: look at it again on",
		AgainHint: "Something you feel and cannot prove. On the day you choose it stands first in here, and nowhere else.",
		Only:      "Keep this on this device only",
		OnlyHint:  "Not even a locked copy goes to the server, so nobody there can tell that you wrote. It is not on your other devices, and it is gone for good when this device or this browser’s data is.",
		Keep:      "Keep it for me",
		Written:   "Written {when}",
		OnlyHere:  "This is on this device only.",
		DropWhat:  []string{"It goes from this device. It was nowhere else.", "Somebody who takes the device apart may find remains for a while, locked.", "You cannot bring it back."},

		Intuition: "An intuition",
		AgainOn:   "You want to look at it again {when}.",
		NoDay:     "You have looked at it again.",
		Mark:      "This is an intuition",
		Other:     "Choose another day, or none",
		MarkDo:    "Keep this day",
		Look:      "Were you right?",
		LookHint:  "In words, and as mixed as it is.",
		LookDo:    "Write it down",
		Looked:    "Looked at again {when}",

		Share: "My own share",
		ShareLead: []string{
			"Here you can write what you yourself have done, or left undone. Only about yourself: what the other did has its place elsewhere.",
			"Nothing in this app asks you to write here. If somebody hurts you, that is not your share of anything.",
		},
		ShareText: "What I did, or left undone",
		ShareHint: "As plainly as you can bear it.",

		Lock: "A passphrase for the journal",
		LockWhat: []string{
			"What you write from then on is locked once more, with a passphrase that only opens the journal. Somebody who has your unlocked phone, or even your other passphrase, cannot read it.",
			"If you forget it, what it locks is gone for ever. Nobody can bring it back, not even you.",
			"Search, your record and the copy you can take away leave out what it locks, and do not say that there is something.",
			"It does not make the journal invisible. Somebody who knows this app knows that there can be one, and somebody who makes you type it reads everything.",
			"If you have given the journal a passphrase before, open it with that one to change it. Another one given here opens only what is written with it.",
		},
		NewPass:     "The journal’s new passphrase",
		NewHint:     "At least ten characters, and not the one of your account.",
		AgainPass:   "The same once more",
		Account:     "The passphrase of your account",
		AccountHint: "So that nobody else does this on your unlocked device.",
		Set:         "Give it this passphrase",
		IsOpen:      "The journal is open with its own passphrase. What you write now is locked with it.",
		MoveTitle:   "What was written without it",
		MoveLead:    "Some of the journal opens without this passphrase. You can have that locked as well. Whoever runs the server can notice that you rewrote something, and not what.",
		Move:        "Lock that as well",
		ChangeTitle: "Another passphrase",
		ChangeLead:  "The old one opens nothing any more, on any of your devices. If somebody may have copied this device while they knew the old one, take the passphrase away first and then give it a new one.",
		Change:      "Change it",
		BareTitle:   "Without a passphrase of its own",
		BareLead:    "Everything this passphrase locks then opens with your account alone, as the rest does. Search and your record show it again.",
		Bare:        "Take the passphrase away",

		Gone: "This is not here. It may have been removed, or it has not reached this device yet.",
		Wrong: map[string]string{
			"text empty": "Write a few words first.",
			"again past": "Choose a day that is still to come.",
			"again bad":  "Choose a day.",
			"too-long":   "This is too long for one entry. About seven thousand words fit; keep it in two.",
		},
		Cannot: "This is not possible any more. The journal may have been closed in the meantime. What you typed is kept.",
	}
}
