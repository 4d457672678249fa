package text

// Timeout is the words of time-outs. {who} is one of the two, {when} a moment
// as Calendar.When says it.
type Timeout struct {
	Title string
	Lead  string // on Together
	Intro []string
	Later string // link away from a form

	Call      string // label of the choice of a length
	CallHint  string
	CallSend  string
	Lengths   []Length
	TodayOnce string // one was called today already

	Mine       string // {when}: one's own runs
	MineLead   string
	Theirs     string // {who}, {when}
	TheirsLead string // {who}
	Extend     string // label
	ExtendSend string
	Extended   string // {when}: it was put off
	Come       string // button: come back
	ComeTitle  string
	ComeLead   string
	ComeLine   string
	ComeHint   string
	ComeSend   string
	Line       string // over an opening line: {who}, {when}
	LineYou    string
	BackYou    string // without a line
	Back       string // {who}, {when}

	More      string // heading: one a day
	MoreLead  string
	MoreYes   string // buttons
	MoreNo    string
	MoreBoth  string // both have agreed
	MoreMine  string // {who}: only this person has agreed
	MoreTheir string // {who}

	Rests     string // instead of a composer: {when}
	RestsLead string
	RestsGo   string
	Arrives   string // beside a composer: {who}, {when}

	TodayMine   string // Today: {when}
	TodayTheirs string // {who}, {when}
	TodayOver   string
	TodayBack   string // {who}
	TodayWhen   string // over these: {when}
	Wrong       map[string]string
	Cannot      string
}

// Length is how long a time-out is, in minutes, and how that is said.
type Length struct {
	Minutes int
	Says    string
}

// WrongField says what is wrong with a field.
func (w Timeout) WrongField(field, code string) string {
	return wrongField(w.Wrong, w.Cannot, field, code)
}

func englishTimeout() Timeout {
	return Timeout{
		Title: "Time-outs",
		Lead:  "Stop when it gets too hot, and say when you come back",
		Intro: []string{
			"A time-out stops a talk before it does harm. It says when you come back, so that nobody is left standing there.",
			"Until then you rest: you write nothing here, and what the other writes arrives when you are back. Both of you see when that is, and nothing else.",
		},
		Later: "Not now",

		Call:     "When will you be back?",
		CallHint: "Twenty minutes at least: a body takes its time to settle.",
		CallSend: "Take a time-out",
		Lengths: []Length{
			{20, "In twenty minutes"}, {30, "In half an hour"}, {45, "In three quarters of an hour"}, {60, "In an hour"},
			{120, "In two hours"}, {180, "In three hours"}, {360, "In six hours"}, {720, "In twelve hours"}, {1440, "In a day"},
		},
		TodayOnce: "You have taken a time-out today. One a day is what the two of you have, so that a pause does not become a way to fall silent. You can still step away from a talk and say so in person.",

		Mine:       "Your time-out. You are back {when}.",
		MineLead:   "Breathe, walk, wash a cup. Going over the quarrel in your head keeps it hot; let it wait.",
		Theirs:     "{who} has taken a time-out and is back {when}.",
		TheirsLead: "It is a pause, and it has an end. You can write meanwhile; it arrives when they are back. Or do something kind for yourself.",
		Extend:     "Need longer? Once, you can put it off.",
		ExtendSend: "Put it off",
		Extended:   "Put off once, to come back {when}.",
		Come:       "I am back",
		ComeTitle:  "Coming back",
		ComeLead:   "One line is enough to open the door again. You can also come back without one.",
		ComeLine:   "Your first line",
		ComeHint:   "What you are sorry for, what you understood, or what you need. The rest can wait for a letter.",
		ComeSend:   "I am back",
		Line:       "{who} came back {when}",
		LineYou:    "You came back {when}",
		BackYou:    "You are back, {when}.",
		Back:       "{who} is back, {when}.",

		More:      "How often",
		MoreLead:  "Each of you can take one a day. If both of you say so, it can be more.",
		MoreYes:   "More than one a day is fine with me",
		MoreNo:    "One a day after all",
		MoreBoth:  "Both of you have said that more than one a day is fine.",
		MoreMine:  "You have said that more is fine. It takes both.",
		MoreTheir: "{who} has said that more is fine. It takes both.",

		Rests:     "You are taking a time-out. You are back {when}.",
		RestsLead: "What you had begun is kept on this device. There is nothing you need to write just now.",
		RestsGo:   "To the time-out",
		Arrives:   "{who} is taking a time-out. This arrives when they are back, {when}.",

		TodayMine:   "You are back {when}",
		TodayTheirs: "{who} is back {when}",
		TodayOver:   "If you like, open the door with one line",
		TodayBack:   "{who} is back",
		TodayWhen:   "Time-out",
		Wrong: map[string]string{
			"minutes empty": "Choose when you will be back.",
			"minutes range": "A time-out is between twenty minutes and a day long.",
			"line too-long": "This is long for a first line. About eighty words fit; the rest could be a letter.",
		},
		Cannot: "This is not possible any more. Something may have come in meanwhile; have another look.",
	}
}

func englishGuideTimeout() GuidePage {
	return GuidePage{
		Practice: "timeout",
		Title:    "Time-outs: stop, and come back",
		Lead:     "When a talk becomes too hot, going on does harm and walking away does too. A time-out is a third way: it stops the talk, and it says when you return.",
		Why: []GuideClaim{
			{
				"Bodies may have a part in how two people get on. Thirty married couples talked with each other, once about something easy and once about something hard, while their hearts and skin were measured; nineteen were found again three years later. The more aroused the two had been in those talks, the more their contentment with each other had gone down since.",
				"Levenson and Gottman (1985), Journal of Personality and Social Psychology 49, 85–94",
			},
			{
				"A pause can break the chain of hitting back. In two experiments, 81 couples played a game in which each could send the other an unpleasant noise, and they tended to give as good as they got. When there was a break of some seconds, whether they had to take it or chose to, they became less aggressive. Those were games and seconds, and the authors say that it is about everyday quarrels, never about violence.",
				"McCurry, May and Donaldson (2024), Communications Psychology, nature.com/articles/s44271-024-00122-4",
			},
		},
		How: []string{
			"Agree in a quiet hour that either of you may call one, and that nobody has to give a reason.",
			"Call it early: when your voice rises, or when you hear nothing more of what the other says.",
			"Do something that calms the body: walk, breathe slowly, wash up, look out of the window.",
			"Come back when you said, even if only to say when you can talk. One line opens the door.",
			"If the other has called it: it is about the heat, and it has an end. Let them go, and be kind to yourself meanwhile.",
		},
		Avoid: []string{
			"Rehearsing what you will say. That keeps the body in the quarrel.",
			"Following the other from room to room, or from app to app.",
			"Having the last word before you go.",
			"Letting the return time pass without a word. Put it off once if you must; it takes a moment.",
		},
		Start: "Go to the time-outs",
	}
}
