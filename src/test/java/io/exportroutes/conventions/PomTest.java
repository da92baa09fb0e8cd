package io.exportroutes.conventions;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The pom says each version once, where all of them stand. */
class PomTest {
    private static final Pattern LITERAL = Pattern.compile("<version>[0-9][^<]*</version>");

    @Test
    void versionsStandInThePropertiesAlone() throws IOException {
        String pom = Files.readString(Path.of("pom.xml"));
        String own = pom.substring(0, pom.indexOf("<packaging>"));
        String rest = pom.substring(own.length());

        assertThat(rest).as("the part after the project's own version").contains("<dependencies>");
        assertThat(LITERAL.matcher(rest).results().map(match -> match.group()))
                .as("name it in the properties: <artifact.version>")
                .isEmpty();
    }
}
