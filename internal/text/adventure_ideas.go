package text

// Idea is something that two can do together. What it costs, how long it takes,
// where it is and what it asks of a body are there to choose by; docs/adventures.md
// says of each how it stood up to a second reading.
type Idea struct {
	Slug  string // names it for good, in a-z and hyphens; never given to another
	Grade uint8  // how daring, from 1 to IdeaGrades
	Text  string
	Cost  string // one of IdeaCosts
	Time  string // one of IdeaTimes
	Place string // one of IdeaPlaces
	// Body is what it asks of a body, in a few words: legs, hands, eyes, ears, a
	// voice, cold. Empty if talking and being there are enough; talking may be
	// signing, writing or a device.
	Body   string
	Safety string // a sentence, where one is needed
}

// IdeaGrades is how many grades of daring there are: something a little
// different, something new, something that takes some courage, and something that
// you will still tell of in some years.
const IdeaGrades = 4

// What Cost, Time and Place may be. The longest half hour takes about an hour, and
// a little costs no more than a simple meal for two.
const (
	costNone, costLittle, costSome             = "none", "little", "some"
	timeHalf, timeEvening, timeDay, timeLonger = "half an hour", "an evening", "a day", "longer"
	placeHome, placeNearby, placeAway          = "home", "nearby", "away"
)

// IdeaCosts are the values of Cost, IdeaTimes of Time, IdeaPlaces of Place, the
// smallest first.
func IdeaCosts() []string  { return []string{costNone, costLittle, costSome} }
func IdeaTimes() []string  { return []string{timeHalf, timeEvening, timeDay, timeLonger} }
func IdeaPlaces() []string { return []string{placeHome, placeNearby, placeAway} }

// Ideas is the ideas of a language, by grade.
type Ideas []Idea

// Find returns the idea of a slug.
func (i Ideas) Find(slug string) (Idea, bool) {
	for _, idea := range i {
		if idea.Slug == slug {
			return idea, true
		}
	}
	return Idea{}, false
}

