package io.exportroutes.custody;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalLong;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A downloaded copy of what a destination stores, with the chain of one job in it; it grows by entries of one each hour. */
final class Bucket implements ChainSource {
    static final String JOB = "crm-nightly";
    static final String SIGNER = "exports@example.com";
    static final Instant BEGIN = Instant.parse("2026-11-25T02:00:00.123Z");

    final Path folder;
    private final String job;
    private SigningKey key;
    private Head head;

    /** One with the first entry, whose key the list of signers has. */
    Bucket(Path folder, SigningKey key) throws IOException {
        this(folder, JOB, key);
        signers(AllowedSigners.line(SIGNER, key.publicKey(), null, null));
    }

    Bucket(Path folder, String job, SigningKey key) throws IOException {
        this.folder = folder;
        this.job = job;
        this.key = key;
        this.head = add(Entry.key(Position.first("acme/" + job, BEGIN), key.publicKey(), Position.NOTHING));
    }

    /** What signs at present. */
    SigningKey key() {
        return key;
    }

    Head head() {
        return head;
    }

    /** Where the next entry stands. */
    Position next() {
        return Position.after(head, BEGIN.plus(Duration.ofHours(head.seq())));
    }

    /** Adds an entry, signed with the present key. */
    Head add(ObjectNode entry) throws IOException {
        return put(entry.path("seq").longValue(), Entry.bytes(entry), key);
    }

    /** Writes bytes as an entry, with the signature of a key, and goes on from there. */
    Head put(long seq, byte[] bytes, SigningKey signer) throws IOException {
        write(entry(seq), bytes);
        write(signature(seq), SshSignature.sign(signer, bytes));
        head = Head.of("acme/" + job, seq, bytes);
        return head;
    }

    /** Stores exports of these bytes, each with its sidecar and its entry. */
    void store(String... contents) throws IOException {
        for (String content : contents) {
            long seq = head.seq() + 1;
            ObjectNode entry = Entry.begin(next(), Event.STORED);
            entry.putObject("artifact")
                    .put("name", "crm.json")
                    .put("size", content.length())
                    .put("sha256", Digests.sha256(content.getBytes(UTF_8)));
            write(folder.resolve("crm/%d_crm.json".formatted(seq)), content.getBytes(UTF_8));
            write(folder.resolve("crm/%d_crm.json.manifest.json".formatted(seq)), Entry.bytes(entry));
            add(entry);
        }
    }

    /** Another key signs from the next entry on; the present one says so. */
    void rotate(SigningKey later) throws IOException {
        add(Entry.key(next(), later.publicKey(), Position.NOTHING));
        key = later;
    }

    /** Makes entries from this number on anew, as many as there were, with this key. */
    void rewrite(long from, SigningKey signer) throws IOException {
        long last = head.seq();
        head = Head.of("acme/" + job, from - 1, Files.readAllBytes(entry(from - 1)));
        key = signer;
        for (long seq = from; seq <= last; seq++) {
            store("forged " + seq);
        }
    }

    void signers(String... lines) throws IOException {
        write(folder.resolve(CustodyFiles.ALLOWED_SIGNERS), (String.join("\n", lines) + "\n").getBytes(UTF_8));
    }

    AllowedSigners signers() throws IOException {
        return AllowedSigners.parse(Files.readString(folder.resolve(CustodyFiles.ALLOWED_SIGNERS)));
    }

    Path entry(long seq) {
        return folder.resolve(CustodyFiles.entry(job, seq));
    }

    Path signature(long seq) {
        return folder.resolve(CustodyFiles.signature(job, seq));
    }

    void remove(long seq) throws IOException {
        Files.delete(entry(seq));
        Files.delete(signature(seq));
    }

    static void exchange(Path one, Path other) throws IOException {
        byte[] bytes = Files.readAllBytes(one);
        Files.write(one, Files.readAllBytes(other));
        Files.write(other, bytes);
    }

    static void write(Path file, byte[] bytes) throws IOException {
        Files.createDirectories(file.getParent());
        Files.write(file, bytes);
    }

    @Override
    public Stream<StoredEntry> entries() {
        try (Stream<Path> files = Files.list(folder.resolve(CustodyFiles.chain(job)))) {
            long[] numbers = files.map(file -> CustodyFiles.number(file.toString()))
                    .flatMapToLong(OptionalLong::stream)
                    .sorted()
                    .toArray();
            return LongStream.of(numbers).mapToObj(this::stored);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private StoredEntry stored(long seq) {
        try {
            byte @Nullable [] signature = Files.exists(signature(seq)) ? Files.readAllBytes(signature(seq)) : null;
            return new StoredEntry(seq, Files.readAllBytes(entry(seq)), signature);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
