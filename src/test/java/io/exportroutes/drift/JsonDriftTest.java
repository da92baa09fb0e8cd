package io.exportroutes.drift;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What two schemas in JSON are told apart by. */
class JsonDriftTest {
    private static final String BEFORE = """
            {"project": "crm", "tables": [
              {"name": "contacts", "columns": [
                {"name": "id", "type": "integer", "nullable": false, "primary_key": true},
                {"name": "email", "type": "varchar(255)", "nullable": true, "default": "nobody@example.com"},
                {"name": "company_id", "type": "integer", "references": "companies"}],
               "indexes": [{"name": "by_email", "columns": ["email"], "unique": true}]},
              {"name": "companies", "columns": [{"name": "id", "type": "integer"}]}]}
            """;

    @Test
    void aRemovedColumnIsALoss() throws IOException {
        String after = BEFORE.replaceAll("\\{\"name\": \"email\".*\"},\n", "");

        assertThat(lines(BEFORE, after)).containsExactly("loss column-removed contacts email");
    }

    @Test
    void anAddedColumnIsAnAddition() throws IOException {
        String before = BEFORE.replaceAll("\\{\"name\": \"email\".*\"},\n", "");

        assertThat(lines(before, BEFORE)).containsExactly("addition column-added contacts email");
    }

