package io.exportroutes.value;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * The fields of each log line that its thread writes while this is open: JSON lines have them as keys of their own, plain ones say them in
 * words. Closing it restores what there was before; to be closed by the thread that opened it.
 */
public final class LogFields implements AutoCloseable {
    /** The job's name in exports.yaml. */
    public static final String JOB = "job";

    public static final String RUN = "run";
    /** {@code exp_…}. */
    public static final String EXPORT = "export";

    public static final String DESTINATION = "destination";
    /** The API's id of the request that the line tells of. */
    public static final String REQUEST = "request_id";

    private static final List<String> OF_PARTS = List.of(EXPORT, DESTINATION, REQUEST);

    private final Map<String, @Nullable String> before = new LinkedHashMap<>();

    private LogFields() {}

    /** The fields of a run as a whole, whatever of it the thread works on. */
    public static LogFields ofRun(String job, String run) {
        LogFields fields = new LogFields();
        OF_PARTS.forEach(field -> {
            fields.before.put(field, MDC.get(field));
            MDC.remove(field);
        });
        return fields.with(JOB, job).with(RUN, run);
    }

    /** None yet. */
    public static LogFields none() {
        return new LogFields();
    }

    /** One more; null leaves it as it is. */
    public LogFields with(String field, @Nullable String value) {
        if (value != null) {
            if (!before.containsKey(field)) {
                before.put(field, MDC.get(field));
            }
            MDC.put(field, value);
        }
        return this;
    }

    @Override
    public void close() {
        before.forEach((field, value) -> {
            if (value == null) {
                MDC.remove(field);
            } else {
                MDC.put(field, value);
            }
        });
    }
}
