#!/usr/bin/env python3
"""Checks the chains of custody in a copy of what Export Routes stored.

usage: python3 verify.py [--head N:HASH] [--full] [--all] [--signers FILE] [FOLDER [JOB]]

Needs Python 3.8 or later and ssh-keygen, nothing else, and no network. It reads only. Exit status: 0 nothing is wrong,
1 something is, 2 it could not check. README.txt beside it says what the verdicts mean and what a chain cannot show.
"""
import argparse
import base64
import collections
import concurrent.futures
import datetime
import hashlib
import json
import os
import re
import shutil
import stat
import struct
import subprocess
import sys
import tempfile

NAMESPACE = "custody@export-routes"
CUSTODY = "_custody"
LARGEST = 4 * 1024 * 1024
MOST_OF_A_KIND = 200
SHOWN = 20
NOTHING = hashlib.sha256(b"").hexdigest()
ENTRY_NAME = re.compile(r"(\d{8}|[1-9]\d{8,11})\.json", re.ASCII)
HEX = re.compile(r"[0-9a-f]{64}")
ARMOR = re.compile(rb"\s*-----BEGIN SSH SIGNATURE-----([A-Za-z0-9+/=\r\n]+)-----END SSH SIGNATURE-----\s*")
TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?Z", re.ASCII)
SIGNER = re.compile(
    r"\s*(\"[^\"]+\"|[^\s\"#][^\s\"]*)\s+"
    r"(?:([A-Za-z-]+(?:=\"[^\"]*\")?(?:,[A-Za-z-]+(?:=\"[^\"]*\")?)*)\s+)??"
    r"(ssh-ed25519\s+[A-Za-z0-9+/=]+)(?:\s.*)?", re.ASCII)
OPTION = re.compile(r"([A-Za-z-]+)(?:=\"([^\"]*)\")?,?")

REMEDIES = {
    "NO_SIGNATURE": "Fetch the file .sig again, or from another destination.",
    "BAD_SIGNATURE": "Fetch both files again, or from another destination; if they stay so, one of them was changed.",
    "UNKNOWN_KEY": "Ask the operator for the list of signers and compare the fingerprint; if they do not know it, it is forged.",
    "RETIRED_KEY": "Whoever has the old key wrote it: take it for forged, and ask the operator.",
    "KEY_NOT_VALID": "Take it for forged, unless the operator says that the list of signers is wrong.",
    "NOT_AN_ENTRY": "Whoever has the key signed it: ask the operator how it came about.",
    "NO_ENTRIES": "Fetch the chain from another destination; if none has it, it was removed.",
    "MISSING": "Fetch it from another destination; if none has it, it was removed.",
    "WRONG_NUMBER": "Entries were renamed or exchanged: fetch this one again, or from another destination.",
    "OTHER_CHAIN": "It was put here: fetch this one again, or from another destination.",
    "BROKEN_LINK": "This entry or the one before it was replaced: compare with another destination or a witnessed head.",
    "BAD_BEGINNING": "Its beginning was replaced: compare with another destination.",
    "TOO_SHORT": "Its end was cut off: fetch the rest from another destination.",
    "REWRITTEN": "The chain was rewritten from this number or an earlier one on: the witness is right, not the chain.",
    "OBJECT_DIFFERS": "Fetch it again, or from another destination; if it stays so, the object was changed.",
    "OBJECT_MISSING": "Fetch it; if the destination does not have it, it was removed without an entry that says so.",
}
VERDICTS = (
    ("authentic", "each entry is signed with a key that counts",
     ("NO_SIGNATURE", "BAD_SIGNATURE", "UNKNOWN_KEY", "RETIRED_KEY", "KEY_NOT_VALID", "NOT_AN_ENTRY")),
    ("complete", "no number is missing, each entry follows the one before it",
     ("NO_ENTRIES", "MISSING", "WRONG_NUMBER", "OTHER_CHAIN", "BROKEN_LINK", "BAD_BEGINNING")),
    ("witnessed", "the chain has the heads that were given", ("TOO_SHORT", "REWRITTEN")),
    ("objects", "those that are here are as their entries say", ("OBJECT_DIFFERS", "OBJECT_MISSING")),
)
Finding = collections.namedtuple("Finding", "kind file first last message")
Stored = collections.namedtuple("Stored", "seq data digest has_signature key fits")
Signer = collections.namedtuple("Signer", "principals key after before")


