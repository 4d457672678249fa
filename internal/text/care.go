package text

// Care is the words of what does one good.
type Care struct {
	Title string
	Lead  string // on Mine
	Later string
	New   string // button

	EmptyTitle string
	Empty      string
	Groups     map[string]string // headings, by care.Group.Word
	GroupsHint map[string]string // in the choice

	MakeTitle   string
	Text        string // labels and hints
	Hint        string
	Group       string
	Keep        string
	Change      string // link
	ChangeTitle string
	ChangeSend  string
	Drop        string // button

	Offer   string // over what is offered in a hard moment
	OfferGo string // link: there is no list yet
	Heavy   string // before a link to the help page

	Wrong  map[string]string
	Cannot string
}

// WrongField says what is wrong with a field.
func (w Care) WrongField(field, code string) string {
	return wrongField(w.Wrong, w.Cannot, field, code)
}

func englishCare() Care {
	return Care{
		Title: "What does me good",
		Lead:  "Your own small list, for hard moments",
		Later: "Not now",
		New:   "Add something",

		EmptyTitle: "Your list is empty",
		Empty:      "Write down a few things that have helped you before, while you are calm. When it gets hard, one of them is offered to you. Nobody else sees the list, and nothing asks whether you did it.",
		Groups: map[string]string{
			"calm": "What settles me", "move": "Moving", "rest": "Rest and sleep", "people": "People", "beyond": "What holds me",
		},
		GroupsHint: map[string]string{
			"calm": "It settles me", "move": "It moves me", "rest": "It gives me rest", "people": "Somebody to call or be with", "beyond": "It holds me: a group, a place, a faith",
		},

		MakeTitle:   "Something that does me good",
		Text:        "What is it?",
		Hint:        "So small that it can be done when everything is too much.",
		Group:       "What kind of thing is it?",
		Keep:        "Keep it for me",
		Change:      "Put it in other words",
		ChangeTitle: "In other words",
		ChangeSend:  "Change it",
		Drop:        "Take it off the list",

		Offer:   "From your own list",
		OfferGo: "Make a small list of what does you good",
		Heavy:   "If it is more than that, or you are afraid of somebody:",

		Wrong: map[string]string{
			"text empty": "Write a few words first.",
			"group bad":  "Choose one from the list.",
			"too-long":   "This is too long for here. About fifty words fit.",
		},
		Cannot: "This is not possible any more. There may be forty things on the list already, or this one was taken off.",
	}
}
