package io.exportroutes.config;

import io.exportroutes.value.SafeName;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The facts that a key can contain. */
public record KeyFacts(OfRun run, OfExport export) {
    /** @param scheduledFor all date parts and {@code {time}} are of this instant, in UTC */
    public record OfRun(String id, String job, String project, Instant scheduledFor) {}

    /** @param name the artifact's name as the API sent it */
    public record OfExport(
            String id, @Nullable String name, @Nullable String format, String kind) {}

    private static final String EXPORT = "_export";

    /**
     * What {@code {name}} stands for: the name that the API sent, as the job's file-name or the API's own word has it. One
     * that only repeats the run's id, which is what is asked for where the job says nothing, is instead what the artifact is:
     * {@code database.zip}.
     */
    String readableName() {
        String name = export.name();
        if (name == null || name.isBlank()) {
            return what() + (export.format() == null ? "" : "." + export.format());
        }
        String repeated = SafeName.of(run.id());
        String sent = SafeName.of(name);
        String rest = sent.startsWith(repeated) ? sent.substring(repeated.length()) : sent;
        if (rest.equals(sent) || !rest.isEmpty() && Character.isLetterOrDigit(rest.codePointAt(0))) {
            return name;
        }
        String own = rest.replaceFirst("^[ _-]+", "");
        return own.isEmpty() || own.startsWith(".") ? what() + own : own;
    }

    private String what() {
        String kind = export.kind();
        return kind.endsWith(EXPORT) ? kind.substring(0, kind.length() - EXPORT.length()) : kind;
    }
}
