package io.exportroutes.spool;

import static org.assertj.core.api.Assertions.assertThat;

import io.exportroutes.value.Verified;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Other versions of the program read and write the note, too: its text stays as it is. */
class SpoolNoteTest {
    private static final String SHA_256 = "a".repeat(64);

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @Test
    void theNoteOfPartialBytesIsReadAsItWasWritten() throws IOException {
        SpoolNote.Note partial = SpoolNote.Note.partial("exp_1", "\"v1\"", 10L);

        assertThat(written(partial)).isEqualTo("""
                {"exportId":"exp_1","validator":"\\"v1\\"","expectedSize":10,"boot":"%s"}""".formatted(BootId.ID));
        assertThat(note().read()).contains(partial);
    }

    @Test
    void theNoteOfWholeBytesIsReadAsItWasWritten() throws IOException {
        SpoolNote.Note whole = SpoolNote.Note.whole("exp_1", null, new Verified(10, SHA_256));

        assertThat(written(whole)).isEqualTo("""
                {"exportId":"exp_1","expectedSize":10,"boot":"%s","size":10,"sha256":"%s"}""".formatted(BootId.ID, SHA_256));
        assertThat(note().read()).contains(whole);
    }

    @Test
    void bytesOfWhichTheServerSaidNothingAreNotContinued() throws IOException {
        Files.writeString(path(), "{\"exportId\":\"exp_1\",\"boot\":\"%s\",\"later\":1}".formatted(BootId.ID));

        assertThat(note().read()).contains(SpoolNote.Note.partial("exp_1", null, null));
        assertThat(note().read().orElseThrow().continues(1)).isFalse();
    }

    private String written(SpoolNote.Note text) throws IOException {
        note().write(text, false);
        return Files.readString(path());
    }

    private SpoolNote note() {
        return new SpoolNote(path());
    }

    private Path path() {
        return folder.resolve("exp_1.json");
    }
}