    @Test
    void nothingIsSaidAboutTheColumnsOfATableThatIsGone() throws IOException {
        String after = BEFORE.replaceAll(",\\s*\\{\"name\": \"companies\".*]}]", "]");

        assertThat(lines(BEFORE, after)).containsExactly("loss table-removed companies null");
        assertThat(lines(after, BEFORE)).containsExactly("addition table-added companies null");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "varchar(255) | varchar(100) | loss column-type-changed contacts email varchar(255) -> varchar(100) narrower",
                "varchar(255) | text | change column-type-changed contacts email varchar(255) -> text",
                "nullable\": true | nullable\": false | change column-nullable-changed contacts email nullable -> not null",
                "nobody@ | somebody@ | change column-default-changed contacts email (hidden) -> (hidden)",
                "\"nobody@example.com\" | 17 | change column-default-changed contacts email (hidden) -> 17",
                "\"primary_key\": true | \"primary_key\": false | change column-key-changed contacts id primary -> null",
                "\"references\": \"companies\" | \"references\": null | loss relation-removed contacts company_id",
                "\"references\": \"companies\" | \"references\": \"firms\" | change relation-changed contacts company_id companies"
                        + " -> firms",
                "\"unique\": true | \"unique\": false | change index-changed contacts by_email true -> false unique",
                "{\"name\": \"by_email\", \"columns\": [\"email\"], \"unique\": true} | '' | loss index-removed contacts by_email",
                "\"project\": \"crm\" | \"project\": \"erp\" | change other-changed null project (hidden) -> (hidden)",
                "\"project\": \"crm\" | \"project\": \"crm\", \"edition\": 3 | change other-changed null edition null -> 3"
            })
    void eachChangeHasAnIdAndASeverity(String old, String present, String line) throws IOException {
        assertThat(BEFORE).contains(old);

        assertThat(lines(BEFORE, BEFORE.replace(old, present))).containsExactly(line);
    }

    @Test
    void whatWasRemovedNamesWhatWasAddedUnderASimilarName() throws IOException {
        assertThat(lines(BEFORE, BEFORE.replace("\"email\"", "\"e-mail\"")))
                .contains(
                        "loss column-removed contacts email similar: e-mail", "addition column-added contacts e-mail");
    }

    @Test
    void onlyAStableIdMakesARename() throws IOException {
        String before = """
                {"tables": [{"id": "t1", "name": "people", "columns": ["id"]}, {"id": "t2", "name": "firms", "columns": ["id"]}]}""";

        assertThat(lines(before, before.replace("people", "contacts")))
                .containsExactly("change table-renamed contacts null people -> contacts");
        assertThat(lines(before, before.replace("people", "contacts").replace("t2", "t3")))
                .as("ids that are new in each export")
                .containsExactly(
                        "loss table-removed people null similar: contacts", "addition table-added contacts null");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'entities': {'a': {'fields': {'x': 'text', 'y': {'type': 'text'}}}}}",
                "{'data': {'schema': {'models': [{'slug': 'a', 'name': 'All', 'attributes': [{'slug': 'x', 'type': 'text'},"
                        + " {'slug': 'y', 'kind': 'text'}]}]}}}",
                "[{'table_name': 'a', 'columns': [{'column_name': 'x', 'data_type': 'text'}, {'field': 'y', 'dataType': 'TEXT'}]}]",
                "{'tables': [{'key': 'a', 'fields': [{'key': 'x', 'label': 'X', 'type': 'text'}, {'key': 'y', 'type': 'text'}]}]}",
                "{'tables': {'a': [{'Field': 'x'}, {'Field': 'y', 'Type': 'text', 'Null': 'YES', 'Key': ''}]}}",
                "{'a': {'columns': ['x', {'name': 'y', 'type': {'name': 'text'}}]}}",
                "{'tables': {'items': [{'name': 'a', 'columns': [{'name': 'x'}, {'name': 'y', 'type': ['text', 'null']}]}]}}"
            })
    void tablesAreFoundUnderTheNamesThatDocumentsCommonlyUse(String document) throws IOException {
        String before = document.replace('\'', '"');

        assertThat(lines(before, before.replace("\"y\"", "\"zzz\"")))
                .containsExactly("loss column-removed a y", "addition column-added a zzz");
    }

    @Test
    void tablesOfSeveralSchemasKeepTheirSchemasName() throws IOException {
        String before = """
                {"schemas": [{"name": "public", "tables": [{"name": "a"}]}, {"name": "audit", "tables": [{"name": "a"}]}]}""";

        assertThat(lines(before, before.replace(", {\"name\": \"audit\", \"tables\": [{\"name\": \"a\"}]}", "")))
                .contains("loss table-removed audit.a null");
    }

    @Test
    void whatChangesFromExportToExportByItselfDoesNotCount() throws IOException {
        String first = """
                {"export": "exp_1", "exported_at": "2026-11-24T02:00:00Z", "row_count": 5,
                 "tables": [{"name": "a", "columns": ["x"], "rows": 5, "last_seen": "2026-11-24 02:00:00"}]}""";

        assertThat(lines(
                        first, first.replace("exp_1", "exp_2").replace("5", "6").replace("-24", "-25")))
                .isEmpty();
    }

    @Test
    void aDocumentWithoutTablesIsComparedPathByPath() throws IOException {
        String before = """
                {"kinds": [{"id": 1, "limit": 5}, {"id": 2, "limit": 6}], "odd": [1, 2], "un.common": {"a b": true}}""";
        String after = """
                {"odd": [1, 3], "un.common": {"a b": false}, "kinds": [{"id": 2, "limit": 6}, {"id": 1, "limit": 4}]}""";

        assertThat(lines(before, after))
                .containsExactly(
                        "change other-changed null ['un.common']['a b'] true -> false",
                        "change other-changed null kinds[1].limit 5 -> 4",
                        "change other-changed null odd[1] 2 -> 3");
    }

    @Test
    void ifMoreThanHalfChangedTheFormatMayHaveChanged() throws IOException {
        String before = BEFORE;
        String after = BEFORE.replace("tables", "inventory");

        assertThat(lines(before, after)).first().isEqualTo("change format-changed null null " + Drift.FORMAT_DOUBT);
    }

    @Test
    void aThousandUnknownValuesDoNotBuryATable() throws IOException {
        StringBuilder numbers = new StringBuilder("1");
        for (int number = 2; number <= 1000; number++) {
            numbers.append(", ").append(number);
        }
        String before = "{\"tables\": [{\"name\": \"a\"}], \"seeds\": [" + numbers + "]}";

        assertThat(lines(before, "{\"tables\": [], \"seeds\": [0]}"))
                .hasSize(103)
                .contains("loss table-removed a null", "change other-changed null null 900 more values differ");
    }

    static SchemaExport read(String text) throws IOException {
        return SchemaExport.read(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    }

    /** The changes, each as its parts that are there. */
    private static List<String> lines(String before, String after) throws IOException {
        return Drift.between(read(before), read(after)).changes().stream()
                .map(JsonDriftTest::line)
                .toList();
    }

    private static String line(Change change) {
        String values = change.values().isEmpty()
                ? ""
                : " " + change.values().before() + " -> " + change.values().after();
        return (change.severity().word() + " " + change.id().word() + " "
                        + change.subject().table() + " " + change.subject().name() + values + " " + change.note())
                .strip();
    }
}
