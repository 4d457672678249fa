package text

// Wrong is what is said when something goes wrong.
type Wrong struct {
	Title   string
	Failure map[string]string // by keywork.Failure and wire.Code
	Else    string
	Field   map[string]string // of the app's own forms, by code
	Alarms  map[string]Alarm  // by eventlog.Problem
	Refetch string            // the way out of a Broken log
	Above   string            // what an alarm stands in the way of
	Lost    string            // %d entries, one or many
	// Entries given back to a server that had lost them: one, or %s of them.
	Healed, HealedMany string
	Slots              string
	// Entries that are there and cannot be read: one, or %s of them.
	Withheld, WithheldMany     string
	Unreadable, UnreadableMany string
}

// Alarm is something wrong between this device and the server.
type Alarm struct{ Title, What, Do string }

func englishWrong() Wrong {
	return Wrong{
		Title: "This did not go through",
		Failure: map[string]string{
			"passphrase":      "That passphrase does not open this account. Nothing is lost. Look for capital letters and spaces, and try again as often as you need.",
			"account-key":     "This account key is mistyped somewhere. Compare it with your sheet, group by group. Nothing was sent.",
			"too-short":       "A passphrase needs at least ten characters. Three or four unusual words will do.",
			"too-long":        "That is too long for a passphrase. A thousand characters is the most.",
			"not-text":        "There is something in this passphrase that is not text. Type it by hand.",
			"too-common":      "This is one of the first things somebody would try. Take something only you would think of, or let five words be suggested.",
			"weak-passphrase": "This would not take a machine very long to guess. A few more words make it much harder. You can also keep it as it is.",
			"pin-form":        "A PIN has six digits, nothing else.",
			"pin-easy":        "This is one of the first PINs somebody would try. Take one without a row or a pattern in it.",
			"pin-miss":        "That is not the PIN.",
			"pin-gone":        "The PIN is gone. Your passphrase still opens everything.",
			"pin-offline":     "A PIN needs a connection to the server, and there is none just now. Your passphrase opens without one.",
			"same-passphrase": "This is the passphrase that you have. Take another one.",
			"changed":         "Your passphrase was changed on another device. Open this one with the new passphrase, and everything goes on. What you have written here meanwhile is kept and goes out then.",
			"secured":         "This account was secured on another device, or is no longer on this server. To open it here you need the new account key and the new passphrase. What you have written here is kept until then.",
			"renewed":         "Your account is secured. Open it with your new passphrase; your other devices need the new account key as well.",
			"unsure":          "The connection broke off, so it is not known yet whether your passphrase has changed. One of the two opens your account, the new one or the old one. Try again when you are connected, and if one does not work, take the other.",
			"no-renewal":      "Something has changed in your account in the meantime, so these new keys were not used. Begin once more.",
			"inviting":        "An invite is under way, and it is made of your present keys. Finish it or withdraw it first.",
			"passkey-none":    "Nothing came of asking this device. Nothing was changed. Try again, or use your passphrase.",
			"passkey-unfit":   "This device does not give a key that can be relied on, so none was made with it. Your passphrase opens as before.",
			"passkey-gone":    "The passkey opens nothing any more. Your passphrase still opens everything.",
			"not-the-same":    "The two are not the same. Type both once more.",
			"weak":            "This server asks for weaker protection than is safe, so nothing was sent to it. Tell whoever runs it, or use another server.",
			"no-memory":       "This device had too little memory for that. Close other pages and try again; next time less is used.",
			"self-test":       "This device does not calculate reliably just now, so no key was made with it. Close other pages, restart the browser and try again.",
			"quiet":           "You are quiet, and this would have to ask the server. Come back first: in the settings, under Leaving.",
			"account-gone":    "This account was deleted. The server does not know it any more.",
			"offline":         "There is no connection to the server just now. What you typed is still here. Try again when you are connected.",
			"storage":         "This browser does not let the page keep anything. Leave private browsing or free some space, then try again.",
			"no-journal":      "Nothing opens with this passphrase. Look for capital letters and spaces, and try again as often as you need.",
			"no-account":      "This device no longer has what it needs to open your account. Nothing on the server is lost: open it with your account key and your passphrase.",
			"not-allowed":     "This cannot be done any more: something has changed in the meantime. Look at the page again.",
			"outbox-full":     "Two hundred things wait on this device already. What you typed is still here. Let them go out first.",
			"closed":          "This server takes no more accounts. Whoever runs it can open it for more.",
			"bad-code":        "This sign-up link was used already, or it is not valid any more. Whoever runs this server gets new ones by restarting it.",
			"rate-limited":    "That was many times in a short while. Nothing is lost. Wait a minute and try again.",
			"too-large":       "That is longer than can be sent at once. Make it shorter; what you typed is still here.",
			"full":            "The server has no room left, so this was not kept there. What you typed is still here. Tell whoever runs the server.",
			"ended":           "This space has ended. Nothing more can be written here.",
			"unavailable":     "The server is busy or being restarted. What you typed is still here. Try again in a minute.",
			"signed-out":      "This device was signed out by another one of yours. Nothing is lost. Lock this page and open it again with your passphrase.",
			"recovery-code":   "That is not quite the code: something in it is wrong or missing. Look at the paper again, group by group. Nothing was sent.",
			"recovery-wrong":  "This code opens nothing here. It may have been used, replaced or removed since, or it is for another server.",
			"unauthorized":    "The server no longer knows that this device is signed in; that runs out after some hours. Nothing is lost. Lock this page and open it again with your passphrase.",
			"forbidden":       "The server does not allow this. Nothing was changed. If you think it should, ask whoever runs it.",
			"not-found":       "The server does not know this any more. Nothing on this device is lost. Open this page again and look.",
			"conflict":        "Something else was written at the same moment. What you typed is still here. Try again.",
			"exists":          "This is here already. Nothing is lost. Open this page again and look.",
			"admission":       "Nobody can be let into a space in this way. Nothing was changed.",
			"own":             "This is your own invite. It is meant for your partner.",
			"refused":         "The server did not take this, because it does not fit what is there. What you typed is still here. Open this page again; if it stays, ask whoever runs the server.",
			"malformed":       "This page and this server do not understand each other. What you typed is still here. Copy it, then open this page again to get the newest version.",
			"encoding":        "This page and this server do not understand each other. What you typed is still here. Copy it, then open this page again to get the newest version.",
			"internal":        "Something went wrong, and it was not your doing. What you typed is still here. Try again in a little while.",
			"gone":            "This was used already, or was withdrawn.",
			"expired":         "This has run out. Ask for a new one.",
		},
		Else: "Something went wrong, and it was not your doing. What you typed is still here. Try again in a little while.",
		Field: map[string]string{
			"empty": "Please fill this in.", "too-long": "This is too long.", "number": "Please choose a number.", "range": "Please choose between 1 and 60 minutes.", "no-entry": "There is no entry of that number here.",
		},
		Alarms: map[string]Alarm{
			"fork": {"Two histories", "This server has shown two different histories of your space. That happens when it was restored from an old copy, and when somebody tampers with it. Everything on this device is as it was.",
				"Write nothing for now. Ask your partner, not through this server, what they see, and ask whoever runs it what happened."},
			"gap": {"Something is missing", "The server says there is more, but does not hand it over. Everything on this device is as it was.",
				"The app goes on asking. If this stays, ask whoever runs the server."},
			"rollback": {"The server has lost something", "The server has fewer entries than this device. Nothing on this device is lost.",
				"This device gives back what it can. If this stays, write nothing for now, and ask whoever runs the server whether it was restored from an old copy."},
			"hidden": {"The server keeps something back", "You have written more than the server hands over: one of your own entries says so. It may have been restored from an old copy, or it shows this device an older state on purpose.",
				"You can read what is here; nothing is written until the rest comes. Look on another device of yours, if you have one, and ask whoever runs the server."},
			"stranger": {"This is not the space you know", "What the server calls your space was begun by somebody else, or shared with somebody else. It was not opened, and nothing on this device is lost.",
				"Do not write here. Talk to your partner in person."},
			"forged": {"Something was changed on the way", "The server handed over an entry that nobody in your space has signed. It was not taken, and nothing on this device is lost.",
				"You can go on. If this stays, ask whoever runs the server."},
			"update": {"This app is too old", "There are entries here that were written by a newer version. They are not lost.",
				"Open this page again to get the newer version."},
			"broken": {"What is stored here does not fit together", "Something has changed what this browser had stored. It was not believed. The server still has everything.",
				"Fetch everything from the server again. What you wrote here and what still waits to go out is not lost."},
		},
		Refetch:        "Lock, and fetch everything again",
		Above:          "This could not be done, because of what stands at the top of this page. What you typed is still here.",
		Healed:         "The server had lost one entry. This device has given it back.",
		HealedMany:     "The server had lost %s entries. This device has given them back.",
		Lost:           "It lacks %d that this device still has.",
		Withheld:       "The server holds back what one entry says, though it cannot change it. Whoever runs it may know why. Nothing else is missing.",
		WithheldMany:   "The server holds back what %s entries say, though it cannot change them. Whoever runs it may know why. Nothing else is missing.",
		Unreadable:     "One entry cannot be read by this app. It is kept as it is, and changes nothing.",
		UnreadableMany: "%s entries cannot be read by this app. They are kept as they are, and change nothing.",
		Slots:          "The server gave this device an older set of locks for your account than you last made. If you have not changed your passphrase lately, ask whoever runs the server.",
	}
}
