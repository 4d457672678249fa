package text

// Recovery is the recovery code.
type Recovery struct {
	Title, Lead, Open string
	Warn              string
	What              []string
	Do                string

	Sheet, SheetLead, Had string
	Kept                  string
	Back, BackLead        string // typing it back
	Code, CodeHint        string
	Set, Show             string
	SetDone, DropDone     string

	Drop, DropLead, DropDo string

	Way         string // the link to the way in
	Recover     string
	RecoverLead string
	RecoverWhat []string
	RecoverDo   string
}

func englishRecovery() Recovery {
	return Recovery{
		Title: "Recovery code", Open: "About a recovery code",
		Lead: "A code on paper that opens your account by itself, without passphrase, account key or device. You need not have one.",
		Warn: "Anyone who finds this paper can open everything.",
		What: []string{
			"With it, a forgotten passphrase is not the end. Without it, nobody can let you back in.",
			"If somebody goes through your things, or could make you hand it over, do without.",
			"It works once. Then you have a new passphrase, and can make a new code.",
		},
		Do: "Make a code",

		Sheet: "Your recovery code", SheetLead: "It does not count yet. Print this page or copy the code down. Then you type it back from the paper, and from then on it opens your account.",
		Had:  "The code that you had before works until then, and not after.",
		Kept: "I have it on paper",
		Back: "Type it back", BackLead: "From the paper, so that you know you can read it.",
		Code: "Recovery code", CodeHint: "It begins with TROTHR. Capital letters, spaces and dashes do not matter.",
		Set: "This is my code", Show: "Show it once more",
		SetDone:  "Your recovery code counts from now on. Keep the paper where nobody else looks.",
		DropDone: "No recovery code opens your account now.",

		Drop: "Remove the code", DropLead: "Then a paper with a code opens nothing any more, wherever it is.", DropDo: "Remove it",

		Way:     "I have a recovery code",
		Recover: "Open with a recovery code", RecoverLead: "Type the code from your paper and take a new passphrase.",
		RecoverWhat: []string{
			"The code is used up by this.",
			"Your account key stays as it was. You see it again afterwards.",
			"Your other devices ask for the new passphrase.",
			"If another account was open on this device, what it had stored here is removed.",
		},
		RecoverDo: "Open mine",
	}
}