class NotAnEntry(Exception):
    """What is signed and yet no entry, with the reason."""


def visible(text):
    """Control characters, and those that turn the reading direction, as escapes: entries may hold anything."""
    return "".join(c if c.isprintable() else c.encode("unicode_escape", "surrogatepass").decode("ascii") for c in text)


def say(text=""):
    print(visible(text).encode(sys.stdout.encoding or "utf-8", "backslashreplace").decode(sys.stdout.encoding or "utf-8"))


def entry_name(seq):
    return "%08d.json" % seq


def fingerprint(key):
    return "SHA256:" + base64.b64encode(hashlib.sha256(key).digest()).decode().rstrip("=")


# Keys and signatures


def strings(data):
    """The strings of SSH's binary formats: each with its length in four bytes before it."""
    found = []
    while data:
        if len(data) < 4:
            raise ValueError
        length = struct.unpack(">I", data[:4])[0]
        if length > len(data) - 4:
            raise ValueError
        found.append(data[4:4 + length])
        data = data[4 + length:]
    return found


def is_key(blob):
    try:
        parts = strings(blob)
    except ValueError:
        return False
    return len(parts) == 2 and parts[0] == b"ssh-ed25519" and len(parts[1]) == 32


def parse_key(text):
    """The key in a text such as "ssh-ed25519 AAAA… a comment", or None."""
    words = re.split("[ \t]+", text.strip(), maxsplit=2) if isinstance(text, str) else []
    try:
        blob = base64.b64decode(words[1], validate=True) if words[1:] and words[0] == "ssh-ed25519" else b""
    except ValueError:
        return None
    return blob if is_key(blob) else None


def key_of(signature):
    """The key that a signature says it was made with, or None if it is no signature of a chain: Ed25519, SHA-512, our namespace."""
    armor = ARMOR.fullmatch(signature)
    if not armor or len(signature) > 8192:
        return None
    try:
        text = b"".join(armor.group(1).split())
        data = base64.b64decode(text, validate=True)
        if base64.b64encode(data) != text or data[:6] != b"SSHSIG" or data[6:10] != b"\0\0\0\1":
            return None
        key, namespace, _, algorithm, raw = strings(data[10:])
        if namespace != NAMESPACE.encode() or algorithm != b"sha512" or strings(raw)[0] != b"ssh-ed25519":
            return None
        return key if is_key(key) and len(strings(raw)) == 2 else None
    except (ValueError, IndexError):
        return None


