package text

func englishGuideAdventure() GuidePage {
	return GuidePage{
		Practice: "adventure",
		Title:    "Adventures: something new, together",
		Lead:     "Something new and a little daring, side by side, gives you something to tell. It can also show you a side of the other that everyday life keeps covered.",
		Why: []GuideClaim{
			{
				"New things can do what everyday ones may not. In three experiments, couples spent seven minutes together on a new and lively task or on a more everyday one. After the new one their view of their relationship had gone up more, and it showed in recordings of how they talked with each other.",
				"Aron, Norman, Aron, McKenna and Heyman (2000), Journal of Personality and Social Psychology 78, 273–284, doi:10.1037//0022-3514.78.2.273",
			},
			{
				"An hour or two a week may be enough. In a trial with 101 couples, half were given ideas for exciting things to do together, for an hour and a half a week, for four weeks. Afterwards they found their relationship more exciting and were more content with it than the couples who had to wait. Four months later they still stood higher than at the start.",
				"Coulter and Malouff (2013), Couple and Family Psychology: Research and Practice 2, 34–44",
			},
		},
		How: []string{
			"Go through the list alone and mark what you would do, and what you might. What you would rather not do is never shown to the other.",
			"Choose one that is new for both of you, and a little daring for both. Many cost nothing.",
			"Give it a day, and leave the phones in a pocket.",
			"Afterwards write two lines each: what it was like, or what you saw in the other.",
			"You can do this in hard weeks too. A good afternoon settles nothing, and it need not.",
		},
		Avoid: []string{
			"Talking the other into it. A maybe is a maybe.",
			"Making it a test, of courage or of love.",
			"Taking a quarrel along. Agree beforehand to leave it at home.",
			"Anything in which one of you could come to harm. Daring means new here, and both of you can stop at any time.",
		},
		Start: "Go to the adventures",
	}
}
