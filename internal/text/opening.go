package text

// Opening is the words of openings. {who} is one of the two, {rung} the name of a
// rung, {when} a moment as Calendar.When says it.
type Opening struct {
	Title string
	Lead  string // on Together
	Back  string // link to the first page of openings
	Later string // link away from a form
	Gone  string

	EmptyTitle string
	Empty      string
	Asks       string // how a question is to be read
	Free       string // that nothing has to be answered

	Ladder string  // what a screen reader says of the picture: {rung}
	Here   string  // over a question: {rung}
	InUse  string  // under the ladder: {rung}
	Down   string  // button: one rung lower
	Choose string  // link to the choice
	Rungs  [6]Rung // from below
	Next   string  // over the question that is offered
	Answer string  // button
	Others string  // opens the list of the other questions
	None   string  // there are none left on the rung
	Closed string  // over what has not opened
	Opened string  // over what has
	Newer  string  // in the place of a question that this version does not know

	RungTitle string
	RungLead  string
	RungWhat  string // label of the choice
	RungSend  string
	RungSame  string // no other was chosen
	Cannot    string // the rules do not allow it any more

	AnswerText string
	AnswerHint string // {who}
	AnswerSend string
	Wrong      map[string]string // by code

	NewOpened string // Today, over a question
	NewBegun  string
	Begun     string
	BegunOver string
}

// Rung is one rung: its name, what it is about, and its questions. A question
// keeps its place and its meaning for ever, because answers name it by its
// place; another one is added at the end.
type Rung struct {
	Name, About string
	Questions   []string
}

// Question returns the words of a question by its rung and its number there,
// both from 1.
func (o Opening) Question(rung, number int) (string, bool) {
	if rung < 1 || rung > len(o.Rungs) || number < 1 || number > len(o.Rungs[rung-1].Questions) {
		return o.Newer, false
	}
	return o.Rungs[rung-1].Questions[number-1], true
}

