package text

// HelpCountry is the lines of one country, and how to call for help at once.
type HelpCountry struct {
	Name      string
	Emergency string // number
	Silent    string // what to do if one cannot speak; "": not known
	Lines     []HelpLine
}

// HelpLine is one place where somebody answers. Only lines are listed whose
// number was found on the pages in Sources on the day CheckedOn; hours,
// languages and bills are what those pages say. What could not be found is left
// out, and so is a line without any number.
type HelpLine struct {
	Name      string
	For       Need
	Whom      string // for whom it is
	Phone     string
	Write     string // other ways, as text: nothing here is a link; "": not known
	Hours     string
	Languages string   // "": not known, or the country's own
	OnBill    string   // whether a call shows on a bill; "": not known
	CheckedOn string   // YYYY-MM-DD
	Sources   []string // addresses, the provider's or an official one first
}

// Need is what somebody looks for.
type Need uint8

// Needs, in the order of the page.
const (
	Hurt   Need = iota // by a partner, or afraid
	Harm               // worried about one's own behaviour
	Crisis             // despair, thoughts of suicide
	Needs              // how many there are
)

func englishCountries() []HelpCountry {
	const (
		day    = "2026-11-24"
		always = "Day and night"
		women  = "Women who are hurt or afraid, and those who worry about them"
		all    = "Everybody who is hurt or afraid, and those who worry about them"
		one    = "Everybody"
	)
	return []HelpCountry{
		{"Australia", "000", "", []HelpLine{
			{"1800RESPECT", Hurt, all, "1800 737 732", "Text 0458 737 732, or chat at 1800respect.org.au", always, "", "", day, []string{
				"https://www.perthnow.com.au/politics/domestic-violence-hotline-expands-to-text-services-c-12826362",
				"https://thedailyaus.com.au/stories/1800-respect-text-messaging/",
				"https://greekherald.com.au/community/initiatives/tough-times-do-not-excuse-tougher-times-at-home-says-fiona-martin-mp"}},
			{"Men’s Referral Service", Harm, "Men who worry about what they do at home, and their families", "1300 766 491", "Chat at ntv.org.au", always, "", "", day, []string{
				"https://ntv.org.au/get-help/getting-support",
				"https://aapnews.aap.com.au/news/hotline-boost-to-help-men-prevent-family-violence"}},
			{"Lifeline", Crisis, one, "13 11 14", "Text 0477 13 11 14", always, "", "", day, []string{
				"https://lifeinmind.org.au/news/lifelines-crisis-text-service-now-available-24-7"}},
		}},
		{"Austria", "112", "", []HelpLine{
			{"Frauenhelpline gegen Gewalt", Hurt, women, "0800 222 555", "", always, "Several languages", "", day, []string{
				"https://www.xn--frauenhausmdling-wwb.at/news/frauenhelpline-0800-222-555/",
				"https://noe.orf.at/stories/3136860/"}},
			{"Männerinfo", Harm, "Men and boys before anger turns into violence", "0800 400 777", "", always, "Interpreters can be called in", "", day, []string{
				"https://www.ief.at/at-familie-krisenhotline-fuer-maenner/",
				"https://www.derstandard.at/story/2000130522656/24-stunden-krisentelefon-soll-gewaltbereite-maenner-auffangen?ref=rss"}},
			{"Telefonseelsorge", Crisis, "Everybody, whatever they believe", "142", "Write at onlineberatung-telefonseelsorge.at", always, "", "", day, []string{
				"https://www.katholisch.at/telefonseelsorge",
				"https://www.ots.at/presseaussendung/OTM_20230425_OTM0006/telefonseelsorge-seit-25-jahren-amtlicher-notruf-fuer-die-seele"}},
		}},
		{"Canada", "911", "", []HelpLine{
			{"9-8-8 Suicide Crisis Helpline", Crisis, one, "988", "Text 988", always, "English and French", "", day, []string{
				"https://cmhasaskatoon.ca/9-8-8/",
				"https://www.napaneebeaver.ca/canadas-9-8-8-suicide-crisis-helpline-now-available/"}},
		}},
		{"France", "17 or 112", "Text 114.", []HelpLine{
			{"3919 Violences Femmes Info", Hurt, women, "3919", "", always, "Two hundred languages", "Does not show on the bill", day, []string{
				"https://www.icfhabitat.fr/groupe/ensemble-luttons-contre-les-violences-faites-aux-femmes",
				"https://thomasmesnier.fr/?p=6647",
				"https://www.dossierfamilial.com/famille/protection/violences-conjugales-qui-s-adresser-85717"}},
			{"Ne frappez pas", Harm, "People who are about to hurt somebody, or have", "08 019 019 11", "", "Every day, 9 to 19", "", "", day, []string{
				"https://www.weka.fr/actualite/droit-des-femmes/article/ne-frappez-pas-lancement-d-un-numero-national-pour-les-auteurs-de-violences-conjugales-99367/"}},
			{"3114", Crisis, one, "3114", "", always, "", "", day, []string{
				"https://3114.fr/que-se-passe-t-il-quand-je-contacte-le-3114/",
				"https://www.mayotte.ars.sante.fr/3114-le-numero-national-de-prevention-du-suicide"}},
		}},
		{"Germany", "110 or 112", "", []HelpLine{
			{"Hilfetelefon Gewalt gegen Frauen", Hurt, women, "116 016", "Chat at hilfetelefon.de", always, "Eighteen languages", "Does not show on the bill", day, []string{
				"https://www.hilfetelefon.de/das-hilfetelefon/angebot-im-ueberblick.html",
				"https://www.der-paritaetische.de/alle-meldungen/bundesweites-hilfetelefon-gewalt-gegen-frauen-wird-zehn-und-bekommt-vereinfachte-rufnummer/",
				"https://www.e110.de/16000-anruferinnen-frauenhilfetelefon-wichtige-anlaufstelle/"}},
			{"Hilfetelefon Gewalt an Männern", Hurt, "Men who are hurt or afraid", "0800 123 99 00", "Chat at maennerhilfetelefon.de", "Monday to Friday in the daytime", "", "", day, []string{
				"https://mffki.rlp.de/service/presse/detail/unterstuetzung-fuer-gewaltbetroffene-maenner-in-rheinland-pfalz",
				"https://maennerwege.de/0800-123-9900"}},
			{"TelefonSeelsorge", Crisis, "Everybody, whatever they believe", "0800 111 0 111", "Or call 116 123, or chat at telefonseelsorge.de", always, "", "Does not show on the bill", day, []string{
				"http://ansbach-evangelisch.de/jeder-braucht-mal-hilfe/",
				"https://domradio.de/node/277480"}},
		}},
		{"India", "112", "", []HelpLine{
			{"Women Helpline", Hurt, "Women who are hurt or afraid; not in West Bengal", "181", "", always, "", "", day, []string{
				"https://www.thehawk.in/news/india/over-8164-lakh-women-supported-via-181-women-helpline-since-2015-govt-report"}},
			{"Tele MANAS", Crisis, one, "14416", "", always, "Twenty languages", "", day, []string{
				"https://theshillongtimes.com/2025/02/07/tele-manas-mental-health-helpline-handles-over-18-1-lakh-calls-centre/"}},
		}},
		{"Ireland", "999 or 112", "", []HelpLine{
			{"Women’s Aid", Hurt, women, "1800 341 900", "", always, "", "", day, []string{
				"https://www.womensaid.ie/about/newsevents/news/2016/09/05/media-release-41-calls-a-day-to-womens-aid-in-2016/",
				"https://www.thejournal.ie/womens-aid-helpline-2-2964358-Sep2016/",
				"https://irishcentral.com/news/womens-aid-domestic-violence-helpline"}},
			{"Male Advice Line", Hurt, "Men who are hurt or afraid, and those who worry about them", "1800 816 588", "", "Not at all hours", "", "", day, []string{
				"https://www.wlrfm.com/podcasts/deise-today/listen-back-men-who-fear-end-of-year-cheer-220910",
				"https://www.waterfordlive.ie/news/home/535639/men-s-development-network-extend-male-advice-line-to-seven-day-service.html"}},
			{"Samaritans", Crisis, one, "116 123", "", always, "", "", day, []string{
				"https://www.samaritans.org/your-community/samaritans-ireland-scotland-and-wales/samaritans-ireland/journey",
				"https://www.kildarestreet.com/committees/?gid=2015-07-08a.1936"}},
		}},
		{"Netherlands", "112", "", []HelpLine{
			{"Veilig Thuis", Hurt, "Everybody who is hurt or afraid at home, or sees it happen", "0800 2000", "", always, "", "Does not show on the bill", day, []string{
				"https://www.rijksoverheid.nl/onderwerpen/huiselijk-geweld/vraag-en-antwoord/wat-moet-ik-doen-bij-huiselijk-geweld",
				"https://zorg.bergen.nl/is/een-vraag-over-2/zorg-en-ondersteuning/geweld-of-overlast/huiselijk-geweld"}},
			{"Veilig Thuis", Harm, "People who worry about what they do at home", "0800 2000", "", always, "", "Does not show on the bill", day, []string{
				"https://www.rijksoverheid.nl/onderwerpen/huiselijk-geweld/vraag-en-antwoord/wat-moet-ik-doen-bij-huiselijk-geweld",
				"https://zorg.bergen.nl/is/een-vraag-over-2/zorg-en-ondersteuning/geweld-of-overlast/huiselijk-geweld"}},
			{"113 Zelfmoordpreventie", Crisis, one, "113", "Chat at 113.nl", always, "", "", day, []string{
				"https://www.upday.com/nl/binnenland/nummer-113-nu-gratis-betere-hulp-bij-zelfdodingsgedachten/pj8neqt"}},
		}},
		{"New Zealand", "111", "", []HelpLine{
			{"Women’s Refuge", Hurt, "Women who are hurt or afraid, and their children", "0800 733 843", "Chat at womensrefuge.org.nz", always, "", "", day, []string{
				"https://womensrefuge.org.nz/get-help/",
				"https://www.govt.nz/browse/law-crime-and-justice/abuse-harassment-domestic-violence/domestic-and-family-violence/"}},
			{"It’s not OK", Harm, "People who want to change how they behave, and people who are hurt", "0800 456 450", "", "Every day, 9 to 23", "", "", day, []string{
				"https://www.govt.nz/browse/law-crime-and-justice/abuse-harassment-domestic-violence/domestic-and-family-violence/",
				"https://www.communityconnections.org.nz/safety-in-new-zealand"}},
			{"1737 Need to talk?", Crisis, one, "1737", "Text 1737", always, "", "", day, []string{
				"https://www.pegasus.health.nz/?p=6300",
				"http://www.scoop.co.nz/stories/PA1706/S00527/single-phone-number-to-access-support-services.htm"}},
		}},
		{"Spain", "112", "", []HelpLine{
			{"016", Hurt, women, "016", "WhatsApp 600 000 016", always, "Fifty-three languages", "Does not show on the bill", day, []string{
				"https://www.europapress.es/epsocial/igualdad/noticia-suben-levemente-consultas-016-primer-semestre-2025-59317-casi-330-diarias-20250807133253.html",
				"https://elmirondesoria.es/nacional/politica/el-servicio-016-recibe-59-317-consultas-de-enero-a-junio"}},
			{"024", Crisis, one, "024", "", always, "", "", day, []string{
				"https://www.rtve.es/noticias/20220509/sanidad-presenta-telefono-prevencion-suicidio/2347183.shtml"}},
		}},
		{"Sweden", "112", "", []HelpLine{
			{"Kvinnofridslinjen", Hurt, women, "020 50 50 50", "", always, "Interpreters can be called in", "Does not show on the bill", day, []string{
				"https://www.nck.uu.se/nyhetsarkiv/nyhetsvisningssida/?tarContentId=1050738&languageId=3&id=1040&librisId=&swepubId=",
				"https://eige.europa.eu/node/4655",
				"https://www.vardfokus.se/webbnyheter/2012/december/mer-an-60-samtal-om-dagen-till-kvinnofridslinjen/"}},
			{"Välj att sluta", Harm, "People who worry about what they do to somebody close", "020 555 666", "", "Weekdays", "", "", day, []string{
				"https://www.nck.uu.se/kunskapsbanken/om-kunskapsbanken/kunskapsbankens-nyhetsarkiv/nyhetsvisningssida/?tarContentId=928948",
				"https://www.lansstyrelsen.se/stockholm/om-oss/pressrum/nyheter/nyheter---stockholm/2020-03-23-valj-att-sluta-utokar-telefontiderna.html"}},
			{"Mind Självmordslinjen", Crisis, one, "90101", "Chat at mind.se", always, "", "", day, []string{
				"http://www.kronprinsessparetsstiftelse.se/projekt/sjalvmordsupplysningen.html",
				"https://voxvigor.se/fler-samtal-an-nagonsin-till-minds-sjalvmordslinje/"}},
		}},
		{"Switzerland", "117 or 112", "", []HelpLine{
			{"Die Dargebotene Hand", Crisis, one, "143", "", always, "", "", day, []string{
				"https://zuerich.143.ch/Service/FAQ",
				"https://imholz-stiftung.ch/2023-64-dargebotene-hand"}},
		}},
		{"United Kingdom", "999", "Call 999 from a mobile and press 55 when the voice tells you to. Pressing 55 does not show where you are.", []HelpLine{
			{"National Domestic Abuse Helpline (England)", Hurt, women, "0808 2000 247", "nationaldahelpline.org.uk", always, "", "", day, []string{
				"https://gov.uk/government/news/refuge-awarded-grant-to-operate-domestic-abuse-helpline",
				"https://refuge.org.uk/news/refuge-response-to-home-secretary-announcement-of-support-for-domestic-abuse-victims"}},
			{"Domestic and Sexual Abuse Helpline (Northern Ireland)", Hurt, all, "0808 802 1414", "Write to help@dsahelpline.org", always, "", "", day, []string{
				"https://www.psni.police.uk/news/campaigns/domestic-abuse/",
				"https://www.victimsupportni.com/help-for-victims/domestic-violence"}},
			{"Domestic Abuse and Forced Marriage Helpline (Scotland)", Hurt, all, "0800 027 1234", "", always, "Interpreters can be called in", "", day, []string{
				"https://safer.scot/information/da/report/",
				"https://scotland.police.uk/advice-and-information/domestic-abuse/what-can-i-do-if-this-is-happening-to-me"}},
			{"Live Fear Free (Wales)", Hurt, all, "0808 80 10 800", "Text 07860 077 333", always, "", "", day, []string{
				"https://gov.wales/node/33827",
				"https://www.welshwomensaid.org.uk/2020/10/circuit-breaker-lockdown-wales/"}},
			{"Men’s Advice Line", Hurt, "Men who are hurt or afraid", "0808 801 0327", "", "Weekdays", "", "", day, []string{
				"https://www.teignbridge.gov.uk/housing/advice-guides/domestic-abuse/what-is-domestic-abuse/",
				"https://base25.org/domestic-abuse/"}},
			{"Respect Phoneline", Harm, "People who worry that they hurt somebody close", "0808 802 4040", "", "Weekdays in office hours", "", "", day, []string{
				"http://www.respect.uk.net/articles/respect-phoneline-support-over-the-festive-period",
				"https://www.dadsunltd.org.uk/support/issues/domestic-abuse/"}},
			{"Samaritans", Crisis, one, "116 123", "Write to jo@samaritans.org; the answer takes a while", always, "", "Does not show on the bill", day, []string{
				"https://www.samaritans.org/how-we-can-help/contact-samaritan/?gclid=EAIaIQobChMI777OrbDD9gIVDuztCh0UkQOMEAAYASAAEgK3hfD_BwE",
				"https://samaritans.org/branches/coventry/coventry-branch-news/coventry-samaritans-will-be-open-usual-over-christmas",
				"https://london.sunderland.ac.uk/about/news-home/health-wellbeing/samaritans"}},
		}},
		{"United States", "911", "In many places you can text 911. If nobody answers the text, it does not work there.", []HelpLine{
			{"National Domestic Violence Hotline", Hurt, all, "1-800-799-7233", "Text START to 88788, or chat at thehotline.org", always, "", "", day, []string{
				"https://ovc.ojp.gov/news/grantee-news/national-domestic-violence-hotline-answers-6-million-contacts"}},
			{"A Call for Change", Harm, "People who hurt or control a partner and want to stop", "1-877-898-3411", "", "Every day, 10 to 22 in New York", "More than a hundred languages", "", day, []string{
				"https://claytoncrescent.org/2023/02/16/domestic-abusers-can-call-helpline/",
				"https://www.berkshireeagle.com/news/local/western-mass-helpline-seeks-to-end-partner-violence/article_ba5c6bc8-86ee-11ed-abe0-ebc077099af8.html?fbclid=IwAR0jbB4aUMunUAHJotFFDKkVza3QWUdFYUZvCKkw0Gp24JqvkCjkpwyvo9I"}},
			{"National Domestic Violence Hotline", Harm, "People who worry about what they do; they are spoken to with respect", "1-800-799-7233", "", always, "", "", day, []string{
				"http://www.thehotline.org/tag/bip/",
				"https://ovc.ojp.gov/news/grantee-news/national-domestic-violence-hotline-answers-6-million-contacts"}},
			{"988 Lifeline", Crisis, one, "988", "Text 988, or chat at 988lifeline.org", always, "English and Spanish; interpreters for others", "", day, []string{
				"https://health.wyo.gov/publichealth/prevention/wivpp/suicide-prevention/988-suicide-crisis-lifeline",
				"https://www.cdcr.ca.gov/ccjbh/2022/07/19/dial-988-to-access-24-hour-emotional-support-and-resources/",
				"https://www.mcphs.edu/student-life/counseling-services/emergency-services/988-suicide-and-crisis-lifeline"}},
		}},
		{"Elsewhere in the European Union", "112", "", []HelpLine{
			{"European number for women", Hurt, women, "116 016", "", "Not yet in every country", "", "", day, []string{
				"https://www.der-paritaetische.de/alle-meldungen/bundesweites-hilfetelefon-gewalt-gegen-frauen-wird-zehn-und-bekommt-vereinfachte-rufnummer/"}},
			{"European number for somebody to talk to", Crisis, one, "116 123", "", "Not in every country", "", "", day, []string{
				"https://www.samaritans.org/your-community/samaritans-ireland-scotland-and-wales/samaritans-ireland/journey"}},
		}},
	}
}
