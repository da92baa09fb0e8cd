package io.exportroutes.conventions;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the work on a run writes goes through the ledger of its claim, so that no write can pass the fence by. */
class FencedWritesTest {
    private static final Pattern UNFENCED =
            Pattern.compile("(services|place)\\s*\\.ledger\\(\\)\\s*\\.(runs|exports|deliveries)\\(\\)"
                    + "\\s*\\.(requesting|traced|renewing|transferring|settle|take|refresh|verified|lost|failed|plan|sending"
                    + "|attemptFailed|delivered|dead|pending|refused|moveToProject|listed|conclude|takeAll|outOfTime|holdKeys)"
                    + "\\(\\s*[^)\\s]");

    @Test
    void theWorkOnARunWritesUnderItsClaim() throws IOException {
        List<Path> sources;
        try (Stream<Path> files = Files.walk(Path.of("src/main/java/io/exportroutes"))) {
            sources = files.filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> !file.toString().contains("/ledger/"))
                    .toList();
        }
        assertThat(sources).isNotEmpty();
        for (Path source : sources) {
            assertThat(UNFENCED.matcher(Files.readString(source)).results().map(found -> found.group()))
                    .as("%s: write through RunContext.ledger() or Hold.ledger()", source)
                    .isEmpty();
        }
    }
}
