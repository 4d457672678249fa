package text

// Names is the page on which somebody chooses what the app is called on their
// device. It needs neither the app nor an account.
type Names struct {
	Title, Lead string
	Choose      string
	Own         string // {name}: the server's
	Faces       map[string]string
	AfterTitle  string
	After       []string
	Back        string
}

// EnglishNames returns its English words, which the browser core need not carry.
func EnglishNames() Names {
	return Names{
		Title:      "Name and picture",
		Lead:       "What this is called in a tab, in your browser’s history and on your home screen. None of these says what it is. Choose what nobody would look at twice on your device.",
		Choose:     "On this device it is",
		Own:        "{name}, as this server has it",
		Faces:      map[string]string{"notes": "Notes", "lists": "Lists", "reading": "Reading", "planner": "Planner", "papers": "Papers"},
		AfterTitle: "What to know about it",
		After: []string{
			"Choose before you put it on your home screen. A browser keeps the name and picture that it was put there with. To change them there, take it off the home screen, choose here, and put it there again.",
			"Only the choice itself is kept, on this device and unlocked, because it has to be known before you open what is yours. Another device has its own.",
			"What your browser’s history has noted before stays as it was, and the address of this server is in it whatever the name.",
			"Whoever opens it sees what it is. A plain name keeps people from being curious; it is no lock.",
		},
		Back: "Back",
	}
}
