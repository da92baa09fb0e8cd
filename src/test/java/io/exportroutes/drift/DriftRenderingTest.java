package io.exportroutes.drift;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** The three forms of one drift. */
class DriftRenderingTest {
    private static final String BEFORE = """
            {"tables": [
              {"name": "contacts", "columns": [
                {"name": "email", "type": "varchar(255)", "default": "s3cr3t"}, {"name": "phone", "type": "text", "default": 0}]},
              {"name": "tags", "columns": ["id"]},
              {"name": "`|<b>\\u001b[2J\\n# x", "columns": ["id"]}]}""";
    private static final String AFTER = """
            {"tables": [
              {"name": "contacts", "columns": [
                {"name": "email", "type": "varchar(100)", "default": "s3cr3t2"}, {"name": "phone", "type": "text", "default": 1}]},
              {"name": "tags", "columns": ["id", "label"]}]}""";

    @Test
    void theTextHasABlockForEachTableWithTheWorstFirst() throws IOException {
        assertThat(String.join("\n", DriftText.lines(drift(BEFORE, AFTER), null)))
                .isEqualTo("""
                Schema drift: 2 losses, 2 changes, 1 addition

                table `|<b>\\u001b[2J\\n# x
                  loss      table-removed

                table contacts
                  loss      column-type-changed      email: varchar(255) -> varchar(100) (narrower)
                  change    column-default-changed   email: changed
                  change    column-default-changed   phone: 0 -> 1

                table tags
                  addition  column-added             label""");
    }

    @Test
    void nothingFromOutsideIsMarkup() throws IOException {
        assertThat(String.join("\n", DriftMarkdown.lines(drift(BEFORE, AFTER), null)))
                .isEqualTo("""
                # Schema drift: 2 losses, 2 changes, 1 addition

                ## Table `` `|<b>\\u001b[2J\\n# x ``

                - **loss** `table-removed`

                ## Table `contacts`

                - **loss** `column-type-changed` `email`: `varchar(255)` -> `varchar(100)` (`narrower`)
                - change `column-default-changed` `email`: changed
                - change `column-default-changed` `phone`: `0` -> `1`

                ## Table `tags`

                - addition `column-added` `label`""");
    }

    @Test
    void theJsonHasStableKeys() throws IOException {
        String text = DriftJson.of(drift(BEFORE, AFTER), null).text();
        JsonNode json = new JsonMapper().readTree(text);

        assertThat(json.at("/changes/2")).hasToString("""
                        {"id":"column-default-changed","severity":"change","where":{"table":"contacts","name":"email"},\
                        "values":{"before":"(hidden)","after":"(hidden)"},"note":""}""");
        assertThat(json.at("/counts")).hasToString("{\"loss\":2,\"change\":2,\"addition\":1}");
        assertThat(json.at("/version").asInt()).isEqualTo(1);
        assertThat(json.at("/changes/0/where/table").asText()).isEqualTo("`|<b>\u001b[2J\n# x");
        assertThat(text).doesNotContain("s3cr3t");
    }

    @Test
    void aDiffStandsInABlockThatItCannotEnd() throws IOException {
        Drift drift = drift("CREATE TABLE a (\"```\" int);", "CREATE TABLE a (\"```\" text);");

        assertThat(DriftMarkdown.lines(drift, null))
                .containsSequence("````diff", "--- before")
                .contains("-  \"```\" int", "+  \"```\" text")
                .endsWith("````");
        assertThat(DriftText.lines(drift, null))
                .startsWith(
                        "Schema drift: 1 change",
                        "",
                        "whole export",
                        "  change    sql-changed              lines: 1 removed, 1 added");
    }

    @Test
    void noDriftIsALineAsWell() throws IOException {
        assertThat(DriftText.lines(drift(BEFORE, BEFORE), null)).containsExactly("Schema drift: no change");
    }

    private static Drift drift(String before, String after) throws IOException {
        return Drift.between(JsonDriftTest.read(before), JsonDriftTest.read(after));
    }
}
