package text

// Mine is the page of what is private, and how Today speaks to somebody who is
// here alone.
type Mine struct {
	Title, Lead string
	Sees        string // what whoever runs the server can notice
	Alone       string // over what one can do alone
	SettingsIn  string // what is in there
	InviteLead  string
}

func englishMine() Mine {
	return Mine{
		Title:      "Mine",
		Lead:       "What is here is for you alone. It is locked with a key that only you have, and it goes to nobody unless you send it yourself.",
		Sees:       "Whoever runs the server can notice that something was kept, but never what it says.",
		Alone:      "Everything under “Mine” works for you alone, from now on.",
		SettingsIn: "Locking, light and dark, your account key",
		InviteLead: "If you invite your partner one day, nothing that is yours goes along.",
	}
}
