package io.exportroutes.report;

import static io.exportroutes.report.Column.brief;
import static io.exportroutes.report.Column.whole;

import java.util.List;

/** The tables of a report, in their order. */
public enum Table {
    JOBS(
            "jobs",
            "Summary",
            "There is no job.",
            brief("job", "Job", 24),
            brief("gaps", "Gaps", 6),
            brief("runs", "Runs", 6),
            brief("copies", "Copies", 7),
            brief("size", "Size", 10),
            brief("newestCopy", "Newest copy of", 23),
            brief("readBacks", "Read back", 9),
            brief("deletions", "Deleted", 8),
            brief("holds", "Held", 5)),
    GAPS(
            "gaps",
            "Gaps",
            "None.",
            brief("scheduledFor", "Scheduled for", 23),
            brief("until", "Until", 23),
            brief("kind", "Kind", 12),
            brief("times", "Times", 6),
            brief("destination", "Destination", 12),
            whole("reason", "Reason"),
            whole("run", "Run"),
            whole("exportId", "Export")),
    COPIES(
            "copies",
            "Copies",
            "None was stored.",
            brief("scheduledFor", "Scheduled for", 23),
            brief("destination", "Destination", 12),
            brief("size", "Size", 10),
            brief("deliveredAt", "Delivered", 23),
            brief("confirmedBy", "Confirmed by", 12),
            brief("state", "By the ledger", 13),
            whole("exportId", "Export"),
            whole("run", "Run"),
            whole("key", "Key"),
            whole("sha256", "SHA-256")),
    READ_BACKS(
            "readBacks",
            "Read-backs",
            "None is recorded: what the destinations hold now was not looked at.",
            brief("at", "At", 23),
            brief("destination", "Destination", 12),
            brief("level", "Level", 10),
            brief("result", "Result", 12),
            whole("exportId", "Export"),
            whole("detail", "Detail")),
    DELETIONS(
            "deletions",
            "Deletions",
            "None was decided.",
            brief("decidedAt", "Decided", 23),
            brief("goneAt", "Gone", 23),
            brief("destination", "Destination", 12),
            brief("scheduledFor", "Copy of", 23),
            whole("reason", "Reason"),
            whole("exportId", "Export"),
            whole("key", "Key")),
    HOLDS(
            "holds",
            "Holds",
            "None.",
            brief("placedAt", "Placed", 23),
            brief("placedBy", "By", 16),
            brief("liftedAt", "Lifted", 23),
            brief("liftedBy", "By", 16),
            whole("reason", "Reason"),
            whole("exportId", "Export")),
    RELEASES(
            "releases",
            "Releases of what a guard had refused",
            "None.",
            brief("at", "At", 23),
            brief("by", "By", 16),
            whole("reason", "Reason"),
            whole("exportId", "Export")),
    SCHEMA_CHANGES(
            "schemaChanges",
            "Changes of the schema",
            "None is recorded.",
            brief("comparedAt", "Compared", 23),
            brief("losses", "Losses", 7),
            brief("changes", "Changes", 8),
            brief("additions", "Additions", 9),
            whole("summary", "What"),
            whole("exportId", "Export"),
            whole("before", "Before it")),
    RUNS(
            "runs",
            "Runs",
            "None.",
            brief("scheduledFor", "Scheduled for", 23),
            brief("state", "State", 12),
            brief("trigger", "By", 10),
            brief("startedAt", "Started", 23),
            brief("finishedAt", "Ended", 23),
            whole("run", "Run"),
            whole("reason", "Reason"));

    private final String key;
    private final String title;
    private final String empty;
    private final List<Column> columns;

    Table(String key, String title, String empty, Column... columns) {
        this.key = key;
        this.title = title;
        this.empty = empty;
        this.columns = List.of(columns);
    }

    /** Its name for programs. */
    public String key() {
        return key;
    }

    public String title() {
        return title;
    }

    /** What stands in its place where it has no row. */
    public String empty() {
        return empty;
    }

    public List<Column> columns() {
        return columns;
    }
}
