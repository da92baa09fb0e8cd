package io.exportroutes.spool.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.exportroutes.failure.PermanentFailure;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TableRowsTest {
    @TempDir
    private Path directory;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "csv  | id,name~",
                "csv  | id,'\"a~b\"'~~",
                "json | {\"tables\":{\"contacts\":[],\"companies\":[]}}",
                "json | {\"tables\":{\"contacts\":[]},\"columns\":[\"id\"]}",
                "json | []"
            })
    void tablesWithoutARowBreakThePromise(String format, String text) throws IOException {
        Path file = Files.writeString(directory.resolve("artifact"), text.replace('~', '\n'));
        assertThatThrownBy(() -> check(file, format, 25L))
                .isInstanceOfSatisfying(PermanentFailure.class, failure -> assertThat(failure.code())
                        .isEqualTo("artifact_empty_tables"))
                .hasMessageContaining("25 rows");
        assertThatCode(() -> check(file, format, 0L)).doesNotThrowAnyException();
        assertThatCode(() -> check(file, format, null)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "csv  | id,name~1,a~",
                "csv  | \"id~\",name~~1,a",
                "json | {\"tables\":{\"contacts\":[],\"companies\":[{\"id\":1}]}}",
                "json | [[1]]",
                "json | {\"contacts\":{\"1\":{}}}",
                "sql  | select 1"
            })
    void oneRowKeepsIt(String format, String text) throws IOException {
        Path file = Files.writeString(directory.resolve("artifact"), text.replace('~', '\n'));
        assertThatCode(() -> check(file, format, 25L)).doesNotThrowAnyException();
    }

    @Test
    void aZipIsJudgedByItsEntries() throws IOException {
        assertThatThrownBy(() -> check(zip("a.csv", "id\n", "b.json", "[]"), "zip", 1L))
                .isInstanceOf(PermanentFailure.class);
        assertThatCode(() -> check(zip("a.csv", "id\n", "b.csv", "id\n1\n"), "zip-csv", 1L))
                .doesNotThrowAnyException();
        assertThatCode(() -> check(zip("a.json", "[]", "b.json", "[{}]"), "zip", 1L))
                .doesNotThrowAnyException();
    }

    private static void check(Path file, String format, @Nullable Long rows) {
        TableRows.check(file, new ArtifactFacts(format, null, null, null), rows, () -> {});
    }

    private Path zip(String... namesAndTexts) throws IOException {
        Path file = directory.resolve("artifact.zip");
        try (OutputStream out = Files.newOutputStream(file);
                ZipOutputStream zip = new ZipOutputStream(out)) {
            for (int index = 0; index < namesAndTexts.length; index += 2) {
                zip.putNextEntry(new ZipEntry(namesAndTexts[index]));
                zip.write(namesAndTexts[index + 1].getBytes(StandardCharsets.UTF_8));
                zip.closeEntry();
            }
        }
        return file;
    }
}
