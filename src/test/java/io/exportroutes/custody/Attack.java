package io.exportroutes.custody;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.exportroutes.testing.Edit;
import java.nio.file.Files;
import java.time.Instant;

/** What somebody does to a chain of ten entries, and what is found without and with a witnessed head. */
enum Attack {
    NONE("", "", (bucket, thief) -> {}),
    CHANGES_A_BYTE("BAD_SIGNATURE 5, BROKEN_LINK 6", "", (bucket, thief) -> {
        byte[] bytes = Files.readAllBytes(bucket.entry(5));
        bytes[bytes.length / 2] ^= 1;
        Files.write(bucket.entry(5), bytes);
    }),
    ADDS_A_SPACE(
            "BAD_SIGNATURE 5, BROKEN_LINK 6",
            "",
            (bucket, thief) -> Edit.file(bucket.entry(5), "\"seq\":", "\"seq\": ")),
    REMOVES_ONE("MISSING 5", "", (bucket, thief) -> bucket.remove(5)),
    REMOVES_THE_BEGINNING("MISSING 1-3", "", (bucket, thief) -> {
        for (long seq = 1; seq <= 3; seq++) {
            bucket.remove(seq);
        }
    }),
    REMOVES_A_SIGNATURE("NO_SIGNATURE 5", "", (bucket, thief) -> Files.delete(bucket.signature(5))),
    SPOILS_A_SIGNATURE("NO_SIGNATURE 5", "", (bucket, thief) -> Files.writeString(bucket.signature(5), "signed: me")),
    EXCHANGES_TWO("WRONG_NUMBER 5, WRONG_NUMBER 6, BROKEN_LINK 7", "", (bucket, thief) -> {
        Bucket.exchange(bucket.entry(5), bucket.entry(6));
        Bucket.exchange(bucket.signature(5), bucket.signature(6));
    }),
    EXCHANGES_TWO_SIGNATURES(
            "BAD_SIGNATURE 5-6", "", (bucket, thief) -> Bucket.exchange(bucket.signature(5), bucket.signature(6))),
    CUTS_THE_END("", "TOO_SHORT", (bucket, thief) -> {
        bucket.remove(9);
        bucket.remove(10);
    }),
    EMPTIES_THE_FOLDER("NO_ENTRIES", "TOO_SHORT", (bucket, thief) -> {
        for (long seq = 1; seq <= 10; seq++) {
            bucket.remove(seq);
        }
    }),
    REWRITES_THE_END_WITH_THE_KEY("", "REWRITTEN", (bucket, thief) -> bucket.rewrite(7, bucket.key())),
    REWRITES_THE_END_WITH_ANOTHER_KEY("UNKNOWN_KEY 7-10", "REWRITTEN", (bucket, thief) -> bucket.rewrite(7, thief)),
    REPLACES_ALL("UNKNOWN_KEY 1-3", "TOO_SHORT", (bucket, thief) -> {
        for (long seq = 4; seq <= 10; seq++) {
            bucket.remove(seq);
        }
        new Bucket(bucket.folder, Bucket.JOB, thief).store("forged", "forged");
    }),
    REPLACES_ALL_AND_THE_SIGNERS("", "REWRITTEN", (bucket, thief) -> {
        bucket.signers(AllowedSigners.line(Bucket.SIGNER, thief.publicKey(), null, null));
        Bucket forged = new Bucket(bucket.folder, Bucket.JOB, thief);
        forged.store("1", "2", "3", "4", "5", "6", "7", "8", "9");
    }),
    PUTS_AN_ENTRY_OF_ANOTHER_JOB("OTHER_CHAIN 5, BROKEN_LINK 6", "", (bucket, thief) -> {
        Bucket other = new Bucket(bucket.folder, "billing", bucket.key());
        other.store("1", "2", "3", "4");
        Files.copy(other.entry(5), bucket.entry(5), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        Files.copy(other.signature(5), bucket.signature(5), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    }),
    WRITES_A_KEY_TWICE("NOT_AN_ENTRY 10", "REWRITTEN", (bucket, thief) -> {
        String entry = Edit.text(Files.readString(bucket.entry(10)), "{\"v\":1,", "{\"v\":1,\"seq\":9,");
        bucket.put(10, entry.getBytes(UTF_8), bucket.key());
    }),
    WRITES_A_BYTE_ORDER_MARK(
            "NOT_AN_ENTRY 10",
            "REWRITTEN",
            (bucket, thief) ->
                    bucket.put(10, ("\ufeff" + Files.readString(bucket.entry(10))).getBytes(UTF_8), bucket.key())),
    WRITES_NO_TEXT(
            "NOT_AN_ENTRY 10",
            "REWRITTEN",
            (bucket, thief) -> bucket.put(10, new byte[] {'{', '"', (byte) 0xff, '"', ':', '1', '}'}, bucket.key())),
    SIGNS_WITH_A_KEY_NEVER_INTRODUCED(
            "UNKNOWN_KEY 11",
            "",
            (bucket, thief) -> bucket.put(11, Entry.bytes(Entry.begin(bucket.next(), Event.RELEASED)), thief)),
    INTRODUCES_HIS_OWN_KEY("UNKNOWN_KEY 11-12", "", (bucket, thief) -> {
        bucket.put(11, Entry.bytes(Entry.key(bucket.next(), thief.publicKey(), Position.NOTHING)), thief);
        bucket.put(12, Entry.bytes(Entry.begin(bucket.next(), Event.RELEASED)), thief);
    }),
    SIGNS_WITH_AN_EXPIRED_KEY(
            "KEY_NOT_VALID 9, KEY_NOT_VALID 10",
            "",
            (bucket, thief) -> bucket.signers(AllowedSigners.line(
                    Bucket.SIGNER, bucket.key().publicKey(), null, Instant.parse("2026-11-25T09:59:59Z")))),
    SIGNS_WITH_A_RETIRED_KEY("RETIRED_KEY 12", "", (bucket, thief) -> {
        SigningKey old = bucket.key();
        bucket.rotate(thief); // this once not a thief's
        bucket.put(12, Entry.bytes(Entry.begin(bucket.next(), Event.RELEASED)), old);
    }),
    BEGINS_WITHOUT_A_KEY("BAD_BEGINNING 1", "REWRITTEN", (bucket, thief) -> {
        bucket.put(
                1,
                Entry.bytes(Entry.begin(Position.first("acme/" + Bucket.JOB, Bucket.BEGIN), Event.GAP)),
                bucket.key());
        bucket.store("1", "2", "3", "4", "5", "6", "7", "8", "9");
    }),
    NAMES_NO_KEY(
            "NOT_AN_ENTRY 11",
            "",
            (bucket, thief) -> bucket.add(Entry.begin(bucket.next(), Event.KEY).put("key", "ssh-rsa AAAA")));

    private final String found;
    private final String witnessed;
    private final Act act;

    Attack(String found, String witnessed, Act act) {
        this.found = found;
        this.witnessed = witnessed;
        this.act = act;
    }

    /** Something done to a bucket by somebody with a key of his own. */
    interface Act {
        void on(Bucket bucket, SigningKey thief) throws Exception;
    }

    void on(Bucket bucket, SigningKey thief) throws Exception {
        act.on(bucket, thief);
    }

    /** What is found without a head from elsewhere: kinds and numbers. */
    String found() {
        return found;
    }

    /** What is found besides with one. */
    String witnessed() {
        return witnessed;
    }
}
