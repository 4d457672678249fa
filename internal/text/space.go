package text

// Space is Today, Together and the end of a space.
type Space struct {
	Morning, Day, Evening, Night Greeting
	Alone, AloneLead             string
	Coming, ComingLead           string
	Nothing                      string
	Small                        string // over one small thing that could be done
	Together, TogetherLead       string // %s the partner's name
	EndedBy, EndedByMe           string // %s the partner's name
	EndedLead                    string
	Anew                         string
	Earlier, EarlierLead         string
	EarlierWith                  string // %s the partner's name then
	EarlierOpening               string
	EarlierHere, EarlierBack     string // while one is looked at; %s the partner's name then
}

// Greeting is said to somebody by their name, or to somebody who has none yet.
type Greeting struct {
	Named string // %s one's own name
	Plain string
}

func englishSpace() Space {
	return Space{
		Morning: Greeting{"Good morning, %s.", "Good morning."}, Day: Greeting{"Hello, %s.", "Hello."},
		Evening: Greeting{"Good evening, %s.", "Good evening."}, Night: Greeting{"It is late, %s.", "It is late."},
		Alone:     "You are here on your own so far.",
		AloneLead: "You can invite your partner whenever you want to, or not at all.",
		Coming:    "One moment. What is yours is on its way to this device.", ComingLead: "It comes as soon as there is a connection. There is nothing that you need to do.",
		Nothing:  "Nothing is waiting. That is allowed.",
		Small:    "If you like",
		Together: "Together", TogetherLead: "What you and %s do here.",
		EndedBy: "%s has left this space.", EndedByMe: "You have left this space.",
		EndedLead: "Nothing more can be written here. What was written stays readable on your devices.",
		Anew:      "You can begin a new space, with whomever you like.",
		Earlier:   "Earlier spaces", EarlierLead: "What was written there stays readable. It is only for reading.",
		EarlierWith: "With %s", EarlierOpening: "Opening it. One moment.",
		EarlierHere: "This is an earlier space, with %s. It is only for reading.", EarlierBack: "Back to now",
	}
}
