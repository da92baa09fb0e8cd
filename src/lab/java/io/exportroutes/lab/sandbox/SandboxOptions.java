package io.exportroutes.lab.sandbox;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How a sandbox behaves.
 *
 * @param faults planted from the start
 */
public record SandboxOptions(Listener listener, Access access, Timing timing, Artifacts artifacts, List<Fault> faults) {
    public SandboxOptions {
        faults = List.copyOf(faults);
        if (listener.port < 0 || listener.port > 65535) {
            throw new IllegalArgumentException("port must be between 0 and 65535, not " + listener.port);
        }
        if (artifacts.rows < 0 || timing.readyAfter.isNegative()) {
            throw new IllegalArgumentException("rows and ready-after must not be negative");
        }
        if (access.token.isBlank()) {
            throw new IllegalArgumentException("token must not be blank");
        }
    }

    /**
     * Where it listens.
     *
     * @param bindAddress loopback unless told otherwise
     * @param port 0 for any free one
     */
    public record Listener(String bindAddress, int port) {}

    /**
     * Who is let in, and to what.
     *
     * @param token the only token that is let in
     * @param projects the slugs that exist
     */
    public record Access(String token, Set<String> projects) {
        public Access {
            projects = Set.copyOf(projects);
        }

        /** Never the token. */
        @Override
        public String toString() {
            return "Access[" + projects + "]";
        }
    }

    /**
     * When exports are ready and expire.
     *
     * @param clock for all times in replies, readiness and expiry
     * @param readyAfter how long a new export is {@code pending}; zero: it is ready in the reply that creates it
     * @param expiresAfter how long a new export lives after its creation, or null for ever
     */
    public record Timing(
            Clock clock, Duration readyAfter, @Nullable Duration expiresAfter) {}

    /**
     * What exports contain, and how they are described and sent.
     *
     * @param rows rows of each table of a generated data set, or 0 for the small built-in one
     * @param sizeKnown whether {@code size_bytes} is given
     * @param contentLength whether downloads carry Content-Length
     * @param honourRange whether downloads can be continued: Accept-Ranges, ETag, Last-Modified, Range, If-Range
     */
    public record Artifacts(int rows, boolean sizeKnown, boolean contentLength, boolean honourRange) {}

    /** A loopback sandbox on any free port whose exports are ready at once and never expire. */
    public static SandboxOptions defaults() {
        return builder().build();
    }

    public static Builder builder() {
        return new Builder();
    }

    /** Never the token. */
    @Override
    public String toString() {
        return "SandboxOptions[" + listener.bindAddress + ":" + listener.port + "]";
    }

    /** Collects options; whatever is not set has the default of {@link SandboxOptions#defaults()}. */
    public static final class Builder {
        private int port;
        private String bindAddress = "127.0.0.1";
        private String token = "pat_sandbox";
        private Set<String> projects = Set.of("crm", "shop", "example_project");
        private Duration readyAfter = Duration.ZERO;
        private @Nullable Duration expiresAfter;
        private int rows;
        private boolean sizeKnown = true;
        private boolean contentLength = true;
        private boolean honourRange = true;
        private Clock clock = Clock.systemUTC();
        private List<Fault> faults = List.of();

        private Builder() {}

        public Builder port(int value) {
            port = value;
            return this;
        }

        public Builder bindAddress(String value) {
            bindAddress = value;
            return this;
        }

        public Builder token(String value) {
            token = value;
            return this;
        }

        public Builder projects(Set<String> value) {
            projects = value;
            return this;
        }

        public Builder readyAfter(Duration value) {
            readyAfter = value;
            return this;
        }

        public Builder expiresAfter(@Nullable Duration value) {
            expiresAfter = value;
            return this;
        }

        public Builder rows(int value) {
            rows = value;
            return this;
        }

        public Builder sizeKnown(boolean value) {
            sizeKnown = value;
            return this;
        }

        public Builder contentLength(boolean value) {
            contentLength = value;
            return this;
        }

        public Builder honourRange(boolean value) {
            honourRange = value;
            return this;
        }

        public Builder clock(Clock value) {
            clock = value;
            return this;
        }

        public Builder faults(List<Fault> value) {
            faults = value;
            return this;
        }

        public SandboxOptions build() {
            return new SandboxOptions(
                    new Listener(bindAddress, port),
                    new Access(token, projects),
                    new Timing(clock, readyAfter, expiresAfter),
                    new Artifacts(rows, sizeKnown, contentLength, honourRange),
                    faults);
        }
    }
}
