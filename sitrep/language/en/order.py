"""Word order of English: link rules as short regexes over a sentence's letters, one letter a chunk.

Numbers with their noun    p people  f families  h homes  y facilities  m munitions  e incidents  n deaths, refugees …
                           b camps  g times  u a noun that the lexicon does not know
                           q bare  r fraction  x counts something else  # rejected
Words of the indicators    V killed (both sides)  A killing (before a number)  I died (after it)  E hosted (both, no
                           passive)
                           P hit (passive only)  U forced  > to flee  G gave  T death toll  Y left  N a noun
Grammar                    B were  H have  D still  K could  F fear  Z no  R who  S of them  Q all of them  O of  & and
                           X more
                           L in  d the  a a  C Name  W other word  t a date  , ; : . ( ) - " themselves

Each rule: id, side, confidence, pattern. `q` is the number, `t` the word that makes it the indicator. Sides: "after"
reads the roles participle, passive, subject, adjective; "before" participle and active; "toll"; "flight" infinitive;
"repeated" and "giving" themselves; "label" any (Killed: 12); "housed" and "taken" want a noun that shelters people.
A pattern is tried at every place; rules stand in the order in which they are believed.
"""

# What may stand between a noun and its verb: a place, a date, an aside between commas or brackets, a relative clause.
_ASIDE = (
    r"(?:[LO][dWCDXaN]{0,4}[CWNxupfhyq]?(?:(?:,[dL]?C){0,4},?&[dL]?[CN])?|t|D|X|S|,[^;]{1,30}?,|-[^;-]{1,24}-"
    r"|\([^)]{0,8}\)|R[^,;qpfhy]{1,8})"
)
_HELP = "[BHDK]"
_NP = "pqfhynu"
_NOT_OBJECT = r"(?![DXd]{0,2}[pqfhymena])"

