package text

// Keys is who can get in: passphrase, account key and devices.
type Keys struct {
	Title, Lead         string
	Key, KeyLead, KeyDo string // the account key
}

func englishKeys() Keys {
	return Keys{
		Title: "Keys and devices", Lead: "What opens your account, and where it is open.",
		Key: "Your account key", KeyLead: "See it and print it again. Your passphrase is asked for first.", KeyDo: "Show the account key",
	}
}