func englishIdeas() Ideas {
	return Ideas{
		{"swap-places", 1, "For one evening, swap places: at the table, by the window, wherever each of you always is. See how the room looks from there.", costNone, timeEvening, placeHome, "", ""},
		{"supper-backwards", 1, "Have supper back to front: begin with the sweet or the fruit, and end with the soup. Tell each other the day back to front, too.", costNone, timeHalf, placeHome, "", ""},
		{"place-you-loved", 1, "Each of you tells of a place you loved, as a child or later, so closely that the other could find their way about in it.", costNone, timeHalf, placeHome, "", ""},
		{"ten-words", 1, "Learn ten words of a language that neither of you speaks, and use them for the rest of the day.", costNone, timeHalf, placeHome, "", ""},
		{"three-pictures", 1, "Each of you chooses three moments from before you met, shows a picture of them or tells them as one, and says what was just outside the frame.", costNone, timeHalf, placeHome, "", ""},
		{"what-passes", 1, "Sit at a window or on a step and make up where everything is going that you see or hear pass: people, birds, clouds, a van.", costNone, timeHalf, placeHome, "", ""},
		{"five-tastes", 1, "Each of you puts together five small tastes from what is in the kitchen. The other guesses what they are.", costNone, timeHalf, placeHome, "hands", "Nothing hot or nasty, and say first what you cannot eat."},
		{"never-tasted", 1, "Each of you finds something to eat that neither has tasted before. Try both together.", costLittle, timeHalf, placeNearby, "", "If one of you cannot eat something, say so first."},
		{"new-dish", 1, "Cook a dish that neither of you has ever made, and share out the work in a new way too.", costLittle, timeEvening, placeHome, "hands, and some standing", ""},
		{"other-way", 1, "Go somewhere you often go, by a way you have never taken.", costNone, timeHalf, placeNearby, "a short way, on foot or on wheels", ""},
		{"breakfast-elsewhere", 1, "Carry your breakfast to where you have never had one: the stairs, a bench, the edge of a field.", costNone, timeHalf, placeNearby, "a short way, on foot or on wheels", ""},
		{"first-chapter", 1, "Read the first chapter of a book that is new to both of you, aloud and by turns. Then guess how it ends.", costNone, timeEvening, placeHome, "eyes, and a voice", ""},
		{"other-hand", 1, "Draw the view from your window with the hand you do not write with, or with your eyes shut. Swap the drawings.", costNone, timeHalf, placeHome, "eyes, and a hand", ""},
		{"one-tree", 1, "Choose a tree near you. Find out what it is called, what lives on it, and how old it may be.", costNone, timeHalf, placeNearby, "a short way, on foot or on wheels", ""},
		{"three-songs", 1, "Each of you plays three pieces of music that were dear to you before you met, and says where you were when you heard them.", costNone, timeHalf, placeHome, "ears", ""},
		{"up-there", 1, "Look at the sky together for half an hour, by day or by night, and tell each other what you find.", costNone, timeHalf, placeNearby, "eyes", "Never look straight at the sun."},
		{"far-radio", 1, "Listen to a radio station from a country that neither of you has been to. Guess what is being said.", costNone, timeHalf, placeHome, "ears", ""},

		{"teach-me", 2, "Each of you teaches the other something that only you can do: a rhyme, a trick with numbers, how to tell two birds apart. Whoever teaches says only what went well.", costNone, timeEvening, placeHome, "", ""},
		{"story-by-turns", 2, "Make up a story by turns, one sentence each. It has to begin in your own street and must not stay there.", costNone, timeHalf, placeHome, "", ""},
		{"word-game", 2, "Invent a word game with three rules. Play it until it breaks, mend it, and play again.", costNone, timeHalf, placeHome, "", ""},
		{"letter-in-a-year", 2, "Each of you writes or records a letter to yourself as you will be in a year, and chooses the day on which you will open it.", costNone, timeHalf, placeHome, "", "Keep yours where nobody else reads it."},
		{"no-screens", 2, "Spend a whole evening without screens, but for one that you may need. What did people do? Try that.", costNone, timeEvening, placeHome, "", ""},
		{"not-our-thing", 2, "Go to something free that neither of you would choose: a match of the local side, a public meeting, a choir’s practice, a talk.", costNone, timeEvening, placeNearby, "", ""},
		{"thank-a-stranger", 2, "Think of somebody whose work does you good and who never hears of it. Write to them together, and send it.", costNone, timeHalf, placeHome, "", ""},
		{"small-sum", 2, "Each of you takes the same very small sum and finds something with it that will make the other smile.", costLittle, timeEvening, placeNearby, "", ""},
		{"coin-walk", 2, "Set out from your door and let a coin decide at every corner or fork. See where you are after half an hour.", costNone, timeHalf, placeNearby, "some way, on foot or on wheels", "Go by daylight, and have a way to find home."},
		{"own-visitors", 2, "Be visitors where you live: go and see what others would come to see, if they knew of it, and you never have.", costLittle, timeDay, placeNearby, "some way, on foot or on wheels", ""},
		{"before-sunrise", 2, "Get up while it is dark and watch the sun come up, at a window or out of doors, with something warm to drink.", costNone, timeHalf, placeNearby, "eyes, and a short night", "Look away once the sun itself is up."},
		{"known-way-at-night", 2, "Go a way that you know well, slowly, after dark. Tell each other what is different.", costNone, timeHalf, placeNearby, "a short way, on foot or on wheels", "Choose a way on which both of you feel safe, and take a light."},
		{"blanket-den", 2, "Build a den from blankets and chairs, and spend the evening in it.", costNone, timeEvening, placeHome, "hands, and getting down low", "No candles in it, and keep it away from heaters."},
		{"somebody-elses-dish", 2, "Ask a neighbour or somebody at work how a dish that they love is made. Make it, and bring them some.", costLittle, timeEvening, placeHome, "hands, and some standing", ""},
		{"both-parts", 2, "Read a scene from a play aloud. Then swap parts and read it again.", costNone, timeEvening, placeHome, "eyes, and a voice", ""},
		{"last-stop", 2, "Take a bus, a train or a road that you never take, to its last stop or to the next place you do not know. Look about, and come back.", costLittle, timeDay, placeAway, "some way, on foot or on wheels", "Look up the last way home before you go, and let each of you carry your own fare."},
		{"out-of-dough", 2, "Make something from clay, dough or mud, with four hands and no tools.", costNone, timeEvening, placeHome, "hands", ""},
		{"lend-a-hand", 2, "Give two hours to the place you live in: picking up litter, sorting at a food bank, sitting with somebody who is alone.", costNone, timeEvening, placeNearby, "as much as the task you choose", ""},
		{"made-up-map", 2, "Draw the map of a country that does not exist. Each of you may add one thing to whatever the other draws.", costNone, timeEvening, placeHome, "eyes, and a hand", ""},

		{"kindly-refused", 3, "Ask, with a smile, for something that you expect to be refused: to see the kitchen, to ring the bell, to try the instrument. Say thank you either way.", costNone, timeEvening, placeNearby, "", "Ask where you are welcome, and where a no is easy to say."},
		{"if-nobody-laughed", 3, "Each of you tells one thing you would do if nobody could laugh. The other asks three questions and gives no advice.", costNone, timeHalf, placeHome, "", "What you hear stays between you, and out of any quarrel."},
		{"eight-lines", 3, "Each of you writes eight lines about something you love, and reads them out. The only answer allowed is thank you.", costNone, timeHalf, placeHome, "", ""},
		{"radio-play", 3, "Record a radio play of three minutes in which both of you speak and at least one door creaks.", costNone, timeEvening, placeHome, "a voice, and ears", "Agree who may hear it. Either of you can have it deleted."},
		{"oldest-friend", 3, "Ask the oldest person you know for an hour of their time, and about the boldest thing they ever did.", costNone, timeEvening, placeNearby, "", ""},
		{"put-off", 3, "Each of you chooses something you have put off because it makes you uneasy: a call, a form, a message. Do both in the same hour, side by side. You need not say what it is.", costNone, timeHalf, placeHome, "", ""},
		{"three-swaps", 3, "Begin with something small that you can spare. Swap it with somebody, swap what you got, and swap once more.", costNone, timeDay, placeNearby, "", "Swap only what is your own, and where other people are about."},
		{"by-turns", 3, "Spend a day without a plan. By turns, each of you decides what comes in the next hour. The other may always say no.", costNone, timeDay, placeNearby, "", ""},
		{"lost-touch", 3, "Write to a friend whom both of you have lost touch with, and ask whether they would like to meet.", costNone, timeHalf, placeHome, "", ""},
		{"two-guests", 3, "Ask two people whom you hardly know to a simple supper.", costLittle, timeEvening, placeHome, "", ""},
		{"first-lesson", 3, "Go to the first lesson of something that neither of you can do, in a room or on a screen, and be beginners together.", costLittle, timeEvening, placeNearby, "as much as the lesson you choose", ""},
		{"sing-out", 3, "Sing one song together where somebody can hear it: at a window, in a choir that is open to all, on a hill.", costNone, timeHalf, placeNearby, "a voice", ""},
		{"one-whole-song", 3, "Dance to one whole song where somebody could see it; a window will do. Sitting down counts.", costNone, timeHalf, placeHome, "ears, and moving as you like", ""},
		{"without-words", 3, "For half an hour, tell each other things without a word: hands, faces, drawings. End by guessing aloud what you understood.", costNone, timeHalf, placeHome, "eyes, and hands", "Leave this one for a day on which silence is easy between you."},
		{"cold-feet", 3, "Put your feet into very cold water for a minute, or less if either of you likes: a stream, the sea, a bowl on the floor.", costNone, timeHalf, placeHome, "cold", "Stay at the edge. Leave it out if your heart, your blood or your feet are not well."},
		{"further-than-ever", 3, "Go further together than you ever have without an engine, and have something good to eat at the far end.", costLittle, timeDay, placeAway, "a long way, on foot or on wheels", "Tell somebody where you are going, take water, and turn back while it is easy."},
		{"nearly-outdoors", 3, "Spend a night outdoors or nearly so: in the yard, on a balcony, beside a wide-open window.", costNone, timeDay, placeHome, "a hard bed, and night air", "Choose a mild night, and a place where both of you feel safe and can go in when you like."},
		{"let-it-go", 3, "Each of you gives away one thing of your own that you have held on to for too long, to somebody who will use it.", costNone, timeDay, placeHome, "", "Each of you chooses only among your own things."},

		{"better-place", 4, "Find one thing that would make your place better, a bench, a crossing, a tree, and ask those who decide. Keep asking politely until there is an answer.", costNone, timeLonger, placeNearby, "", ""},
		{"ten-things", 4, "Each of you lists ten things you would like to have done in your life. Where the lists meet, take a first step this week. If they do not meet, take one each.", costNone, timeEvening, placeHome, "", ""},
		{"thank-in-time", 4, "Each of you thinks of somebody who changed your life for the better and does not know it: a teacher, an aunt, a neighbour. Tell them today, by voice or in writing, side by side.", costNone, timeHalf, placeHome, "", ""},
		{"ten-neighbours", 4, "Within a month, learn the names of ten people who live near you, and one good story from each. Tell yours too.", costNone, timeLonger, placeNearby, "", ""},
		{"ten-stories", 4, "Record ten stories from your lives, five each, for somebody who comes after you. Give them away.", costNone, timeLonger, placeHome, "", "Tell what is yours to tell."},
		{"five-minutes", 4, "Put on something of five minutes, the two of you, before people you know: a reading, a sketch, a tune on glasses.", costNone, timeEvening, placeNearby, "", ""},
		{"half-an-hour-of-yours", 4, "Offer a school, a club or a library half an hour on something that the two of you know about. Then hold it.", costNone, timeLonger, placeNearby, "", ""},
		{"something-for-others", 4, "Begin something that others can come to: a soup once a month, a game evening, a walk for people who are new. Hold the first one.", costLittle, timeLonger, placeNearby, "", ""},
		{"long-table", 4, "Ask everybody from your stairs, your lane or your yard to one long table. Each brings something.", costLittle, timeDay, placeNearby, "as much as you take on", ""},
		{"enter-something", 4, "Enter a contest as a pair: a quiz, a bake-off, a flower show, a race for beginners. Be ready to come last with grace.", costLittle, timeDay, placeNearby, "as much as the contest you choose", ""},
		{"learn-first-aid", 4, "Take a first-aid course together, and practise on each other until you trust your hands.", costSome, timeDay, placeNearby, "hands, and kneeling if you can", ""},
		{"tune-in-a-month", 4, "Learn one tune in a month, both of you, on whatever makes a sound: spoons, glasses, a comb. Play it to one listener.", costNone, timeLonger, placeHome, "hands, and ears", ""},
		{"slow-journey", 4, "Travel for two days to where neither of you has been, with one small bag each, and as slowly as you can.", costSome, timeLonger, placeAway, "sitting long, and carrying a bag", "Let each of you carry your own money, phone and way home."},
		{"under-canvas", 4, "Spend a night in a borrowed tent, at a place that is meant for tents.", costSome, timeLonger, placeAway, "a night on the ground", "Tell somebody where you are, look at the weather, and let each of you be able to leave."},
		{"up-high", 4, "Climb, walk on ropes or ride something high, with people who are trained to keep you safe.", costSome, timeDay, placeAway, "strength, and heights", "Go only as high as each of you wants to. Nobody talks the other up."},
		{"new-water", 4, "Swim or bathe where neither of you has before: another town’s pool, a lake, the sea.", costLittle, timeEvening, placeNearby, "swimming or standing in water, and cold", "Only where bathing is watched, and no deeper than both of you can stand."},
		{"two-days-out", 4, "Walk or wheel for two days and sleep somewhere in between.", costSome, timeLonger, placeAway, "two long days, on foot or on wheels", "Tell somebody your way, carry water, and let each of you be able to turn back."},
	}
}
