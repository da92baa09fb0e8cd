package io.exportroutes.custody;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * One entry of a chain. Its number, its link and its signature are those of its bytes, so that it is written once and never again;
 * what is here was read from them. Its own fields come first, in the order of {@link #begin}; the event's fields stand beside
 * them, and fields and events that are not known are kept.
 *
 * @param event its word; another than those of {@link Event} is possible
 * @param json all fields
 * @param sha256 of its bytes, which the next entry names
 */
public record Entry(Position position, String event, ObjectNode json, String sha256) {
    /** The most bytes that an entry may have. */
    public static final int LARGEST = 4 * 1024 * 1024;

    /** The version of the format. */
    private static final int VERSION = 1;

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();
    private static final Pattern TIME = Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d{1,9})?Z");

    /** An object with the fields that each entry begins with; the event's own fields are to be added to it. */
    public static ObjectNode begin(Position position, Event event) {
        return JSON.createObjectNode()
                .put("v", VERSION)
                .put("chain", position.chain())
                .put("seq", position.seq())
                .put("prev", position.prev())
                .put("time", position.time().toString())
                .put("event", event.word());
    }

    /** As {@link #begin}, for an event that concerns copies: the numbers of the entries that stored them. */
    public static ObjectNode begin(Position position, Event event, List<Long> entries) {
        ObjectNode entry = begin(position, event);
        entries.forEach(entry.putArray("entries")::add);
        return entry;
    }

    /**
     * The entry from whose successor on the key signs, and no other. The first entry of a chain names the key that signs it; a
     * later one is signed with the key that ends.
     *
     * @param configuration the SHA-256 of the configuration
     */
    public static ObjectNode key(Position position, PublicKey key, String configuration) {
        return begin(position, Event.KEY)
                .put("key", key.toString())
                .put("fingerprint", key.fingerprint())
                .put("configuration", configuration);
    }

    /** The bytes of an entry, to be signed and stored as they are. */
    public static byte[] bytes(ObjectNode entry) {
        try {
            return (JSON.writeValueAsString(entry) + "\n").getBytes(StandardCharsets.UTF_8);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("An entry of texts, numbers, lists and objects is JSON", e);
        }
    }

    /**
     * Reads an entry whose signature was verified.
     *
     * @throws IllegalArgumentException what is wrong, where it is none: no UTF-8, no JSON, a key twice, a field missing
     */
    public static Entry read(byte[] bytes) {
        ObjectNode json = object(bytes);
        if (!json.path("v").isIntegralNumber() || json.path("v").longValue() != VERSION) {
            throw new IllegalArgumentException("its version is not 1");
        }
        Position position = new Position(
                text(json, "chain", "(?s).+"),
                number(json.path("seq")),
                text(json, "prev", "[0-9a-f]{64}"),
                time(text(json, "time", TIME.pattern())));
        return new Entry(position, text(json, "event", "(?s).+"), json, Digests.sha256(bytes));
    }

    private static ObjectNode object(byte[] bytes) {
        if (bytes.length > LARGEST) {
            throw new IllegalArgumentException("it is too large");
        }
        try {
            // As a text: Jackson alone would take UTF-16 and a byte order mark as well, which other readers refuse.
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            if (JSON.readTree(text) instanceof ObjectNode object) {
                return object;
            }
            throw noObject();
        } catch (CharacterCodingException | JsonProcessingException mayQuoteTheBytes) {
            throw noObject();
        }
    }

    private static IllegalArgumentException noObject() {
        return new IllegalArgumentException("it is not a JSON object in which each key stands once");
    }

    private static String text(JsonNode json, String field, String pattern) {
        JsonNode value = json.path(field);
        if (!value.isTextual() || !value.textValue().matches(pattern)) {
            throw new IllegalArgumentException("its " + field + " is missing or wrong");
        }
        return value.textValue();
    }

    private static long number(JsonNode seq) {
        if (!seq.isIntegralNumber() || !seq.canConvertToLong() || seq.longValue() < 1) {
            throw new IllegalArgumentException("its seq is missing or wrong");
        }
        return seq.longValue();
    }

    private static Instant time(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("its time is missing or wrong", e);
        }
    }

    public boolean is(Event asked) {
        return event.equals(asked.word());
    }

    /** The chain's head while this is its last entry. */
    public Head head() {
        return new Head(position.chain(), position.seq(), sha256);
    }

    /** The key that an entry {@code key} names; empty for others, and where it names none. */
    public Optional<PublicKey> key() {
        return is(Event.KEY) ? PublicKey.parse(json.path("key").asText()) : Optional.empty();
    }

    /** What an entry {@code stored} says of its artifact; empty for others, and where it says nothing that can be checked. */
    public Optional<ArtifactClaim> artifact() {
        return is(Event.STORED) ? ArtifactClaim.of(json.path("artifact")) : Optional.empty();
    }

    /** The numbers of the entries {@code stored} that it concerns. */
    public List<Long> entries() {
        List<Long> numbers = new ArrayList<>();
        json.path("entries").forEach(number -> {
            if (number.isIntegralNumber() && number.canConvertToLong()) {
                numbers.add(number.longValue());
            }
        });
        return numbers;
    }
}
