package text

// Host is who runs the server, and what it means that one's partner does.
type Host struct {
	Ask, AskHint                  string // in the settings, and for an invite
	Unsaid, Me, Partner           string
	Else, Unknown                 string
	Label, LabelNative, LabelMore string // on every page; %s the server; link
	Title, Lead                   string
	SeesTitle                     string
	Sees                          []string
	NotTitle                      string
	Not                           []string
	InsteadTitle                  string
	Instead                       []string
	Read                          string // button: it was read
	Change, ChangeGo              string
}

func englishHost() Host {
	return Host{
		Ask: "Who runs this server?", AskHint: "If your partner does, every page says so. Your answer is locked like everything else of yours.",
		Unsaid: "Not said", Me: "I do", Partner: "My partner does", Else: "Somebody else", Unknown: "I do not know",
		Label:       "Your partner runs %s, which also gives you this app.",
		LabelNative: "Your partner runs %s. This app comes from your own device.",
		LabelMore:   "What that means",
		Title:       "Your partner runs this server",
		Lead:        "Please read this before you go on. It is better to know it now.",
		SeesTitle:   "What your partner can see there",
		Sees: []string{
			"Your internet address whenever you are connected. It can tell roughly where you are.",
			"When you are connected.",
			"How much you write, and when it arrives: also what you write for yourself alone.",
			"This app itself comes from there. Somebody who runs a server can change what it gives to one person, once, and nothing on your side would notice for certain. A changed app could read everything.",
		},
		NotTitle: "What they cannot do, as long as the app is the honest one",
		Not: []string{
			"Read what is private, or an answer that has not opened yet.",
			"Change what you have written, or write in your name.",
		},
		InsteadTitle: "What you can do instead",
		Instead: []string{
			"Agree on a server that somebody else runs. Then neither of you has to trust the other in this.",
			"Do not connect from a place that nobody may know about. If you have to, a network such as Tor hides your address, though not when you are there.",
			"If you are afraid of your partner, do not join. The help page is the same for everyone, and opening it is noted nowhere.",
		},
		Read:   "I have read this",
		Change: "Is this not so, or not any more?", ChangeGo: "Say who runs it, in the settings",
	}
}
