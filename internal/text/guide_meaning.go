package text

func englishGuideMeaning() GuidePage {
	return GuidePage{
		Practice: "meaning",
		Title:    "What trust is to each of you",
		Lead:     "Two people can say the same word and mean different things. Here each of you writes in a few lines what trust is to you, and when you feel safe, heard, loved or respected. From these lines small gestures can come, done quietly.",
		Why: []GuideClaim{
			{
				"Small gestures count. Researchers showed 495 adults in the United States sixty everyday scenes and asked whether most people would feel loved in them. Much of it was common ground: small kind gestures stood high, and controlling, such as wanting to know at all times where somebody is, stood lowest. How well people knew this ground differed from one to the next. All the more reason to ask.",
				"Heshmati, Oravecz, Pressman, Batchelder, Muth and Vandekerckhove (2019), Journal of Social and Personal Relationships 36, 214–243, doi:10.1177/0265407517724600",
			},
			{
				"It may help to be seen as one is. In two studies that followed newly married couples, most thought very highly of each other, and they differed in how exactly they saw each other’s single qualities. Wives who saw these more exactly also gave more support. For husbands no such link was found.",
				"Neff and Karney (2005), “To know you is to love you: the implications of global adoration and specific accuracy for marital relationships”",
			},
		},
		How: []string{
			"Write three to seven lines, each of you alone: “I feel heard when you put the phone down.” “Trust is when a plan changes and I am told.”",
			"Write of yourself. “I feel safe when …” is easier to meet than “You should …”.",
			"Read the other’s lines twice. If one is not clear to you, ask. The words stay theirs.",
			"Choose one line, make a small gesture of it, and say nothing about it.",
			"If you notice a gesture, you can say so. If you say nothing, that is fine as well.",
		},
		Avoid: []string{
			"Ticking the lines off. They say who somebody is, and nobody has to live up to them.",
			"Arguing with a line. What makes somebody feel safe cannot be put right by somebody else.",
			"Lines about the other’s phone, friends or whereabouts. Watching brings no rest, and nobody has to agree to it.",
			"Making a gesture so that it is noticed.",
		},
		Start: "Go to what trust is to you",
	}
}
