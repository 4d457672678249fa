package text

// Light is lighter keys: what opens one device besides the passphrase.
type Light struct {
	Title, Lead        string
	Only, ByPin        string // what opens this device
	Open               string // to the page about it
	Pin, PinLead       string
	PinWhat            []string
	PinField, PinHint  string
	PinAgain, PinSet   string
	PinOn, PinNew      string
	PinOff, PinOffLead string
	Hosted             string // not offered
	Unlock             string
	Passphrase, DoIt   string // in place of the PIN
	Rested             string // the passphrase is asked for again
	Key, KeyLead       string // a passkey
	KeyWhat            []string
	KeySet, KeyNone    string
	KeyOn, KeyOnly     string
	KeyOff, KeyOffLead string
	KeyUse             string
	Left, LeftOne      string // wrong PINs that are left; %s a number in words
}

func englishLight() Light {
	return Light{
		Title: "A lighter key", Lead: "Something quicker than your passphrase, for opening the app on this device every day. Your passphrase goes on opening everything.",
		Only: "Nothing opens this device but your passphrase.", ByPin: "A PIN opens this device, as your passphrase does.",
		Open: "Look at lighter keys",
		Pin:  "A PIN", PinLead: "Six digits, for this device alone. It is quicker, and it is weaker:",
		PinWhat: []string{
			"Whoever sees you type it, or guesses it, can read what is yours here and write in your name.",
			"Half of its key lies on the server. Somebody who has this device and the server as well can try every PIN there is. So do not use one if whoever runs the server might want to look.",
			"Eight wrong ones in a row and it is gone. Nothing is lost by that, and your passphrase still opens everything.",
			"It needs a connection. Without one, use your passphrase.",
			"What decides who can get in still asks for the passphrase. And once a month you are asked for it here, so that you do not forget it.",
		},
		PinField: "PIN", PinHint: "Six digits. No birthday, no house number, nothing that somebody close to you would try.",
		PinAgain: "The same PIN again", PinSet: "Use this PIN",
		PinOn: "A PIN opens this device.", PinNew: "Make another PIN",
		PinOff: "Take the PIN away", PinOffLead: "That happens at once. You can make another whenever you like.",
		Hosted:     "Your partner runs this server, so half of the key would lie with them, and somebody who has that half and this device can try every PIN there is. That is why there is no PIN here.",
		Unlock:     "Enter your PIN.",
		Passphrase: "Use my passphrase", DoIt: "Open with it",
		Rested: "You have not typed your passphrase here for a month. Type it once, so that you do not forget it. After that your lighter key opens again.",
		Key:    "A passkey", KeyLead: "The lock of this phone or computer in place of your passphrase: your finger, your face or its code.",
		KeyWhat: []string{
			"Anyone who can unlock this phone can then open this app. Somebody who knows its code can, and so can somebody whose finger or face it knows.",
			"Passkeys may go along to other devices: with an Apple or a Google account that you share with somebody, they may have it too.",
			"It opens without a connection, and nothing of it is on the server but a locked copy.",
			"What decides who can get in still asks for the passphrase. And once a month you are asked for it here, so that you do not forget it.",
		},
		KeySet: "Make a passkey", KeyNone: "This browser has no passkeys that could be used as a key.",
		KeyOn: "The lock of this device opens the app.", KeyOnly: "The lock of this device opens the app, as your passphrase does.",
		KeyOff: "Take the passkey away", KeyOffLead: "Afterwards it opens nothing any more. Among the passkeys in the settings of this device it may still be listed, under the name that this page has. You can delete it there.",
		KeyUse:  "Open with the device’s lock",
		Left:    "%s more tries, then the PIN is gone and your passphrase opens.",
		LeftOne: "One more try, then the PIN is gone and your passphrase opens.",
	}
}
