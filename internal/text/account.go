package text

// Account is signing up, unlocking and the account key.
type Account struct {
	Questions                  string
	QuestionsLead              string
	ExitHow                    string
	Ask                        [3]Question
	Continue                   string
	SignUp, SignUpLead         string
	Name, NameHint             string
	Suggested, SuggestedHint   string
	Another, Own, UseSuggested string
	Passphrase, PassphraseHint string
	PassphraseAgain            string
	PassphraseNew              string
	Anyway                     string // use a passphrase that is easy to guess
	NoRecovery                 string
	Make                       string
	Sheet, SheetLead           string
	SheetKey, SheetServer      string
	SheetUse, SheetKeep        []string
	SheetDone                  string
	Unlock, UnlockLead, DoOpen string
	UnlockJoin, UnlockOnly     string
	OtherDevice, OtherAccount  string
	NewDevice, NewDeviceLead   string
	AccountKey, AccountKeyHint string
	Replaces                   string
	Afresh, AfreshHow          string    // after what is stored here was found to be damaged
	Stages                     [5]string // of a key worker
	PassphraseAsk              string    // why a passphrase is asked for again
}

// Question is one that somebody answers alone, before sign-up or on the help
// page. Whoever answers reads what follows. Nothing is kept of it, but who runs the
// server.
type Question struct {
	Ask     string
	Answers []Answer
}

// Answer is one answer and what follows from it.
type Answer struct {
	Value, Say, Then string
	Told             bool // something was told that is no ordinary trouble
}

func englishAccount() Account {
	return Account{
		Questions:     "Before you begin",
		QuestionsLead: "Three questions for you alone. Choose what fits and read what it means, or leave them out; nothing is decided by them. Only who runs the server is kept, locked with what is yours, so that every page can remind you.",
		ExitHow:       "Exit, at the top of every page, leaves at once; so does pressing Shift three times quickly. It cannot clear your browser’s history. If you have installed this as an app, it locks instead.",
		Ask: [3]Question{
			{"Who runs this server?", []Answer{
				{"me", "I do", "Then you can see when your partner is connected, from which internet address, and how much they write: also what they write for themselves. You cannot read it. Your invite tells them so.", false},
				{"partner", "My partner does", "They cannot read your private pages. They can see your internet address, which can tell roughly where you are, when you are here, and how much you write. And they serve you this page, so they could change it. Agree on another server if that matters to you.", false},
				{"else", "Somebody else", "They cannot read what you write. They can see when you are connected, from which internet address, and how much is written. They also give you this page, so it matters that you trust them.", false},
				{"unknown", "I do not know", "Then think of somebody curious. They cannot read your words, but they can see that you come here, and when.", false},
			}},
			{"Could somebody else open this phone or computer?", []Answer{
				{"no", "No", "Good. Lock the app when you put the device away; it also locks by itself after a few minutes.", false},
				{"yes", "Yes, or perhaps", "Then choose a passphrase that nobody can guess and never save it in the browser. Use Exit when somebody comes. What is on the screen can always be read, and your browser’s history shows that you were here.", false},
			}},
			{"Is anyone making you use this?", []Answer{
				{"no", "No", "Good. Nobody should ever have to be here.", false},
				{"yes", "Yes, in a way", "You may stop at any time, without giving a reason. A shared space is not a good place when you are afraid. The help page tells where you can talk to somebody who is on your side.", false},
			}},
		},
		Continue:   "Go on",
		SignUp:     "Your way in",
		SignUpLead: "There is no e-mail address and no user name. You get in with two things: a passphrase that you remember, and an account key that you keep on paper.",
		Name:       "What your partner calls you", NameHint: "A first name or a nickname. Only your partner will see it.",
		Suggested: "Your passphrase", SuggestedHint: "Five words, drawn by chance on this device. Picture them in one odd little story; that is how they stay.",
		Another: "Draw another", Own: "I will make my own", UseSuggested: "Suggest one to me",
		Passphrase: "Passphrase", PassphraseHint: "At least ten characters. A short sentence is easier to remember and harder to guess than a complicated word.",
		PassphraseNew:   "Your new passphrase",
		PassphraseAgain: "The same again", Anyway: "Use it all the same",
		NoRecovery: "If you lose the passphrase, or the account key and every device, nobody can let you back in. There is no reset. That is the price of a lock that nobody else can open. If you lose everything, one person can give back what you wrote together: your partner, once you have met and compared words again. Nothing else brings it back, and what is only yours is gone.",
		Make:       "Make my account",
		Sheet:      "Your account key", SheetLead: "Print this page or copy the key down, and keep it where only you look. Without the passphrase it opens nothing.",
		SheetKey: "Account key", SheetServer: "Server",
		SheetUse:  []string{"You need it on a new device, together with your passphrase.", "On this device the passphrase alone is enough."},
		SheetKeep: []string{"Do not write the passphrase on the same sheet.", "If somebody finds it, no harm is done as long as they do not know the passphrase."},
		SheetDone: "I have kept it",
		Unlock:    "Welcome back", UnlockLead: "Enter your passphrase to open what is yours.", DoOpen: "Open",
		UnlockJoin:   "Open and join",
		UnlockOnly:   "Only open mine, without joining",
		OtherDevice:  "I have an account on another device",
		OtherAccount: "Open with an account key instead",
		NewDevice:    "Open mine on this device", NewDeviceLead: "You need your account key and your passphrase.",
		AccountKey: "Account key", AccountKeyHint: "It begins with TROTH1. Capital letters, spaces and dashes do not matter.",
		Replaces:      "This device knows another account. Opening yours here removes what that one had stored on this device.",
		Afresh:        "Fetch everything from the server again",
		AfreshHow:     "Tick the box below and open it once more.",
		Stages:        [5]string{"Checking this device", "Making your passphrase hard to guess", "Once more, to be sure", "Asking the server", "Opening"},
		PassphraseAsk: "This is asked for because it changes who can get in.",
	}
}
