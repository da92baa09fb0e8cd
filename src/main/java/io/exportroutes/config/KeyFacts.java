package io.exportroutes.config;

import io.exportroutes.value.SafeName;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The facts that a key can contain.
 *
 * @param scheduledFor the run's scheduled time: all date parts and {@code {time}} are of this instant, in UTC
 * @param name the artifact's name as the API sent it
 */
public record KeyFacts(
        String project,
        String job,
        Instant scheduledFor,
        String run,
        String exportId,
        @Nullable String name,
        @Nullable String format,
        String kind) {
    private static final String EXPORT = "_export";

    /**
     * What {@code {name}} stands for: the name that the API sent, as the job's file-name or the API's own word has it. One
     * that only repeats the run's id, which is what is asked for where the job says nothing, is instead what the artifact is:
     * {@code database.zip}.
     */
    String readableName() {
        if (name == null || name.isBlank()) {
            return what() + (format == null ? "" : "." + format);
        }
        String repeated = SafeName.of(run);
        String sent = SafeName.of(name);
        String rest = sent.startsWith(repeated) ? sent.substring(repeated.length()) : sent;
        if (rest.equals(sent) || !rest.isEmpty() && Character.isLetterOrDigit(rest.codePointAt(0))) {
            return name;
        }
        String own = rest.replaceFirst("^[ _-]+", "");
        return own.isEmpty() || own.startsWith(".") ? what() + own : own;
    }

    private String what() {
        return kind.endsWith(EXPORT) ? kind.substring(0, kind.length() - EXPORT.length()) : kind;
    }
}
