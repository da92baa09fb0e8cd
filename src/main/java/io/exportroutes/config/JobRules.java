package io.exportroutes.config;

import io.exportroutes.config.yaml.Section;
import java.util.List;

/** Rules for keys of a job that depend on the kind of export. */
final class JobRules {
    private static final List<String> NOT_FOR_EXISTING = List.of("format", "file-name");

    private JobRules() {}

    static void check(Section job, ExportKind kind) {
        if (kind != ExportKind.DATABASE) {
            TableOptions.KEYS.forEach(key -> refuse(job, key, "it applies to database exports only"));
        }
        if (kind == ExportKind.EXISTING) {
            NOT_FOR_EXISTING.forEach(key -> refuse(job, key, "existing exports have their own already"));
            refuse(job.section("guard"), "max-shrink", "exports of different kinds cannot be compared");
        }
    }

    private static void refuse(Section section, String key, String why) {
        if (section.has(key)) {
            section.problems().key(section.path(key), key + " has no meaning here: " + why, "Remove it.");
        }
    }
}