func englishOpening() Opening {
	return Opening{
		Title: "Openings",
		Lead:  "Show yourselves to each other, one small step at a time",
		Back:  "All openings",
		Later: "Keep for later",
		Gone:  "There is nothing here. It may have been taken back, or it has not reached this device yet.",

		EmptyTitle: "A question that you both answer, and open together",
		Empty:      "Each of you writes an answer and seals it. Neither can read the other’s, or change their own, until both are there. Then they open, side by side. It begins with easy questions, and goes only as far as you both like.",
		Asks:       "Read each question as if the other were asking it.",
		Free:       "Nobody has to answer, and nobody is reminded.",

		Ladder: "A ladder of six rungs. The rung in use is: {rung}.",
		Here:   "Openings: {rung}",
		InUse:  "The rung in use is {rung}.",
		Down:   "Go down a rung",
		Choose: "Choose how far you would go",
		Next:   "A question for both of you",
		Answer: "Answer it",
		Others: "Other questions",
		None:   "You have been through all the questions up to this rung. What you opened is below.",
		Closed: "Opens when both have answered",
		Opened: "Opened",
		Newer:  "A question that this version does not know.",

		RungTitle: "How far would you go?",
		RungLead:  "Each of you chooses alone. The rung in use is the lower of the two, so neither has to go further than they like. What you choose here is not shown to the other, only the rung that comes of it. You can go down again at any time, without a reason.",
		RungWhat:  "I would go up to",
		RungSend:  "Choose this",
		RungSame:  "This is what you have chosen already.",
		Cannot:    "This is not possible any more. Something may have come in meanwhile; have another look.",

		AnswerText: "Your answer",
		AnswerHint: "Say as much as feels all right. {who} can read it once both of you have answered, and then neither can change it.",
		AnswerSend: "Seal it",
		Wrong: map[string]string{
			"empty":    "Write a few words first.",
			"too-long": "This is longer than an answer can be. About five hundred words fit; the rest could be a letter.",
		},

		NewOpened: "Both of you have answered",
		NewBegun:  "Opens when both have answered",
		Begun:     "You were answering a question",
		BegunOver: "Only on this device",

		Rungs: [6]Rung{
			{"A preference", "What you like, and what you do not.", []string{
				"What do you like to do with the first half hour of a free day?",
				"Which sound or smell makes a place feel like home to you?",
				"Which food could you eat again and again?",
				"Which of our ordinary evenings would you gladly have again?",
				"How do you like to be woken, and how would you rather not be?",
				"Which kind of weather suits you best, and what do you do in it?",
				"Which small task do you enjoy, although others find it dull?",
				"What do you like to be asked when you come home?",
				"Which song, picture or story would you like to share with me today?",
				"Which present made you happy although it cost almost nothing?",
				"When you are tired, do you want company or a closed door?",
				"Which place, near or far, would you like to show me?",
			}},
			{"A small worry", "Something that goes round in your head.", []string{
				"What small thing has been going round in your head this week?",
				"What do you worry about a little before a journey or a celebration?",
				"What are you putting off because you are not sure that you can do it well?",
				"Which call or appointment would you rather not have to make?",
				"Which everyday thing are you a little afraid of forgetting?",
				"What makes you a little shy among people you do not know?",
				"What about getting older makes you a little uneasy?",
				"What about your work, paid or not, has been on your mind lately?",
				"What do you check twice, although you know that once would do?",
				"What do you find hard to begin, although it is easy once you have begun?",
				"What were you nervous about lately, and how did it turn out?",
				"What would make next week a little lighter for you?",
			}},
			{"A regret", "Something you would do differently now.", []string{
				"In which small moment with me would you have liked to be more patient?",
				"What have you said in a hurry that you would say differently now?",
				"Which chance to learn something did you let go by?",
				"Whom did you never thank properly, and for what?",
				"At which meeting or gathering would you have liked to speak up, and did not?",
				"Which pastime did you let go of that you sometimes miss?",
				"For which small thing did you say sorry later than you meant to?",
				"When were you too proud to let somebody help you?",
				"Which task or favour did you take on too quickly?",
				"Which practical advice did you not take, and later wished that you had?",
				"What did you not ask somebody while there was still time?",
				"What did you once worry about far more than you needed to?",
			}},
			{"A need", "What you need, from yourself or from the other.", []string{
				"What do you need when you have had a bad day, and how could I tell?",
				"When is it easy for you to be yourself with me?",
				"What helps you to calm down, and what makes it harder?",
				"How much time on your own do you need, and how are you without it?",
				"When you tell me something that matters, what helps you to go on?",
				"Which kind of help is easy for you to take, and which is hard?",
				"What helps you after we have disagreed?",
				"When something goes well for you, how would you like me to share in it?",
				"Which small thing, done often, makes you feel looked after?",
				"What do you find hard to ask for when you are ill or tired?",
				"What would you like from me when we are among other people?",
				"What would you need in order to rest properly for one day?",
			}},
			{"A fear about us", "What you are afraid of when you think of the two of you.", []string{
				"What are you a little afraid that we could lose without noticing?",
				"When do you miss me although I am there?",
				"What do you sometimes fear I see when I look at you?",
				"Which change that lies ahead makes you wonder how we will manage?",
				"What would you miss first if we had less time together?",
				"When are you afraid of being too much for me, or not enough?",
				"What goes through your mind when we have been quiet with each other for a while?",
				"When you think of us in the coming year, what do you look forward to and also fear?",
				"Which part of our days do you hope will never become mere habit?",
				"What are you afraid to hope for with me?",
				"When we disagree, what are you most afraid that it could mean?",
				"What would help you to believe that we can get through a hard year?",
			}},
			{"A shame", "What makes you blush, although it is only human.", []string{
				"Which mix-up or slip of yours still makes you blush when it comes to mind?",
				"When do you feel out of place, and what do you do so that nobody notices?",
				"What do others seem to find easy that is hard for you?",
				"Which feeling are you ashamed of that you would understand in anybody else?",
				"What have you pretended to know or to like among other people, so as not to stand apart?",
				"What do you envy in other people, although you would rather not?",
				"When were you less kind to a stranger than you want to be?",
				"Which odd little habit do you have that few people know of?",
				"Which small failure do you still hold against yourself?",
				"What do you quickly put out of sight before somebody comes to visit?",
				"Which praise is hard for you to take, because it does not feel quite true?",
				"Which of your weaknesses would you like to be able to laugh about?",
			}},
		},
	}
}