class SshKeygen:
    """Asks ssh-keygen whether a signature fits. Which keys count is decided here, so that its lists have one key each."""

    def __init__(self, folder):
        self.folder = folder
        self.program = shutil.which("ssh-keygen")
        if not self.program:
            say("There is no ssh-keygen: install OpenSSH's client, 8.2 or later.")
            sys.exit(2)

    def fits(self, key, data, signature):
        name = os.path.join(self.folder, hashlib.sha256(key).hexdigest())
        if not os.path.exists(name):
            line = b'signer namespaces="%s" ssh-ed25519 %s\n' % (NAMESPACE.encode(), base64.b64encode(key))
            os.replace(temporary_file(self.folder, line), name)  # as a whole: several threads may write it
        proof = temporary_file(self.folder, signature)
        try:
            command = [self.program, "-Y", "verify", "-f", name, "-I", "signer", "-n", NAMESPACE, "-s", proof]
            done = subprocess.run(command, input=data, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            return done.returncode == 0
        finally:
            os.remove(proof)


def temporary_file(folder, data):
    handle, name = tempfile.mkstemp(dir=folder)
    with os.fdopen(handle, "wb") as file:
        file.write(data)
    return name


# The list of signers


def matches(patterns, name):
    """A list that excludes something (with !) matches nothing here, nor does a pattern made to keep us busy."""
    return "!" not in patterns and any(
        pattern.count("*") <= 3 and re.fullmatch(re.escape(pattern).replace(r"\*", ".*").replace(r"\?", "."), name)
        for pattern in patterns.split(","))


def digits(text, otherwise):
    if text is None:
        return otherwise
    if not re.fullmatch(r"\d{8}(\d{4}(\d{2})?)?Z?", text, re.ASCII):
        raise ValueError
    text = text.rstrip("Z").ljust(14, "0")
    datetime.datetime.strptime(text, "%Y%m%d%H%M%S")
    return text


def signer(line):
    """A line that cannot be read, or has an option that is not known here, is left out: that can only take trust away."""
    fields = SIGNER.fullmatch(line) if len(line) <= 2000 else None
    if not fields:
        return None
    options = {}
    for name, value in OPTION.findall(fields.group(2) or ""):
        options[name.lower()] = options[name.lower()] + "," + value if name.lower() in options else value
    try:
        after = digits(options.pop("valid-after", None), "")
        before = digits(options.pop("valid-before", None), "99999999999999")
    except ValueError:
        return None
    namespaces = options.pop("namespaces", None)
    key = parse_key(fields.group(3))
    if options or key is None or not (namespaces is None or matches(namespaces, NAMESPACE)):
        return None
    return Signer(fields.group(1).replace('"', ""), key, after, before)


def read_signers(file):
    with open(file, encoding="utf-8", errors="replace") as lines:
        return [found for found in map(signer, lines.read(1 << 20).split("\n")) if found]


class KeyTrust:
    """Which key counts at which entry.

    One key counts at a time. An entry "key", signed with it, hands over to the key that it names; the old one never counts
    again unless a later key hands back to it. A key that no entry introduced counts only if the list has it at the entry's time.
    Where the list has a key, its times hold.
    """

    def __init__(self, signers):
        self.signers = signers
        self.retired = set()
        self.current = None
        self.spans = []

    def lists(self, key):
        return any(one.key == key for one in self.signers)

    def principal(self, key, time):
        second = re.sub(r"\D", "", time[:19])
        valid = [one.principals for one in self.signers if one.key == key and one.after <= second <= one.before]
        return valid[0] if valid else None

    def refuses(self, key):
        if key in self.retired:
            return "RETIRED_KEY", "it is signed with %s, which another key had replaced" % fingerprint(key)
        if key != self.current and not self.lists(key):
            return "UNKNOWN_KEY", ("it is signed with %s, which no earlier entry introduced and the list of signers does not have"
                                   % fingerprint(key))
        return None

    def signed(self, key, entry):
        introduced = key == self.current
        self.become(key)
        if self.spans and self.spans[-1][2] == key:
            self.spans[-1][1] = entry["seq"]
        else:
            self.spans.append([entry["seq"], entry["seq"], key, self.principal(key, entry["time"]), introduced])
        if entry["event"] == "key":
            self.become(parse_key(entry["key"]))

    def become(self, key):
        if self.current is not None and self.current != key:
            self.retired.add(self.current)
        self.retired.discard(key)
        self.current = key


# Entries


def unique(pairs):
    names = [name for name, _ in pairs]
    if len(names) != len(set(names)):
        raise ValueError
    return dict(pairs)


def refuse_constant(_):
    raise ValueError


def parse_entry(data):
    """Only for what was verified: parses the bytes, never writes them anew."""
    if len(data) > LARGEST:
        raise NotAnEntry("it is too large")
    try:
        entry = json.loads(data.decode("utf-8"), object_pairs_hook=unique, parse_constant=refuse_constant)
    except (ValueError, RecursionError):
        entry = None
    if not isinstance(entry, dict):
        raise NotAnEntry("it is not a JSON object in which each key stands once")
    if not is_number(entry.get("v"), 1) or entry["v"] != 1:
        raise NotAnEntry("its version is not 1")
    require(entry, "chain", bool)
    if not is_number(entry.get("seq"), 1):
        raise NotAnEntry("its seq is missing or wrong")
    require(entry, "prev", HEX.fullmatch)
    require(entry, "time", is_time)
    require(entry, "event", bool)
    if entry["event"] == "key" and parse_key(entry.get("key")) is None:
        raise NotAnEntry("its key is missing or wrong")
    return entry


def require(entry, field, check):
    if not isinstance(entry.get(field), str) or not check(entry[field]):
        raise NotAnEntry("its %s is missing or wrong" % field)


def is_number(value, least):
    return isinstance(value, int) and not isinstance(value, bool) and least <= value < 2 ** 63


def is_time(text):
    try:
        return TIME.fullmatch(text) and datetime.datetime.strptime(text[:19], "%Y-%m-%dT%H:%M:%S")
    except ValueError:
        return False


def read_file(name, most):
    """At most so many bytes of a plain file, or None; no links are followed."""
    try:
        handle = os.open(name, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0))
    except OSError:
        return None
    with os.fdopen(handle, "rb") as file:
        return file.read(most) if stat.S_ISREG(os.fstat(handle).st_mode) else None


