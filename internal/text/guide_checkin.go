package text

func englishGuideCheckin() GuidePage {
	return GuidePage{
		Practice: "checkin",
		Title:    "Check-ins: say how it is, and hear it said back",
		Lead:     "A feeling is hard to share while it has no name. A check-in helps you to find one, to say what it is about, and to hear that it arrived.",
		Why: []GuideClaim{
			{
				"Putting a feeling into words can take some of its edge off. A review of studies found that naming a feeling works much like calming oneself on purpose: it shows in what people feel and do, and in their bodies and brains. While you do it, it may not feel like that at all.",
				"Torre and Lieberman (2018), Emotion Review 10, 116–124, doi:10.1177/1754073917742706",
			},
			{
				"Telling about oneself brings people closer when somebody takes it in. In two diary studies, people noted their talks for one or two weeks. Talks felt closer in which both told something of themselves, in part because they felt that the other responded to them. In the second study, telling feelings counted for more than telling facts.",
				"Laurenceau, Barrett and Pietromonaco (1998), Journal of Personality and Social Psychology 74, 1238–1251, doi:10.1037//0022-3514.74.5.1238",
			},
			{
				"How it begins matters. People read opening lines of imagined quarrels and said how far each would make the other defend themselves. The lines thought least hostile spoke of what “I” feel and saw the other’s side as well.",
				"Rogers, Howieson and Neame (2018), PeerJ 6, e4831, doi:10.7717/peerj.4831",
			},
		},
		How: []string{
			"Begin with the broad feeling, and then look for a closer word. Your own is as good as any on the list.",
			"Build the sentence from four parts: “When …”, something one could film. “I feel …” “Because it matters to me that …” “I would like …”",
			"Decide each time whether to share it. What you keep is yours alone.",
			"When the other shares one: say back what you heard. Mending it, and your own side, can wait.",
			"Set an hour once a week at which both of you have some strength left. Then hard things have a place, and the rest of the week is free of them.",
		},
		Avoid: []string{
			"“I feel that you …” What follows is mostly a judgement, and it will be heard as one.",
			"Telling the other what they feel, or that they have no reason to.",
			"Going on past the hour. What is left can come next week, or in a letter.",
			"Sharing because you think that you owe it.",
		},
		Start: "Go to the check-ins",
	}
}