RULES = (
    ("en.passive", "after", 0.95, rf"(?P<q>[{_NP}])X?{_HELP}{{1,5}}(?P<t>[VPEGU]){_NOT_OBJECT}"),
    ("en.passive", "after", 0.95, rf"(?P<q>[{_NP}])X?{_HELP}{{1,5}}(?P<t>I)"),
    ("en.intransitive", "after", 0.93, rf"(?P<q>[{_NP}])X?(?P<t>I)"),
    ("en.toll.reached", "toll", 0.9, r"(?P<t>T)[LOdWCNtbVIaRX]{0,16}?[HD]{0,2}[AVE]D?(?P<q>q)"),
    ("en.active", "before", 0.94, rf"(?<!B)(?<!BD)(?P<t>V)(?:d&)?[DdXa]{{0,2}}(?P<q>[{_NP}])"),
    ("en.active", "before", 0.93, rf"(?P<t>[AE])[DdXa]{{0,2}}(?P<q>[{_NP}])"),
    ("en.bare", "after", 0.9, rf"(?P<q>[pqfhy])X?(?P<t>[VIE]){_NOT_OBJECT}(?![dC])"),
    ("en.bare", "after", 0.8, rf"(?P<q>[pfhy])X?(?P<t>P){_NOT_OBJECT}(?![dCW])"),
    ("en.forced", "flight", 0.92, rf"U[^;qpfhy]{{0,4}}?(?P<q>[pqfny])X?{_ASIDE}?(?P<t>>)"),
    ("en.forcedout", "flight", 0.92, rf"(?P<q>[pqfny])X?{_ASIDE}{{0,2}}{_HELP}{{1,5}}U(?P<t>>)"),
    ("en.passive.gap", "after", 0.88, rf"(?P<q>[{_NP}])X?{_ASIDE}{{1,3}},?{_HELP}{{1,5}}(?P<t>[VPE]){_NOT_OBJECT}"),
    ("en.passive.gap", "after", 0.88, rf"(?P<q>[{_NP}])X?{_ASIDE}{{1,3}},?{_HELP}{{1,5}}(?P<t>I)"),
    ("en.intransitive.gap", "after", 0.86, rf"(?P<q>[{_NP}])X?{_ASIDE}{{1,2}}(?P<t>I)"),
    ("en.relative", "after", 0.8, rf"(?P<q>[{_NP}])X?R{_HELP}{{0,4}}(?P<t>[VPIE]){_NOT_OBJECT}"),
    ("en.given", "giving", 0.85, r"(?P<t>G)[dDX]?(?P<q>[pf])"),
    ("en.givento", "giving", 0.8, r"(?P<t>[GU])(?:[^;.:VIA(]|\([^)]{0,8}\)){0,12}?L[dX]?(?P<q>[pfqn])"),
    ("en.housed", "housed", 0.85, r"(?P<q>[pqf])(?:S|[LO][dWC]{0,3}[CWN]?){0,2}[BHDK]{0,3}L[dWC]{0,3}(?P<t>[bhyNAE])"),
    ("en.taken", "taken", 0.85, rf"(?P<q>[pqf])X?{_ASIDE}{{0,2}}{_HELP}{{1,5}}UL[dWC]{{0,3}}(?P<t>[bhyN])"),
    ("en.times", "repeated", 0.85, r"(?P<t>[VAPEINWe])[^;.:g]{0,10}?(?P<q>g)"),
    ("en.put", "put", 0.88, r"[dD]W?(?P<t>[VITNP])(?:[LO][dWC]{0,2}[CNt]|t){0,2}L[DX]?(?P<q>q)"),
    ("en.toll", "toll", 0.9, r"(?P<t>T)[^;:.pqfr]{0,20}(?P<q>[qp])"),
    ("en.toll", "toll", 0.85, r"(?P<t>T)[^;pqfr]{0,9}(?P<q>[qp])"),
    ("en.toll", "toll", 0.85, r"L(?P<q>q)[dLO]{0,2}(?P<t>T)"),
    ("en.toll.from", "toll", 0.8, r"(?P<t>T)[^;pqfr]{0,9}[qp]t?(?:Lt)?L(?P<q>q)"),
    ("en.counted.from", "counted", 0.75, r"(?P<t>N)[VAEPIDW]{1,2}L[qp]t?L(?P<q>q)"),
    ("en.bare.gap", "after", 0.75, rf"(?P<q>[pqfhy])X?(?:[LO][dWC]{{0,3}}[CWN]?|t){{1,2}}(?P<t>V){_NOT_OBJECT}(?!d)"),
    ("en.among", "after", 0.85, rf"(?P<q>[{_NP}])X?{_HELP}?Sd?(?P<t>[VI])(?!C)"),
    ("en.among", "among", 0.8, r"(?:^|[;.])(?P<t>S)B(?P<q>[pqf])"),
    ("en.inverted", "after", 0.8, rf"(?:^|[.;])(?P<t>[VP])(?:[LO][dWC]{{0,3}}[CWNh]?|t){{0,2}}{_HELP}+(?P<q>[pqfhy])"),
    ("en.and", "after", 0.7, rf"(?P<q>[pqf])X?{_ASIDE}{{0,2}}B[VPW][LdaWCN]{{0,5}}&(?P<t>I)"),
    ("en.bare.aside", "after", 0.7, rf"(?P<q>[pqf])X?,[^;:.,]{{1,10}},(?P<t>[VI]){_NOT_OBJECT}(?![d,])"),
    ("en.reached", "arriving", 0.8, rf"(?P<q>[pfq])X?{_HELP}{{0,3}}(?P<t>V)(?=[dW]{{0,2}}C)"),
    ("en.expected", "flight", 0.8, rf"(?P<q>[pfq])X?{_ASIDE}{{0,2}}[BD]{{0,2}}K[BD]{{0,2}}(?P<t>>)"),
    ("en.as", "label", 0.7, r"(?P<q>[pfqhy])(?:[LO][dWC]{0,2}[CN]){0,2}[DWL]?L(?P<t>[VI])(?![CdN])"),
    ("en.flight.object", "flight", 0.8, r"U[^;qpfhy]{0,6}(?P<t>>)[DXd]{0,2}(?P<q>[pqfn])"),
    ("en.flight", "flight", 0.6, r"(?P<q>[pf])X?(?P<t>>)"),
    ("en.label", "label", 0.8, r"(?P<t>[VINTPEA])[WLdCN]{0,3}[:-]D?(?P<q>[qpfhy])"),
    (
        "en.label",
        "label",
        0.72,
        r"(?:^|[;.])-?[WDKXC]{0,3}(?P<t>[VINTPEA])(?:[^;:.qpfhyemn(]|\([^)]{0,6}\)){1,12}:D?(?P<q>[qpfhy])",
    ),
    ("en.cell", "label", 0.75, r"(?:^|[:;-])[DC]?(?P<t>[VINTP])(?P<q>q)(?=[;.-]|$)"),
    (
        "en.left",
        "leaving",
        0.8,
        rf"(?P<q>[pfqn])X?(?:[LO][dWC]{{0,3}}[CWN]?|t|S){{0,2}}{_HELP}{{0,4}}(?P<t>Y)(?=t|[dW]{{0,3}}[CN]|L|[.,;]|$)",
    ),
    ("en.cell", "label", 0.75, r"(?:^|;)(?P<q>[qpf]);[WC]?(?P<t>[VINTPE])(?=[;.]|$)"),
    ("en.cell", "label", 0.75, r"(?:^|;)[WCN]?(?P<t>[VINTPE]);D?(?P<q>[qpf])(?=[;.(]|$)"),
    (
        "en.active.list",
        "before",
        0.6,
        r"(?<!B)(?P<t>[VA])[^;:.VIAUBHKTF]{1,14}[,&]D?(?P<q>[pfhy])(?![,&]?[DX]?[BHK]*[VIPU])",
    ),
    ("en.housed", "housed", 0.75, r"(?P<t>b)[:-]D?(?P<q>[pqf])"),
    ("en.housed", "housed", 0.75, r"L[dWC]{0,2}(?P<t>N)[:-]D?(?P<q>[pqf])"),
    (
        "en.counted",
        "counted",
        0.7,
        r"(?P<t>N)(?:[^;:.,pqfhyemnVIPEAU]{0,9}?|[^;:.,pqfhyemnVIPEAU]{0,4},[^;:.,pqfhyemn]{1,14},)"
        r"[VAEPIDW]{0,2}[LD]{0,2}[:-]?(?P<q>q)(?![WNOC])",
    ),
    ("en.counted", "counted", 0.75, r"(?P<t>N)(?:[LO][dWC]{0,3}[CN]?|t){0,2}\((?P<q>[pfq])"),
    ("en.active.gap", "before", 0.65, r"(?<!B)(?<!BD)(?P<t>[VA])[WdDXCO]{1,3}(?P<q>[pfhyn])"),
)
# Two verbs that share their number: were abducted and killed; wounded and abducted seven.
SHARED = (
    ("en.shared", "after", 0.9, rf"(?P<q>[{_NP}])X?{_ASIDE}{{0,2}}{_HELP}{{0,5}}[VPI]t?&D?(?P<t>[VPI]){_NOT_OBJECT}"),
    ("en.shared", "after", 0.8, rf"(?P<q>[{_NP}])X?RD?[BH]{{0,3}}(?P<t>[VPI]){_NOT_OBJECT}"),
    ("en.shared", "before", 0.9, rf"(?<!B)(?<!BD)(?P<t>[VA])&D?[VA][DdXa]{{0,2}}(?P<q>[{_NP}])"),
)
# What may stand between a number and the next one that means the same without saying so.
ELIDED = r"(?:[LOCdWtDXBN(:]|\)){0,9}?[,;&(:]{1,2}[&DXL,Cd]{0,4}\(?$"
