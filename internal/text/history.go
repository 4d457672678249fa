package text

// History is giving a partner back what they have lost.
type History struct {
	Title, Lead string
	Means       string // what it means, in one sentence
	What        []string
	Which       string
	With        string // {who}: the name in the earlier space
	Do, In      string // the button; the link on the page of earlier spaces
	None        string
	Given       string // beside one that was given: %s who gave it
	GivenHere   string // above its pages: %s who gave it
	Gave        string // what was done
}

func englishHistory() History {
	return History{
		Title: "Give back what was lost",
		Lead:  "Somebody who has lost their passphrase, their account key and every device is somebody new here, with nothing. If your partner is that person, you can give them what the two of you wrote before.",
		Means: "Do this only if you have compared the words face to face and know who it is: the person you give it to can read everything that was written there, and it cannot be taken back.",
		What: []string{
			"They can read it, and nothing can be written there.",
			"What they had kept to themselves stays lost.",
			"It is in your record that you have given it.",
		},
		Which: "What to give back", With: "The space with {who}",
		Do:        "Give it back",
		In:        "My partner has lost everything",
		None:      "There is nothing here that you could give back. It takes an earlier space with your partner, a new one, and the words compared by both of you there.",
		Given:     "Given back by %s.",
		GivenHere: "%s has given this back to you. What is checked is that it was not changed and that they were in it. That the other was you, only you can tell.",
		Gave:      "It is given back. They find it among their earlier spaces.",
	}
}
