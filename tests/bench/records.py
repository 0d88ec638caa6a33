"""Applicants to measure with: invented, varied, about 2.5 kB each, the same ones in every run."""
import json, random

WORDS = ("built kept moved designed led tested measured wrote taught planned service platform payment mobile search data "
         "release team customer market cloud queue store stream index cache report audit design review training").split()
PLACES = [("Denver", "CO", "US", "America/Denver"), ("Berlin", "BE", "DE", "Europe/Berlin"), ("Łódź", "LD", "PL", "Europe/Warsaw"),
          ("São Paulo", "SP", "BR", "America/Sao_Paulo"), ("Toronto", "ON", "CA", "America/Toronto"),
          ("Osaka", "27", "JP", "Asia/Tokyo"), ("Pune", "MH", "IN", "Asia/Kolkata"), ("Lyon", "ARA", "FR", "Europe/Paris")]
CALLING = {"US": "+1303555", "CA": "+1416555", "DE": "+493023125", "PL": "+48426555", "BR": "+55113555", "JP": "+81663555",
           "IN": "+91205555", "FR": "+33478555"}
EMPLOYERS = ["Northbridge Sample Systems", "Muster & Söhne GmbH", "Example Freight", "Sample Health", "Placeholder Labs"]


class Maker:
    def __init__(self, seed):
        self.r = random.Random(seed)

    def name(self):
        pick = lambda n: "".join(self.r.choice("abcdefghijklmnoprstuvwyz") for _ in range(n)).capitalize()
        return pick(self.r.randint(3, 8)) + " " + self.r.choice(["", "", "Ó", "von "]) + pick(self.r.randint(4, 10))

    def text(self, n):
        return " ".join(self.r.choice(WORDS) for _ in range(n))

    def day(self, year):
        return f"{year}-{self.r.randint(1, 12):02d}-{self.r.randint(1, 28):02d}"

    def moment(self):
        return f"{self.day(2026)}T{self.r.randint(0, 23):02d}:{self.r.randint(0, 59):02d}:00Z"

    def ip(self):
        r = self.r
        if r.random() < 0.1:
            return f"2001:db8:{r.randint(0, 65535):x}::{r.randint(1, 65535):x}"
        return f"{r.choice([5, 23, 45, 81, 93, 104, 185, 203])}.{r.randint(0, 255)}.{r.randint(0, 255)}.{r.randint(1, 254)}"

    def session(self, place):
        s = {"at": self.moment(), "event": self.r.choice(["apply", "login", "interview"]), "ip": self.ip(),
             "user_agent": f"Mozilla/5.0 (X11; Linux x86_64) Sample/{self.r.randint(90, 140)}.0", "time_zone": place[3],
             "languages": ["en", "de"][: self.r.randint(1, 2)], "device_id": f"d-{self.r.randint(1, 10 ** 9):x}"}
        if self.r.random() < 0.3:
            s["geo"] = {"country": place[2], "city": place[0]}
        if self.r.random() < 0.05:
            s["vpn"] = self.r.choice(["NordVPN", "Mullvad", "Astrill VPN"])
        return s

    def job(self, place, year):
        return {"employer": self.r.choice(EMPLOYERS), "title": self.text(2), "start": f"{year}-03", "end": f"{year + 2}-02",
                "city": place[0], "country": place[2], "confirmed": self.r.random() < 0.95}

    def record(self, ident):
        r, place, name = self.r, self.r.choice(PLACES), self.name()
        handle = "".join(c for c in name.lower() if "a" <= c <= "z") + str(r.randint(1, 9999))
        record = {
            "id": ident, "applied_at": self.moment(), "source": r.choice(["greenhouse", "referral", "upwork"]), "name": name,
            "emails": [{"address": f"{handle}@{r.choice(['gmail.com', 'example.com', 'proton.me', 'mail.example.org'])}"}],
            "phones": [{"number": f"{CALLING[place[2]]}{r.randint(1000, 9999)}", "kind": "mobile"}],
            "location": {"city": place[0], "region": place[1], "country": place[2], "time_zone": place[3]},
            "position": {"title": self.text(2), "remote": r.random() < 0.8, "country": place[2]},
            "addresses": [{"kind": "home", "line1": f"{r.randint(1, 999)} Sample Street", "city": place[0], "country": place[2],
                           "postal_code": str(r.randint(10000, 99999))}],
            "accounts": [{"url": f"https://github.com/{handle}", "created_at": self.day(r.randint(2010, 2025)),
                          "followers": r.randint(0, 300), "status": "live"}],
            "sessions": [self.session(place) for _ in range(r.randint(1, 4))],
            "resume": {"text": self.text(r.randint(60, 120)),
                       "work": [self.job(place, year) for year in range(2014, 2014 + 3 * r.randint(1, 4), 3)],
                       "education": [{"institution": "Sample University", "degree": "BSc", "end": "2013", "country": place[2]}],
                       "skills": [r.choice(WORDS) for _ in range(6)]},
        }
        if r.random() < 0.3:
            record["payment"] = {"method": "bank", "accounts": [{"kind": "bank", "country": place[2], "currency": "USD",
                                                                 "number_sha256": f"{r.getrandbits(256):064x}"}]}
        if r.random() < 0.3:
            record["interviews"] = [{"at": self.moment(), "platform": "video", "minutes": 45, "camera": "on"}]
        if r.random() < 0.1:
            record["observations"] = [{"code": "virtual-background"}]
        return record


def lines(count, seed=1, distinct=5000):
    """Lines of count records; after the first ones they come again with ids of their own."""
    maker = Maker(seed)
    kept = [json.dumps(maker.record("R-@@@@@@@@"), ensure_ascii=False) for _ in range(min(count, distinct))]
    for i in range(count):
        yield kept[i % len(kept)].replace("@@@@@@@@", f"{i:08d}", 1) + "\n"


if __name__ == "__main__":
    import sys
    sys.stdout.reconfigure(encoding="utf-8")
    sys.stdout.writelines(lines(int(sys.argv[1])))
