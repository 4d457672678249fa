package text

func englishGuideBalance() GuidePage {
	return GuidePage{
		Practice: "balance",
		Title:    "Balance: giving and receiving",
		Lead:     "Say thank you for small things, in words. And now and then ask each other whether it feels about even, without counting.",
		Why: []GuideClaim{
			{
				"Thanks for small things may last into the next day. Couples who lived together kept a diary of thoughtful things that one had done for the other. When somebody felt grateful, both of them felt closer and more content with each other on the following day.",
				"Algoe, Gable and Maisel (2010), Personal Relationships 17, 217–233, doi:10.1111/j.1475-6811.2010.01273.x",
			},
			{
				"Being appreciated seems to pass on. Across several studies, people who felt appreciated by their partner said that they appreciated their partner more in turn. And those who did so said that they paid more heed to what the other needed.",
				"Gordon, Impett, Kogan, Oveis and Keltner (2012), Journal of Personality and Social Psychology 103, 257–274, doi:10.1037/a0028723",
			},
			{
				"Counting can get in the way. Married people told how the work at home was shared, and by which rule they went. Larger differences in the work felt less fair. But with the same work, too, it felt less fair to those who said that they gave so as to get something in return.",
				"Grote and Clark (1998), Social Justice Research 11",
			},
		},
		How: []string{
			"Give thanks for one thing, and say what it did for you: “You made the call that I was dreading, and I slept.”",
			"Give thanks for what has become usual, too. Somebody does it each time.",
			"Once a season, each of you answers alone: do I feel that I give about as much as I receive? The answers open together, and the words beside them matter most.",
			"Say what you need as a wish, small enough to be met.",
			"If one of you is ill, in grief, out of work or up at night with a baby, say so. A season may lean, and it helps to call it one.",
		},
		Avoid: []string{
			"Lists of who did what. Each of you sees the whole of your own part, and only some of the other’s.",
			"Thanks with a sting: “at last”, “for once”.",
			"Giving so that the other owes you something.",
			"Calling it a season when it has always leaned the same way. Then it deserves a talk.",
		},
		Start: "Go to giving and receiving",
	}
}