def stored_entries(folder, keygen):
    """Each entry of a chain in the order of the numbers; signatures are checked a few entries ahead, one process each."""

    def check(seq):
        name = os.path.join(folder, entry_name(seq))
        data = read_file(name, LARGEST + 1) or b""
        signature = read_file(name + ".sig", 8193)
        key = key_of(signature) if signature is not None else None
        return Stored(seq, data, hashlib.sha256(data).hexdigest(), signature is not None, key,
                      key is not None and keygen.fits(key, data, signature))

    names = filter(None, (ENTRY_NAME.fullmatch(name) for name in os.listdir(folder)))
    numbers = sorted(number for number in (int(name.group(1)) for name in names) if number > 0)
    workers = (os.cpu_count() or 1) + 1
    with concurrent.futures.ThreadPoolExecutor(workers) as pool:
        ahead = collections.deque()
        for count, seq in enumerate(numbers, 1):
            ahead.append(pool.submit(check, seq))
            if len(ahead) > 4 * workers:
                yield ahead.popleft().result()
            if count % 100 == 0 and sys.stderr.isatty():
                sys.stderr.write("\r%d of %d entries " % (count, len(numbers)))
        while ahead:
            yield ahead.popleft().result()
    if sys.stderr.isatty():
        sys.stderr.write("\r" + " " * 40 + "\r")


class Chain:
    """One way through a chain, from its first entry to its last."""

    def __init__(self, job, signers):
        self.job = job
        self.trust = KeyTrust(signers)
        self.findings = []
        self.name = None
        self.last = 0
        self.digest = NOTHING
        self.size = 0
        self.artifacts = {}
        self.expired = {}
        self.witnessed = {}

    def add(self, kind, first, last, message):
        for i in range(len(self.findings) - 1, -1, -1):
            before = self.findings[i]
            if before.last < first - 1:
                break
            if before.kind == kind and before.message == message and before.last == first - 1:
                self.findings[i] = before._replace(last=last)
                return
        if sum(one.kind == kind for one in self.findings) < MOST_OF_A_KIND:
            self.findings.append(Finding(kind, self.job + "/" + entry_name(first), first, last, message))

    def add_for_chain(self, kind, message):
        self.findings.append(Finding(kind, self.job, 0, 0, message))

    def next(self, stored, wanted):
        if stored.seq > self.last + 1:
            self.add("MISSING", self.last + 1, stored.seq - 1, "the entry is missing")
        self.verify(stored)
        self.last, self.digest = stored.seq, stored.digest
        self.size += 1
        if stored.seq in wanted:
            self.witnessed[stored.seq] = stored.digest

    def verify(self, stored):
        seq, key = stored.seq, stored.key
        if key is None:
            self.add("NO_SIGNATURE", seq, seq, "what stands beside it is no signature" if stored.has_signature
                     else "no signature stands beside it")
            return
        refused = self.trust.refuses(key)
        if refused:
            self.add(refused[0], seq, seq, refused[1])
        elif not stored.fits:
            self.add("BAD_SIGNATURE", seq, seq, "its signature does not fit its bytes")
        else:
            try:
                self.read(stored, parse_entry(stored.data))
            except NotAnEntry as wrong:
                self.add("NOT_AN_ENTRY", seq, seq, "it is signed but no entry: %s" % wrong)

    def read(self, stored, entry):
        seq, key = stored.seq, stored.key
        if self.trust.lists(key) and self.trust.principal(key, entry["time"]) is None:
            self.add("KEY_NOT_VALID", seq, seq, "it is signed with %s at %s, when the list of signers does not let that key sign"
                     % (fingerprint(key), entry["time"]))
        elif entry["seq"] != seq:
            self.add("WRONG_NUMBER", seq, seq, "it is entry %d" % entry["seq"])
        elif not self.is_this_chain(entry["chain"]):
            self.add("OTHER_CHAIN", seq, seq, "it belongs to the chain %s" % entry["chain"])
        else:
            self.name = entry["chain"]
            self.link(seq, key, entry)
            self.trust.signed(key, entry)
            self.remember(entry, stored.digest)

    def is_this_chain(self, name):
        if self.name is not None:
            return name == self.name
        return name == self.job or name.endswith("/" + self.job)

    def link(self, seq, key, entry):
        if seq == 1:
            if entry["prev"] != NOTHING or entry["event"] != "key" or parse_key(entry["key"]) != key:
                self.add("BAD_BEGINNING", 1, 1, "it does not begin a chain by naming the key that signs it")
        elif self.last == seq - 1 and entry["prev"] != self.digest:
            self.add("BROKEN_LINK", seq, seq, "it follows another entry %d than the one that is here" % (seq - 1))

    def remember(self, entry, digest):
        artifact = entry.get("artifact")
        if entry["event"] == "stored" and isinstance(artifact, dict):
            name, size, sha256 = artifact.get("name"), artifact.get("size"), artifact.get("sha256")
            if isinstance(name, str) and is_number(size, 0) and isinstance(sha256, str) and HEX.fullmatch(sha256):
                self.artifacts[entry["seq"]] = (digest, name, size, sha256)
        if entry["event"] == "expired" and isinstance(entry.get("entries"), list):
            where = entry.get("destination")
            for seq in entry["entries"]:
                if is_number(seq, 1):
                    self.expired[seq] = entry["time"] + (" at %s" % where if isinstance(where, str) else "")

    def end(self, heads):
        if self.size == 0:
            self.add_for_chain("NO_ENTRIES", "there is no entry")
        for seq, sha256 in heads:
            if seq > self.last:
                self.add_for_chain("TOO_SHORT", "the chain ends at %d, but %d was witnessed" % (self.last, seq))
            elif self.witnessed.get(seq) != sha256:
                self.add_for_chain("REWRITTEN", "entry %d is not the one that was witnessed (%s)" % (seq, sha256))


