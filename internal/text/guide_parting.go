package text

func englishGuideParting() GuidePage {
	return GuidePage{
		Practice: "parting",
		Title:    "Parting: an ending can be a good one",
		Lead:     "Sometimes it is better to move on. That you shared something does not become untrue by that, and an ending that you take your time for, or make quickly because you must, is no failure.",
		Why: []GuideClaim{
			{
				"Kindness to oneself goes along with an easier time. In a study, 109 people whose marriage was ending talked for four minutes about it. Those who spoke of themselves with more kindness, and saw that others go through this too, were less haunted by it in their days, and that was still so up to nine months later. Such a study does not show what causes what; the authors think that this way of looking at oneself can be learned.",
				"Sbarra, Smith and Mehl (2012), Psychological Science 23, 261–269, doi:10.1177/0956797611429466",
			},
		},
		How: []string{
			"If you are afraid of how the other will take it, plan it with somebody who knows about that, before you say anything. The help page lists who.",
			"Choose one person to call that evening, and tell them beforehand.",
			"Papers: your passport or card, papers about work, home, health and children. Keep them, or copies, where only you get at them.",
			"Money: a little that only you can reach; then shared accounts, cards, loans, and what is paid from them every month.",
			"Phones and accounts: new passwords from a device that only you use, your e-mail first. Look where you are both signed in, and who can see where your phone is.",
			"The home: keys, the lease, insurance, post, pets, and what belongs to whom. It can be a list of ten lines.",
			"Children: what stays the same tomorrow, where they sleep, their school things and what they love. They need not take sides, or carry messages.",
			"If you want to say something last, write it for yourself first. Sleep on it. Then send it, or keep it.",
			"Afterwards: eat, sleep, go out for a while, see somebody. Sad and relieved can both be true on one day.",
		},
		Avoid: []string{
			"A last talk that goes on until you stay. You may end it in the middle.",
			"Explaining until the other agrees. Nobody has to.",
			"Looking every evening at what the other does now.",
			"Making it all good or all bad. Most of it was both.",
		},
		Start: "The ways to leave",
	}
}
