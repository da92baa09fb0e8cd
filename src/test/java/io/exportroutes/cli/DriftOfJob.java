package io.exportroutes.cli;

import io.exportroutes.lab.demo.Site;
import java.util.stream.Stream;

/** The command {@code drift} beside a service, for tests of other packages. */
public final class DriftOfJob {
    private DriftOfJob() {}

    /** What it said on both outputs. */
    public record Said(int status, String text) {}

    public static Said say(Site site, String... arguments) {
        Bench.Outcome outcome = Bench.at(
                site, Stream.concat(Stream.of("drift"), Stream.of(arguments)).toArray(String[]::new));
        return new Said(outcome.status(), outcome.out() + outcome.err());
    }
}
