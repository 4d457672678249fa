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
				"What do you eat when you cook for yourself alone?",
				"Which of our ordinary evenings would you gladly have again?",
				"How do you like to be woken, and how would you rather not be?",
				"Which kind of weather suits you best, and what do you do in it?",
				"Which chore do you not mind at all, and which one do you put off?",
				"What do you like to be asked when you come home?",
				"Which song would you put on if I left the choice to you?",
				"Which present made you happy although it cost almost nothing?",
				"When you are tired, do you want company or a closed door?",
				"Which place, near or far, would you like to show me?",
			}},
			{"A small worry", "Something that goes round in your head.", []string{
				"What small thing has been going round in your head this week?",
				"Which everyday thought keeps you awake now and then?",
				"What are you putting off because you are not sure that you can do it well?",
				"Which call or appointment would you rather not have to make?",
				"Whom have you not called for too long, and what keeps you from it?",
				"What do you hope that nobody notices when we have guests?",
				"What about getting older makes you a little uneasy?",
				"What about work or money has been on your mind lately, even if it is small?",
				"What do you check twice, although you know that once would do?",
				"Which of your habits do you think might bother other people?",
				"What were you nervous about lately, and how did it turn out?",
				"What would make next week a little lighter for you?",
			}},
			{"A regret", "Something you would do differently now.", []string{
				"What do you wish you had handled differently with me?",
				"What have you said in a hurry that you would say differently now?",
				"Which chance did you let go by that you still think of?",
				"Whom did you never thank properly, and for what?",
				"When did you keep quiet and wish later that you had spoken?",
				"What did you give up that you sometimes miss?",
				"Which apology did you carry around for longer than you wanted to?",
				"When were you too proud to let somebody help you?",
				"What did you begin or buy that you should have slept on first?",
				"Which ordinary day would you like to have once more, to do one thing differently?",
				"When did you not listen to somebody who meant well?",
				"What do you know today that you would gladly have known when we met?",
			}},
			{"A need", "What you need, from yourself or from the other.", []string{
				"What do you need when you have had a bad day, and how could I tell?",
				"When do you feel most clearly that we belong together?",
				"What helps you to calm down, and what makes it harder?",
				"How much time on your own do you need, and how are you without it?",
				"What would you like to be asked more often?",
				"Which kind of help is easy for you to take, and which is hard?",
				"What do you like to hear after we have disagreed?",
				"When something goes well for you, how would you like me to share in it?",
				"Which small thing, done often, makes you feel looked after?",
				"What do you find hard to ask for?",
				"What would you like from me when we are among other people?",
				"What would you need in order to rest properly for one day?",
			}},
			{"A fear about us", "What you are afraid of when you think of the two of you.", []string{
				"What are you a little afraid that we could lose without noticing?",
				"When do you feel far from me although we are in the same room?",
				"What do you sometimes fear that I see when I look at you?",
				"Which change that lies ahead makes you wonder how we will manage?",
				"What would you miss first if we had less time together?",
				"When are you afraid of being too much for me, or not enough?",
				"What goes through your mind when we have been quiet with each other for a while?",
				"What in our future do you look forward to and fear at the same time?",
				"Which part of our days do you hope will never become mere habit?",
				"What are you afraid to hope for with me?",
				"When we disagree, what are you most afraid that it could mean?",
				"What would help you to believe that we can get through a hard year?",
			}},
			{"A shame", "What you would rather hide, even from somebody kind.", []string{
				"Which mistake still makes you blush when it comes to mind?",
				"What do you hide about yourself when you want to be liked?",
				"What does everybody seem to be able to do, except you?",
				"Which feeling are you ashamed of that you would forgive in anybody else?",
				"What have you pretended to know or to like so as not to stand apart?",
				"What do you envy in other people, although you would rather not?",
				"When were you less kind than you want to be?",
				"What about the way you talk, laugh or move have you tried to hide?",
				"What is hard for you to forgive yourself, however small it may seem to others?",
				"What do you quickly put out of sight before somebody comes to visit?",
				"When did you let people think better of you than was true?",
				"What would you like to be able to say without lowering your eyes?",
			}},
		},
	}
}
