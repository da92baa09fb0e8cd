package io.exportroutes.drift;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Predicate;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What holds for all documents. */
class DriftPropertiesTest {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    /** Words that mean something, and others. */
    private static final List<String> WORDS = List.of(
            "tables",
            "schemas",
            "data",
            "items",
            "columns",
            "indexes",
            "relations",
            "primary_key",
            "references",
            "name",
            "id",
            "slug",
            "type",
            "nullable",
            "default",
            "length",
            "a",
            "b",
            "c",
            "",
            "x.y",
            "\u202e\n`|");

    @Property(tries = 300)
    void aSchemaHasNoDriftAgainstItself(@ForAll("documents") JsonNode document) throws IOException {
        assertThat(drift(document, document)).isEqualTo(Drift.NONE);
    }

    @Property(tries = 300)
    void backwardsAdditionsAreRemovals(@ForAll("schemas") JsonNode before, @ForAll("schemas") JsonNode after)
            throws IOException {
        Drift forwards = drift(before, after);
        Drift backwards = drift(after, before);

        assertThat(count(forwards, ChangeId::isAddition)).isEqualTo(count(backwards, ChangeId::isRemoval));
        assertThat(forwards.changes()).hasSameSizeAs(backwards.changes());
    }

    @Property(tries = 300)
    void theOrderOfTablesAndColumnsDoesNotCount(@ForAll("schemas") JsonNode schema, @ForAll long seed)
            throws IOException {
        assertThat(drift(schema, shuffled(schema, new Random(seed)))).isEqualTo(Drift.NONE);
    }

    @Property(tries = 500)
    void anyTwoDocumentsAreComparedAndPrinted(@ForAll("documents") JsonNode before, @ForAll("documents") JsonNode after)
            throws IOException {
        Drift drift = drift(before, after);

        assertThat(DriftText.lines(drift, null)).noneMatch(line -> line.contains("\u202e") || line.contains("\n"));
        assertThat(DriftMarkdown.lines(drift, null)).noneMatch(line -> line.contains("\u202e") || line.contains("\n"));
        assertThat(DriftJson.of(drift, null).text()).doesNotContain("\u202e");
    }

    @Property(tries = 300)
    void anyTwoTextsAreComparedAndPrinted(@ForAll String before, @ForAll String after) throws IOException {
        Drift drift = Drift.between(JsonDriftTest.read(before), JsonDriftTest.read("create table a (" + after));

        assertThat(DriftText.lines(drift, null)).isNotEmpty();
    }

    @Provide
    Arbitrary<JsonNode> documents() {
        return Arbitraries.randomValue(random -> container(random, 4));
    }

    /** Tables with columns, of few names, so that two schemas have some in common. */
    @Provide
    Arbitrary<JsonNode> schemas() {
        return Arbitraries.randomValue(random -> {
            ObjectNode schema = JSON.objectNode().put("edition", random.nextInt(2));
            ArrayNode tables = schema.putArray("tables");
            for (String name : names("table", random)) {
                ObjectNode table = tables.addObject().put("name", name);
                if (random.nextBoolean()) {
                    table.put("id", random.nextInt(3));
                }
                ArrayNode columns = table.putArray("columns");
                names("column", random).forEach(column -> columns.addObject()
                        .put("name", column)
                        .put("id", random.nextInt(6))
                        .put("type", random.nextBoolean() ? "text" : "varchar(9)")
                        .put("nullable", random.nextBoolean())
                        .put("references", random.nextBoolean() ? "a" : null));
            }
            return schema;
        });
    }

    private static List<String> names(String kind, Random random) {
        List<String> names = new ArrayList<>();
        for (int number = 0; number < 6; number++) {
            if (random.nextBoolean()) {
                names.add(kind + number);
            }
        }
        return names;
    }

    private static JsonNode container(Random random, int depth) {
        if (random.nextBoolean()) {
            ObjectNode object = JSON.objectNode();
            for (int field = random.nextInt(6); field > 0; field--) {
                object.set(word(random), value(random, depth - 1));
            }
            return object;
        }
        ArrayNode array = JSON.arrayNode();
        for (int element = random.nextInt(4); element > 0; element--) {
            array.add(value(random, depth - 1));
        }
        return array;
    }

    private static JsonNode value(Random random, int depth) {
        return switch (depth > 0 ? random.nextInt(8) : random.nextInt(4)) {
            case 0 -> JSON.numberNode(random.nextInt(3));
            case 1 -> JSON.booleanNode(random.nextBoolean());
            case 2 -> JSON.nullNode();
            case 3 -> JSON.textNode(word(random));
            default -> container(random, depth);
        };
    }

    private static String word(Random random) {
        return WORDS.get(random.nextInt(WORDS.size()));
    }

    private static JsonNode shuffled(JsonNode node, Random random) {
        if (node.isArray()) {
            List<JsonNode> elements = new ArrayList<>();
            node.forEach(element -> elements.add(shuffled(element, random)));
            Collections.shuffle(elements, random);
            return JSON.arrayNode().addAll(elements);
        }
        if (!node.isObject()) {
            return node;
        }
        List<String> keys = new ArrayList<>();
        node.fieldNames().forEachRemaining(keys::add);
        Collections.shuffle(keys, random);
        ObjectNode object = JSON.objectNode();
        keys.forEach(key -> object.set(key, shuffled(node.path(key), random)));
        return object;
    }

    private static long count(Drift drift, Predicate<ChangeId> kind) {
        return drift.changes().stream().map(Change::id).filter(kind).count();
    }

    private static Drift drift(JsonNode before, JsonNode after) throws IOException {
        return Drift.between(JsonDriftTest.read(before.toString()), JsonDriftTest.read(after.toString()));
    }
}