# The objects


def sidecars(folder):
    """Where each sidecar lies, by its SHA-256: an entry "stored" has the same bytes, wherever a destination puts them."""
    found = {}
    for parent, folders, names in os.walk(folder):
        if parent == folder and CUSTODY in folders:
            folders.remove(CUSTODY)
        for name in names:
            if name.endswith(".manifest.json"):
                data = read_file(os.path.join(parent, name), LARGEST + 1)
                if data is not None:
                    found[hashlib.sha256(data).hexdigest()] = os.path.join(parent, name)
    return found


def inside(folder, parent, name):
    """The path of a name that an entry gives, or None where it would lead out of the folder: entries are not trusted with that."""
    parts = name.split("/")
    if "\\" in name or "\0" in name or ":" in parts[0] or any(part in ("", ".", "..") for part in parts):
        return None
    path = os.path.join(parent, *parts)
    root = os.path.realpath(folder)
    try:
        return path if os.path.realpath(path).startswith(os.path.join(root, "")) else None
    except (OSError, ValueError):
        return None


def find_object(folder, sidecar, name):
    places = [sidecar[:-len(".manifest.json")], inside(folder, os.path.dirname(sidecar), name)] if sidecar else []
    for path in places + [inside(folder, folder, name)]:
        try:
            if path is not None and stat.S_ISREG(os.lstat(path).st_mode):
                return path
        except (OSError, ValueError):
            pass
    return None


def digest_of(path):
    digest = hashlib.sha256()
    with open(path, "rb") as file:
        for block in iter(lambda: file.read(1 << 20), b""):
            digest.update(block)
    return digest.hexdigest()


def check_objects(chain, folder, found, options):
    """Compares what is here with what the entries say; returns how many agree, and what to say of the others."""
    good, expired, absent = 0, [], []
    for seq, (digest, name, size, sha256) in sorted(chain.artifacts.items()):
        path = find_object(folder, found.get(digest), name)
        if path is None:
            if seq in chain.expired:
                expired.append("%s: %s expired on %s" % (entry_name(seq), name, chain.expired[seq]))
            elif options.all:
                chain.add("OBJECT_MISSING", seq, seq, "its object %s is not here" % name)
            else:
                absent.append("%s: %s is not here" % (entry_name(seq), name))
            continue
        actual = os.path.getsize(path)
        shown = os.path.relpath(path, folder)
        if actual != size:
            chain.add("OBJECT_DIFFERS", seq, seq, "its object %s has %d bytes, not %d" % (shown, actual, size))
        elif options.full and digest_of(path) != sha256:
            chain.add("OBJECT_DIFFERS", seq, seq, "its object %s has other bytes than those that were stored" % shown)
        else:
            good += 1
    return good, expired, absent


# The answer


def some(lines):
    for line in lines[:SHOWN]:
        say("    " + line)
    if len(lines) > SHOWN:
        say("    and %d more" % (len(lines) - SHOWN))


