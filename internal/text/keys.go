package text

// Keys is who can get in: passphrase, account key and devices.
type Keys struct {
	Title, Lead                   string
	Key, KeyLead, KeyDo           string // the account key
	Pass, PassLead, PassOpen      string // another passphrase
	PassWhat                      []string
	PassOld, PassDo, PassDone     string
	Secure, SecureLead            string
	SecureOpen                    string
	SecureWhen, SecureWhat        []string
	SecureSees, SecureNot         string
	SecureWhenIn, SecureWhatIn    string
	SecureSeesIn, SecureNotIn     string
	SecureDo                      string
	NewKey, NewKeyLead, NewKeyDo  string
	NewKeyPass, NewKeyAfter, Stop string
}

func englishKeys() Keys {
	return Keys{
		Title: "Keys and devices", Lead: "What opens your account, and where it is open.",
		Key: "Your account key", KeyLead: "See it and print it again. Your passphrase is asked for first.", KeyDo: "Show the account key",

		Pass: "Change the passphrase", PassLead: "When you would like another one, or somebody may have seen you type it.", PassOpen: "Change it",
		PassWhat: []string{
			"Your account key stays as it is.",
			"Your other devices stop until you open them with the new passphrase. Nothing on them is lost.",
			"Your partner sees nothing of it.",
			"If somebody knows your account key as well, or has held an open device of yours, this is not enough. Then secure your account.",
		},
		PassOld: "The passphrase you have now", PassDo: "Take the new passphrase",
		PassDone: "Your passphrase is changed. Your other devices ask for it when they next open.",

		Secure: "Secure my account", SecureOpen: "Secure my account",
		SecureLead:   "When somebody else may be able to get in. Everything that opens your account is made anew, and every device is signed out.",
		SecureWhenIn: "Do it from a safe place",
		SecureWhen: []string{
			"Use a device that nobody else has had in their hands. What watches the screen or the keys of a device sees the new passphrase too.",
			"Have a pen at hand. The new account key is copied down first.",
			"If somebody could get angry when they are locked out, think of where you are then. The help page tells whom you can talk to.",
		},
		SecureWhatIn: "What happens",
		SecureWhat: []string{
			"You get a new passphrase and a new account key. The old ones open nothing any more.",
			"All your devices are signed out. So are those of anybody else who was in.",
			"What you write from now on, for yourself and for your partner, is locked with new keys.",
			"Every other way in is taken away. You can set up a new one afterwards.",
		},
		SecureSeesIn: "What your partner sees",
		SecureSees:   "One line in the record: that you renewed your keys. No reason, and nothing of your devices. All that you have written stays with you both.",
		SecureNotIn:  "What it cannot do",
		SecureNot:    "What somebody has read or copied before stays with them.",
		SecureDo:     "Make new keys",
		NewKey:       "Your new account key", NewKeyLead: "Nothing has changed yet. Print this page or copy the key down first: from the next step on, the old one opens nothing.",
		NewKeyPass: "Now type your new passphrase once, to be sure that you have it.",
		NewKeyDo:   "I have kept it. Secure my account", NewKeyAfter: "This device locks then, and opens with the new passphrase.",
		Stop: "Leave everything as it is",
	}
}
