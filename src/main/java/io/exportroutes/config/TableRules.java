package io.exportroutes.config;

import io.exportroutes.config.yaml.Section;
import io.exportroutes.config.yaml.YamlPaths;
import io.exportroutes.value.Suggestions;
import java.util.List;
import java.util.Map;

/** Rules for the tables that a job names. */
final class TableRules {
    private TableRules() {}

    static void check(Section job) {
        List<String> included = job.texts("include-tables");
        List<String> excluded = job.texts("exclude-tables");
        for (int index = 0; index < excluded.size(); index++) {
            String table = excluded.get(index);
            String path = YamlPaths.entry(job.path("exclude-tables"), index);
            if (included.contains(table)) {
                String shown = job.problems().shown(path, table);
                job.problems()
                        .value(
                                path,
                                "include-tables and exclude-tables both name " + shown,
                                "Remove it from one of the two.");
            }
        }
        Map<String, Section> options = job.section("table-options").sections();
        options.keySet().forEach(table -> option(job, table, included, excluded));
    }

    private static void option(Section job, String table, List<String> included, List<String> excluded) {
        String path = YamlPaths.child(job.path("table-options"), table);
        if (excluded.contains(table)) {
            job.problems()
                    .key(
                            path,
                            "there are options for " + Suggestions.quote(table) + ", which exclude-tables leaves out",
                            "Remove it from one of the two.");
        } else if (!included.isEmpty() && !included.contains(table)) {
            job.problems()
                    .key(
                            path,
                            "there are options for " + Suggestions.quote(table)
                                    + ", which include-tables does not name",
                            Suggestions.nearest(table, included)
                                    .map(near -> "Did you mean " + Suggestions.quote(near) + "?")
                                    .orElse("Add it to include-tables, or remove its options."));
        }
    }
}
