package io.exportroutes.doctor;

import io.exportroutes.app.KameletCaller.Reply;
import io.exportroutes.kamelet.api.CallHeaders;
import io.exportroutes.value.Durations;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Whether the API answers, takes the token for a project, and has the same time as this machine. */
record ApiCheck(Patient patient, String project) implements Check {
    private static final String KAMELET = "zangtable-list-exports-action";
    private static final Duration CLOCK_WARN = Duration.ofSeconds(30);
    private static final Duration CLOCK_FAIL = Duration.ofMinutes(5);

    @Override
    public String name() {
        return "api";
    }

    @Override
    public String subject() {
        return project;
    }

    @Override
    public void look(Findings findings) {
        Instant asked = patient.clock().instant();
        Reply reply = patient.caller()
                .call(KAMELET, "doctor-" + project, null, Map.of(CallHeaders.PROJECT, project, CallHeaders.LIMIT, 1));
        Instant answered = patient.clock().instant();
        String seen = "%s answered in %d ms and takes the token"
                .formatted(
                        patient.config().api().baseUrl(),
                        Duration.between(asked, answered).toMillis());
        String theirs = (String) reply.headers().get(CallHeaders.SERVER_TIME);
        Instant between = asked.plus(Duration.between(asked, answered).dividedBy(2));
        compare(findings, seen, theirs, between);
    }

    private static void compare(Findings findings, String seen, @Nullable String theirs, Instant ours) {
        if (theirs == null) {
            findings.ok(seen + "; it does not say what time it has, so the clock was not compared");
            return;
        }
        Instant time = Instant.parse(theirs);
        Duration ahead = Duration.between(time, ours);
        Duration off = Duration.ofSeconds(ahead.abs().toSeconds());
        String clock = "this machine's clock is %s %s its own"
                .formatted(Durations.print(off), ahead.isNegative() ? "behind" : "ahead of");
        if (off.compareTo(CLOCK_FAIL) > 0) {
            findings.fail(
                    seen + ", but " + clock + ": runs begin at wrong times, and S3 refuses such requests", remedy());
        } else if (off.compareTo(CLOCK_WARN) > 0) {
            findings.warn(seen + ", but " + clock, remedy());
        } else {
            findings.ok(seen + "; this machine's clock agrees with its own to " + Durations.print(off.plusSeconds(1)));
        }
    }

    private static String remedy() {
        return "Let NTP set the clock: timedatectl set-ntp true";
    }
}
