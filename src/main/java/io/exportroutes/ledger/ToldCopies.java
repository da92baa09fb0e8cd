package io.exportroutes.ledger;

import com.fasterxml.jackson.databind.JsonNode;
import io.exportroutes.custody.Entry;
import io.exportroutes.readback.Level;
import io.exportroutes.readback.Result;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * What the entries of a chain tell of copies in the end, for a ledger that was lost: the reading side of {@link ChainTold} and {@link
 * ReadBackEntries}. It only believes what it is given.
 */
public final class ToldCopies {
    private final Map<String, List<Holds.Hold>> holds = new HashMap<>();
    private final Map<String, List<Repair>> repairs = new HashMap<>();
    private final Map<String, CopyFate.Gone> gone = new HashMap<>();

    /**
     * The looks at copies at one destination that ended on one day of UTC.
     *
     * @param looks in the order of their time
     */
    record Day(String destination, String day, List<ReadBack> looks) {}

    /**
     * Adds what an entry tells, one after the other in the order of the chain; one of another event tells nothing of copies.
     *
     * @throws IllegalArgumentException if it does not have the fields of its event
     */
    void add(Entry entry) {
        JsonNode json = entry.json();
        Instant at = entry.position().time();
        switch (entry.event()) {
            case "held" ->
                holds.computeIfAbsent(text(json, "export"), export -> new ArrayList<>())
                        .add(new Holds.Hold(
                                entry.position().chain() + "#"
                                        + entry.position().seq(),
                                text(json, "export"),
                                text(json, "reason"),
                                text(json, "by"),
                                at));
            case "released" -> holds.remove(text(json, "export"));
            case "expired" -> gone.putIfAbsent(copy(json), new CopyFate.Gone(text(json, "reason"), at, null));
            case "lost" -> lost(json, at);
            case "repaired" ->
                repairs.computeIfAbsent(copy(json), copy -> new ArrayList<>()).add(repair(json, at));
            default -> {}
        }
    }

    /** An export that the API no longer had was no copy. */
    private void lost(JsonNode json, Instant at) {
        if (json.has("destination")) {
            gone.putIfAbsent(copy(json), new CopyFate.Gone(Losses.LOST + text(json, "reason"), at, text(json, "by")));
        }
    }

    private static Repair repair(JsonNode json, Instant at) {
        return new Repair(
                text(json, "export"),
                text(json, "destination"),
                new Repair.Keys(text(json, "old_key"), text(json, "new_key")),
                text(json, "by"),
                at);
    }

    /** Whether any copy expired or was given up. */
    public boolean knowsOfGone() {
        return !gone.isEmpty();
    }

    /** What became of a copy. */
    public CopyFate of(String exportId, String destination) {
        String copy = DeliverySql.id(exportId, destination);
        return new CopyFate(
                List.copyOf(holds.getOrDefault(exportId, List.of())),
                List.copyOf(repairs.getOrDefault(copy, List.of())),
                gone.get(copy));
    }

    /** All that are open. */
    public List<Holds.Hold> holds() {
        return holds.values().stream()
                .flatMap(List::stream)
                .sorted(Comparator.comparing(Holds.Hold::at).thenComparing(Holds.Hold::id))
                .toList();
    }

    /**
     * What an entry {@code read-back} tells; the keys are those under which the copies were then, and empty where none was ever
     * another.
     *
     * @throws IllegalArgumentException if it does not have the fields of its event
     */
    Day readBacks(Entry entry) {
        JsonNode json = entry.json();
        String destination = text(json, "destination");
        String from = "told by entry %d of the chain %s"
                .formatted(entry.position().seq(), entry.position().chain());
        List<ReadBack> looks = new ArrayList<>();
        for (JsonNode copy : json.path("copies")) {
            looks.add(look(copy, destination, from));
        }
        looks.sort(Comparator.comparing(look -> look.origin().endedAt()));
        return new Day(
                destination, time(() -> LocalDate.parse(text(json, "day"))).toString(), looks);
    }

    private ReadBack look(JsonNode copy, String destination, String from) {
        String exportId = text(copy, "export");
        Instant at = time(() -> Instant.parse(text(copy, "at")));
        return new ReadBack(
                new ReadBack.Subject(exportId, destination, keyAt(exportId, destination, at)),
                Level.of(text(copy, "level")).orElseThrow(() -> wrong("level")),
                Result.of(text(copy, "result")).orElseThrow(() -> wrong("result")),
                new ReadBack.Evidence(0, copy.has("sha256") ? text(copy, "sha256") : null, from),
                new ReadBack.Origin(at, at, "", ""));
    }

    private String keyAt(String exportId, String destination, Instant time) {
        String key = "";
        for (Repair repair : repairs.getOrDefault(DeliverySql.id(exportId, destination), List.of())) {
            boolean before = repair.endedAt() != null && !repair.endedAt().isAfter(time);
            key = before ? repair.keys().fresh() : key.isEmpty() ? repair.keys().old() : key;
        }
        return key;
    }

    private static String copy(JsonNode json) {
        return DeliverySql.id(text(json, "export"), text(json, "destination"));
    }

    private static <T> T time(Supplier<T> parsed) {
        try {
            return parsed.get();
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("one of its times is wrong", e);
        }
    }

    private static String text(JsonNode json, String field) {
        JsonNode value = json.path(field);
        if (!value.isTextual()) {
            throw wrong(field);
        }
        return value.textValue();
    }

    private static IllegalArgumentException wrong(String field) {
        return new IllegalArgumentException("its " + field + " is missing or wrong");
    }
}
