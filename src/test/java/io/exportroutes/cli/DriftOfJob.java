package io.exportroutes.cli;

import io.exportroutes.lab.demo.Site;
import java.util.stream.Stream;

/** The command {@code drift} beside a service, for tests of other packages. */
public final class DriftOfJob {
    private DriftOfJob() {}

    /** What it said on both outputs. */
    public record Said(int status, String text) {}

    public static Said say(Site site, String... arguments) {
        Stream<String> folders = Stream.of(
                "--config", site.config().toString(), "--state", site.state().toString());
        Bench.Outcome outcome =
                Bench.plain(Stream.concat(Stream.concat(Stream.of("drift"), Stream.of(arguments)), folders)
                        .toArray(String[]::new));
        return new Said(outcome.status(), outcome.out() + outcome.err());
    }
}
