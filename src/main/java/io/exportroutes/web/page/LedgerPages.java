package io.exportroutes.web.page;

import io.exportroutes.ledger.AuditEntry;
import io.exportroutes.ledger.Run;
import io.exportroutes.ledger.RunPages;
import io.exportroutes.ledger.RunState;
import io.exportroutes.view.DeadLetter;
import io.exportroutes.web.Answer;
import io.exportroutes.web.Backend;
import io.exportroutes.web.Call;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The lists: runs, dead letters, alarms and the audit, a page at a time. */
final class LedgerPages {
    private static final int ROWS = 50;

    private final Backend backend;
    private final Templates templates;

    LedgerPages(Backend backend, Templates templates) {
        this.backend = backend;
        this.templates = templates;
    }

    /** @param next the address of the next page; null on the last */
    record Listed(List<?> rows, boolean empty, @Nullable String next) {}

    record Runs(Listed list, String job, List<Choice> states) {}

    record Choice(String word, boolean chosen) {}

    /** @param refused whether a guard refused it: then it is released, not replayed */
    record DeadRow(DeadLetter letter, boolean refused, String path) {}

    record AuditRow(@Nullable Moment at, AuditEntry entry) {}

    Answer runs(Call call) {
        String job = call.query("job").orElse("");
        Optional<RunState> state = call.query("state").flatMap(word -> Arrays.stream(RunState.values())
                .filter(one -> one.name().equals(word))
                .findFirst());
        String before = call.query("before").orElse("");
        RunPages pages = backend.ledger().summaries().pages();
        List<Run> runs = pages.page(
                new RunPages.Filter(job.isEmpty() ? null : job, state.orElse(null), before.isEmpty() ? null : before),
                ROWS);
        String word = state.map(RunState::name).orElse("");
        String next =
                runs.size() < ROWS ? null : runs(job, word, runs.get(ROWS - 1).id());
        return templates.page(
                call,
                "runs",
                "Runs",
                runs(job, word, before),
                new Runs(
                        listed(RunRow.of(runs, backend), next),
                        job,
                        Arrays.stream(RunState.values())
                                .map(one -> new Choice(one.name(), one.name().equals(word)))
                                .toList()));
    }

    private static String runs(String job, String state, String before) {
        return Links.query("/runs", Map.of("job", job, "state", state, "before", before));
    }

    Answer deadLetters(Call call) {
        String after = call.query("after").orElse(null);
        DeadLetter.Page page = DeadLetter.page(backend.ledger(), after, ROWS).orElseThrow(call::unknownAfter);
        List<DeadRow> rows = page.letters().stream()
                .map(letter -> new DeadRow(letter, letter.refused(), Links.encoded(letter.id())))
                .toList();
        return templates.page(
                call,
                "dead-letters",
                "Dead letters",
                deadLetters(after),
                listed(rows, page.next() == null ? null : deadLetters(page.next())));
    }

    private static String deadLetters(@Nullable String after) {
        return Links.query("/dead-letters", Map.of("after", after == null ? "" : after));
    }

    /** The last ones: the ledger keeps them all. */
    Answer alarms(Call call) {
        List<AlarmRow> rows = backend.ledger().alarms().recent(4 * ROWS).stream()
                .map(alarm -> AlarmRow.of(alarm, backend))
                .toList();
        return templates.page(call, "alarms", "Alarms", "/alarms", listed(rows, null));
    }

    Answer audit(Call call) {
        String before = call.query("before").orElse("");
        List<AuditEntry> entries = backend.ledger().alarms().audit().page(before.isEmpty() ? null : before, ROWS);
        List<AuditRow> rows = entries.stream()
                .map(entry -> new AuditRow(Moment.of(entry.at(), ZoneOffset.UTC), entry))
                .toList();
        String next = entries.size() < ROWS ? null : audit(entries.get(ROWS - 1).id());
        return templates.page(call, "audit", "Audit", audit(before), listed(rows, next));
    }

    private static String audit(String before) {
        return Links.query("/audit", Map.of("before", before));
    }

    private static Listed listed(List<?> rows, @Nullable String next) {
        return new Listed(rows, rows.isEmpty(), next);
    }
}
