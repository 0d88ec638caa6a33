"""Rules and events of the shape that public ones have, made with a fixed seed, where those are not at hand."""
import json, random

FOLDERS = ["Windows\\System32", "Windows\\SysWOW64", "Program Files\\Vendor", "Users\\Public", "ProgramData", "Temp"]
FIELDS = ["CommandLine", "Image", "ParentImage", "ParentCommandLine", "OriginalFileName", "TargetFilename",
          "TargetObject", "Details", "DestinationHostname", "User", "Hashes", "QueryName", "ImageLoaded", "Company"]


class Maker:
    def __init__(self, seed):
        self.r = random.Random(seed)
        self.words = ["".join(self.r.choice("abcdefghijklmnopqrstuvwxyz0123456789-_") for _ in range(self.r.randint(4, 14)))
                      for _ in range(4000)]

    def program(self):
        return self.r.choice(self.words) + ".exe"

    def path(self):
        return f"C:\\{self.r.choice(FOLDERS)}\\{self.r.choice(self.words)}\\{self.program()}"

    def line(self, parts):
        switches = ["-" + self.r.choice(self.words), "/" + self.r.choice(self.words), self.r.choice(self.words), self.path()]
        return " ".join(self.r.choice(switches) for _ in range(parts))

    # --- rules ---

    def item(self):
        """One item as (key, values): contains 60 %, endswith 25 %, startswith 8 %, re 3 %, the rest all, cidr, windash."""
        dice, field, r = self.r.random() * 100, self.r.choice(FIELDS), self.r
        some = r.choice([1, 1, 2, 3, 5, 9])
        if dice < 60:
            return f"{field}|contains", [" " + r.choice(self.words) for _ in range(some)]
        if dice < 85:
            return f"{field}|endswith", ["\\" + self.program() for _ in range(some)]
        if dice < 93:
            return f"{field}|startswith", [f"C:\\{r.choice(FOLDERS)}\\{r.choice(self.words)}" for _ in range(some)]
        if dice < 96:
            return f"{field}|re", [f"{r.choice(self.words)}[0-9]{{2,8}}\\.(exe|dll)"]
        if dice < 98:
            return f"{field}|contains|all", [r.choice(self.words) for _ in range(2 + some)]
        if dice < 99:
            return "DestinationIp|cidr", [f"10.{r.randint(0, 255)}.0.0/16"]
        return "CommandLine|contains|windash", [" -" + r.choice(self.words)]

    def selection(self, items):
        found = dict(self.item() for _ in range(items))
        quote = lambda v: "'" + v.replace("'", "''") + "'"
        return "".join(f"        {key}:\n" + "".join(f"            - {quote(v)}\n" for v in values)
                       for key, values in found.items())

    def rule(self, number):
        filters = self.r.choice([0, 0, 1, 1, 2])
        text = f"title: Rule {number}\nid: 00000000-0000-4000-8000-{number:012d}\nlogsource:\n    product: test\ndetection:\n"
        text += "    selection:\n" + self.selection(self.r.choice([1, 2, 2, 3]))
        for i in range(filters):
            text += f"    filter_{i}:\n" + self.selection(1)
        return text + "    condition: selection" + (" and not 1 of filter_*" if filters else "") + "\n"

    # --- events ---

    def event(self, number):
        r = self.r
        return json.dumps({
            "EventID": r.choice([1, 3, 7, 11, 13, 22]), "Channel": "Microsoft-Windows-Sysmon/Operational",
            "Computer": f"HOST-{r.randint(1, 400)}.example.com", "RecordNumber": number,
            "UtcTime": f"2026-01-{r.randint(1, 28):02d} {r.randint(0, 23):02d}:00:00.000",
            "Image": self.path(), "CommandLine": self.line(r.randint(2, 9)), "CurrentDirectory": "C:\\Windows\\",
            "User": f"EXAMPLE\\{r.choice(self.words)}", "IntegrityLevel": r.choice(["Low", "Medium", "High"]),
            "Hashes": "SHA256=" + "".join(r.choice("0123456789ABCDEF") for _ in range(64)),
            "ParentImage": self.path(), "ParentCommandLine": self.line(r.randint(1, 5)), "ParentProcessId": r.randint(1, 9999),
            "OriginalFileName": self.program(), "Company": r.choice(self.words), "TargetFilename": self.path(),
            "TargetObject": "HKLM\\SOFTWARE\\" + self.line(1), "DestinationIp": f"10.{r.randint(0, 255)}.1.9",
            "DestinationHostname": r.choice(self.words) + ".example.com", "QueryName": r.choice(self.words) + ".example.com",
            "ImageLoaded": self.path(), "Details": self.line(2)})
