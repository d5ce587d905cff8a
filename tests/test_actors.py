"""Who did it: one sentence a family, the actor of each count in order beside it."""

from datetime import date

import pytest

from sitrep import extract
from sitrep.language.places import gazetteer
from sitrep.language.reader import reader
from sitrep.model import Document, Header

READER = reader(gazetteer())

ACTORS = [
    ("Russian jets killed 12 civilians in Idlib, Syria.", ["Russia"]),
    ("Government helicopters dropped 17 barrel bombs on Hama, Syria. A woman was killed.", ["Syrian government"] * 2),
    ("Suspected ADF rebels killed 14 villagers.", ["ADF"]),
    ("Suspected jihadists killed 24 villagers.", ["jihadists"]),
    ("Twelve people were killed by gunmen in Zamfara.", ["gunmen"]),
    ("An attack blamed on Boko Haram killed nine farmers.", ["Boko Haram"]),
    ("Drones struck the airport twice, the army said, blaming Rwanda.", ["Rwanda"]),
    ("Saudi-led coalition jets carried out seven raids.", ["Saudi-led coalition"]),
    ("The Rapid Support Forces killed 30 people in El Fasher.", ["Rapid Support Forces"]),
    ("Hezbollah fired 30 rockets at Safed, wounding two people.", ["Hezbollah", "Hezbollah"]),
    ("Al-Shabaab said it had killed 30 soldiers.", ["Al-Shabaab"]),
    ("WFP distributed food to 4,000 families.", ["WFP"]),
    ("Some 3,000 children were vaccinated by UNICEF.", ["UNICEF"]),
    ("The Red Cross and its partners reached 12,000 people.", ["Red Cross"]),
    ("Humanitarian partners have assisted 790,000 people.", ["Humanitarian partners"]),
    # Whose strike it was, on either side of the verb.
    ("Four people died in Russian shelling of Kherson on Monday.", ["Russia"]),
    ("Twelve people were killed in a Russian missile strike on Dnipro.", ["Russia"]),
    ("U.S. air strikes killed 20 people in Hodeidah, Yemen.", ["US"]),
    ("Friday's suicide bombing in Kabul killed 33 people.", [None]),
    ("A suicide bombing by Boko Haram killed 27 people in Gwoza.", ["Boko Haram"]),
    ("The Hamas attack killed about 1,200 people.", ["Hamas"]),
    ("A roadside bomb planted by al-Shabaab killed six soldiers near Baidoa.", ["al-Shabaab"]),
    ("At least 14 people were killed overnight when Russia fired missiles at Kyiv.", ["Russia"]),
    ("We counted 31 deaths at the hands of the ADF.", ["ADF"]),
    # The name of a force: its own, without what describes it; a man's with his men; an army with its nation.
    ("The Syrian Democratic Forces said it had detained 40 people.", ["Syrian Democratic Forces"]),
    ("Helicopters of the Syrian army dropped four barrel bombs on Hbit.", ["Syrian army"]),
    ("Ali Saleh's forces carried out three air strikes on Taiz.", ["Ali Saleh's forces"]),
    ("Rwanda-backed M23 rebels executed 21 civilians in Goma.", ["M23"]),
    ("The M23 group has abducted 100 patients in Goma.", ["M23"]),
    ("Islamist militants killed 20 people in Beni.", ["Islamist militants"]),
    ("Masked gunmen killed 16 soldiers in Shabwa.", ["masked gunmen"]),
    ("GAO, Mali - Masked gunmen killed 16 people on Sunday.", ["masked gunmen"]),
    ("KABUL - Two raids by the Taliban killed 12 policemen.", ["Taliban", "Taliban"]),
    ("Near El Tarra the ELN has kidnapped six soldiers.", ["ELN"]),
    ("Israeli settlers wounded three Palestinians near Nablus.", ["Israeli settlers"]),
    # The subject of the sentence does what its participle tells, not whoever stands nearest.
    ("Gunmen ambushed a convoy of soldiers near Gao, killing six and wounding 31.", ["gunmen", "gunmen"]),
    ("Government jets bombed Homs, Syria, killing three.", ["Syrian government"]),
    # Whoever speaks, and those that a pronoun or "the army" means.
    ("The coast guard said it had stopped ten boats and detained 280 people.", ["coast guard"]),
    ("Ethiopian troops closed the road. A teacher said they had shot and wounded two men.", ["Ethiopia"]),
    ("The army said its troops had killed 24 jihadists.", ["army"]),
    ("Boko Haram fighters stormed Dalori. The militants shot dead nine farmers. The attackers burned 20 houses.",
     ["Boko Haram", "Boko Haram"]),
    ("The Rapid Support Forces shelled Omdurman. Their drones struck El Fasher four times overnight.",
     ["Rapid Support Forces"]),
    # What was told before goes on, in the same paragraph; not what two sides did, nor what the text says others did.
    ("Syrian government forces renewed their bombardment of Ghouta. A rescuer came late. Nine people were killed.",
     ["Syrian government"]),
    ("Russian forces fired 85 drones at Ukraine overnight. In Odesa, three people were killed.", ["Russia", "Russia"]),
    ("Malian troops killed 57 jihadists. Nine soldiers died in the fighting.", ["Mali", None]),
    ("Russia fired 27 drones at Odesa. Falling debris damaged 19 houses.", ["Russia", None]),
    ("Armed groups attacked two prisons. Since then 14,000 people have been displaced.", [None]),
    # Agencies that a pronoun means, and the subject of a participle.
    ("UNHCR gave cash to 3,800 families. IOM said it had helped 5,400 people.", ["UNHCR", "IOM"]),
    ("WFP lost its stocks in the looting. It had been feeding 80,000 people.", ["WFP"]),
    ("UNHCR handed out tents, reaching 15,000 refugees.", ["UNHCR"]),
    ("WFP reached 23,000 people in June. Of these, 4,000 were children.", ["WFP", "WFP"]),
    ("At Islam Qala IOM assisted 27,000 people.", ["IOM"]),
    # Who tells, who suffers and who rescues did not do it; nor did one of two sides, or the storm.
    ("Police: 12 dead after blast.", [None]),
    ("South Africa lost 14 soldiers in Goma.", [None]),
    ("MSF closed three clinics in Khartoum.", [None]),
    ("The army evacuated 300 people.", [None]),
    ("Clashes between the army and rebels killed 22 people.", [None]),
    ("The storm killed 12 people in Manila.", [None]),
    ("Cyclone Idai has passed. Idai killed 12 people in Beira.", [None]),
    ("Gunmen blocked the road. Wild elephants killed three farmers.", [None]),
    ("Bombardment of Eastern Ghouta killed 12 people.", [None]),
    ("The collapse of a mine operated by Redstone killed 43 people.", [None]),
    ("The UN envoy says the war has killed 900 people, by the UN's estimate.", [None]),
    ("The Woolsey Fire has killed three people.", [None]),
    ("In March 712,000 people received rations.", [None]),
    ("Ten people were shot dead by soldiers, police said. The ministry said 20 militants were killed.",
     ["soldiers", None]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), ACTORS, ids=[text for text, _ in ACTORS])
def test_the_actor_of_each_count(text: str, expected: list[str | None]) -> None:
    document = Document(Header("d", "", date(2024, 5, 10), "Hill Radio", "en", "", ""), text)
    assert [fact.actor for fact in extract.facts(document, READER)] == expected


def test_the_title_tells_whose_the_strikes_are() -> None:
    header = Header("d", "Israeli strikes on Gaza", date(2024, 5, 10), "Hill Radio", "en", "", "")
    text = "Strikes on homes in Rafah killed 28 people, medics said. The army said it had carried out 60 strikes."
    assert [fact.actor for fact in extract.facts(Document(header, text), READER)] == ["Israel", "Israel"]