def describe(finding):
    others = " (and so on up to %s)" % entry_name(finding.last) if finding.last > finding.first else ""
    return "%s: %s%s. %s" % (finding.file, finding.message, others, REMEDIES[finding.kind])


def report(chain, objects, options):
    good, expired, absent = objects
    say("%s: %d entries%s%s" % (chain.job, chain.size, " of the chain " + chain.name if chain.name else "",
                                ", head %d:%s" % (chain.last, chain.digest) if chain.size else ""))
    for first, last, key, principal, introduced in chain.trust.spans:
        how = "introduced by the key before it" if introduced and first > 1 else "by the list of signers" + (
            " alone: no entry introduced it" if first > 1 else "")
        say("  %d to %d signed by %s (%s; %s)" % (first, last, principal or "a key that the list does not name", fingerprint(key), how))
    for verdict, meaning, kinds in VERDICTS:
        wrong = [one for one in chain.findings if one.kind in kinds]
        if wrong:
            say("  %-10s NO" % verdict)
            some([describe(one) for one in wrong])
        elif verdict == "witnessed" and not options.head:
            say("  %-10s not asked: without a head from elsewhere (--head) a cut end cannot be seen" % verdict)
        elif verdict == "objects":
            level = "sizes and SHA-256 compared" if options.full else "sizes compared, --full reads them"
            say("  %-10s yes: %d as their entries say (%s), %d expired, %d not here"
                % (verdict, good, level, len(expired), len(absent)))
        else:
            say("  %-10s yes: %s" % (verdict, meaning))
    some(expired)
    some(absent)
    return not chain.findings


def head(text):
    parts = re.fullmatch(r"\s*([1-9]\d{0,11}):([0-9a-f]{64})\s*", text, re.ASCII)
    if not parts:
        raise argparse.ArgumentTypeError("write the number and the whole SHA-256: 42:8034…")
    return int(parts.group(1)), parts.group(2)


def arguments():
    here = os.path.dirname(os.path.abspath(__file__))
    default = os.path.dirname(here) if os.path.basename(here) == CUSTODY else "."
    parser = argparse.ArgumentParser(description="Checks the chains of custody in a copy of what Export Routes stored.")
    parser.add_argument("--head", type=head, action="append", default=[], metavar="N:HASH",
                        help="a head of the chain from a mail or a report, which the chain must have; more than one is allowed")
    parser.add_argument("--full", action="store_true", help="read the objects and compare their SHA-256")
    parser.add_argument("--all", action="store_true", help="an object that is not here is wrong")
    parser.add_argument("--signers", metavar="FILE", help="the list of signers that the operator gave you (else the one in the folder)")
    parser.add_argument("folder", nargs="?", default=default, metavar="FOLDER", help="the copy; it has the folder _custody")
    parser.add_argument("job", nargs="?", metavar="JOB", help="one job alone")
    return parser, parser.parse_args()


def main():
    parser, options = arguments()
    custody = os.path.join(options.folder, CUSTODY)
    if not os.path.isdir(custody):
        parser.error("there is no folder %s in %s" % (CUSTODY, options.folder))
    jobs = [options.job] if options.job else sorted(
        name for name in os.listdir(custody) if os.path.isdir(os.path.join(custody, name)))
    if options.job in (".", "..") or options.job and os.path.basename(options.job) != options.job:
        parser.error("JOB is the name of a folder in %s" % CUSTODY)
    if options.head and len(jobs) != 1:
        parser.error("a head is that of one job: name it")
    own = os.path.join(custody, "allowed_signers")
    try:
        signers = read_signers(options.signers or own) if options.signers or os.path.isfile(own) else []
    except OSError as wrong:
        parser.error("the list of signers cannot be read: %s" % wrong)
    if not options.signers:
        say("The list of signers comes from the folder itself: compare the fingerprints below with what the operator tells you.")
    if not jobs:
        say("There is no chain.")
    found = sidecars(options.folder)
    good = bool(jobs)
    with tempfile.TemporaryDirectory() as temporary:
        keygen = SshKeygen(temporary)
        for job in jobs:
            chain = Chain(job, signers)
            folder = os.path.join(custody, job)
            wanted = {seq for seq, _ in options.head}
            for stored in stored_entries(folder, keygen) if os.path.isdir(folder) else ():
                chain.next(stored, wanted)
            chain.end(options.head)
            good &= report(chain, check_objects(chain, options.folder, found, options), options)
    sys.exit(0 if good else 1)


if __name__ == "__main__":
    main()
