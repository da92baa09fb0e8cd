package io.exportroutes.web.page;

import io.exportroutes.report.AuditReport;
import io.exportroutes.report.HtmlRendering;
import io.exportroutes.report.Request;
import io.exportroutes.report.Sources;
import io.exportroutes.value.Sha256;
import io.exportroutes.web.Answer;
import io.exportroutes.web.Backend;
import io.exportroutes.web.Call;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;

/** {@code /report}: the report for an auditor, as the command makes it; of one job or of all, with {@code from} and {@code to}. */
final class ReportPage {
    /** The page's own style is all that it may use. */
    private static final String POLICY = "default-src 'none'; style-src 'sha256-"
            + Base64.getEncoder()
                    .encodeToString(Sha256.digest().digest(HtmlRendering.STYLE.getBytes(StandardCharsets.UTF_8)))
            + "'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private final Backend backend;

    ReportPage(Backend backend) {
        this.backend = backend;
    }

    Answer write(Call call, Path file) throws IOException {
        List<String> jobs = call.query("job").stream().toList();
        Request request = new Request(jobs, call.day("from"), call.day("to"));
        if (!request.isForwards()) {
            throw call.badDay("from");
        }
        Sources sources = Sources.of(backend.config(), backend.ledger(), backend.clock());
        try (PrintWriter out = new PrintWriter(Files.newBufferedWriter(file))) {
            new AuditReport(sources, request).write(new HtmlRendering(out));
            if (out.checkError()) {
                throw new IOException("The report could not be written to " + file);
            }
        }
        return Answer.html("").with("Content-Security-Policy", POLICY);
    }
}
